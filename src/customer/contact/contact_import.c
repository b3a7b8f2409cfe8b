/* What the rows of a file of contacts mean. */
#include "base/reason.h"
#include "customer/account/account_import.h"
#include "customer/catalog/product.h"
#include "customer/contact/contact_store.h"

static const ImportTarget CONTACT_TARGETS[] = {
    { "account", "Account's external id", "顧客企業の外部ID", false, IMPORT_ACCOUNT_NAMES, true },
    { "external_id", "External id", "外部ID", false, "id,userid,contactid,ユーザーid,担当者id", true },
    { "name", "Name", "氏名", false, "fullname,contactname,contact,名前,担当者名,お名前,ご担当者名" },
    { "reading", "Reading", "よみ", false, "kana,furigana,フリガナ,ふりがな,カナ,氏名カナ" },
    { "email", "E-mail", "メール", false, "mail,mailaddress,emailaddress,メールアドレス,eメール" },
    { "phone", "Phone", "電話番号", false, "tel,telephone,phonenumber,電話" },
    { "title", "Title", "役職", false, "jobtitle,position,肩書" },
    { "language", "Language", "言語", false, "lang,locale" },
    { "roles", "Roles", "役割", false, "role" },
    { 0 },
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

static bool contact_take(const ImportRow *row, Upsert *outcome, Error *error)
{
    ContactGiven given = { .external_id = import_value(row, "external_id"),
                           .name = import_value(row, "name"),
                           .reading = import_value(row, "reading"),
                           .email = import_value(row, "email"),
                           .phone = import_value(row, "phone"),
                           .title = import_value(row, "title"),
                           .language = import_value(row, "language"),
                           .roles = import_value(row, "roles"),
                           .fields = row->fields,
                           .field_count = row->field_count };
    int64_t id;
    if (given.external_id == NULL && given.email == NULL)
        return refuse(error, "external_id", REASON_NEEDS_KEY, NULL, NULL);
    if (!import_account_of(row, "account", &given.account_id, error) || !contact_recall(row, &given, error) ||
        !contact_upsert(&row->batch->writer, &given, &id, outcome, error))
        return false;
    import_see(row->batch, contact_seen_key(row, &given));
    return true;
}

const ImportKind IMPORT_CONTACTS = { "contacts", CONTACT_TARGETS,         "contact", contact_take,
                                     NULL,       catalog_product_is_there };
