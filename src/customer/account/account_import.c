/* What the rows of a file of accounts mean. */
#include "customer/account/account_import.h"
#include "base/reason.h"
#include "customer/catalog/product.h"

static const ImportTarget ACCOUNT_TARGETS[] = {
    { "external_id", "External id", "外部ID", true, "id," IMPORT_ACCOUNT_NAMES, true },
    { "name", "Name", "名称", false,
      "accountname,company,companyname,customer,customername,organization,会社名,企業名,顧客名,取引先名,社名,法人名,"
      "得意先名" },
    { "reading", "Reading", "よみ", false, "kana,furigana,フリガナ,ふりがな,カナ,読み,会社名カナ" },
    { "domain", "Domain", "ドメイン", false, "website,url,web,ホームページ" },
    { "country", "Country", "国", false, "countrycode,国名,国コード" },
    { "time_zone", "Time zone", "タイムゾーン", false, "timezone,tz" },
    { "language", "Language", "言語", false, "lang,locale" },
    { "parent_external_id", "Parent's external id", "親企業の外部ID", false, "parent,parentid,親会社id,親企業", true },
    { "owner_email", "Owner's e-mail", "担当CSMのメール", false, "owner,csm,csmemail,担当者メール,担当csm" },
    { "touch", "Touch model", "タッチモデル", false, "touchmodel" },
    { "stage", "Stage", "ステージ", false, "lifecyclestage,フェーズ" },
    { "created_on", "Customer since", "登録日", false,
      "createdat,created,signupdate,customersince,開始日,登録日,契約開始日" },
    { 0 },
};

/* In a dry run, an account of an earlier step: by its external id alone, which is all that is asked of it. */
static bool account_recall(const ImportRow *row, const char *external_id, Error *error)
{
    const Writer *writer = &row->batch->writer;
    AccountGiven given = { .external_id = external_id };
    Upsert outcome;
    int64_t id;
    if (external_id == NULL || !import_was_seen(row->batch, external_id))
        return true;
    if (!account_id_by_external(writer->db, writer->arena, external_id, &id, error))
        return false;
    return id != 0 || account_upsert(writer, &given, &id, &outcome, error);
}

static bool account_take(const ImportRow *row, Upsert *outcome, Error *error)
{
    AccountGiven given = { .external_id = import_value(row, "external_id"),
                           .name = import_value(row, "name"),
                           .reading = import_value(row, "reading"),
                           .domain = import_value(row, "domain"),
                           .country = import_value(row, "country"),
                           .time_zone = import_value(row, "time_zone"),
                           .language = import_value(row, "language"),
                           .parent_external_id = import_value(row, "parent_external_id"),
                           .owner_email = import_value(row, "owner_email"),
                           .touch = import_value(row, "touch"),
                           .stage = import_value(row, "stage"),
                           .fields = row->fields,
                           .field_count = row->field_count };
    OptInt created;
    int64_t id;
    if (!import_day(row, "created_on", &created, error))
        return false;
    if (created.known)
        given.created_at = (OptInt) { zone_midnight(row->batch->zone, created.value), true };
    if (!account_recall(row, given.external_id, error) || !account_recall(row, given.parent_external_id, error) ||
        !account_upsert(&row->batch->writer, &given, &id, outcome, error))
        return false;
    import_see(row->batch, given.external_id);
    return true;
}

bool import_account_of(const ImportRow *row, const char *key, int64_t *account, Error *error)
{
    const char *external_id = import_value(row, key);
    *account = 0;
    if (external_id == NULL)
        return true;
    if (!account_id_by_external(row->batch->writer.db, row->batch->writer.arena, external_id, account, error))
        return false;
    return *account != 0 || refuse(error, key, REASON_NO_ACCOUNT, external_id, NULL);
}

const ImportKind IMPORT_ACCOUNTS = { "accounts", ACCOUNT_TARGETS,         "account", account_take,
                                     NULL,       catalog_product_is_there };
