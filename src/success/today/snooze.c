/* "Not now": all rows of an account are put off Today until a day, with the reason. */
#include "base/id.h"
#include "base/reason.h"
#include "customer/contact/contact.h"
#include "customer/contact/contact_words.h"
#include "jobs/fact_kind.h"
#include "success/today/ranked.h"
#include "today.sql.h"

enum { SNOOZE_DAYS_MAX = 366 };

typedef struct {
    int64_t account_id, until;
    const char *reason;
} NewSnooze;
static const Field NEW_SNOOZE_FIELDS[] = {
    SHAPE_FIELD(NewSnooze, account_id, FIELD_ID),
    SHAPE_FIELD(NewSnooze, until, FIELD_DAY),
    SHAPE_FIELD(NewSnooze, reason, FIELD_TEXT, .max = 400),
    { 0 },
};
static const Shape NEW_SNOOZE = { "NewTodaySnooze", sizeof(NewSnooze), NEW_SNOOZE_FIELDS };
typedef struct {
    int64_t id;
} SnoozeMade;
static const Field SNOOZE_MADE_FIELDS[] = {
    SHAPE_FIELD(SnoozeMade, id, FIELD_ID),
    { 0 },
};
static const Shape SNOOZE_MADE = { "TodaySnooze", sizeof(SnoozeMade), SNOOZE_MADE_FIELDS };

static const Field TODAY_SNOOZED_FIELDS[] = { SHAPE_FIELD(TodaySnoozed, until, FIELD_DAY), { 0 } };
const Shape TODAY_SNOOZED = { "TodaySnoozed", sizeof(TodaySnoozed), TODAY_SNOOZED_FIELDS };

/* `told` is NULL for a snooze that ends. */
static bool snooze_fact(Request *request, const char *kind, int64_t account, int64_t id, const TodaySnoozed *told,
                        Error *error)
{
    Fact fact = { .kind = kind,
                  .account_id = account,
                  .actor = request_actor(request),
                  .subject = arena_format(request->arena, "snooze:%lld", (long long)id),
                  .body = told,
                  .at = request->now };
    return fact_write(request->db, &fact, NULL, error);
}

static bool snooze_create(Request *request, Error *error)
{
    const NewSnooze *in = request->input;
    SnoozeMade made = { .id = id_new() };
    OptInt staff = { request->caller->id, request->caller->kind == CALLER_STAFF };
    int64_t day = zone_day(atomic_load(&request->services->zone), request->now);
    if (in->until <= day || in->until > day + SNOOZE_DAYS_MAX)
        return refuse(error, "until", REASON_DAY_RANGE, day_format(request->arena, day + 1),
                      day_format(request->arena, day + SNOOZE_DAYS_MAX));
    if (text_is_empty(in->reason))
        return refuse(error, "reason", REASON_MISSING, NULL, NULL);
    const EngineView *view = engine_view(request->services->engine);
    bool there = view_has(view, in->account_id);
    engine_view_close(view);
    if (!there)
        return fail(error, ERROR_MISSING, "account_id", "account %lld not found", (long long)in->account_id);
    if (!snooze_end_before(request->db, in->account_id, request->now, error) ||
        !snooze_add(request->db, made.id, in->account_id, staff, in->until, in->reason, request->now, error) ||
        !snooze_fact(request, "today.snoozed", in->account_id, made.id, &(TodaySnoozed) { in->until }, error))
        return false;
    return reply_row(request, 201, &SNOOZE_MADE, &made);
}

static bool snooze_remove(Request *request, Error *error)
{
    SnoozeByIdRow *row;
    int64_t id = request->path_id[0];
    if (!snooze_by_id(request->db, request->arena, id, &row, error))
        return false;
    if (!row)
        return fail(error, ERROR_MISSING, NULL, "snooze %lld not found", (long long)id);
    if (row->ended_at.known)
        return reply_empty(request);
    if (!snooze_end(request->db, id, request->now, error) ||
        !snooze_fact(request, "today.woken", row->account_id, id, NULL, error))
        return false;
    return reply_empty(request);
}

const Route SNOOZE_ROUTES[] = {
    { POST, "/api/v1/today/snoozes", snooze_create, RIGHT_ACT, "Snooze an account until a day, with a reason",
      .takes = &NEW_SNOOZE, .gives = &SNOOZE_MADE },
    { DELETE, "/api/v1/today/snoozes/{id}", snooze_remove, RIGHT_ACT, "Bring an account back to Today" },
    { 0 }
};

/* ---- the module ------------------------------------------------------------------------------------------------ */

static bool today_holds(Db *db, Arena *arena, int64_t account_id, const char **what, Error *error)
{
    SnoozeHeldRow *held;
    if (!snooze_held(db, arena, account_id, &held, error))
        return false;
    *what = held->snoozes ? "snoozes" : *what;
    return true;
}

const AccountHolder TODAY_HOLDER = { .name = "today", .drops = &SNOOZE_FORGET_ACCOUNT_STATEMENT, .holds = today_holds };

static const ContactText TEXTS[] = {
    { &SNOOZE_WORDS_EACH_STATEMENT, &SNOOZE_WORDS_SET_STATEMENT, NULL },
    { 0 },
};
const ContactHolder TODAY_CONTACTS = { .name = "today", .texts = TEXTS };

const TimelineSource TODAY_TIMELINE[] = { { .subject = "snooze", .read = snooze_reasons }, { 0 } };
