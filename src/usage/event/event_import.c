/*
 * Rows of a file as events: the kind "events" of the import module. A row becomes the event of a tracking call and goes
 * the same way (usage_take). Rows are gathered by `take` and judged when the step ends, so that the repeat filter and
 * the database are asked once for all of them.
 */
#include "customer/account/account_import.h"
#include "customer/catalog/product.h"
#include "house/import/import.h"
#include "usage/event/event_store.h"

#include "base/json.h"
#include "base/reason.h"

#include <string.h>

static const ImportTarget EVENT_TARGETS[] = {
    { "account", "Account's external id", "顧客企業の外部ID", false, IMPORT_ACCOUNT_NAMES, CELL_ID,
      .ids_of = "account" },
    { "user", "User id", "ユーザーID", false,
      "userid,contactid,memberid,loginid,actor,actorid,利用者id,操作者id,ログインid,会員id,実行ユーザーid,操作者,"
      "実行者,実行ユーザー,利用者,ユーザー,useremail,email,メールアドレス",
      CELL_ID, .ids_of = "contact" },
    { "event", "Event", "イベント", true,
      "eventname,eventtype,eventtypeid,featurename,feature,action,actionname,activity,name,イベント名,機能名,機能,"
      "操作名,操作内容,操作,アクション名,アクション,利用機能,利用機能名,イベント種別,操作種別,アクティビティ,画面名" },
    { "at", "Time", "日時", true,
      "time,timestamp,datetime,eventtime,eventdate,date,usagedate,occurredat,loggedat,createdat,発生日時,操作日時,"
      "利用日時,実行日時,アクセス日時,記録日時,ログ日時,タイムスタンプ,日付,利用日,操作日,発生日,登録日時",
      CELL_TIME },
    { "message", "Message id", "メッセージID", false, "messageid,id,eventid,usageid,logid,イベントid,ログid" },
    { "value", "Value", "値", false, "eventvalue,count,usagecount,quantity,回数,利用回数,操作回数,件数,数量",
      .drops = true },
    { "contract", "Contract's external id", "契約の外部ID", false,
      "contractid,contractno,contractnumber,subscriptionid,subscription,契約id,契約番号,契約コード,契約no", CELL_ID,
      .ids_of = "contract" },
    { 0 },
};

static ImportedRow *row_add(ImportBatch *batch)
{
    ImportedRows *rows = batch->context;
    if (rows == NULL)
        rows = batch->context = arena_make(batch->writer.arena, ImportedRows);
    rows->items = arena_room(batch->writer.arena, rows->items, rows->count, 1, &rows->capacity, sizeof *rows->items);
    return &rows->items[rows->count++];
}

static void property_add(Text *json, const char *key, const char *value)
{
    if (value == NULL)
        return;
    json_key_to(json, key);
    json_string_to(json, value);
}

static TrackSlice row_properties(const ImportRow *row)
{
    const char *value = import_value(row, "value"), *contract = import_value(row, "contract");
    Text json = text_new(row->batch->writer.arena);
    if (value == NULL && contract == NULL)
        return (TrackSlice) { 0 };
    text_char(&json, '{');
    property_add(&json, "value", value);
    property_add(&json, "contract_id", contract);
    text_char(&json, '}');
    return (TrackSlice) { json.data, json.size };
}

static bool is_short(const ImportRow *row, const char *key, size_t most, Error *error)
{
    const char *value = import_value(row, key);
    return value == NULL || text_characters(value) <= most ||
           refuse(error, key, REASON_TOO_LONG, arena_format(row->batch->writer.arena, "%zu", most), NULL);
}

static bool event_time(const ImportRow *row, int64_t *at, Error *error)
{
    OptInt given;
    if (!import_time(row, "at", &given, error))
        return false;
    *at = given.value;
    return (*at >= 0 && *at <= row->batch->writer.now + MS_PER_DAY) || refuse(error, "at", REASON_TIME_FAR, NULL, NULL);
}

/* The same file again has the same messages: a row without an id is known by its file and line. */
static const char *event_message(const ImportRow *row)
{
    const char *message = import_value(row, "message");
    if (message != NULL)
        return message;
    return arena_format(row->batch->writer.arena, "row %016llx %lld", (unsigned long long)row->batch->file_hash,
                        (long long)row->line);
}

static bool event_take(const ImportRow *row, Upsert *outcome, Error *error)
{
    TrackEvent event = { .type = TRACK_TRACK,
                         .user_id = import_value(row, "user"),
                         .name = import_value(row, "event"),
                         .context_group = import_value(row, "account") };
    if (event.context_group == NULL && event.user_id == NULL)
        return refuse(error, "account", REASON_NEEDS_SUBJECT, NULL, NULL);
    if (!event_time(row, &event.at, error) || !is_short(row, "event", TRACK_NAME_MAX, error) ||
        !is_short(row, "user", TRACK_ID_MAX, error) || !is_short(row, "account", TRACK_ID_MAX, error) ||
        !is_short(row, "message", TRACK_ID_MAX, error) || !is_short(row, "contract", TRACK_ID_MAX, error))
        return false;
    *outcome = UPSERT_ADDED;
    if (row->batch->trial)
        return true;
    event.message_id = event_message(row);
    event.properties = row_properties(row);
    *row_add(row->batch) = (ImportedRow) { .event = event,
                                           .line = row->line,
                                           .named = import_value(row, "message") != NULL,
                                           .message = idmap_message(IMPORT_SOURCE, event.message_id) };
    return true;
}

static void row_refuse(ImportBatch *batch, const ImportedRow *row)
{
    Error why = { 0 };
    if (row->named)
        refuse(&why, "message", REASON_OTHER_EVENT, row->event.message_id, row->differs);
    else
        refuse(&why, NULL, REASON_OTHER_LINE, row->differs, NULL);
    import_refuse(batch, row->line, &why);
}

/* Sorts the rows of the step out: new ones into the call, others told. */
static void rows_sort_out(ImportBatch *batch, const ImportedRows *rows, TrackCall *call)
{
    call->body.events = arena_array(batch->writer.arena, rows->count + 1, sizeof *call->body.events);
    batch->unchanged = 0;
    for (size_t i = 0; i < rows->count; i++) {
        const ImportedRow *row = &rows->items[i];
        if (row->state == ROW_NEW)
            call->body.events[call->body.count++] = row->event;
        else if (row->state == ROW_AGAIN)
            batch->unchanged++;
        else
            row_refuse(batch, row);
    }
    batch->added = (int64_t)call->body.count;
}

static bool events_settle(ImportBatch *batch, Error *error)
{
    ImportedRows *rows = batch->context;
    TrackCall call = { .source = IMPORT_SOURCE, .actor = batch->writer.actor, .received_at = batch->writer.now };
    if (rows == NULL)
        return true;
    if (!imported_judge(batch, rows, error))
        return false;
    rows_sort_out(batch, rows, &call);
    if (batch->dry || call.body.count == 0)
        return true;
    if (!usage_take(batch->writer.db, &call, error))
        return false;
    batch->added = (int64_t)call.taken;
    batch->unchanged += (int64_t)call.repeated;
    return true;
}

const ImportKind IMPORT_EVENTS = { "events", EVENT_TARGETS, NULL, event_take, events_settle, catalog_product_is_there };
