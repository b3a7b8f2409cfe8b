/* Conditions back to JSON: measures, comparisons, then the tree. */
#include "house/condition/condition.h"

#include "base/clock.h"

static const char *const JOINTS[] = {
    [CONDITION_AND] = "and", [CONDITION_OR] = "or", [CONDITION_NOT] = "not", [CONDITION_ACCOUNT] = "account"
};

void measure_ref_print(Text *text, const MeasureRef *ref)
{
    static const char *const KEYS[] = { "product_id", "feature_id", "gauge_id", "days" };
    static const unsigned TAKES[] = { TAKES_PRODUCT, TAKES_FEATURE, TAKES_GAUGE, TAKES_DAYS };
    const int64_t values[] = { ref->product_id, ref->feature_id, ref->gauge_id, ref->days };
    text_add(text, "{");
    json_key_to(text, "measure");
    json_string_to(text, ref->kind->id);
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (values[i] && (ref->kind->takes & TAKES[i])) {
            json_key_to(text, KEYS[i]);
            json_int_to(text, values[i]);
        }
    if (ref->field) {
        json_key_to(text, "field");
        json_string_to(text, ref->field);
    }
    text_add(text, "}");
}

static void print_value(Text *text, const Condition *condition, const ConditionValue *value)
{
    AttributeType type = condition->kind == CONDITION_MEASURE ? ATTRIBUTE_NUMBER : condition->attribute->type;
    switch (type) {
    case ATTRIBUTE_TEXT:
    case ATTRIBUTE_WORD:
        json_string_to(text, value->text);
        break;
    case ATTRIBUTE_DAY:
        json_string_to(text, day_format(text->arena, (int64_t)value->number));
        break;
    case ATTRIBUTE_FLAG:
        json_flag_to(text, value->number != 0);
        break;
    default:
        json_real_to(text, value->number);
    }
}

static void print_comparison(Text *text, const Condition *condition)
{
    text_add(text, "{");
    if (condition->kind == CONDITION_MEASURE) {
        json_key_to(text, "measure");
        measure_ref_print(text, &condition->measure);
    } else {
        json_key_to(text, "attribute");
        json_string_to(text, condition->attribute->name);
    }
    json_key_to(text, "op");
    json_string_to(text, op_name(condition->op));
    if (condition->op != OP_KNOWN && condition->op != OP_UNKNOWN) {
        json_key_to(text, "value");
        text_add(text, condition->op == OP_IN ? "[" : "");
        for (size_t i = 0; i < condition->value_count; i++) {
            text_add(text, i ? "," : "");
            print_value(text, condition, &condition->values[i]);
        }
        text_add(text, condition->op == OP_IN ? "]" : "");
    }
    text_add(text, "}");
}

void condition_print(Text *text, const Condition *condition)
{
    if (condition->kind == CONDITION_MEASURE || condition->kind == CONDITION_ATTRIBUTE) {
        print_comparison(text, condition);
        return;
    }
    bool list = condition->kind < CONDITION_NOT;
    text_add(text, "{");
    json_key_to(text, JOINTS[condition->kind]);
    text_add(text, list ? "[" : "");
    for (size_t i = 0; i < condition->count; i++) {
        text_add(text, i ? "," : "");
        condition_print(text, condition->parts[i]);
    }
    text_add(text, list ? "]}" : "}");
}
