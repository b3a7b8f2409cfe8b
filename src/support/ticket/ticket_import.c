/*
 * Tickets in files, with their times: what another desk, or a table, knows of them. Nobody is told, nothing is sent,
 * and the same file again changes nothing: a ticket is known by its external id.
 *
 * In order: the columns; what a row says; a new ticket; a known one; taking it back.
 */
#include "base/reason.h"
#include "customer/account/account_import.h"
#include "support/ticket/ticket_store.h"

#include <string.h>
#include <strings.h>

#define IMPORTED "import"

/* ---- the columns ----------------------------------------------------------------------------------------------- */

static const ImportTarget TARGETS[] = {
    { "external_id", "External id", "外部ID", true,
      "ticketid,id,ticket,caseid,casenumber,ticketnumber,requestid,チケットid,チケット番号,問い合わせ番号,"
      "問い合わせid,受付番号",
      CELL_ID },
    { "account", "Account's external id", "顧客企業の外部ID", false, IMPORT_ACCOUNT_NAMES, CELL_ID },
    { "subject", "Subject", "件名", false, "title,summary,topic,タイトル,表題,題名,問い合わせ件名" },
    { "text", "First message", "最初のメッセージ", false,
      "body,message,description,question,content,本文,内容,問い合わせ内容,質問" },
    { "requester", "Requester's e-mail or external id", "依頼者のメールまたは外部ID", false,
      "requesteremail,email,customeremail,from,contactemail,contactid,userid,メール,メールアドレス,依頼者,問い合わせ者",
      .drops = true },
    { "requester_name", "Requester's name", "依頼者の氏名", false,
      "requestername,contactname,customername,name,氏名,お名前,依頼者名,問い合わせ者名", .drops = true },
    { "priority", "Priority", "優先度", false, "urgency,severity,緊急度,重要度", .drops = true },
    { "state", "State", "状態", false, "status,ticketstatus,ステータス,対応状況,進捗", .drops = true },
    { "type", "Type", "種別", false, "tickettype,category,kind,種類,問い合わせ種別", .drops = true },
    { "tags", "Tags", "タグ", false, "tag,labels,label,ラベル", .drops = true },
    { "created_at", "Opened", "受付日時", false,
      "createdat,created,createdon,submittedat,submitted,openedat,opened,createdate,作成日時,作成日,受付日,"
      "問い合わせ日時,受信日時",
      CELL_TIME },
    { "first_answered_at", "First answered", "初回返信日時", false,
      "firstresponseat,firstrespondedat,firstreplyat,初回応答日時", CELL_TIME, .drops = true },
    { "first_response_minutes", "Minutes to the first answer", "初回返信までの分数", false,
      "firstresponsetimeminutes,firstresponseminutes,firstreplytimeinminutes,初回応答時間,初回応答時間(分)",
      CELL_NUMBER, .drops = true },
    { "solved_at", "Solved", "解決日時", false,
      "resolvedat,closedat,solved,resolved,closed,resolvedon,closedon,完了日時,解決日,完了日,クローズ日時", CELL_TIME,
      .drops = true },
    { "assignee", "Assignee's e-mail", "担当メンバーのメール", false,
      "assigneeemail,agent,agentemail,owner,担当者,担当者メール", .drops = true },
    { 0 },
};

static const ImportWord PRIORITIES[] = {
    { "medium", "normal" },
    { "middle", "normal" },
    { "critical", "urgent" },
    { "highest", "urgent" },
    { "lowest", "low" },
    { "低", "low" },
    { "中", "normal" },
    { "通常", "normal" },
    { "普通", "normal" },
    { "高", "high" },
    { "緊急", "urgent" },
    { "至急", "urgent" },
    { 0 },
};

static const ImportWord STATES[] = {
    { "resolved", "solved" },
    { "done", "solved" },
    { "pending", "waiting" },
    { "hold", "on_hold" },
    { "on hold", "on_hold" },
    { "on-hold", "on_hold" },
    { "in progress", "open" },
    { "in_progress", "open" },
    { "新規", "new" },
    { "未対応", "new" },
    { "対応中", "open" },
    { "処理中", "open" },
    { "返信待ち", "waiting" },
    { "顧客の返信待ち", "waiting" },
    { "保留", "on_hold" },
    { "解決", "solved" },
    { "解決済み", "solved" },
    { "完了", "solved" },
    { "対応完了", "solved" },
    { "クローズ", "closed" },
    { 0 },
};

static const ImportWord TYPES[] = {
    { "質問", "question" },
    { "不具合", "problem" },
    { "障害", "problem" },
    { "incident", "problem" },
    { "bug", "problem" },
    { "要望", "request" },
    { "依頼", "request" },
    { "task", "request" },
    { "feature", "request" },
    { "返金", "refund" },
    { 0 },
};

