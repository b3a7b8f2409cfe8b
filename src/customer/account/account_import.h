/*
 * Accounts in files: the kind "accounts" itself, and how a file of another kind names an account.
 *
 * Units and errors: those of import.h.
 * Forgets a person: an account holds nothing of one.
 */
#ifndef BANSO_ACCOUNT_ACCOUNT_IMPORT_H
#define BANSO_ACCOUNT_ACCOUNT_IMPORT_H

#include "customer/account/account.h"
#include "house/import/import.h"

extern const ImportKind IMPORT_ACCOUNTS;
extern const ImportIds ACCOUNT_IDS;

/* The synonyms of a company's id, in whatever kind of file it stands. */
#define IMPORT_ACCOUNT_NAMES                                                                                                                     \
    "accountid,groupid,companyid,customerid,clientid,tenantid,organizationid,orgid,customercode,customernumber,"                                 \
    "customerno,accountcode,accountnumber,顧客id,企業id,会社id,取引先id,得意先id,テナントid,顧客コード,取引先コード," \
    "得意先コード,企業コード,会社コード,顧客番号,取引先番号,企業番号,クライアントid"

/* The account whose external id stands at `key`; 0 = the row names none. INPUT with the key when it is not there. */
bool import_account_of(const ImportRow *row, const char *key, int64_t *account, Error *error);

#endif
