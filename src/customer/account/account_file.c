/*
 * The list of accounts as a file. Headings are those that the import of accounts knows, so a file for people can be
 * brought back as it is: an owner is known by an e-mail, a parent by its external id, an amount by its currency. The
 * first two are read for the accounts of a page at once.
 */
#include "customer/account/account_file.h"

#include "house/field/list_file.h"

/* What the file says beside the list. */
typedef struct {
    AccountListed listed;
    const char *owner_email, *stand_in_email, *parent_external_id;
} Filed;

static ListCell text_cell(const char *text)
{
    return (ListCell) { .type = LIST_TEXT, .text = text };
}

static ListCell owner_email_cell(const Request *request, Arena *arena, const void *row)
{
    (void)request;
    (void)arena;
    return text_cell(((const Filed *)row)->owner_email);
}

static ListCell stand_in_email_cell(const Request *request, Arena *arena, const void *row)
{
    (void)request;
    (void)arena;
    return text_cell(((const Filed *)row)->stand_in_email);
}

static ListCell parent_id_cell(const Request *request, Arena *arena, const void *row)
{
    (void)request;
    (void)arena;
    return text_cell(((const Filed *)row)->parent_external_id);
}

static ListCell currency_cell(const Request *request, Arena *arena, const void *row)
{
    const Money *mrr = ((const Filed *)row)->listed.mrr;
    (void)request;
    (void)arena;
    return text_cell(mrr ? mrr->currency : NULL);
}

static ListCell converted_currency_cell(const Request *request, Arena *arena, const void *row)
{
    const Money *mrr = ((const Filed *)row)->listed.mrr_converted;
    (void)request;
    (void)arena;
    return text_cell(mrr ? mrr->currency : NULL);
}

/* For people the day alone, as the list shows it and an import reads it. */
static ListCell created_cell(const Request *request, Arena *arena, const void *row)
{
    const AccountsAsk *ask = request->query;
    int64_t created = ((const Filed *)row)->listed.row.created_at;
    (void)arena;
    if (!text_equal(ask->heads, "words"))
        return (ListCell) { .type = LIST_TIME, .value = created };
    return (ListCell) { .type = LIST_DAY, .value = zone_day(atomic_load(&request->services->zone), created) };
}

static const ListColumn COLUMNS[] = {
    { "id", "Banso id", "Banso ID", NULL, NULL, 0 },
    { "external_id", "External id", "外部ID", NULL, NULL, 0 },
    { "name", "Name", "名称", NULL, NULL, 0 },
    { "reading", "Reading", "よみ", NULL, NULL, 0 },
    { "domain", "Domain", "ドメイン", NULL, NULL, 0 },
    { "country", "Country", "国", NULL, NULL, 0 },
    { "time_zone", "Time zone", "タイムゾーン", NULL, NULL, 0 },
    { "language", "Language", "言語", NULL, NULL, 0 },
    { "parent", "Parent", "親企業", "parent_external_id", NULL, 0 },
    { "parent_external_id", "Parent's external id", "親企業の外部ID", NULL, parent_id_cell, 0 },
    { "owner", "Owner", "担当CSM", "owner_email", NULL, 0 },
    { "owner_email", "Owner's e-mail", "担当CSMのメール", NULL, owner_email_cell, 0 },
    { "team", "Team", "チーム", NULL, NULL, 0 },
    { "stand_in", "Stand-in", "代理担当", "stand_in_email", NULL, 0 },
    { "stand_in_email", "Stand-in's e-mail", "代理担当のメール", NULL, stand_in_email_cell, 0 },
    { "touch", "Touch model", "タッチモデル", NULL, NULL, 0 },
    { "stage", "Stage", "ステージ", NULL, NULL, 0 },
    { "status", "Status", "契約状態", NULL, NULL, 0 },
    { "left_on", "Churned on", "解約日", NULL, NULL, 0 },
    { "band", "Health", "ヘルス", NULL, NULL, 0 },
    { "points", "Points", "点数", NULL, NULL, 0 },
    { "coverage", "Coverage", "データ充足率", NULL, NULL, 0 },
    { "previous_band", "Health before", "以前のヘルス", NULL, NULL, 0 },
    { "band_since", "Health since", "ヘルスの変化日", NULL, NULL, 0 },
    { "mrr", "MRR", "MRR", "currency", NULL, 0 },
    { "currency", "Currency", "通貨", NULL, currency_cell, CIRCLE_REVENUE },
    { "mrr_converted", "MRR, converted", "MRR(換算)", "converted_currency", NULL, 0 },
    { "converted_currency", "Currency, converted", "通貨(換算)", NULL, converted_currency_cell, CIRCLE_REVENUE },
    { "mrr_without_rate", "Currencies without a rate", "レートのない通貨", NULL, NULL, 0 },
    { "renews_on", "Renewal", "更新日", NULL, NULL, 0 },
    { "days_to_renewal", "Days to renewal", "更新までの日数", NULL, NULL, 0 },
    { "seats", "Seats", "ライセンス数", NULL, NULL, 0 },
    { "people_28", "People, 28 days", "利用人数(28日)", NULL, NULL, 0 },
    { "last_event_on", "Last use", "最終利用", NULL, NULL, 0 },
    { "created_at", "Customer since", "登録日", NULL, created_cell, 0 },
    { 0 },
};

