/* What the rows of a file of accounts mean. */
#include "customer/account/account_import.h"
#include "base/reason.h"
#include "customer/account/account_store.h"
#include "customer/catalog/product.h"

static const ImportTarget ACCOUNT_TARGETS[] = {
    { "external_id", "External id", "外部ID", true, "id," IMPORT_ACCOUNT_NAMES ",コード,管理番号,account", CELL_ID,
      .ids_of = "account" },
    { "name", "Name", "名称", false,
      "accountname,company,companyname,customer,customername,organization,organizationname,client,clientname,会社名,"
      "企業名,顧客名,取引先名,社名,法人名,得意先名,顧客企業名,顧客企業,企業名称,会社名称,顧客名称,法人名称,お客様名,"
      "団体名,組織名,クライアント名,貴社名,取引先,得意先,顧客,企業,会社" },
    { "reading", "Reading", "よみ", false,
      "kana,furigana,フリガナ,ふりがな,カナ,読み,会社名カナ,会社名フリガナ,企業名カナ,企業名フリガナ,顧客名カナ,"
      "顧客名フリガナ,よみがな,読み仮名,companykana,namekana",
      .drops = true },
    { "domain", "Domain", "ドメイン", false,
      "website,websiteurl,url,web,ホームページ,webサイト,ウェブサイト,サイトurl,ホームページurl,hp,メールドメイン",
      .drops = true },
    { "country", "Country", "国", false, "countrycode,countryname,国名,国コード,所在国", .drops = true },
    { "time_zone", "Time zone", "タイムゾーン", false, "timezone,tz", .drops = true },
    { "language", "Language", "言語", false, "lang,locale,使用言語,利用言語", .drops = true },
    { "parent_external_id", "Parent's external id", "親企業の外部ID", false,
      "parent,parentid,parentaccount,parentcompany,parentaccountid,parentcompanyid,親会社id,親会社コード,親企業id,"
      "親顧客id,親企業,親会社",
      CELL_ID, .ids_of = "account" },
    { "owner_email", "Owner's e-mail", "担当CSMのメール", false,
      "owner,owneremail,csm,csmemail,csmowner,accountowner,accountmanager,担当csmメール,担当csm,担当csmメールアドレス,"
      "csmメール,csm担当,csm担当者,担当者メール,自社担当,自社担当者,弊社担当,弊社担当者,担当者,担当",
      .drops = true },
    { "team", "Team", "チーム", false, "teamname,group,担当チーム,チーム名,担当部署,部署,担当グループ", .drops = true },
    { "stand_in_email", "Stand-in's e-mail", "代理担当のメール", false,
      "standin,standinemail,deputy,deputyemail,backup,backupowner,代理,代理担当,代理担当者,副担当,副担当者,サブ担当",
      .drops = true },
    { "touch", "Touch model", "タッチモデル", false, "touchmodel,タッチ,タッチ区分,対応モデル", .drops = true },
    { "stage", "Stage", "ステージ", false,
      "lifecyclestage,lifecycle,フェーズ,ライフサイクル,ライフサイクルステージ,顧客ステージ", .drops = true },
    { "created_on", "Customer since", "登録日", false,
      "createdat,createdon,createddate,created,signupdate,signup,signedupat,customersince,since,登録日時,顧客登録日,"
      "取引開始日,利用開始日,サービス開始日,導入日,開始日",
      CELL_DAY, .drops = true },
    { 0 },
};

static const ImportWord TOUCH_WORDS[] = {
    { "ハイタッチ", "high" },   { "ハイ", "high" },       { "ロータッチ", "low" },
    { "ロー", "low" },          { "high touch", "high" }, { "low touch", "low" },
    { "テックタッチ", "tech" }, { "tech touch", "tech" }, { 0 },
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

/* As an undo will want it. */
static bool account_before(const ImportRow *row, const char *external_id, AccountRow **before, Error *error)
{
    return row->batch->dry || external_id == NULL ||
           account_by_external(row->batch->writer.db, row->batch->writer.arena, external_id, before, error);
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
                           .team = import_value(row, "team"),
                           .stand_in_email = import_value(row, "stand_in_email"),
                           .touch = import_words(row, "touch", TOUCH_WORDS),
                           .stage = import_value(row, "stage"),
                           .fields = row->fields,
                           .field_count = row->field_count };
    AccountRow *before = NULL;
    OptInt created;
    int64_t id;
    if (!import_day(row, "created_on", &created, error))
        return false;
    if (created.known)
        given.created_at = (OptInt) { zone_midnight(row->batch->zone, created.value), true };
    if (!account_recall(row, given.external_id, error) || !account_recall(row, given.parent_external_id, error) ||
        !account_before(row, given.external_id, &before, error) ||
        !account_upsert(&row->batch->writer, &given, &id, outcome, error))
        return false;
    import_see(row->batch, given.external_id);
    return import_touched(row, id, before ? account_state(row->batch->writer.arena, before) : NULL, *outcome, error);
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

const ImportKind IMPORT_ACCOUNTS = { .name = "accounts",
                                     .targets = ACCOUNT_TARGETS,
                                     .fields_of = "account",
                                     .take = account_take,
                                     .product_fits = catalog_product_is_there,
                                     .undo = &ACCOUNT_UNDO };

const ImportIds ACCOUNT_IDS = { "account", account_import_ids };
