#include "base/shape.h"

#include "base/circle.h"
#include "base/clock.h"
#include "base/test_arena.h"

#include <string.h>

typedef struct {
    const char *name;
    OptInt seats;
} Line;

static const Field LINE_FIELDS[] = {
    SHAPE_FIELD(Line, name, FIELD_TEXT, .max = 10, .min = 1),
    SHAPE_OPT(Line, seats, FIELD_INT, .min = 1, .max = 100),
    { 0 },
};
static const Shape LINE = { "Line", sizeof(Line), LINE_FIELDS };

typedef struct {
    int64_t id;
    double rate;
    bool active;
    const char *touch;
    int64_t starts_on;
    OptInt seen_at;
    OptReal share;
    const char *extra;
    const Line *first;
    List lines;
    Ids owners;
    Texts tags;
    Bytes photo;
    OptInt flagged;
} Thing;

static const Field THING_FIELDS[] = {
    SHAPE_FIELD(Thing, id, FIELD_ID),
    SHAPE_FIELD(Thing, rate, FIELD_REAL, .min = 0, .max = 1),
    SHAPE_FIELD(Thing, active, FIELD_FLAG),
    SHAPE_OPT(Thing, touch, FIELD_TEXT, .choices = "low|high|tech"),
    SHAPE_FIELD(Thing, starts_on, FIELD_DAY),
    SHAPE_OPT(Thing, seen_at, FIELD_TIME),
    SHAPE_OPT(Thing, share, FIELD_REAL),
    SHAPE_OPT(Thing, extra, FIELD_JSON),
    SHAPE_OPT(Thing, first, FIELD_OBJECT, .shape = &LINE),
    SHAPE_OPT(Thing, lines, FIELD_LIST, .shape = &LINE, .max = 3),
    SHAPE_OPT(Thing, owners, FIELD_IDS),
    SHAPE_OPT(Thing, tags, FIELD_TEXTS),
    SHAPE_OPT(Thing, photo, FIELD_BYTES),
    SHAPE_OPT(Thing, flagged, FIELD_FLAG),
    { 0 },
};
static const Shape THING = { "Thing", sizeof(Thing), THING_FIELDS };

static bool read(const char *text, Thing *thing, Error *error)
{
    const Json *json;
    *error = (Error) { 0 };
    if (!json_parse(arena, text, strlen(text), &json, error))
        fail_msg("%s is no JSON", text);
    return shape_read(arena, json, &THING, thing, error);
}

static const char WHOLE[] = "{\"id\":7,\"rate\":0.25,\"active\":true,\"touch\":\"high\",\"starts_on\":\"2026-11-22\","
                            "\"seen_at\":\"2026-11-22T00:00:00.123Z\",\"share\":1.5,\"extra\":{\"a\":[1,null]},"
                            "\"first\":{\"name\":\"x\",\"seats\":null},\"lines\":[{\"name\":\"a\",\"seats\":3},{"
                            "\"name\":\"b\",\"seats\":null}],"
                            "\"owners\":[1,2],\"tags\":[\"a\",\"日\"],\"photo\":\"AAH/\",\"flagged\":false}";
static const char LEAST[] = "{\"id\":7,\"rate\":0,\"active\":false,\"starts_on\":\"2026-11-22\"}";

static void what_is_read_is_written_the_same(void **state)
{
    (void)state;
    Thing thing;
    Error error;
    assert_true(read(WHOLE, &thing, &error));
    assert_int_equal(thing.photo.size, 3);
    assert_int_equal(thing.lines.count, 2);
    Text text = text_new(arena);
    shape_write(&text, &THING, &thing);
    assert_string_equal(text.data, WHOLE);
}

static void an_unset_optional_is_null(void **state)
{
    (void)state;
    Thing thing;
    Error error;
    assert_true(read(LEAST, &thing, &error));
    assert_false(thing.seen_at.known);
    assert_null(thing.touch);
    assert_null(thing.first);
    Text text = text_new(arena);
    shape_write_list(&text, &THING, &thing, 1);
    assert_non_null(strstr(text.data, "\"touch\":null"));
    assert_non_null(strstr(text.data, "\"seen_at\":null,\"share\":null,\"extra\":null,\"first\":null,\"lines\":[]"));
    assert_non_null(strstr(text.data, "\"photo\":null,\"flagged\":null}]"));
}

