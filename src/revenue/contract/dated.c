/* The rows of the database as dated lines. */
#include "revenue/contract/contract_store.h"

#include <string.h>

LineKind line_kind(const char *name)
{
    return strcmp(name, "trial") == 0 ? LINE_TRIAL : strcmp(name, "free") == 0 ? LINE_FREE : LINE_PAID;
}

const char *line_kind_name(LineKind kind)
{
    static const char *const NAMES[] = { "paid", "trial", "free" };
    return NAMES[kind];
}

int64_t day_or_never(OptInt day)
{
    return day.known ? day.value : DAY_NEVER;
}

int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

DatedLine dated_line(const ContractTermRow *row)
{
    DatedLine line = { .contract_id = row->contract_id,
                       .account_id = row->account_id,
                       .product_id = row->product_id.known ? row->product_id.value : 0,
                       .from_on = row->from_on,
                       .until_on = day_or_never(row->until_on),
                       .known_on = earlier(row->known_on, row->from_on),
                       .told_late = row->until_on.known && row->until_on.value <= row->known_on,
                       .plan = row->plan,
                       .seats = row->seats.known ? row->seats.value : -1,
                       .price_minor = row->price_minor,
                       .currency = row->currency,
                       .term_months = row->term_months,
                       .discount = row->discount,
                       .kind = line_kind(row->kind),
                       .grace_days = row->grace_days,
                       .notice_days = row->notice_days,
                       .agreed_until = day_or_never(row->agreed_until),
                       .cut_on = row->cut_on.value,
                       .renews_on = day_or_never(row->renews_on),
                       .renews_known_on = row->renews_known_on.value,
                       .cancelled_on = day_or_never(row->cancelled_on),
                       .auto_renews = row->auto_renews };
    line.mrr = (OptInt) { line_mrr_micros(&line), true };
    return line;
}

bool contract_lines_of(Db *db, Arena *arena, int64_t account_id, DatedLine **lines, size_t *count, Error *error)
{
    ContractTermRow *rows;
    if (!contract_term_of(db, arena, account_id, &rows, count, error))
        return false;
    *lines = arena_array(arena, *count, sizeof **lines);
    for (size_t i = 0; i < *count; i++)
        (*lines)[i] = dated_line(&rows[i]);
    return true;
}

static DatedLine line_dated(const ContractRow *contract, const ContractLineRow *line)
{
    ContractTermRow row = { .account_id = contract->account_id,
                            .contract_id = contract->id,
                            .product_id = line->product_id,
                            .from_on = line->from_on,
                            .until_on = line->until_on,
                            .plan = line->plan,
                            .seats = line->seats,
                            .price_minor = line->price_minor,
                            .currency = line->currency,
                            .term_months = line->term_months,
                            .discount = line->discount,
                            .kind = line->kind,
                            .grace_days = contract->grace_days,
                            .notice_days = contract->notice_days,
                            .renews_on = contract->renews_on,
                            .renews_known_on = contract->renews_known_on,
                            .cancelled_on = contract->cancelled_on,
                            .auto_renews = contract->auto_renews,
                            .known_on = line->known_on,
                            .agreed_until = line->agreed_until,
                            .cut_on = line->cut_on };
    return dated_line(&row);
}

DatedLine *lines_dated(Arena *arena, const ContractRow *contract, const ContractLineRow *lines, size_t count)
{
    DatedLine *dated = arena_array(arena, count, sizeof *dated);
    for (size_t i = 0; i < count; i++)
        dated[i] = line_dated(contract, &lines[i]);
    return dated;
}
