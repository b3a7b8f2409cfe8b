/*
 * How the cells of each column are read: the order of days and the decimal mark.
 *
 * Each column is read as its own cells prove. One that proves nothing follows what a person says, else, for days, what
 * the other mapped columns prove: one program wrote them all. Columns that go nowhere decide nothing, since they may
 * come from elsewhere. Where all this leaves two readings, the import asks and takes nothing before it is told. An
 * amount is in doubt only in files with semicolons, which come from countries with a decimal comma.
 *
 * In order: what cells prove; days; decimal marks; what is asked.
 */
#include "house/import/plan.h"

#include "base/json.h"

#include <string.h>

static const char *const DAYS[] = { NULL, "dmy", "mdy", "open", "both" };
static const char *const MARKS[] = { NULL, "point", "comma", "open", "both" };

static Proof proof_of(int64_t any, int64_t first, int64_t second)
{
    if (any == 0)
        return PROVES_NOTHING;
    if (first > 0)
        return second > 0 ? PROVES_BOTH : PROVES_FIRST;
    return second > 0 ? PROVES_SECOND : PROVES_NEITHER;
}

const char *proof_of_days(const Evidence *told)
{
    return DAYS[proof_of(told->loose, told->day_first, told->month_first)];
}

const char *proof_of_decimal(const Evidence *told)
{
    return MARKS[proof_of(told->point + told->comma + told->either, told->point, told->comma)];
}

static Proof proof_read(const Json *column, const char *key, const char *const *words)
{
    const char *word = NULL;
    json_get_text(column, key, &word);
    for (Proof proof = PROVES_FIRST; proof <= PROVES_BOTH; proof++)
        if (text_equal(word, words[proof]))
            return proof;
    return PROVES_NOTHING;
}

static ImportCell cell_of(const ImportPlan *plan, int target)
{
    if (target < 0)
        return CELL_TEXT;
    if ((size_t)target < plan->target_count)
        return plan->kind->targets[target].cell;
    FieldKind kind = plan->fields.items[(size_t)target - plan->target_count].kind;
    return kind == FIELD_KIND_DATE ? CELL_DAY : kind == FIELD_KIND_NUMBER ? CELL_NUMBER : CELL_TEXT;
}

static bool is_day(ImportCell cell)
{
    return cell == CELL_DAY || cell == CELL_TIME;
}

static bool is_number(ImportCell cell)
{
    return cell == CELL_NUMBER || cell == CELL_MONEY;
}

static const char *column_name(Arena *arena, const Json *columns, size_t index)
{
    const char *name = "";
    const Json *column = json_first(columns);
    for (size_t i = 0; i < index && column; i++)
        column = json_next(column);
    if (column)
        json_get_text(column, "name", &name);
    return arena_text(arena, name);
}

/* ---- days ------------------------------------------------------------------------------------------------------ */

/* What all mapped columns of days that prove something prove alike. */
static Proof days_together(const ImportPlan *plan)
{
    bool seen[PROVES_BOTH + 1] = { false };
    for (size_t i = 0; i < plan->column_count; i++)
        if (is_day(plan->readings[i].cell))
            seen[plan->proofs[i].days] = true;
    if (seen[PROVES_BOTH] || seen[PROVES_FIRST] == seen[PROVES_SECOND])
        return PROVES_NEITHER;
    return seen[PROVES_FIRST] ? PROVES_FIRST : PROVES_SECOND;
}

static bool order_read(const char *name, DateOrder *order)
{
    static const char *const NAMES[] = { [ORDER_YMD] = "ymd", [ORDER_DMY] = "dmy", [ORDER_MDY] = "mdy" };
    for (DateOrder i = ORDER_YMD; i <= ORDER_MDY; i++)
        if (text_equal(name, NAMES[i])) {
            *order = i;
            return true;
        }
    return false;
}

/* False when it has to be asked. */
static bool column_order(const ImportPlan *plan, size_t column, Proof together, DateOrder *order)
{
    Proof proof = plan->proofs[column].days;
    if (proof == PROVES_NOTHING || !is_day(plan->readings[column].cell))
        return true;
    if (proof != PROVES_FIRST && proof != PROVES_SECOND) {
        if (order_read(plan->job->date_order, order))
            return true;
        if (proof == PROVES_BOTH || together == PROVES_NEITHER)
            return false;
        proof = together;
    }
    *order = proof == PROVES_FIRST ? ORDER_DMY : ORDER_MDY;
    return true;
}

