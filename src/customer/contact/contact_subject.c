/*
 * Contacts as a subject, and their list: over the API, as a file. The people of one account stand in an order of their
 * own, those with a role first, as long as nobody asks for another.
 */
#include "customer/contact/contact_store.h"
#include "house/field/field_attribute.h"
#include "house/field/list_file.h"
#include "house/workspace/workspace.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE_DEFAULT = 50 };

#define FOLDED(name_) FOLDED_SQL("c.folds", name_)

static const Attribute ATTRIBUTES[] = {
    { .name = "name", .type = ATTRIBUTE_TEXT, .sql = "c.name", .folded_sql = FOLDED("name") },
    { .name = "email", .type = ATTRIBUTE_TEXT, .sql = "c.email", .folded_sql = FOLDED("email") },
    { .name = "external_id", .type = ATTRIBUTE_TEXT, .sql = "c.external_id", .folded_sql = FOLDED("external_id") },
    { .name = "title", .type = ATTRIBUTE_TEXT, .sql = "c.title", .folded_sql = FOLDED("title") },
    { .name = "language", .type = ATTRIBUTE_TEXT, .sql = "c.language", .folded_sql = FOLDED("language") },
    { .name = "role",
      .type = ATTRIBUTE_WORD,
      .sql = "EXISTS (SELECT 1 FROM contact_account r WHERE r.contact_id = c.id AND ',' || r.roles || ',' LIKE '%,' || "
             "? || ',%')",
      .choices = CONTACT_ROLES },
    { .name = "last_seen_on", .type = ATTRIBUTE_DAY, .sql = "c.last_seen_on" },
    { .name = "excluded",
      .type = ATTRIBUTE_FLAG,
      .sql = "(CASE WHEN EXISTS (SELECT 1 FROM contact_excluded x WHERE x.contact_id = c.id) THEN 1 ELSE 0 END)" },
    { .name = "days_unseen", .type = ATTRIBUTE_NUMBER, .sql = "(? - c.last_seen_on)", .of_today = true },
    { 0 },
};

static const SubjectSort SORTS[] = {
    { "name", "c.sort_key", true },
    { "last_seen_on", "c.last_seen_on", false },
    { .name = "quiet", .sql = "c.last_seen_on", .begins_ago = CONTACT_QUIET_DAYS },
    { "created_at", "c.created_at", false },
    { 0 },
};

const Subject CONTACT_SUBJECT = {
    .name = "contact",
    .from = "contact c",
    .id = "c.id",
    .where = "c.forgotten_at IS NULL",
    .account = "j.account_id",
    .accounts = "contact_account j",
    .thing = "j.contact_id",
    .words = "c.folded",
    .fields = "c.fields",
    .folded = "c.folds",
    .attributes = ATTRIBUTES,
    .sorts = SORTS,
};

/* ---- what is asked --------------------------------------------------------------------------------------------- */

typedef struct {
    OptInt account_id;
    const char *q, *filter, *sort, *cursor;
    OptInt limit;
    OptInt kept;                 /* the filter was kept: it may ask for custom fields that are gone */
    OptInt uses;                 /* with what each used lately */
    const char *columns, *heads; /* the file's */
} ContactsAsk;
static const Field CONTACTS_ASK_FIELDS[] = {
    SHAPE_OPT(ContactsAsk, account_id, FIELD_ID),
    SHAPE_OPT(ContactsAsk, q, FIELD_TEXT, .max = 200),
    SHAPE_OPT(ContactsAsk, filter, FIELD_TEXT, .max = 20000),
    SHAPE_OPT(ContactsAsk, sort, FIELD_TEXT, .max = 100),
    SHAPE_OPT(ContactsAsk, cursor, FIELD_TEXT, .max = 8000),
    SHAPE_OPT(ContactsAsk, limit, FIELD_INT, .min = 1, .max = 200),
    SHAPE_OPT(ContactsAsk, kept, FIELD_FLAG),
    SHAPE_OPT(ContactsAsk, uses, FIELD_FLAG),
    LIST_FILE_FIELDS(ContactsAsk),
    { 0 },
};
static const Shape CONTACTS_ASK = { "ContactsAsk", sizeof(ContactsAsk), CONTACTS_ASK_FIELDS };