/* ---- what a row says ------------------------------------------------------------------------------------------- */

typedef struct {
    const char *external_id, *text;
    OptInt created_at, answered_at, solved_at;
    const char *state; /* NULL = not said */
} Said;

static bool choice_read(const ImportRow *row, const char *key, const ImportWord *words, const char **value,
                        Error *error)
{
    const char *said = import_words(row, key, words);
    if (text_is_empty(said))
        return true;
    *value = text_lower(row->batch->writer.arena, said);
    return shape_takes_text(row->batch->writer.arena, &TICKET_ROW, key, *value, error);
}

/* By external id or address; 0 = a stranger's address. What is neither names nobody. */
static bool requester_find(const ImportRow *row, const char *said, int64_t *id, Error *error)
{
    const Writer *writer = &row->batch->writer;
    const char *address = text_lower(writer->arena, text_trim(writer->arena, said));
    TicketContactByAddressRow *known;
    if (!contact_id_by_external(writer->db, writer->arena, said, id, error) ||
        !ticket_contact_by_address(writer->db, writer->arena, address, &known, error))
        return false;
    if (!*id && known)
        *id = known->id;
    return *id || strchr(said, '@') || refuse(error, "requester", REASON_NO_CONTACT, said, NULL);
}

static bool requester_read(const ImportRow *row, TicketRow *ticket, Error *error)
{
    const char *said = import_value(row, "requester"), *name = import_value(row, "requester_name");
    int64_t id;
    if (said) {
        if (!requester_find(row, said, &id, error))
            return false;
        ticket->requester_id = ticket_or_unset(id);
        ticket->requester_address = id ? NULL : said;
    }
    if (name && !ticket->requester_id.known)
        ticket->requester_name = name;
    return true;
}

static bool assignee_read(const ImportRow *row, TicketRow *ticket, Error *error)
{
    const Writer *writer = &row->batch->writer;
    const char *said = import_value(row, "assignee");
    TicketStaffByEmailRow *person;
    if (!said)
        return true;
    if (!ticket_staff_by_email(writer->db, writer->arena, text_lower(writer->arena, text_trim(writer->arena, said)),
                               &person, error))
        return false;
    if (!person)
        return refuse(error, "assignee", REASON_NO_STAFF, said, NULL);
    ticket->assignee_id = (OptInt) { person->id, true };
    return true;
}

static bool account_read(const ImportRow *row, TicketRow *ticket, Error *error)
{
    int64_t account;
    if (!import_account_of(row, "account", &account, error))
        return false;
    if (account)
        ticket->account_id = (OptInt) { account, true };
    return true;
}

static bool tags_read(const ImportRow *row, TicketRow *ticket, Error *error)
{
    enum { TAGS_MAX = 20 };
    Arena *arena = row->batch->writer.arena;
    const char *said = import_value(row, "tags");
    const char **tags = arena_array(arena, TAGS_MAX, sizeof *tags);
    size_t count = 0;
    if (!said)
        return true;
    char *rest = arena_text(arena, said);
    for (char *part; count < TAGS_MAX && (part = strsep(&rest, ",;"));)
        tags[count++] = part;
    return ticket_tags_print(arena, (Texts) { count, tags }, "tags", &ticket->tag_list, error);
}

static bool times_read(const ImportRow *row, Said *said, Error *error)
{
    OptReal minutes;
    if (!import_time(row, "created_at", &said->created_at, error) ||
        !import_time(row, "first_answered_at", &said->answered_at, error) ||
        !import_time(row, "solved_at", &said->solved_at, error) ||
        !import_real(row, "first_response_minutes", &minutes, error))
        return false;
    if (minutes.known && minutes.value < 0)
        return refuse(error, "first_response_minutes", REASON_NEGATIVE, NULL, NULL);
    if (minutes.known && said->created_at.known && !said->answered_at.known)
        said->answered_at = (OptInt) { said->created_at.value + (int64_t)(minutes.value * MS_PER_MINUTE), true };
    return true;
}

/* What the row says, over what is known already. */
static bool row_read(const ImportRow *row, Said *said, TicketRow *ticket, Error *error)
{
    const Writer *writer = &row->batch->writer;
    const char *subject = import_value(row, "subject");
    List told;
    if (subject)
        ticket->subject = subject;
    said->text = import_value(row, "text");
    if (said->answered_at.known)
        ticket->first_answered_at = said->answered_at;
    return choice_read(row, "priority", PRIORITIES, &ticket->priority, error) &&
           choice_read(row, "type", TYPES, &ticket->type, error) &&
           choice_read(row, "state", STATES, &said->state, error) && account_read(row, ticket, error) &&
           requester_read(row, ticket, error) && assignee_read(row, ticket, error) && tags_read(row, ticket, error) &&
           fields_bring(writer->db, writer->arena, "ticket", (FieldsGiven) { row->fields, row->field_count }, false,
                        &ticket->fields, &told, error);
}

