/* Inside the module: contacts as the API shows them. */
#ifndef BANSO_ACCOUNT_CONTACT_STORE_H
#define BANSO_ACCOUNT_CONTACT_STORE_H

#include "contact.sql.h"

#include "customer/contact/contact.h"
#include "customer/contact/contact_words.h"
#include "house/import/import.h"
#include "house/search/search.h"
#include "house/timeline/timeline.h"
#include "http/edit.h"
#include "http/route.h"

/* Between the external ids of several accounts in one cell of a file, and between the roles in each of them. */
#define CONTACT_ACCOUNTS_MARK ";"

#define CONTACT_ROLES "champion|decision_maker|user|billing"

/* One of the accounts of a Contact. */
typedef struct {
    int64_t id;
    const char *name;
    const char *owner;       /* of ours; NULL = nobody */
    const char *external_id; /* for files; NULL = none */
    const char *roles;       /* for files: "champion,user" */
} ContactAt;
extern const Shape CONTACT_AT;

/* Joins and roles of rows; account_id 0 = roles of all accounts. */
bool contacts_dress(Db *db, Arena *arena, int64_t account_id, const ContactRow *rows, size_t count, Contact **contacts,
                    Error *error);
/* ---- contact_uses.c ---- */
/* Fills what each used in the 28 days up to today, and in the 28 before, at all of their accounts. */
bool contacts_uses(const Request *request, Contact *contacts, size_t count, Error *error);

/* Stores what differs, with its fact; before NULL = new. */
bool contact_store(const Writer *writer, const ContactRow *before, ContactRow *after, List more, int64_t account,
                   bool *changed, Error *error);
/* Writes the row as it is, without a fact. */
bool contact_row_write(const Writer *writer, ContactRow *row, Error *error);
bool contact_tell(const Writer *writer, const char *kind, int64_t id, int64_t account, const EditTold *told,
                  Error *error);
/* ---- contact_key.c ---- */
/* An address as it is compared; NULL = none. */
const char *contact_address(Arena *arena, const char *email);
/* Who is meant: NULL = nobody yet; INPUT when there is neither id nor address. */
bool contact_find(const Writer *writer, const ContactGiven *given, ContactRow **row, Error *error);
/* Who turned out to be the same person as `after`, by its address; NULL = nobody. */
bool contact_twin(const Writer *writer, const ContactRow *before, const ContactRow *after, ContactRow **twin,
                  Error *error);
/* CONFLICT when another contact has the address and would have to be the same person. */
bool contact_address_is_free(const Writer *writer, const ContactRow *before, const ContactRow *after, Error *error);
/* The contact of an id in a path, also an id that was merged into it; NULL = gone. */
bool contact_still(Db *db, Arena *arena, int64_t id, ContactRow **row, Error *error);
/* ---- contact_merge.c ---- */
/* As a further member of an export. */
bool contact_former_ids(Db *db, Arena *arena, int64_t contact_id, Text *text, Error *error);
const char *roles_join(Arena *arena, Texts roles);
/* Of two stored lists, what is in either. */
const char *roles_both(Arena *arena, const char *one, const char *other);
/* "champion,user"; INPUT names roles. */
bool roles_read(Arena *arena, const char *list, Texts *roles, Error *error);
/* To all holders (ContactHolder.joined), after the join is written. */
bool contact_joined_tell(const Writer *writer, int64_t contact_id, int64_t account_id, bool moves, Error *error);

/* ---- contact_account_merge.c ---- */
bool contact_account_merge(const Writer *writer, const AccountMerged *merged, Error *error);
bool contact_account_unmerge(const Writer *writer, const AccountMerged *merged, Error *error);
bool contact_account_counted(Db *db, Arena *arena, int64_t account, int64_t *count, Error *error);

/* ---- contact_undo.c ---- */
/* As an undo compares it. */
bool contact_state(Db *db, Arena *arena, const ContactRow *row, const char **state, Error *error);
extern const ImportUndo CONTACT_UNDO;
/* ---- contact_forget.c ---- */
/* Nothing is left of the contact but its id. It is no erasure: nobody asked for one. */
bool contact_withdraw(const Writer *writer, int64_t contact_id, Error *error);

extern const ImportKind IMPORT_CONTACTS;
extern const ImportIds CONTACT_IDS;

/* ---- contact_subject.c ---- */
extern const struct Subject CONTACT_SUBJECT;
extern const Route CONTACT_LIST_ROUTES[];
/* ---- contact_mentions.c ---- */
extern const Route CONTACT_MENTION_ROUTES[];

extern const FieldHolder CONTACT_FIELD_HOLDER;
extern const AccountHolder CONTACT_ACCOUNTS;

#endif