static void what_is_unset_may_be_left_out(void **state)
{
    (void)state;
    Thing thing;
    Error error;
    assert_true(read(LEAST, &thing, &error));
    thing.first = &(Line) { .name = "x" };
    Text text = text_new(arena);
    shape_write_known(&text, &THING, &thing);
    assert_string_equal(text.data, "{\"id\":7,\"rate\":0,\"active\":false,\"starts_on\":\"2026-11-22\","
                                   "\"first\":{\"name\":\"x\"}}");
    assert_true(read(WHOLE, &thing, &error));
    text = text_new(arena);
    shape_write_known(&text, &THING, &thing);
    Thing again;
    assert_true(read(text.data, &again, &error));
    assert_null(strstr(text.data, ":null"));
    text = text_new(arena);
    shape_write(&text, &THING, &again);
    assert_string_equal(text.data, WHOLE);
}

typedef struct {
    const char *one;
    Texts some;
} Chosen;

static const char *seasons(Arena *of)
{
    return arena_text(of, "dry|wet");
}

typedef struct {
    int64_t id;
    Line line;
    OptInt at;
} Holding;

static const Field HOLDING_FIELDS[] = {
    SHAPE_FIELD(Holding, id, FIELD_ID),
    SHAPE_FIELD(Holding, line, FIELD_INLINE, .shape = &LINE),
    SHAPE_AT(Holding, line, name, FIELD_TEXT),
    SHAPE_OPT(Holding, at, FIELD_TIME),
    { 0 },
};
static const Shape HOLDING = { "Holding", sizeof(Holding), HOLDING_FIELDS };

static void members_of_a_struct_inside_stand_among_the_others(void **state)
{
    Holding holding = { 7, { "x", { 0 } }, { 0 } };
    Text whole = text_new(arena), known = text_new(arena);
    (void)state;
    shape_write(&whole, &HOLDING, &holding);
    assert_string_equal(text_string(&whole), "{\"id\":7,\"name\":\"x\",\"seats\":null,\"name\":\"x\",\"at\":null}");
    shape_write_known(&known, &HOLDING, &holding);
    assert_string_equal(text_string(&known), "{\"id\":7,\"name\":\"x\",\"name\":\"x\"}");
}

static void choices_may_be_known_only_to_the_running_program(void **state)
{
    (void)state;
    static const Field FIELDS[] = { SHAPE_OPT(Chosen, one, FIELD_TEXT, .choose = seasons),
                                    SHAPE_OPT(Chosen, some, FIELD_TEXTS, .choose = seasons),
                                    { 0 } };
    Chosen chosen = { 0 };
    Error error;
    assert_true(shape_read_text(arena, &FIELDS[0], "wet", &chosen, &error));
    assert_true(shape_read_text(arena, &FIELDS[1], "dry,wet", &chosen, &error));
    assert_int_equal(chosen.some.count, 2);
    assert_false(shape_read_text(arena, &FIELDS[0], "windy", &chosen, &error));
    assert_string_equal(error.field, "one");
    assert_string_equal(error.args[1], "dry, wet");
    assert_false(shape_read_text(arena, &FIELDS[1], "dry,windy", &chosen, &error));
    assert_string_equal(error.field, "some");
}

static void a_wrong_value_names_its_field(void **state)
{
    (void)state;
    static const struct {
        const char *change, *field;
    } BAD[] = {
        { "\"id\":0", "id" },
        { "\"id\":9007199254740992", "id" },
        { "\"id\":\"7\"", "id" },
        { "\"id\":null", "id" },
        { "\"id\":1,\"rate\":1.01", "rate" },
        { "\"id\":1,\"active\":1", "active" },
        { "\"id\":1,\"touch\":\"medium\"", "touch" },
        { "\"id\":1,\"touch\":\"lo\"", "touch" },
        { "\"id\":1,\"touch\":\"\"", "touch" },
        { "\"id\":1,\"starts_on\":\"2026-02-30\"", "starts_on" },
        { "\"id\":1,\"seen_at\":5", "seen_at" },
        { "\"id\":1,\"first\":{\"name\":\" \"}", "first.name" },
        { "\"id\":1,\"first\":[]", "first" },
        { "\"id\":1,\"lines\":[{\"name\":\"a\"},{\"name\":\"b\",\"seats\":101}]", "lines.1.seats" },
        { "\"id\":1,\"lines\":[{\"name\":\"12345678901\"}]", "lines.0.name" },
        { "\"id\":1,\"lines\":[{\"name\":\"a\"},{\"name\":\"a\"},{\"name\":\"a\"},{\"name\":\"a\"}]", "lines" },
        { "\"id\":1,\"owners\":[1,-1]", "owners" },
        { "\"id\":1,\"tags\":[1]", "tags" },
        { "\"id\":1,\"photo\":\"*\"", "photo" },
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        Thing thing;
        Error error;
        const char *defaults = "\"rate\":0,\"active\":false,\"starts_on\":\"2026-11-22\"";
        /* The first of two equal keys counts, so the change comes before the good values. */
        if (read(arena_format(arena, "{%s,%s}", BAD[i].change, defaults), &thing, &error))
            fail_msg("%s passed", BAD[i].change);
        assert_int_equal(error.kind, ERROR_INPUT);
        if (!text_equal(error.field, BAD[i].field))
            fail_msg("%s named %s: %s", BAD[i].change, error.field ? error.field : "nothing", error.text);
    }
}