/* ---- a new ticket ---------------------------------------------------------------------------------------------- */

/* A row that says nothing of it is done when it says since when. */
static TicketState state_wanted(const Said *said, const TicketRow *ticket)
{
    if (said->state)
        return ticket_state_named(said->state);
    if (said->solved_at.known)
        return STATE_SOLVED;
    return ticket->first_answered_at.known ? STATE_OPEN : STATE_NEW;
}

/* Nobody waits for us in a ticket that waits for others, nor for an answer that was given. */
static void wait_fit(const Said *said, TicketState state, TicketRow *after)
{
    bool for_others = said->state && (state == STATE_WAITING || state == STATE_ON_HOLD);
    bool answered = said->answered_at.known && after->waiting_since.value <= said->answered_at.value;
    if (for_others || answered)
        after->waiting_since = (OptInt) { 0 };
}

/* A row that says "closed" and not when leaves that unknown: it is neither the day of the import nor the ticket's
 * first. */
static void times_fit(const Said *said, const TicketRow *before, TicketRow *after)
{
    TicketState state = ticket_state_named(after->state);
    wait_fit(said, state, after);
    if (!ticket_is_done(state))
        return;
    if (said->solved_at.known || !ticket_is_done(ticket_state_named(before->state)))
        after->solved_at = said->solved_at;
    if (state == STATE_CLOSED && strcmp(before->state, after->state) != 0)
        after->closed_at = said->solved_at;
}

/* Its end comes as a second stretch of its history, at its own time. */
static bool state_bring(const Writer *writer, const Said *said, const TicketRow *before, TicketRow *after, Error *error)
{
    int64_t at = said->solved_at.known ? said->solved_at.value : before->created_at;
    TicketHow how = { .at = at, .silent = true, .imported = true };
    *after = *before;
    if (!ticket_state_give(writer, after, state_wanted(said, before), at, error))
        return false;
    times_fit(said, before, after);
    return after->status_id == before->status_id || ticket_put(writer, before, after, &how, error);
}

static bool text_bring(const Writer *writer, const Said *said, const TicketRow *ticket, Error *error)
{
    TicketMessageRow message = { .ticket_id = ticket->id,
                                 .id = 0,
                                 .at = ticket->created_at,
                                 .kind = TICKET_CUSTOMER,
                                 .contact_id = ticket->requester_id,
                                 .sender_name = ticket->requester_name,
                                 .sender_address = ticket->requester_address,
                                 .text = said->text,
                                 .channel = IMPORTED };
    return !said->text || ticket_message_keep(writer, ticket, &message, true, false, error);
}

static bool ticket_bring(const Writer *writer, const Said *said, TicketRow *row, Error *error)
{
    int64_t created = said->created_at.known ? said->created_at.value : writer->now;
    TicketHow how = { .at = created, .silent = true, .imported = true };
    Writer then = *writer;
    TicketRow after;
    then.now = created;
    row->created_at = created;
    row->opened_on = zone_day(atomic_load(&writer->services->zone), created);
    row->waiting_since = (OptInt) { created, !row->first_answered_at.known };
    row->last_customer_at = (OptInt) { created, true };
    row->last_staff_at = row->first_answered_at;
    if (!ticket_state_give(writer, row, STATE_NEW, created, error) || !ticket_put(writer, NULL, row, &how, error) ||
        !text_bring(writer, said, row, error) || !state_bring(writer, said, row, &after, error))
        return false;
    return writer_tell(&then, "ticket.opened", row->account_id.value, row->requester_id.value, row->id, row, error);
}

/* ---- a known one ------------------------------------------------------------------------------------------------- */

static const char *state_print(Arena *arena, const TicketRow *row)
{
    Text json = text_new(arena);
    shape_write(&json, &TICKET_SNAPSHOT, row);
    return text_string(&json);
}

static bool known_change(const Writer *writer, const Said *said, const TicketRow *before, TicketRow *after,
                         Upsert *outcome, Error *error)
{
    int64_t at = said->solved_at.known ? said->solved_at.value : writer->now;
    TicketHow how = { .at = at, .silent = true, .imported = true };
    if ((said->state || said->solved_at.known) &&
        !ticket_state_give(writer, after, state_wanted(said, after), at, error))
        return false;
    times_fit(said, before, after);
    if (strcmp(state_print(writer->arena, before), state_print(writer->arena, after)) == 0)
        return true;
    *outcome = UPSERT_CHANGED;
    return ticket_put(writer, before, after, &how, error) && ticket_tell(writer, before, after, (List) { 0 }, error);
}