typedef struct {
    List items;
    const char *next;
    OptInt total;
} ContactsFound;
static const Field CONTACT_LIST_FIELDS[] = {
    SHAPE_FIELD(ContactsFound, items, FIELD_LIST, .shape = &CONTACT),
    SHAPE_OPT(ContactsFound, next, FIELD_TEXT),
    SHAPE_OPT(ContactsFound, total, FIELD_INT),
    { 0 },
};
static const Shape CONTACT_LIST = { "ContactList", sizeof(ContactsFound), CONTACT_LIST_FIELDS };

/* ---- those of an account, roles first ---------------------------------------------------------------------------- */

static bool of_account(const Request *request, const ContactsAsk *ask, size_t limit, ContactsFound *found, Error *error)
{
    Arena *arena = request->arena;
    const char *cursor = ask->cursor ? ask->cursor : "0";
    char *end;
    int64_t after = strtoll(cursor, &end, 10);
    ContactRow *rows;
    Contact *contacts;
    size_t count;
    if (end == cursor || *end)
        return fail(error, ERROR_INPUT, "cursor", "invalid cursor; start again without one");
    if (!contact_of_account(request->db, arena, ask->account_id.value, after, (int64_t)limit + 1, &rows, &count, error))
        return false;
    if (count > limit)
        found->next = arena_format(arena, "%lld", (long long)rows[limit - 1].id);
    count = count > limit ? limit : count;
    if (!contacts_dress(request->db, arena, ask->account_id.value, rows, count, &contacts, error))
        return false;
    found->items = (List) { count, contacts };
    return true;
}

/* ---- all of them ----------------------------------------------------------------------------------------------- */

/* The rows of a page, in its order. */
static bool page_read(const Request *request, const ContactsAsk *ask, Ids ids, List *items, Error *error)
{
    Arena *arena = request->arena;
    ContactRow *rows;
    Contact *contacts;
    size_t count;
    if (!contact_by_ids(request->db, arena, ids, &rows, &count, error) ||
        !contacts_dress(request->db, arena, ask->account_id.value, rows, count, &contacts, error) ||
        (ask->uses.value && !contacts_uses(request, contacts, count, error)))
        return false;
    Contact *ordered = arena_array(arena, count + 1, sizeof *ordered);
    *items = (List) { subject_order(arena, ids, contacts, count, sizeof *contacts, ordered), ordered };
    return true;
}

static bool ask_read(const Request *request, const ContactsAsk *given, size_t limit, SubjectAsk *ask, Error *error)
{
    const Services *services = request->services;
    *ask = (SubjectAsk) { .of = { .subject = &CONTACT_SUBJECT,
                                  .engine = services->engine,
                                  .db = request->db,
                                  .source = given->kept.value ? CONDITION_KEPT : CONDITION_GIVEN,
                                  .sees = request->caller->rights,
                                  .today = zone_day(atomic_load(&services->zone), request->now) },
                          .filter = given->filter,
                          .q = given->q,
                          .sort = given->sort,
                          .cursor = given->cursor,
                          .account_id = given->account_id.value,
                          .limit = limit };
    return field_attributes(request->db, request->arena, &CONTACT_SUBJECT, &ask->of.fields, error);
}

static bool of_all(const Request *request, const ContactsAsk *given, size_t limit, ContactsFound *found, Error *error)
{
    SubjectAsk ask;
    SubjectPage page;
    if (!ask_read(request, given, limit, &ask, error) ||
        !subject_page(request->db, request->arena, &ask, &page, error) ||
        !page_read(request, given, page.ids, &found->items, error))
        return false;
    found->next = page.next;
    found->total = (OptInt) { (int64_t)page.ids.count, !given->cursor };
    return given->cursor || !page.next || subject_count(request->db, request->arena, &ask, &found->total.value, error);
}

