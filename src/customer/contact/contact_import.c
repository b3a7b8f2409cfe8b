/* What the rows of a file of contacts mean. */
#include "base/reason.h"
#include "customer/account/account_import.h"
#include "customer/catalog/product.h"
#include "customer/contact/contact_store.h"

#include <string.h>

static const ImportTarget CONTACT_TARGETS[] = {
    { "account", "Account's external id", "顧客企業の外部ID", false, IMPORT_ACCOUNT_NAMES, CELL_ID,
      .ids_of = "account" },
    { "external_id", "External id", "外部ID", false,
      "id,userid,contactid,personid,memberid,loginid,uid,ユーザーid,担当者id,利用者id,連絡先id,ログインid,会員id,"
      "担当者コード,社員番号",
      CELL_ID, .ids_of = "contact" },
    { "name", "Name", "氏名", false,
      "fullname,contactname,displayname,contact,名前,担当者名,お名前,ご担当者名,担当者氏名,ご担当者様名,ご担当者,"
      "担当者,先方担当者,先方担当者名,利用者名,ユーザー名,連絡先名" },
    { "reading", "Reading", "よみ", false,
      "kana,furigana,フリガナ,ふりがな,カナ,氏名カナ,氏名フリガナ,担当者名カナ,担当者名フリガナ,お名前フリガナ,"
      "よみがな,読み仮名,氏名かな,namekana",
      .drops = true },
    { "email", "E-mail", "メール", false,
      "mail,mailaddress,emailaddress,workemail,メールアドレス,eメール,eメールアドレス,電子メール,連絡先メール,"
      "担当者メール,担当者メールアドレス,連絡先メールアドレス,アドレス",
      .drops = true },
    { "phone", "Phone", "電話番号", false,
      "tel,telephone,phonenumber,telno,電話,tel番号,担当者電話番号,連絡先電話番号,連絡先,直通,mobile,mobilephone,"
      "携帯電話,携帯番号,携帯",
      .drops = true },
    { "title", "Title", "役職", false,
      "jobtitle,position,肩書,肩書き,役職名,職位,部署役職,役職部署,所属部署,部署,部署名,所属,department,division",
      .drops = true },
    { "language", "Language", "言語", false, "lang,locale,使用言語,利用言語", .drops = true },
    { "roles", "Roles", "役割", false,
      "role,contactrole,contacttype,窓口区分,担当区分,連絡先区分,担当者区分,窓口種別,担当者種別,窓口", .drops = true },
    { 0 },
};

static const ImportWord ROLE_WORDS[] = {
    { "推進者", "champion" },       { "推進担当", "champion" },     { "推進担当者", "champion" },
    { "チャンピオン", "champion" }, { "キーマン", "champion" },     { "決裁者", "decision_maker" },
    { "決裁", "decision_maker" },   { "責任者", "decision_maker" }, { "decision maker", "decision_maker" },
    { "利用者", "user" },           { "ユーザー", "user" },         { "実務担当", "user" },
    { "請求", "billing" },          { "請求先", "billing" },        { "請求担当", "billing" },
    { "経理", "billing" },          { "経理担当", "billing" },      { 0 },
};

static const char *contact_seen_key(const ImportRow *row, const ContactGiven *given)
{
    return given->external_id != NULL ? given->external_id : contact_address(row->batch->writer.arena, given->email);
}

/* In a dry run, a contact of an earlier step. */
static bool contact_recall(const ImportRow *row, const ContactGiven *given, Error *error)
{
    const Writer *writer = &row->batch->writer;
    ContactGiven least = { .external_id = given->external_id, .email = given->email };
    const char *key = contact_seen_key(row, given);
    Upsert outcome;
    int64_t id;
    return !import_was_seen(row->batch, key) || contact_upsert(writer, &least, &id, &outcome, error);
}

/* As an undo will want it; NULL = nobody yet. */
static bool contact_before(const ImportRow *row, const ContactGiven *given, const char **state, Error *error)
{
    const Writer *writer = &row->batch->writer;
    ContactRow *known;
    if (row->batch->dry)
        return true;
    return contact_find(writer, given, &known, error) &&
           (!known || contact_state(writer->db, writer->arena, known, state, error));
}

static bool account_named(const ImportRow *row, const char *external_id, int64_t *account, Error *error)
{
    const Writer *writer = &row->batch->writer;
    return account_id_by_external(writer->db, writer->arena, external_id, account, error) &&
           (*account || refuse(error, "account", REASON_NO_ACCOUNT, external_id, NULL));
}