/* ---- a page ---------------------------------------------------------------------------------------------------- */

typedef OptInt (*IdOf)(const AccountRow *row);

static OptInt owner_of(const AccountRow *row)
{
    return row->owner_id;
}

static OptInt stand_in_of(const AccountRow *row)
{
    return row->stand_in_id;
}

static OptInt parent_of(const AccountRow *row)
{
    return row->parent_id;
}

static Ids ids_of(const Request *request, const AccountsFound *found, IdOf of)
{
    int64_t *ids = arena_array(request->arena, found->count + 1, sizeof *ids);
    size_t count = 0;
    for (size_t i = 0; i < found->count; i++)
        if (of(&found->items[i].row).known)
            ids[count++] = of(&found->items[i].row).value;
    return (Ids) { count, ids };
}

static const char *email_of(const AccountOwnerEmailsRow *people, size_t count, OptInt id)
{
    for (size_t i = 0; id.known && i < count; i++)
        if (people[i].id == id.value)
            return people[i].email;
    return NULL;
}

static bool owners_read(const Request *request, const AccountsFound *found, Filed *rows, Error *error)
{
    AccountOwnerEmailsRow *owners, *others;
    size_t count, other_count;
    if (!account_owner_emails(request->db, request->arena, ids_of(request, found, owner_of), &owners, &count, error) ||
        !account_owner_emails(request->db, request->arena, ids_of(request, found, stand_in_of), &others, &other_count,
                              error))
        return false;
    for (size_t i = 0; i < found->count; i++) {
        rows[i].owner_email = email_of(owners, count, found->items[i].row.owner_id);
        rows[i].stand_in_email = email_of(others, other_count, found->items[i].row.stand_in_id);
    }
    return true;
}

static bool parents_read(const Request *request, const AccountsFound *found, Filed *rows, Error *error)
{
    AccountExternalIdsRow *parents;
    size_t count;
    if (!account_external_ids(request->db, request->arena, ids_of(request, found, parent_of), &parents, &count, error))
        return false;
    for (size_t i = 0; i < found->count; i++)
        for (size_t k = 0; k < count && found->items[i].row.parent_id.known; k++)
            if (parents[k].id == found->items[i].row.parent_id.value)
                rows[i].parent_external_id = parents[k].external_id;
    return true;
}

static bool page_read(Request *request, const char *cursor, size_t limit, ListFilePage *page, Error *error)
{
    AccountsAsk ask = *(const AccountsAsk *)request->query;
    AccountsFound found;
    ask.cursor = cursor;
    if (!accounts_find(request, &ask, limit, &found, error))
        return false;
    Filed *rows = arena_array(request->arena, found.count + 1, sizeof *rows);
    for (size_t i = 0; i < found.count; i++)
        rows[i].listed = found.items[i];
    *page = (ListFilePage) { rows, found.count, sizeof *rows, found.next };
    return owners_read(request, &found, rows, error) && parents_read(request, &found, rows, error);
}

static const ListFile ACCOUNTS = {
    .row = &ACCOUNT_LISTED,
    .object = "account",
    .fields_at = offsetof(AccountListed, row.fields),
    .usual = "external_id,name,reading,domain,country,owner,touch,stage,status,left_on,band,points,coverage,mrr,"
             "currency,seats,"
             "people_28,renews_on,last_event_on,created_at",
    .first = "external_id",
    .columns = COLUMNS,
    .page = page_read,
};

static bool account_piece(Request *request, const char *from, Text *out, const char **next, Error *error)
{
    const AccountsAsk *ask = request->query;
    return list_file_piece(request, &ACCOUNTS, &(ListFileAsk) { ask->columns, ask->heads, ask->cursor }, from, out,
                           next, error);
}

bool account_file(Request *request, Error *error)
{
    return list_file_reply(request, "accounts", account_piece, error);
}
