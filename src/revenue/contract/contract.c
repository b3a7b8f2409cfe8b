#include "revenue/contract/contract.h"

#include "base/id.h"
#include "base/money.h"
#include "base/reason.h"
#include "http/edit.h"
#include "jobs/fact.h"
#include "revenue/contract/contract_store.h"

#include <string.h>

/* ---- facts ----------------------------------------------------------------------------------------------------- */

bool contract_tell(const Writer *writer, const char *kind, const ContractRow *row, const char *body, Error *error)
{
    Fact fact = { .kind = kind,
                  .account_id = row->account_id,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "contract:%lld", (long long)row->id),
                  .body = body,
                  .at = writer->now };
    return fact_write(writer->db, &fact, NULL, error);
}

#define LINE_PLACE_FIELDS                                                                                              \
    SHAPE_FIELD(ContractLineRow, from_on, FIELD_DAY), SHAPE_OPT(ContractLineRow, until_on, FIELD_DAY),                 \
        SHAPE_OPT(ContractLineRow, product_id, FIELD_ID)
#define LINE_TERM_FIELDS                                                                                               \
    SHAPE_OPT(ContractLineRow, seats, FIELD_INT), SHAPE_FIELD(ContractLineRow, price_minor, FIELD_INT),                \
        SHAPE_FIELD(ContractLineRow, term_months, FIELD_INT), SHAPE_FIELD(ContractLineRow, discount, FIELD_REAL),      \
        SHAPE_FIELD(ContractLineRow, kind, FIELD_TEXT, .choices = "paid|trial|free")

/* What a line is. */
static const Field LINE_TOLD_FIELDS[] = { LINE_PLACE_FIELDS,
                                          SHAPE_OPT(ContractLineRow, plan, FIELD_TEXT),
                                          SHAPE_FIELD(ContractLineRow, currency, FIELD_TEXT),
                                          LINE_TERM_FIELDS,
                                          { 0 } };
static const Shape LINE_TOLD = { "LineTold", sizeof(ContractLineRow), LINE_TOLD_FIELDS };
/* What of it a change can make another, and what a correction can, but for plan and currency. */
static const Field LINE_CHANGED_FIELDS[] = { LINE_TERM_FIELDS, { 0 } };
static const Shape LINE_CHANGED = { "LineChanged", sizeof(ContractLineRow), LINE_CHANGED_FIELDS };
static const Field LINE_CORRECTED_FIELDS[] = { LINE_PLACE_FIELDS, LINE_TERM_FIELDS, { 0 } };
static const Shape LINE_CORRECTED = { "LineCorrected", sizeof(ContractLineRow), LINE_CORRECTED_FIELDS };

static void word_told(Text *list, const char *field, const char *before, const char *after)
{
    if (text_equal(before, after))
        return;
    text_format(list, "%s{\"field\":\"%s\",\"from\":", list->size ? "," : "", field);
    json_string_to(list, before);
    text_add(list, ",\"to\":");
    json_string_to(list, after);
    text_char(list, '}');
}

/* {"changed":[…]} with the values of all fields, since plans and currencies are the workspace's vocabulary and nobody's
 * words; NULL when nothing differs. */
static const char *difference_told(Arena *arena, const Shape *fields, const ContractLineRow *before,
                                   const ContractLineRow *after)
{
    Text words = text_new(arena);
    word_told(&words, "plan", before->plan, after->plan);
    word_told(&words, "currency", before->currency, after->currency);
    return edit_told(arena, fields, &LINE_TOLD, before, after, text_string(&words));
}

/* {"line":12,"terms":{"from_on":…},"changed":[…]}: what the line is, and how it differs from the one that it took over
 * from, if there was one. */
const char *line_told(Arena *arena, const ContractLineRow *before, const ContractLineRow *line)
{
    const char *changed = before ? difference_told(arena, &LINE_CHANGED, before, line) : NULL;
    Text body = text_new(arena);
    text_format(&body, "{\"line\":%lld,\"terms\":", (long long)line->id);
    shape_write(&body, &LINE_TOLD, line);
    text_format(&body, "%s%s", changed ? "," : "}", changed ? changed + 1 : "");
    return text_string(&body);
}