static bool contact_list(Request *request, Error *error)
{
    const ContactsAsk *ask = request->query;
    size_t limit = ask->limit.known ? (size_t)ask->limit.value : PAGE_DEFAULT;
    /* Words are searched in one way, whatever else is asked. */
    bool usual = ask->account_id.known && !ask->filter && !ask->sort && !ask->q;
    ContactsFound found = { 0 };
    return (usual ? of_account(request, ask, limit, &found, error) : of_all(request, ask, limit, &found, error)) &&
           reply_row(request, 200, &CONTACT_LIST, &found);
}

/* ---- as a file ------------------------------------------------------------------------------------------------- */

/* One for each account, in their order. */
static ListCell joined_cell(Arena *arena, const Contact *contact, bool owners)
{
    const ContactAt *accounts = contact->accounts.items;
    Text names = text_new(arena);
    for (size_t i = 0; i < contact->accounts.count; i++) {
        const char *name = owners ? accounts[i].owner : accounts[i].name;
        text_format(&names, "%s%s", i ? ", " : "", name ? name : "");
    }
    return (ListCell) { .type = LIST_TEXT, .text = text_string(&names) };
}

static ListCell accounts_cell(const Request *request, Arena *arena, const void *row)
{
    (void)request;
    return joined_cell(arena, row, false);
}

static ListCell owners_cell(const Request *request, Arena *arena, const void *row)
{
    (void)request;
    return joined_cell(arena, row, true);
}

/* As the import of contacts takes several. */
static ListCell account_ids_cell(const Request *request, Arena *arena, const void *row)
{
    const Contact *contact = row;
    const ContactAt *accounts = contact->accounts.items;
    Text ids = text_new(arena);
    (void)request;
    for (size_t i = 0; i < contact->accounts.count; i++)
        if (accounts[i].external_id)
            text_format(&ids, "%s%s", ids.size ? CONTACT_ACCOUNTS_MARK " " : "", accounts[i].external_id);
    return (ListCell) { .type = LIST_TEXT, .text = text_string(&ids) };
}

/* The first of those that a file can name; NULL = it can name none. */
static const ContactAt *first_named(const Contact *contact)
{
    const ContactAt *accounts = contact->accounts.items;
    for (size_t i = 0; i < contact->accounts.count; i++)
        if (accounts[i].external_id)
            return &accounts[i];
    return NULL;
}

static bool roles_are_one(const Contact *contact, const ContactAt *first)
{
    const ContactAt *accounts = contact->accounts.items;
    for (size_t i = 0; i < contact->accounts.count; i++)
        if (accounts[i].external_id && strcmp(accounts[i].roles, first->roles) != 0)
            return false;
    return true;
}

/* "champion,user" as a person reads it. */
static void roles_to(Text *out, const char *roles)
{
    for (; *roles; roles++)
        if (*roles == ',')
            text_add(out, ", ");
        else
            text_char(out, *roles);
}

/* One for each of the accounts that account_ids_cell names, where they differ; else once. */
static void roles_named_to(Text *out, const Contact *contact, const ContactAt *first)
{
    const ContactAt *accounts = contact->accounts.items;
    if (roles_are_one(contact, first)) {
        roles_to(out, first->roles);
        return;
    }
    for (size_t i = 0, named = 0; i < contact->accounts.count; i++)
        if (accounts[i].external_id) {
            text_add(out, named++ ? CONTACT_ACCOUNTS_MARK " " : "");
            roles_to(out, accounts[i].roles);
        }
}

/* For people those in each account that the file names, so that it can be brought back; else what the list adds up. */
static ListCell roles_cell(const Request *request, Arena *arena, const void *row)
{
    const ContactsAsk *ask = request->query;
    const Contact *contact = row;
    bool words = text_equal(ask->heads, "words");
    const ContactAt *first = words ? first_named(contact) : NULL;
    Text roles = text_new(arena);
    if (first)
        roles_named_to(&roles, contact, first);
    for (size_t i = 0; !first && i < contact->roles.count; i++)
        text_format(&roles, "%s%s", !i ? "" : words ? ", " : " ", contact->roles.items[i]);
    return (ListCell) { .type = LIST_TEXT, .text = text_string(&roles) };
}

