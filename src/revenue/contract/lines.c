/*
 * The lines of a contract. What is told of them; what a line may be; how lines stand beside each other; and the writes:
 * a line that is stated, a change that somebody asks for, a correction, an end.
 *
 * An end that was given is not moved by another line that is stated. Lines of one plan do not overlap; of several plans
 * they run side by side. Only a line that was given no end is ended by the next one of its plan; where the next one has
 * another plan nobody can know whether it takes over or comes on top, so it is refused.
 */
#include "base/id.h"
#include "base/money.h"
#include "base/reason.h"
#include "http/edit.h"
#include "revenue/contract/contract_store.h"

/* ---- what is told ---------------------------------------------------------------------------------------------- */

static const Field CONTRACT_TOLD_FIELDS[] = {
    SHAPE_OPT(ContractTold, lines, FIELD_INT),
    SHAPE_OPT(ContractTold, line, FIELD_ID),
    SHAPE_OPT(ContractTold, terms, FIELD_OBJECT, .shape = &LINE_TERMS, .circle = CIRCLE_REVENUE),
    SHAPE_OPT(ContractTold, changed, FIELD_LIST, .shape = &EDIT_CHANGE, .circle = CIRCLE_REVENUE),
    { 0 },
};
const Shape CONTRACT_TOLD = { "ContractTold", sizeof(ContractTold), CONTRACT_TOLD_FIELDS };
static const Field CONTRACT_CORRECTED_FIELDS[] = {
    SHAPE_FIELD(ContractCorrected, line, FIELD_ID),
    SHAPE_FIELD(ContractCorrected, currency, FIELD_TEXT, .circle = CIRCLE_REVENUE),
    SHAPE_FIELD(ContractCorrected, changed, FIELD_LIST, .shape = &EDIT_CHANGE, .circle = CIRCLE_REVENUE),
    { 0 },
};
const Shape CONTRACT_CORRECTED = { "ContractCorrected", sizeof(ContractCorrected), CONTRACT_CORRECTED_FIELDS };

static const char *word_json(Arena *arena, const char *word)
{
    Text json = text_new(arena);
    json_string_to(&json, word);
    return text_string(&json);
}

static size_t word_told(Arena *arena, EditChange *change, const char *field, const char *before, const char *after)
{
    if (text_equal(before, after))
        return 0;
    *change = (EditChange) { field, word_json(arena, before), word_json(arena, after) };
    return 1;
}

/* With the values of all fields, since plans and currencies are the workspace's vocabulary and nobody's words; NULL
 * when nothing differs. */
static const EditTold *difference_told(Arena *arena, const Shape *fields, const ContractLineRow *before,
                                       const ContractLineRow *after)
{
    EditChange words[2];
    size_t count = word_told(arena, words, "plan", before->plan, after->plan);
    count += word_told(arena, words + count, "currency", before->currency, after->currency);
    return edit_told(arena, fields, &LINE_TERMS, before, after, (List) { count, words });
}

ContractTold line_told(Arena *arena, const ContractLineRow *before, const ContractLineRow *line)
{
    const EditTold *changed = before ? difference_told(arena, &LINE_CHANGED, before, line) : NULL;
    return (ContractTold) { .line = { line->id, true },
                            .terms = line,
                            .changed = changed ? changed->changed : (List) { 0 } };
}

/* `changed` is empty when nothing differs. */
static ContractCorrected correction_told(Arena *arena, const ContractLineRow *before, const ContractLineRow *after)
{
    const EditTold *changed = difference_told(arena, &LINE_CORRECTED, before, after);
    return (ContractCorrected) { after->id, after->currency, changed ? changed->changed : (List) { 0 } };
}

/* ---- what a line may be ---------------------------------------------------------------------------------------- */

static bool product_is_there(const Writer *writer, OptInt product_id, Error *error)
{
    ContractProductExistsRow *product;
    if (!product_id.known)
        return true;
    if (!contract_product_exists(writer->db, writer->arena, product_id.value, &product, error))
        return false;
    return product || fail(error, ERROR_INPUT, "product_id", "product %lld not found", (long long)product_id.value);
}