/* ---- decimal marks --------------------------------------------------------------------------------------------- */

/* What all mapped columns of numbers prove together; the last of them that says anything. */
static Proof decimals_together(const ImportPlan *plan, size_t *last)
{
    bool seen[PROVES_BOTH + 1] = { false };
    for (size_t i = 0; i < plan->column_count; i++)
        if (is_number(plan->readings[i].cell) && plan->proofs[i].decimal != PROVES_NOTHING) {
            seen[plan->proofs[i].decimal] = true;
            *last = i;
        }
    if (seen[PROVES_BOTH])
        return PROVES_BOTH;
    return proof_of(seen[PROVES_NEITHER] || seen[PROVES_FIRST] || seen[PROVES_SECOND], seen[PROVES_FIRST],
                    seen[PROVES_SECOND]);
}

static char decimal_read(Arena *arena, ImportPlan *plan, const Json *columns)
{
    size_t last = 0;
    if (plan->job->decimal_mark)
        return strcmp(plan->job->decimal_mark, "comma") == 0 ? ',' : '.';
    Proof together = decimals_together(plan, &last);
    if (together == PROVES_BOTH || (together == PROVES_NEITHER && plan->table.delimiter == ';'))
        plan->asks_decimal = column_name(arena, columns, last);
    return together == PROVES_SECOND ? ',' : '.';
}

/* ---- what is asked --------------------------------------------------------------------------------------------- */

void plan_settle(Arena *arena, ImportPlan *plan, const Json *columns)
{
    plan->asks_order = plan->asks_decimal = NULL;
    plan->column_count = 0;
    for (const Json *column = json_first(columns); column && plan->column_count < TABLE_COLUMNS_MAX;
         column = json_next(column)) {
        size_t i = plan->column_count++;
        plan->proofs[i] = (ColumnProof) { proof_read(column, "days", DAYS), proof_read(column, "decimal", MARKS) };
        plan->readings[i] = (ImportReading) { cell_of(plan, plan->mapping[i]), ORDER_YMD, '.' };
    }
    Proof together = days_together(plan);
    char decimal = decimal_read(arena, plan, columns);
    for (size_t i = 0; i < plan->column_count; i++) {
        plan->readings[i].decimal = decimal;
        if (!column_order(plan, i, together, &plan->readings[i].order) && !plan->asks_order)
            plan->asks_order = column_name(arena, columns, i);
    }
}

static bool is_mapped(const ImportPlan *plan, int target)
{
    for (size_t i = 0; i < TABLE_COLUMNS_MAX; i++)
        if (plan->mapping[i] == target)
            return true;
    return false;
}

static bool asks_ends(const ImportPlan *plan)
{
    for (int i = 0; plan->kind->targets[i].key != NULL; i++)
        if (plan->kind->targets[i].is_end && is_mapped(plan, i))
            return plan->job->ends == NULL;
    return false;
}

Texts plan_asks(Arena *arena, const ImportPlan *plan)
{
    const char **asks = arena_array(arena, 4, sizeof *asks);
    size_t count = 0;
    if (!plan->job->encoding_sure)
        asks[count++] = "encoding";
    if (plan->asks_order)
        asks[count++] = "date_order";
    if (plan->asks_decimal)
        asks[count++] = "decimal_mark";
    if (asks_ends(plan))
        asks[count++] = "ends";
    return (Texts) { count, asks };
}

bool plan_is_complete(const ImportPlan *plan, Error *error)
{
    for (int i = 0; plan->kind->targets[i].key != NULL; i++)
        if (plan->kind->targets[i].required && !is_mapped(plan, i))
            return fail(error, ERROR_INPUT, "mapping", "map a column to \"%s\" (%s)", plan->kind->targets[i].name,
                        plan->kind->targets[i].key);
    if (!plan->job->encoding_sure)
        return refuse(error, "encoding", REASON_ASK_ENCODING, plan->job->encoding, NULL);
    if (plan->asks_order)
        return refuse(error, "date_order", REASON_ASK_ORDER, plan->asks_order, NULL);
    if (plan->asks_decimal)
        return refuse(error, "decimal_mark", REASON_ASK_DECIMAL, plan->asks_decimal, NULL);
    return !asks_ends(plan) ||
           fail(error, ERROR_INPUT, "ends",
                "say whether end dates are the last day in force (inclusive) or the day after (exclusive)");
}