static void an_unknown_key_names_the_nearest(void **state)
{
    (void)state;
    Thing thing;
    Error error;
    assert_false(read("{\"id\":1,\"start_on\":1}", &thing, &error));
    assert_string_equal(error.field, "start_on");
    assert_non_null(strstr(error.text, "\"starts_on\""));
    assert_false(read("{\"zzzzzzz\":1}", &thing, &error));
    assert_null(strstr(error.text, "did you mean"));
    assert_false(read("[]", &thing, &error));
}

static bool read_text(const char *name, const char *text, Thing *thing)
{
    Error error = { 0 };
    for (const Field *field = THING_FIELDS; field->type != FIELD_END; field++)
        if (strcmp(field->name, name) == 0)
            return shape_read_text(arena, field, text, thing, &error);
    return false;
}

static void a_query_value_is_read_by_its_field(void **state)
{
    (void)state;
    Thing thing = { 0 };
    assert_true(read_text("id", "12", &thing) && thing.id == 12);
    assert_false(read_text("id", "12x", &thing));
    assert_false(read_text("id", " 12", &thing));
    assert_false(read_text("id", "0x10", &thing));
    assert_false(read_text("id", "99999999999999999999", &thing));
    assert_true(read_text("rate", "0.5", &thing) && thing.rate == 0.5);
    assert_false(read_text("rate", "nan", &thing));
    assert_false(read_text("rate", "", &thing));
    assert_true(read_text("active", "true", &thing) && thing.active);
    assert_false(read_text("active", "ja", &thing));
    assert_true(read_text("starts_on", "1970-01-02", &thing) && thing.starts_on == 1);
    assert_true(read_text("seen_at", "", &thing) && !thing.seen_at.known);
    assert_true(read_text("owners", "1,2, 3", &thing) && thing.owners.count == 3 && thing.owners.items[2] == 3);
    assert_false(read_text("owners", "1,,2", &thing));
    assert_true(read_text("tags", "a,\"b", &thing) && thing.tags.count == 2);
    assert_true(read_text("extra", "{\"a\" : 1}", &thing));
    assert_string_equal(thing.extra, "{\"a\":1}");
    assert_false(read_text("extra", "{", &thing));
}

/* ---- circles --------------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t amount;
} Paid;
static const Field PAID_FIELDS[] = { SHAPE_FIELD(Paid, amount, FIELD_INT), { 0 } };
static const Shape PAID = { "Paid", sizeof(Paid), PAID_FIELDS, .circle = CIRCLE_REVENUE };

typedef struct {
    const char *kind, *body;
    const Paid *paid;
    int64_t rank;
    List lines; /* Holder */
} Holder;
static const ShapeCase *holder_cases(Arena *cases_arena);
static const Field NO_FIELDS[] = { { 0 } };
static const Shape CASES = { "Told", 0, NO_FIELDS, .cases = holder_cases };
static const Shape HOLDER;
static const Field HOLDER_FIELDS[] = {
    SHAPE_FIELD(Holder, kind, FIELD_TEXT),
    SHAPE_OPT(Holder, body, FIELD_JSON, .shape = &CASES),
    SHAPE_OPT(Holder, paid, FIELD_OBJECT, .shape = &PAID),
    SHAPE_FIELD(Holder, rank, FIELD_INT, .circle = CIRCLE_SUPPORT),
    SHAPE_FIELD(Holder, lines, FIELD_LIST, .shape = &HOLDER),
    { 0 },
};
static const Shape HOLDER = { "Holder", sizeof(Holder), HOLDER_FIELDS };