static bool price_is_valid(const ContractLineRow *line, Error *error)
{
    if (!currency_is_known(line->currency))
        return refuse(error, "currency", REASON_NO_CURRENCY, line->currency, NULL);
    if (line->price_minor < 0)
        return refuse(error, "price", REASON_NEGATIVE, NULL, NULL);
    if (money_micros_from_minor(line->price_minor, line->currency) > PRICE_MAX * MICROS_PER_MAJOR)
        return refuse(error, "price", REASON_OUT_OF_RANGE, "0", "1,000,000,000,000");
    if (!(line->discount >= 0 && line->discount <= 1))
        return refuse(error, "discount", REASON_OUT_OF_RANGE, "0", "1");
    return true;
}

static bool line_is_valid(const Writer *writer, const ContractLineRow *line, Error *error)
{
    if (line->until_on.known && line->until_on.value <= line->from_on)
        return refuse(error, "until_on", REASON_ENDS_BEFORE_START, NULL, NULL);
    if (!price_is_valid(line, error))
        return false;
    if (line->term_months < 1 || line->term_months > TERM_MONTHS_MAX)
        return refuse(error, "term_months", REASON_OUT_OF_RANGE, "1", "120");
    if (line->seats.known && line->seats.value < 0)
        return refuse(error, "seats", REASON_NEGATIVE, NULL, NULL);
    return product_is_there(writer, line->product_id, error);
}

bool line_same_product(const ContractLineRow *a, const ContractLineRow *b)
{
    return a->product_id.known == b->product_id.known &&
           (!a->product_id.known || a->product_id.value == b->product_id.value);
}

/* A line whose contract was cancelled before it began. */
static bool never_was(const ContractLineRow *line)
{
    return line->until_on.known && line->until_on.value <= line->from_on;
}

static bool overlap(const ContractLineRow *a, const ContractLineRow *b)
{
    bool a_before_b = a->until_on.known && a->until_on.value <= b->from_on;
    bool b_before_a = b->until_on.known && b->until_on.value <= a->from_on;
    return !a_before_b && !b_before_a && !never_was(a) && !never_was(b);
}

bool line_same_import(const ContractLineRow *a, const ContractLineRow *b)
{
    return a->stated_by.known && b->stated_by.known && a->stated_by.value == b->stated_by.value;
}

bool line_was_open(const ContractLineRow *line)
{
    return !line->until_on.known || (line->cut_on.known && !line->agreed_until.known);
}

/* ---- beside each other ----------------------------------------------------------------------------------------- */

static bool is_beside(const ContractLineRow *other, const ContractLineRow *line)
{
    return other->id != line->id && line_same_product(other, line) && !never_was(other);
}

static bool overlaps_with(const Writer *writer, const ContractLineRow *other, Error *error)
{
    return refuse(error, "from_on", REASON_OVERLAPS, day_format(writer->arena, other->from_on), NULL);
}

