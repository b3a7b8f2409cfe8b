/* The shapes of GET /today. */
#include "success/today/shown.h"

#include "base/circle.h"
#include "revenue/rate/missing.h"
#include "success/health/health_today.h"
#include "success/today/done.h"
#include "success/today/today.h"

static const Field TODAY_NOTE_FIELDS[] = {
    SHAPE_FIELD(TodayNote, text, FIELD_TEXT),
    SHAPE_OPT(TodayNote, author, FIELD_TEXT),
    SHAPE_FIELD(TodayNote, at, FIELD_TIME),
    { 0 },
};
static const Shape TODAY_NOTE = { "TodayNote", sizeof(TodayNote), TODAY_NOTE_FIELDS };

static const Field TODAY_PERSON_FIELDS[] = {
    SHAPE_FIELD(TodayPerson, contact_id, FIELD_ID),
    SHAPE_OPT(TodayPerson, name, FIELD_TEXT),
    SHAPE_OPT(TodayPerson, phone, FIELD_TEXT),
    { 0 },
};
static const Shape TODAY_PERSON = { "TodayPerson", sizeof(TodayPerson), TODAY_PERSON_FIELDS };

static const Field TODAY_ITEM_FIELDS[] = {
    SHAPE_FIELD(TodayItem, account_id, FIELD_ID),
    SHAPE_FIELD(TodayItem, account, FIELD_TEXT),
    SHAPE_FIELD(TodayItem, band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(TodayItem, points, FIELD_INT),
    SHAPE_OPT(TodayItem, previous_band, FIELD_TEXT, .choices = BAND_CHOICES),
    SHAPE_OPT(TodayItem, changed_on, FIELD_DAY),
    SHAPE_FIELD(TodayItem, fell, FIELD_FLAG),
    SHAPE_FIELD(TodayItem, reasons, FIELD_LIST, .shape = &HEALTH_REASON),
    SHAPE_FIELD(TodayItem, trend, FIELD_LIST, .shape = &WEEK_POINTS,
                .about = "Points at the end of each of the last weeks, all under the scorecards of the day asked for."),
    SHAPE_OPT(TodayItem, mrr, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_FIELD(TodayItem, mrr_without_rate, FIELD_TEXTS, .circle = CIRCLE_REVENUE),
    SHAPE_OPT(TodayItem, renews_on, FIELD_DAY),
    SHAPE_OPT(TodayItem, days_to_renewal, FIELD_INT),
    SHAPE_OPT(TodayItem, notice_on, FIELD_DAY),
    SHAPE_OPT(TodayItem, expected_loss, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_OPT(TodayItem, expected_loss_home, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_FIELD(TodayItem, risk, FIELD_REAL),
    SHAPE_FIELD(TodayItem, nearness, FIELD_REAL),
    SHAPE_FIELD(TodayItem, recent, FIELD_REAL),
    SHAPE_OPT(TodayItem, happened_on, FIELD_DAY),
    SHAPE_FIELD(TodayItem, group, FIELD_TEXT, .choices = TODAY_GROUPS),
    SHAPE_FIELD(TodayItem, auto_renews, FIELD_FLAG),
    SHAPE_FIELD(TodayItem, score, FIELD_REAL, .circle = CIRCLE_REVENUE),
    SHAPE_OPT(TodayItem, owner, FIELD_TEXT),
    SHAPE_FIELD(TodayItem, for_owner, FIELD_FLAG,
                .about = "The owner is away, and whose list it is stands in for the owner."),
    SHAPE_FIELD(TodayItem, source, FIELD_TEXT),
    SHAPE_OPT(TodayItem, subject, FIELD_TEXT),
    SHAPE_FIELD(TodayItem, reason, FIELD_TEXT),
    SHAPE_FIELD(TodayItem, arguments, FIELD_TEXTS),
    SHAPE_FIELD(TodayItem, action, FIELD_TEXT, .choices = TODAY_ACTIONS),
    SHAPE_OPT(TodayItem, snoozed_until, FIELD_DAY),
    SHAPE_OPT(TodayItem, snooze_id, FIELD_ID),
    SHAPE_OPT(TodayItem, snooze_reason, FIELD_TEXT),
    SHAPE_FIELD(TodayItem, open_tasks, FIELD_INT),
    SHAPE_OPT(TodayItem, last_touch_at, FIELD_TIME),
    SHAPE_OPT(TodayItem, done_at, FIELD_TIME),
    SHAPE_OPT(TodayItem, done, FIELD_TEXT),
    SHAPE_OPT(TodayItem, note, FIELD_OBJECT, .shape = &TODAY_NOTE),
    SHAPE_OPT(TodayItem, person, FIELD_OBJECT, .shape = &TODAY_PERSON),
    { 0 },
};
static const Shape TODAY_ITEM = { "TodayItem", sizeof(TodayItem), TODAY_ITEM_FIELDS };

static const Field TODAY_HEAD_FIELDS[] = {
    SHAPE_FIELD(TodayHead, accounts, FIELD_INT),
    SHAPE_FIELD(TodayHead, bad, FIELD_INT),
    SHAPE_FIELD(TodayHead, bad_change, FIELD_INT),
    SHAPE_FIELD(TodayHead, renewals_30, FIELD_INT),
    SHAPE_OPT(TodayHead, renewals_30_mrr, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_FIELD(TodayHead, renewals_30_without_rate, FIELD_LIST, .shape = &WITHOUT_RATE, .circle = CIRCLE_REVENUE),
    SHAPE_FIELD(TodayHead, tasks_open, FIELD_INT),
    SHAPE_FIELD(TodayHead, tasks_due, FIELD_INT),
    SHAPE_FIELD(TodayHead, snoozed, FIELD_INT),
    SHAPE_FIELD(TodayHead, done, FIELD_INT),
    SHAPE_FIELD(TodayHead, to_do, FIELD_INT),
    SHAPE_FIELD(TodayHead, done_by, FIELD_LIST, .shape = &DONE_BY),
    { 0 },
};
static const Shape TODAY_HEAD = { "TodayHead", sizeof(TodayHead), TODAY_HEAD_FIELDS };

static const Field TODAY_DUE_FIELDS[] = {
    SHAPE_FIELD(TodayDue, source, FIELD_TEXT),
    SHAPE_FIELD(TodayDue, id, FIELD_ID),
    SHAPE_OPT(TodayDue, account_id, FIELD_ID),
    SHAPE_OPT(TodayDue, account, FIELD_TEXT),
    SHAPE_FIELD(TodayDue, title, FIELD_TEXT),
    SHAPE_OPT(TodayDue, text, FIELD_TEXT),
    SHAPE_OPT(TodayDue, owner_id, FIELD_ID),
    SHAPE_OPT(TodayDue, owner, FIELD_TEXT),
    SHAPE_OPT(TodayDue, due_on, FIELD_DAY),
    SHAPE_OPT(TodayDue, done_at, FIELD_TIME),
    SHAPE_OPT(TodayDue, snoozed_until, FIELD_DAY),
    SHAPE_OPT(TodayDue, snooze_reason, FIELD_TEXT),
    SHAPE_FIELD(TodayDue, created_at, FIELD_TIME),
    SHAPE_FIELD(TodayDue, version, FIELD_INT),
    { 0 },
};
static const Shape TODAY_DUE = { "TodayTask", sizeof(TodayDue), TODAY_DUE_FIELDS };

static const Field TODAY_GROUP_FIELDS[] = {
    SHAPE_FIELD(TodayGroupShown, group, FIELD_TEXT, .choices = TODAY_GROUPS),
    SHAPE_FIELD(TodayGroupShown, rows, FIELD_INT),
    SHAPE_OPT(TodayGroupShown, expected_loss, FIELD_OBJECT, .shape = &MONEY),
    SHAPE_FIELD(TodayGroupShown, converted, FIELD_INT, .circle = CIRCLE_REVENUE),
    SHAPE_FIELD(TodayGroupShown, without_rate, FIELD_LIST, .shape = &WITHOUT_RATE, .circle = CIRCLE_REVENUE),
    { 0 },
};
static const Shape TODAY_GROUP = { "TodayGroup", sizeof(TodayGroupShown), TODAY_GROUP_FIELDS };

static const Field TODAY_FIELDS[] = {
    SHAPE_FIELD(Today, as_of, FIELD_DAY),
    SHAPE_FIELD(Today, head, FIELD_OBJECT, .shape = &TODAY_HEAD),
    SHAPE_FIELD(Today, groups, FIELD_LIST, .shape = &TODAY_GROUP),
    SHAPE_FIELD(Today, items, FIELD_LIST, .shape = &TODAY_ITEM),
    SHAPE_FIELD(Today, tasks, FIELD_LIST, .shape = &TODAY_DUE),
    SHAPE_FIELD(Today, items_total, FIELD_INT),
    SHAPE_FIELD(Today, tasks_total, FIELD_INT),
    SHAPE_FIELD(Today, bands, FIELD_OBJECT, .shape = &BANDS_ON),
    SHAPE_FIELD(Today, weeks, FIELD_LIST, .shape = &BANDS_ON),
    { 0 },
};
const Shape TODAY = { "Today", sizeof(Today), TODAY_FIELDS };

static const Field TODAY_ASK_FIELDS[] = {
    SHAPE_OPT(TodayAsk, owner_id, FIELD_TEXT, .max = 20),
    SHAPE_OPT(TodayAsk, group, FIELD_TEXT, .choices = "open|" TODAY_GROUPS),
    SHAPE_OPT(TodayAsk, as_of, FIELD_DAY),
    SHAPE_OPT(TodayAsk, limit, FIELD_INT, .min = 1, .max = ITEMS_MAX),
    SHAPE_OPT(TodayAsk, tasks_limit, FIELD_INT, .min = 1, .max = TASKS_MAX),
    SHAPE_OPT(TodayAsk, snoozed, FIELD_FLAG),
    { 0 },
};
const Shape TODAY_ASK = { "TodayAsk", sizeof(TodayAsk), TODAY_ASK_FIELDS };