typedef struct {
    OptInt amount;
    const char *plan;
} Told;
static const Field TOLD_FIELDS[] = { SHAPE_OPT(Told, amount, FIELD_INT, .circle = CIRCLE_REVENUE),
                                     SHAPE_OPT(Told, plan, FIELD_TEXT),
                                     { 0 } };
static const Shape TOLD = { "ToldOfPrice", sizeof(Told), TOLD_FIELDS };
static const ShapeCase HOLDER_CASES[] = { { "price.set", &TOLD }, { "plain.fact", NULL }, { 0 } };

static const ShapeCase *holder_cases(Arena *cases_arena)
{
    (void)cases_arena;
    return HOLDER_CASES;
}

static const char *written(const Holder *holder, unsigned sees)
{
    Text text = text_new(arena);
    shape_write_seen(&text, &HOLDER, holder, sees);
    return text_string(&text);
}

static void what_belongs_to_a_circle_is_left_out_at_every_depth(void **state)
{
    (void)state;
    Paid paid = { 980 };
    Holder inner = { .kind = "inner", .paid = &paid, .rank = 2 };
    Holder holder = { .kind = "outer", .paid = &paid, .rank = 1, .lines = { 1, &inner } };
    assert_string_equal(written(&holder, CIRCLES_ALL),
                        "{\"kind\":\"outer\",\"body\":null,\"paid\":{\"amount\":980},\"rank\":1,\"lines\":[{\"kind\":"
                        "\"inner\",\"body\":null,\"paid\":{\"amount\":980},\"rank\":2,\"lines\":[]}]}");
    assert_string_equal(written(&holder, CIRCLE_SUPPORT),
                        "{\"kind\":\"outer\",\"body\":null,\"rank\":1,\"lines\":[{\"kind\":\"inner\",\"body\":null,"
                        "\"rank\":2,\"lines\":[]}]}");
    assert_string_equal(written(&holder, CIRCLE_NONE),
                        "{\"kind\":\"outer\",\"body\":null,\"lines\":[{\"kind\":\"inner\","
                        "\"body\":null,\"lines\":[]}]}");
}

static void a_stored_body_is_told_without_what_its_case_hides(void **state)
{
    (void)state;
    Holder holder = { .kind = "price.set", .body = "{\"amount\":980,\"plan\":\"team\"}" };
    assert_non_null(strstr(written(&holder, CIRCLES_ALL), "980"));
    assert_null(strstr(written(&holder, CIRCLE_SUPPORT), "980"));
    assert_non_null(strstr(written(&holder, CIRCLE_SUPPORT), "\"body\":{\"plan\":\"team\"}"));
    holder.kind = "unknown.fact";
    assert_non_null(strstr(written(&holder, CIRCLE_SUPPORT), "\"body\":{}"));
    holder = (Holder) { .kind = "plain.fact", .body = "{\"any\":1}" };
    assert_non_null(strstr(written(&holder, CIRCLE_NONE), "\"body\":{\"any\":1}"));
}

static void circles_are_texts_in_one_order(void **state)
{
    (void)state;
    Error error = { 0 };
    unsigned circles = 0;
    assert_string_equal(circles_print(arena, CIRCLES_ALL), "[\"support\",\"success\",\"revenue\"]");
    assert_true(circles_parse(arena, "[\"revenue\",\"gone\",\"support\"]", &circles, &error));
    assert_int_equal(circles, CIRCLE_REVENUE | CIRCLE_SUPPORT);
    assert_string_equal(circles_print(arena, circles), "[\"support\",\"revenue\"]");
    assert_string_equal(circle_name(CIRCLE_REVENUE), "revenue");
    assert_null(circle_name(CIRCLE_NONE));
    assert_false(circles_parse(arena, "[", &circles, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_is_written_the_same),
        cmocka_unit_test(an_unset_optional_is_null),
        cmocka_unit_test(a_wrong_value_names_its_field),
        cmocka_unit_test(an_unknown_key_names_the_nearest),
        cmocka_unit_test(a_query_value_is_read_by_its_field),
        cmocka_unit_test(what_is_unset_may_be_left_out),
        cmocka_unit_test(members_of_a_struct_inside_stand_among_the_others),
        cmocka_unit_test(choices_may_be_known_only_to_the_running_program),
        cmocka_unit_test(what_belongs_to_a_circle_is_left_out_at_every_depth),
        cmocka_unit_test(a_stored_body_is_told_without_what_its_case_hides),
        cmocka_unit_test(circles_are_texts_in_one_order),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