static bool known_read(const Writer *writer, const char *external_id, TicketRow **row, Error *error)
{
    TicketIdByExternalRow *known;
    *row = NULL;
    return ticket_id_by_external(writer->db, writer->arena, external_id, &known, error) &&
           (!known || ticket_read(writer->db, writer->arena, known->id, row, error));
}

static bool ticket_import(const ImportRow *row, Upsert *outcome, Error *error)
{
    const Writer *writer = &row->batch->writer;
    Said said = { .external_id = import_value(row, "external_id") };
    TicketRow *before, after;
    *outcome = UPSERT_UNCHANGED;
    if (!known_read(writer, said.external_id, &before, error) || !times_read(row, &said, error))
        return false;
    after = before ? *before
                   : (TicketRow) { .subject = arena_format(writer->arena, "Ticket %s", said.external_id),
                                   .channel = IMPORTED,
                                   .priority = "normal",
                                   .tag_list = "[]",
                                   .fields = "{}",
                                   .external_id = said.external_id };
    if (!row_read(row, &said, &after, error))
        return false;
    if (before)
        return known_change(writer, &said, before, &after, outcome, error) &&
               import_touched(row, after.id, state_print(writer->arena, before), *outcome, error);
    *outcome = UPSERT_ADDED;
    return ticket_bring(writer, &said, &after, error) && import_touched(row, after.id, NULL, UPSERT_ADDED, error);
}

/* ---- taking it back -------------------------------------------------------------------------------------------- */

static bool state_read(Db *db, Arena *arena, int64_t id, const char **json, Error *error)
{
    TicketRow *row;
    *json = NULL;
    if (!ticket_by_id(db, arena, id, &row, error))
        return false;
    if (row)
        *json = state_print(arena, row);
    return true;
}

static bool take_back(const Writer *writer, int64_t id, Error *error)
{
    TicketWrittenToRow *written;
    TicketRow *row;
    if (!ticket_read(writer->db, writer->arena, id, &row, error) ||
        !ticket_written_to(writer->db, writer->arena, id, &written, error))
        return false;
    if (written->messages || written->merged)
        return refuse(error, NULL, REASON_HOLDS, written->messages ? "messages" : "tickets", NULL);
    if (!ticket_stands(writer->arena, row, NULL, error))
        return false;
    return ticket_delete(writer, row, error);
}

static void restore_fill(TicketRow *row, const TicketRow *then)
{
    row->subject = then->subject;
    row->account_id = then->account_id;
    row->requester_id = then->requester_id;
    row->requester_name = then->requester_name;
    row->requester_address = then->requester_address;
    row->type = then->type;
    row->priority = then->priority;
    row->assignee_id = then->assignee_id;
    row->tag_list = then->tag_list;
    row->first_answered_at = then->first_answered_at;
}

/* Nobody has answered, so it waits since it came. */
static void wait_again(TicketRow *row)
{
    TicketState state = ticket_state_named(row->state);
    bool answered = row->first_answered_at.known || row->last_staff_at.known;
    if ((state == STATE_NEW || state == STATE_OPEN) && !answered && !row->waiting_since.known)
        row->waiting_since = (OptInt) { row->created_at, true };
}

static bool put_back(const Writer *writer, int64_t id, const Json *state, Error *error)
{
    TicketHow how = { .at = writer->now, .silent = true, .imported = true };
    TicketRow *before, after, then;
    List told;
    if (!ticket_read(writer->db, writer->arena, id, &before, error) ||
        !shape_read(writer->arena, state, &TICKET_SNAPSHOT, &then, error))
        return false;
    after = *before;
    restore_fill(&after, &then);
    if (!fields_restore(writer->db, writer->arena, "ticket", before->fields, then.fields, &after.fields, &told,
                        error) ||
        (then.status_id != before->status_id &&
         !ticket_status_give(writer, &after, then.status_id, writer->now, error)))
        return false;
    after.solved_at = then.solved_at;
    after.closed_at = then.closed_at;
    wait_again(&after);
    return ticket_put(writer, before, &after, &how, error) && ticket_tell(writer, before, &after, (List) { 0 }, error);
}

static const ImportUndo UNDO = { "ticket", state_read, take_back, put_back };

const ImportKind IMPORT_TICKETS = { .name = "tickets",
                                    .targets = TARGETS,
                                    .fields_of = "ticket",
                                    .take = ticket_import,
                                    .circle = CIRCLE_SUPPORT,
                                    .undo = &UNDO };