/* {"line":12,"currency":"JPY","changed":[…]}; NULL when nothing differs. */
static const char *correction_told(Arena *arena, const ContractLineRow *before, const ContractLineRow *after)
{
    const char *changed = difference_told(arena, &LINE_CORRECTED, before, after);
    return changed ? arena_format(arena, "{\"line\":%lld,\"currency\":\"%s\",%s", (long long)after->id, after->currency,
                                  changed + 1)
                   : NULL;
}

/* ---- lines ----------------------------------------------------------------------------------------------------- */

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

bool line_is_valid(const Writer *writer, const ContractLineRow *line, Error *error)
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

static bool same_product(const ContractLineRow *a, const ContractLineRow *b)
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

/* Two lines of one product may run side by side (seats added at another price) only under two plans. */
bool line_is_free(const Writer *writer, const ContractLineRow *line, Error *error)
{
    ContractLineRow *others;
    size_t count;
    if (!contract_line_of(writer->db, writer->arena, line->contract_id, &others, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (others[i].id != line->id && same_product(&others[i], line) && text_equal(others[i].plan, line->plan) &&
            overlap(&others[i], line))
            return refuse(error, "from_on", REASON_OVERLAPS, day_format(writer->arena, others[i].from_on), NULL);
    return true;
}

/* A change: what was in force of the product ends where the new line begins. *before is such a line, NULL = none. */
static bool predecessors_end(const Writer *writer, const ContractLineRow *others, size_t count,
                             const ContractLineRow *line, const ContractLineRow **before, Error *error)
{
    *before = NULL;
    for (size_t i = 0; i < count; i++) {
        bool runs_into = others[i].from_on < line->from_on &&
                         (!others[i].until_on.known || others[i].until_on.value > line->from_on);
        if (!same_product(&others[i], line) || !runs_into)
            continue;
        *before = &others[i];
        if (!contract_line_end(writer->db, others[i].id, line->from_on, error))
            return false;
    }
    return true;
}

/* An open line that is told of late ends where the next one of its product begins. */
static void successor_ends(const ContractLineRow *others, size_t count, ContractLineRow *line)
{
    for (size_t i = 0; i < count; i++)
        if (same_product(&others[i], line) && others[i].from_on > line->from_on && !never_was(&others[i]) &&
            (!line->until_on.known || others[i].from_on < line->until_on.value))
            line->until_on = (OptInt) { others[i].from_on, true };
}

bool line_add(const Writer *writer, ContractLineRow *line, const ContractLineRow **before, Error *error)
{
    ContractLineRow *others;
    size_t count;
    if (!line_is_valid(writer, line, error) ||
        !contract_line_of(writer->db, writer->arena, line->contract_id, &others, &count, error))
        return false;
    successor_ends(others, count, line);
    if (!predecessors_end(writer, others, count, line, before, error) || !line_is_free(writer, line, error))
        return false;
    line->id = id_new();
    ContractLineInsertIn in = { .id = line->id,
                                .known_on = zone_day(atomic_load(&writer->services->zone), writer->now),
                                .contract_id = line->contract_id,
                                .account_id = line->account_id,
                                .from_on = line->from_on,
                                .until_on = line->until_on,
                                .product_id = line->product_id,
                                .plan = line->plan,
                                .seats = line->seats,
                                .price_minor = line->price_minor,
                                .currency = line->currency,
                                .term_months = line->term_months,
                                .discount = line->discount,
                                .kind = line->kind };
    return contract_line_insert(writer->db, &in, 1, error);
}

bool line_correct(const Writer *writer, const ContractLineRow *before, ContractLineRow *after, bool *changed,
                  Error *error)
{
    const char *told = correction_told(writer->arena, before, after);
    ContractRow contract = { .id = before->contract_id, .account_id = before->account_id };
    *changed = told != NULL;
    if (!*changed)
        return true;
    if (!line_is_valid(writer, after, error) || !line_is_free(writer, after, error))
        return false;
    after->corrected_at = (OptInt) { writer->now, true };
    ContractLineUpdateIn in = { .id = after->id,
                                .from_on = after->from_on,
                                .until_on = after->until_on,
                                .product_id = after->product_id,
                                .plan = after->plan,
                                .seats = after->seats,
                                .price_minor = after->price_minor,
                                .currency = after->currency,
                                .term_months = after->term_months,
                                .discount = after->discount,
                                .kind = after->kind,
                                .corrected_at = after->corrected_at };
    return contract_line_update(writer->db, &in, 1, error) && contract_touch(writer->db, before->contract_id, error) &&
           contract_tell(writer, "contract.corrected", &contract, told, error);
}

/* ---- contracts ------------------------------------------------------------------------------------------------- */

bool contract_add(const Writer *writer, ContractRow *row, bool demo, Error *error)
{
    ContractAccountExistsRow *account;
    ContractRow *other = NULL;
    if (!contract_account_exists(writer->db, writer->arena, row->account_id, &account, error))
        return false;
    if (!account)
        return fail(error, ERROR_INPUT, "account_id", "account %lld not found", (long long)row->account_id);
    if (row->external_id && !contract_by_external(writer->db, writer->arena, row->external_id, &other, error))
        return false;
    if (other)
        return refuse(error, "external_id", REASON_TAKEN, row->external_id, NULL);
    row->id = id_new();
    row->version = 1;
    ContractInsertIn in = { .id = row->id,
                            .account_id = row->account_id,
                            .external_id = row->external_id,
                            .name = row->name,
                            .renews_on = row->renews_on,
                            .notice_days = row->notice_days,
                            .grace_days = row->grace_days,
                            .auto_renews = row->auto_renews,
                            .cancelled_on = row->cancelled_on,
                            .demo = demo,
                            .created_at = writer->now };
    return contract_insert(writer->db, &in, 1, error);
}

/* ---- imports --------------------------------------------------------------------------------------------------- */

/* Imports without a contract's id hold one contract per account and product. */
static const char *given_key(const Writer *writer, const ContractGiven *given)
{
    if (!text_is_empty(given->external_id))
        return given->external_id;
    return arena_format(writer->arena, "account %lld, product %lld", (long long)given->account_id,
                        (long long)given->product_id);
}

static void given_terms(const ContractGiven *given, ContractRow *row)
{
    row->name = given->name ? given->name : row->name;
    row->renews_on = given->renews_on.known ? given->renews_on : row->renews_on;
    row->notice_days = given->notice_days.known ? given->notice_days.value : row->notice_days;
    row->grace_days = given->grace_days.known ? given->grace_days.value : row->grace_days;
    row->cancelled_on = given->cancelled_on.known ? given->cancelled_on : row->cancelled_on;
    row->auto_renews = given->auto_renews.known ? given->auto_renews.value != 0 : row->auto_renews;
}

static const Field CONTRACT_TOLD_FIELDS[] = {
    SHAPE_OPT(ContractRow, external_id, FIELD_TEXT), SHAPE_OPT(ContractRow, name, FIELD_TEXT),
    SHAPE_OPT(ContractRow, renews_on, FIELD_DAY),    SHAPE_FIELD(ContractRow, notice_days, FIELD_INT),
    SHAPE_FIELD(ContractRow, grace_days, FIELD_INT), SHAPE_FIELD(ContractRow, auto_renews, FIELD_FLAG),
    SHAPE_OPT(ContractRow, cancelled_on, FIELD_DAY), { 0 },
};
static const Shape CONTRACT_TOLD = { "ContractTold", sizeof(ContractRow), CONTRACT_TOLD_FIELDS };

bool contract_store(const Writer *writer, const ContractRow *before, const ContractRow *row, bool *changed,
                    Error *error)
{
    const char *told = edit_told(writer->arena, &CONTRACT_TOLD, &CONTRACT_TOLD, before, row, NULL);
    *changed = told != NULL;
    if (!told)
        return true;
    ContractUpdateIn in = { .id = row->id,
                            .external_id = row->external_id,
                            .name = row->name,
                            .renews_on = row->renews_on,
                            .notice_days = row->notice_days,
                            .grace_days = row->grace_days,
                            .auto_renews = row->auto_renews,
                            .cancelled_on = row->cancelled_on };
    return contract_update(writer->db, &in, 1, error) && contract_tell(writer, "contract.changed", row, told, error);
}

/* The contract of the row: found and brought up to date, or made. */
static bool contract_bring(const Writer *writer, const ContractGiven *given, ContractRow *row, Upsert *outcome,
                           Error *error)
{
    const char *key = given_key(writer, given);
    ContractRow *known;
    bool changed;
    if (!contract_by_external(writer->db, writer->arena, key, &known, error))
        return false;
    if (known && known->account_id != given->account_id)
        return refuse(error, "external_id", REASON_OF_ANOTHER, key, NULL);
    *row = known ? *known
                 : (ContractRow) { .account_id = given->account_id,
                                   .external_id = key,
                                   .notice_days = NOTICE_DAYS_DEFAULT,
                                   .grace_days = GRACE_DAYS_DEFAULT,
                                   .auto_renews = true };
    given_terms(given, row);
    *outcome = UPSERT_ADDED;
    if (!known)
        return contract_add(writer, row, given->demo, error);
    if (!contract_store(writer, known, row, &changed, error))
        return false;
    *outcome = changed ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return true;
}

static ContractLineRow given_line(const ContractGiven *given, const ContractRow *contract)
{
    return (ContractLineRow) { .contract_id = contract->id,
                               .account_id = contract->account_id,
                               .from_on = given->from_on,
                               .until_on = given->until_on,
                               .product_id = { given->product_id, given->product_id != 0 },
                               .plan = given->plan,
                               .seats = given->seats,
                               .price_minor = given->price_minor,
                               .currency = given->currency,
                               .term_months = given->term_months ? given->term_months : 1,
                               .discount = given->discount,
                               .kind = line_kind_name(given->kind) };
}

/* The line known by product and first day, else NULL. */
static bool line_find(const Writer *writer, const ContractLineRow *line, ContractLineRow **known, Error *error)
{
    ContractLineRow *others;
    size_t count;
    *known = NULL;
    if (!contract_line_of(writer->db, writer->arena, line->contract_id, &others, &count, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (same_product(&others[i], line) && others[i].from_on == line->from_on)
            *known = &others[i];
    return true;
}

/* An open end in the file does not reopen a line that a later line has closed. *before is as line_add says. */
static bool line_bring(const Writer *writer, ContractLineRow *line, const ContractLineRow **before, Upsert *outcome,
                       Error *error)
{
    ContractLineRow *known, *others;
    size_t count;
    bool changed;
    if (!line_find(writer, line, &known, error))
        return false;
    *outcome = UPSERT_ADDED;
    if (!known)
        return line_add(writer, line, before, error);
    if (!contract_line_of(writer->db, writer->arena, line->contract_id, &others, &count, error))
        return false;
    line->id = known->id;
    line->corrected_at = known->corrected_at;
    successor_ends(others, count, line);
    if (!line_correct(writer, known, line, &changed, error))
        return false;
    *outcome = changed ? UPSERT_CHANGED : UPSERT_UNCHANGED;
    return true;
}

bool contract_upsert(const Writer *writer, const ContractGiven *given, int64_t *contract_id, Upsert *outcome,
                     Error *error)
{
    const ContractLineRow *before = NULL;
    ContractRow contract;
    Upsert of_contract, of_line;
    if (!given->currency)
        return fail(error, ERROR_INPUT, "currency", "a price needs a currency");
    if (!contract_bring(writer, given, &contract, &of_contract, error))
        return false;
    ContractLineRow line = given_line(given, &contract);
    if (!line_bring(writer, &line, &before, &of_line, error))
        return false;
    *contract_id = contract.id;
    *outcome = of_line == UPSERT_UNCHANGED ? of_contract : of_line;
    if (*outcome == UPSERT_UNCHANGED)
        return true;
    const char *kind = of_contract == UPSERT_ADDED ? "contract.created" : "contract.changed";
    const char *told = of_line == UPSERT_ADDED ? line_told(writer->arena, before, &line) : NULL;
    return (!told || contract_tell(writer, kind, &contract, told, error)) &&
           contract_steps_renew(writer, contract.account_id, error);
}

/* ---- with the account ------------------------------------------------------------------------------------------ */

static bool account_dropped(const Writer *writer, int64_t account_id, Error *error)
{
    return contract_line_drop(writer->db, account_id, error) && contract_drop(writer->db, account_id, error);
}

const AccountHolder CONTRACT_HOLDER = { "contract", account_dropped, contract_steps_renew };

static bool contract_product_guard(const Writer *writer, int64_t product_id, Error *error)
{
    ContractLineWithRow *lines;
    if (!contract_line_with(writer->db, writer->arena, product_id, &lines, error))
        return false;
    if (lines->count)
        return fail(error, ERROR_CONFLICT, NULL, "contract lines still use this product: %lld",
                    (long long)lines->count);
    return true;
}

const CatalogWatcher CONTRACT_CATALOG = { .free = contract_product_guard };