static const ListColumn COLUMNS[] = {
    { "id", "Banso id", "Banso ID", NULL, NULL, 0 },
    { "external_id", "External id", "外部ID", NULL, NULL, 0 },
    { "name", "Name", "氏名", NULL, NULL, 0 },
    { "reading", "Reading", "よみ", NULL, NULL, 0 },
    { "email", "E-mail", "メール", NULL, NULL, 0 },
    { "phone", "Phone", "電話番号", NULL, NULL, 0 },
    { "title", "Title", "役職", NULL, NULL, 0 },
    { "language", "Language", "言語", NULL, NULL, 0 },
    { "roles", "Roles", "役割", NULL, roles_cell, 0 },
    { "accounts", "Accounts", "顧客企業", "account_external_ids", accounts_cell, 0 },
    { "account_owners", "Accounts' owners", "顧客企業の担当CSM", NULL, owners_cell, 0 },
    { "account_external_ids", "Account's external id", "顧客企業の外部ID", NULL, account_ids_cell, 0 },
    { "last_seen_on", "Last seen", "最終利用", NULL, NULL, 0 },
    { "excluded", "Not counted", "集計対象外", NULL, NULL, 0 },
    { "uses_28", "Uses, 28 days", "利用回数(28日間)", NULL, NULL, 0 },
    { "uses_28_before", "Uses, 28 days before", "利用回数(その前の28日間)", NULL, NULL, 0 },
    { "created_at", "Added", "登録日", NULL, NULL, 0 },
    { 0 },
};

/* A file with a column of what each used asks for it by that. */
static ContactsAsk file_ask(const Request *request)
{
    ContactsAsk ask = *(const ContactsAsk *)request->query;
    if (!ask.columns || strstr(ask.columns, "uses_28"))
        ask.uses = (OptInt) { 1, true };
    return ask;
}

static bool file_page(Request *request, const char *cursor, size_t limit, ListFilePage *file, Error *error)
{
    const ContactsAsk given = file_ask(request);
    SubjectAsk ask;
    SubjectPage page;
    List items;
    if (!ask_read(request, &given, limit, &ask, error))
        return false;
    ask.cursor = cursor;
    if (!subject_page(request->db, request->arena, &ask, &page, error) ||
        !page_read(request, &given, page.ids, &items, error))
        return false;
    *file = (ListFilePage) { items.items, items.count, sizeof(Contact), page.next };
    return true;
}

static const ListFile CONTACTS = {
    .row = &CONTACT,
    .object = "contact",
    .fields_at = offsetof(Contact, row.fields),
    .usual = "external_id,name,reading,email,phone,title,language,roles,accounts,account_owners,last_seen_on,uses_28,"
             "uses_28_before,created_at",
    .first = "external_id",
    .columns = COLUMNS,
    .page = file_page,
};

static bool contact_piece(Request *request, const char *from, Text *out, const char **next, Error *error)
{
    const ContactsAsk *ask = request->query;
    return list_file_piece(request, &CONTACTS, &(ListFileAsk) { ask->columns, ask->heads, ask->cursor }, from, out,
                           next, error);
}

static bool contact_list_file(Request *request, Error *error)
{
    return list_file_reply(request, "contacts", contact_piece, error);
}

const Route CONTACT_LIST_ROUTES[] = {
    { GET, "/api/v1/contacts", contact_list, RIGHT_VIEW,
      "List contacts by filter, text and order; those of one account with a role first", .asks = &CONTACTS_ASK,
      .gives = &CONTACT_LIST, .flags = ROUTE_SLOW },
    { GET, "/api/v1/contacts.csv", contact_list_file, RIGHT_VIEW, "Get contacts as a CSV file", .asks = &CONTACTS_ASK,
      .flags = ROUTE_FILE | ROUTE_SLOW },
    { GET, "/api/v1/contacts.xlsx", contact_list_file, RIGHT_VIEW, "Get contacts as an Excel workbook",
      .asks = &CONTACTS_ASK, .flags = ROUTE_FILE | ROUTE_SLOW },
    { 0 },
};