typedef struct {
    const char **parts;
    size_t count;
} Cut;

static Cut cell_cut(Arena *arena, const char *cell)
{
    Cut cut = { 0 };
    size_t room = 0;
    char *rest = arena_text(arena, cell);
    for (char *part; (part = strsep(&rest, CONTACT_ACCOUNTS_MARK));) {
        cut.parts = arena_room(arena, cut.parts, cut.count, 1, &room, sizeof *cut.parts);
        cut.parts[cut.count++] = text_trim(arena, part);
    }
    return cut;
}

/* One account, or several with a mark between them, as our own files have them. An id may hold the mark, so the whole
 * cell is looked up first. */
static bool accounts_named(const ImportRow *row, Ids *accounts, Error *error)
{
    Arena *arena = row->batch->writer.arena;
    const char *cell = import_value(row, "account");
    int64_t whole;
    *accounts = (Ids) { 0 };
    if (!cell)
        return true;
    if (!account_id_by_external(row->batch->writer.db, arena, cell, &whole, error))
        return false;
    Cut cut = whole ? (Cut) { &cell, 1 } : cell_cut(arena, cell);
    int64_t *ids = arena_array(arena, cut.count, sizeof *ids);
    for (size_t i = 0; i < cut.count; i++)
        if (!account_named(row, cut.parts[i], &ids[i], error))
            return false;
    *accounts = (Ids) { cut.count, ids };
    return true;
}

/* The roles in the account of this number: a list for all of them, or one for each. */
static const char *roles_at(const ImportRow *row, size_t accounts, size_t at)
{
    Arena *arena = row->batch->writer.arena;
    const char *cell = import_value(row, "roles");
    Cut cut = cell && accounts > 1 ? cell_cut(arena, cell) : (Cut) { 0 };
    return import_words_in(arena, cut.count > 1 && cut.count == accounts ? cut.parts[at] : cell, ROLE_WORDS);
}

/* The accounts after the first one. */
static bool others_join(const ImportRow *row, const ContactGiven *given, Ids accounts, Upsert *outcome, Error *error)
{
    for (size_t i = 1; i < accounts.count; i++) {
        ContactGiven join = { .external_id = given->external_id,
                              .email = given->email,
                              .roles = roles_at(row, accounts.count, i),
                              .account_id = accounts.items[i] };
        Upsert joined;
        int64_t id;
        if (!contact_upsert(&row->batch->writer, &join, &id, &joined, error))
            return false;
        *outcome = *outcome == UPSERT_UNCHANGED ? joined : *outcome;
    }
    return true;
}

static bool contact_take(const ImportRow *row, Upsert *outcome, Error *error)
{
    ContactGiven given = { .external_id = import_value(row, "external_id"),
                           .name = import_value(row, "name"),
                           .reading = import_value(row, "reading"),
                           .email = import_value(row, "email"),
                           .phone = import_value(row, "phone"),
                           .title = import_value(row, "title"),
                           .language = import_value(row, "language"),
                           .fields = row->fields,
                           .field_count = row->field_count };
    const char *before = NULL;
    int64_t id, merged = 0;
    Ids accounts;
    given.merged = &merged;
    if (given.external_id == NULL && given.email == NULL)
        return refuse(error, "external_id", REASON_NEEDS_KEY, NULL, NULL);
    if (!accounts_named(row, &accounts, error))
        return false;
    given.account_id = accounts.count ? accounts.items[0] : 0;
    given.roles = roles_at(row, accounts.count, 0);
    if (!contact_recall(row, &given, error) || !contact_before(row, &given, &before, error) ||
        !contact_upsert(&row->batch->writer, &given, &id, outcome, error) ||
        !others_join(row, &given, accounts, outcome, error))
        return false;
    import_see(row->batch, contact_seen_key(row, &given));
    if (merged)
        return import_touched(row, id, NULL, UPSERT_CHANGED, error);
    return import_touched(row, id, before, *outcome, error);
}

const ImportKind IMPORT_CONTACTS = { .name = "contacts",
                                     .targets = CONTACT_TARGETS,
                                     .fields_of = "contact",
                                     .take = contact_take,
                                     .product_fits = catalog_product_is_there,
                                     .undo = &CONTACT_UNDO };

const ImportIds CONTACT_IDS = { "contact", contact_import_ids };
