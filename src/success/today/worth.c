/*
 * What accounts pay on a day, out of the engine's columns. It changes far less often than use does, so it is kept until
 * one of those columns changes.
 */
#include "base/keep.h"
#include "success/today/ranked.h"

static Keep kept_worths = KEEP_OF(2);

const char *const WORTH_COLUMNS[] = {
    "owner_id",   COLUMN_STANDING_IN, ENGINE_MRR,       COLUMN_MRR_OWN,     COLUMN_CURRENCY, COLUMN_WITHOUT_RATE,
    ENGINE_SEATS, ENGINE_RENEWS_ON,   ENGINE_NOTICE_ON, COLUMN_NEXT_NOTICE, COLUMN_MONTHLY,  ENGINE_STATUS,
    NULL
};

typedef struct {
    int owner, standing_in, mrr, own, currency, without, seats, renews, notice, next_notice, monthly, status;
} Columns;

static Columns columns_find(const EngineView *view)
{
    return (Columns) { .owner = view_column(view, "owner_id"),
                       .standing_in = view_column(view, COLUMN_STANDING_IN),
                       .mrr = view_column(view, ENGINE_MRR),
                       .own = view_column(view, COLUMN_MRR_OWN),
                       .currency = view_column(view, COLUMN_CURRENCY),
                       .without = view_column(view, COLUMN_WITHOUT_RATE),
                       .seats = view_column(view, ENGINE_SEATS),
                       .renews = view_column(view, ENGINE_RENEWS_ON),
                       .notice = view_column(view, ENGINE_NOTICE_ON),
                       .next_notice = view_column(view, COLUMN_NEXT_NOTICE),
                       .monthly = view_column(view, COLUMN_MONTHLY),
                       .status = view_column(view, ENGINE_STATUS) };
}

static EngineValue value_at(const EngineView *view, int64_t account, int column, int64_t day)
{
    return column < 0 ? engine_unknown() : view_value(view, account, column, 0, day);
}

static OptInt int_at(const EngineView *view, int64_t account, int column, int64_t day)
{
    EngineValue value = value_at(view, account, column, day);
    return (OptInt) { .value = value.integer, .known = value.known };
}

static Worth worth_of(const EngineView *view, const Columns *columns, int64_t account, int64_t day)
{
    EngineValue currency = value_at(view, account, columns->currency, day);
    EngineValue without = value_at(view, account, columns->without, day);
    EngineValue status = value_at(view, account, columns->status, day);
    bool left = status.known && text_equal(status.text, "left");
    return (Worth) { .account_id = account,
                     .owner_id = int_at(view, account, columns->owner, day),
                     .standing_in_id = int_at(view, account, columns->standing_in, day),
                     .mrr_micros = int_at(view, account, columns->mrr, day),
                     .own_micros = int_at(view, account, columns->own, day),
                     .currency = currency.known ? currency.text : NULL,
                     .without_rate = without.known ? without.text : NULL,
                     .seats = int_at(view, account, columns->seats, day),
                     .renews_on = int_at(view, account, columns->renews, day),
                     .notice_on = int_at(view, account, columns->notice, day),
                     .next_notice_on = int_at(view, account, columns->next_notice, day),
                     .monthly = int_at(view, account, columns->monthly, day).known,
                     .contract = status.known && !left && !text_equal(status.text, "none"),
                     .left = left };
}

static Worths *worths_read(const EngineView *view, Arena *arena, int64_t day)
{
    Worths *made = arena_make(arena, Worths);
    Columns columns = columns_find(view);
    Ids accounts = view_account_ids(view, arena);
    made->items = arena_array(arena, accounts.count + 1, sizeof *made->items);
    made->count = accounts.count;
    for (size_t i = 0; i < accounts.count; i++)
        made->items[i] = worth_of(view, &columns, accounts.items[i], day);
    return made;
}

const Worths *worths_on(const EngineView *view, Arena *arena, int64_t day)
{
    KeepKey key = { { (uint64_t)(uintptr_t)view, (uint64_t)day, view_columns_version(view, WORTH_COLUMNS), 0 } };
    const Worths *found = keep_find(&kept_worths, key, arena);
    if (found)
        return found;
    Arena *own = keep_arena();
    found = worths_read(view, own, day);
    keep_put(&kept_worths, key, own, found, arena);
    return found;
}

void worths_forget(void)
{
    keep_clear(&kept_worths);
}

double worth_nearness(const Worth *worth, OptInt due_on, int64_t day)
{
    LossDates dates = { .due_on = due_on,
                        .notice_on = worth->notice_on,
                        .next_notice_on = worth->next_notice_on,
                        .renews_on = worth->renews_on,
                        .monthly = worth->monthly };
    return loss_nearness(loss_days_left(&dates, day));
}

static bool is_of(OptInt id, int64_t owner)
{
    return id.known && id.value == owner;
}

bool worth_is_asked(const Worth *worth, const TodayAsked *asked)
{
    return !asked->owner || is_of(worth->owner_id, asked->owner) || is_of(worth->standing_in_id, asked->owner);
}