/* Lines of one product run side by side (seats added at another price) only under different plans. */
static bool line_is_free(const Writer *writer, const ContractLineRow *line, Error *error)
{
    ContractLineRow *others;
    size_t count;
    if (!contract_line_of(writer->db, writer->arena, line->contract_id, &others, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (is_beside(&others[i], line) && text_equal(others[i].plan, line->plan) && overlap(&others[i], line))
            return overlaps_with(writer, &others[i], error);
    return true;
}

bool line_end(const Writer *writer, ContractLineRow *line, int64_t until, int64_t known_on, Error *error)
{
    if (!line->cut_on.known) {
        line->agreed_until = line->until_on;
        line->cut_on = (OptInt) { earlier(known_on, until), true };
    }
    line->until_on = (OptInt) { until, true };
    return contract_line_end(writer->db, line->id, until, line->agreed_until, line->cut_on.value, error);
}

bool line_reopen(const Writer *writer, ContractLineRow *line, Error *error)
{
    line->until_on = line->agreed_until = line->cut_on = (OptInt) { 0 };
    return contract_line_reopen(writer->db, line->id, error);
}

static bool runs_into(const ContractLineRow *other, const ContractLineRow *line)
{
    return other->from_on < line->from_on && (!other->until_on.known || other->until_on.value > line->from_on);
}

/* Ends the line, which was given no end, where the other one begins. */
static void end_where_begins(ContractLineRow *line, const ContractLineRow *other)
{
    if (line->until_on.known && line->until_on.value <= other->from_on)
        return;
    if (!line->cut_on.known) {
        line->agreed_until = line->until_on;
        line->cut_on = (OptInt) { earlier(other->known_on, other->from_on), true };
    }
    line->until_on = (OptInt) { other->from_on, true };
}

/* Of two lines of one plan without an end the later one takes over from the earlier one. */
static bool changes_meet(const Writer *writer, ContractLineRow *other, ContractLineRow *line,
                         const ContractLineRow **before, Error *error)
{
    if (!line_was_open(line) || !line_was_open(other) || other->from_on == line->from_on)
        return true;
    if (other->from_on > line->from_on) {
        end_where_begins(line, other);
        return true;
    }
    if (!runs_into(other, line))
        return true;
    *before = other;
    return line_end(writer, other, line->from_on, writer_today(writer), error);
}

/* Two lines that overlap now: what was given of neither is moved. */
static bool may_overlap(const Writer *writer, const ContractLineRow *other, const ContractLineRow *line, Error *error)
{
    const ContractLineRow *first = other->from_on < line->from_on ? other : line;
    if (text_equal(other->plan, line->plan))
        return overlaps_with(writer, other, error);
    if (other->from_on == line->from_on || !line_was_open(first))
        return true;
    return refuse(error, "from_on", REASON_OPEN_PLAN, day_format(writer->arena, first->from_on), NULL);
}

/* A line that is stated, among the others of its contract. *before is one that it takes over from, NULL = none. */
static bool line_place(const Writer *writer, ContractLineRow *line, const ContractLineRow **before, Error *error)
{
    ContractLineRow *others;
    size_t count;
    *before = NULL;
    if (!contract_line_of(writer->db, writer->arena, line->contract_id, &others, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (is_beside(&others[i], line) && text_equal(others[i].plan, line->plan) &&
            !changes_meet(writer, &others[i], line, before, error))
            return false;
    for (size_t i = 0; i < count; i++)
        if (is_beside(&others[i], line) && overlap(&others[i], line) && !may_overlap(writer, &others[i], line, error))
            return false;
    return true;
}

/* ---- writing --------------------------------------------------------------------------------------------------- */

static bool line_insert(const Writer *writer, ContractLineRow *line, Error *error)
{
    line->id = id_new();
    line->known_on = writer_today(writer);
    return contract_line_insert(writer->db, line, error);
}

bool line_add(const Writer *writer, ContractLineRow *line, const ContractLineRow **before, Error *error)
{
    return line_is_valid(writer, line, error) && line_place(writer, line, before, error) &&
           line_insert(writer, line, error);
}

static bool same_plan_runs(const ContractLineRow *others, size_t count, const ContractLineRow *line)
{
    for (size_t i = 0; i < count; i++)
        if (is_beside(&others[i], line) && runs_into(&others[i], line) && text_equal(others[i].plan, line->plan))
            return true;
    return false;
}

/* What the change takes over from: the line of its plan that runs then, else every one of its product. Worked out for
 * all lines before any of them is ended, since an end changes the answer for the rest. */
static const bool *taken_over(Arena *arena, const ContractLineRow *others, size_t count, const ContractLineRow *line)
{
    bool *taken = arena_array(arena, count, sizeof *taken);
    bool one_plan = same_plan_runs(others, count, line);
    for (size_t i = 0; i < count; i++)
        taken[i] = is_beside(&others[i], line) && runs_into(&others[i], line) &&
                   (!one_plan || text_equal(others[i].plan, line->plan));
    return taken;
}

/* A later line goes on where `line` stops if it has its plan, or the plan of one that `line` takes over from, or if it
 * had taken over from such a one itself. Others run beside. Where nothing is taken over, any later line goes on. */
static bool goes_on(const ContractLineRow *others, size_t count, const bool *taken, const ContractLineRow *line,
                    const ContractLineRow *later)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        const ContractLineRow *other = &others[i];
        if (!taken[i])
            continue;
        any = true;
        if (text_equal(later->plan, other->plan) || (other->cut_on.known && other->until_on.value == later->from_on))
            return true;
    }
    return !any || text_equal(later->plan, line->plan);
}

/* A change without an end ends where the line before it was to end, unless it names another term, and where the next
 * line begins that goes on from it. */
static void change_ends(const ContractLineRow *others, size_t count, const bool *taken, const ContractLineRow *before,
                        ContractLineRow *line)
{
    if (line->until_on.known)
        return;
    if (before && before->until_on.known && before->term_months == line->term_months)
        line->until_on = before->until_on;
    for (size_t i = 0; i < count; i++)
        if (is_beside(&others[i], line) && others[i].from_on > line->from_on &&
            goes_on(others, count, taken, line, &others[i]))
            end_where_begins(line, &others[i]);
}

bool line_change_add(const Writer *writer, ContractLineRow *line, const ContractLineRow **before, Error *error)
{
    ContractLineRow *others;
    size_t count;
    *before = NULL;
    if (!line_is_valid(writer, line, error) ||
        !contract_line_of(writer->db, writer->arena, line->contract_id, &others, &count, error))
        return false;
    const bool *taken = taken_over(writer->arena, others, count, line);
    for (size_t i = 0; i < count; i++)
        if (taken[i])
            *before = &others[i];
    change_ends(others, count, taken, *before, line);
    for (size_t i = 0; i < count; i++)
        if (taken[i] && !line_end(writer, &others[i], line->from_on, writer_today(writer), error))
            return false;
    return line_is_free(writer, line, error) && line_insert(writer, line, error);
}

static bool correction_store(const Writer *writer, const ContractLineRow *before, ContractLineRow *after,
                             const ContractCorrected *told, Error *error)
{
    ContractRow contract = { .id = before->contract_id, .account_id = before->account_id };
    after->corrected_at = (OptInt) { writer->now, true };
    return contract_line_update(writer->db, after, error) && contract_touch(writer->db, before->contract_id, error) &&
           contract_tell(writer, "contract.corrected", &contract, told, error);
}

/* An end that is corrected always was so. */
bool line_correct(const Writer *writer, const ContractLineRow *before, ContractLineRow *after, bool *changed,
                  Error *error)
{
    ContractCorrected told = correction_told(writer->arena, before, after);
    *changed = told.changed.count > 0;
    if (!*changed)
        return true;
    if (before->until_on.known != after->until_on.known || before->until_on.value != after->until_on.value)
        after->agreed_until = after->cut_on = (OptInt) { 0 };
    after->stated_by = (OptInt) { 0 };
    return line_is_valid(writer, after, error) && line_is_free(writer, after, error) &&
           correction_store(writer, before, after, &told, error);
}

/* Where a row names no end, one that others gave the line stays. */
static void keep_the_end(const ContractLineRow *known, ContractLineRow *line)
{
    if (line->until_on.known || !line_was_open(known))
        return;
    line->until_on = known->until_on;
    line->agreed_until = known->agreed_until;
    line->cut_on = known->cut_on;
}

bool line_restate(const Writer *writer, const ContractLineRow *known, ContractLineRow *line, bool *changed,
                  Error *error)
{
    const ContractLineRow *before;
    bool again = line_same_import(known, line);
    line->id = known->id;
    line->corrected_at = known->corrected_at;
    line->known_on = known->known_on;
    keep_the_end(known, line);
    *changed = correction_told(writer->arena, known, line).changed.count > 0;
    if (!*changed)
        return again || !line->stated_by.known ||
               contract_line_state(writer->db, line->id, line->stated_by.value, error);
    if (again)
        return overlaps_with(writer, known, error);
    if (!line_is_valid(writer, line, error) || !line_place(writer, line, &before, error))
        return false;
    ContractCorrected told = correction_told(writer->arena, known, line);
    return correction_store(writer, known, line, &told, error);
}
