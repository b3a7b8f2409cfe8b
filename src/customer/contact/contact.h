/*
 * Contacts: the customers' people. Every tracked user id is a contact, unique in the workspace by external_id; one
 * contact may belong to several accounts, with roles (champion, decision_maker, user, billing) in each.
 *
 * Not for: members of staff (staff), nor for which account an event counts to (usage, which hears of each join).
 *
 * Units: instants in ms. Errors: INPUT with the field; CONFLICT on a second contact with one external id or address;
 * MISSING.
 * Forgets a person: contact_forget erases name, reading, mail, phone, title, language, custom fields and the external
 * id, leaves an anonymous row so that counts stay true, asks every module that holds something of the person to do the
 * same, replaces the person's addresses, ids and numbers where staff wrote them (contact_words.h), has the files of
 * imports deleted, and writes the fact contact.forgotten; erasure.h keeps it so when an older database is put in place.
 * contact_export gives everything that is held, as one JSON object with a key per module.
 */
#ifndef BANSO_CONTACT_CONTACT_H
#define BANSO_CONTACT_CONTACT_H

#include "customer/account/account.h"
#include "jobs/jobs.h"

/* "Went quiet": used the product in the 90 days before, and not in the last 14 days. As a person was last seen on one
 * day, that is a last use 14 to 103 days ago. */
enum { CONTACT_QUIET_DAYS = 14, CONTACT_BASE_DAYS = 90 };

/* What an import or an identify call knows of a person. NULL leaves the value as it is. */
typedef struct {
    int64_t id;              /* the contact, where it is known already; 0 = found by the rest */
    const char *external_id; /* the key: the tracked user id; NULL: the key is `email` */
    int64_t account_id;      /* joined to this account; 0 = to none */
    const char *name, *reading, *email, *phone, *title, *language;
    const char *roles; /* "champion,user" in the account given; NULL = as they are */
    const FieldGiven *fields;
    size_t field_count;
    bool demo;
    bool only_adds;  /* fills what is empty, changes nothing that is there, and joins no two contacts */
    int64_t *merged; /* gets the id of a contact that was merged into this one; may be NULL */
} ContactGiven;

/*
 * The one rule by which a person is known again, on all roads: by the id, also a former one; without an id by the
 * address, ignoring case and width. Of two contacts with one address both have an id: an id that comes later finds the
 * contact of its address, and where both were contacts already they become one.
 */
bool contact_upsert(const Writer *writer, const ContactGiven *given, int64_t *id, Upsert *outcome, Error *error);

/* The contact of a tracked user id, created on first sight (*made tells). The hot path of the tracking API: one
 * look-up. */
bool contact_seen(const Writer *writer, const char *user_id, int64_t *id, bool *made, Error *error);
/* These persons were active on that day; the latest of them is when they were last seen. It only rises, whatever
 * becomes of that day's events: they were seen. */
bool contacts_seen_on(Db *db, Ids contacts, int64_t day, Error *error);
/* INPUT with the field when there is none of this id; unset passes. */
bool contact_must_exist(Db *db, Arena *arena, OptInt id, const char *field, Error *error);
/* 0 when there is none. */
bool contact_id_by_external(Db *db, Arena *arena, const char *external_id, int64_t *id, Error *error);
/* The same for many at once: those there are, in any order. */
bool contacts_by_external(Db *db, Texts external_ids,
                          bool (*take)(int64_t id, const char *external_id, void *context, Error *error), void *context,
                          Error *error);
/*
 * Two contacts are one person: the older row stays, `first`'s id and values prevail, and what is empty there is filled.
 * All that modules hold moves (ContactHolder.merge); the other's ids go on leading here.
 */
bool contact_merge(const Writer *writer, int64_t first, int64_t second, int64_t *stays, Error *error);
/* Another id of this person; nobody else may have it. */
bool contact_known_as(const Writer *writer, const char *external_id, int64_t contact_id, Error *error);
/* Joins contacts to accounts (without roles), each pair once; nothing where it is joined already. An account that was
 * merged is where it went. */
typedef struct {
    int64_t account_id, contact_id;
} ContactJoin;
bool contact_joins_add(const Writer *writer, const ContactJoin *joins, size_t count, Error *error);
/* They belong there no longer, except for those who have a role there. */
bool contact_joins_withdraw(const Writer *writer, int64_t account, Ids contacts, Error *error);

bool contact_forget(const Writer *writer, int64_t contact_id, Error *error);
/* The same for many: what people wrote is looked through once. */
bool contacts_forget(const Writer *writer, Ids contacts, Error *error);
/* One JSON object with what the viewer sees; MISSING when there is no such contact. */
bool contact_export(Db *db, Arena *arena, int64_t contact_id, const Viewer *viewer, const char **json, Error *error);

/* A list of the export: all rows of a statement `-> each(…)` whose parameters are the contact and, where not all of it
 * is for everybody, the viewer. */
typedef struct {
    const char *name; /* "calls" */
    const Statement *rows;
} ContactList;

struct ContactWords;

/* What a module to the right holds of a person (Module.persons). */
typedef struct ContactHolder {
    const char *name; /* its key in the export: "usage" */
    /* Erases a person's words and addresses in this module's tables, inside the transaction; after all modules to its
     * right, which may find what they hold through these. */
    bool (*forget)(const Writer *writer, int64_t contact_id, Error *error);
    /* Adds one JSON value: all that this module holds of the person. */
    bool (*export)(Db *db, Arena *arena, int64_t contact_id, Text *json, Error *error);
    /* All that is held of `from` is of `into` from now on; either may be asked for again later. After all modules to
     * its left. */
    bool (*merge)(const Writer *writer, int64_t from, int64_t into, Error *error);
    /* The person was joined to this account by a file, the API or on a page, just now; `moves`: and from now on it is
     * the account where the person works. */
    bool (*joined)(const Writer *writer, int64_t contact_id, int64_t account_id, bool moves, Error *error);
    /* As AccountHolder.holds: "calls", "events". */
    bool (*holds)(Db *db, Arena *arena, int64_t contact_id, const char **what, Error *error);
    /* The next file with an id above `after` that this module holds of the person, 0 when there is none: its content is
     * part of the export, where the viewer sees what it is attached to. NULL for modules without files. */
    bool (*next_file)(Db *db, Arena *arena, int64_t contact_id, int64_t after, const Viewer *viewer, int64_t *file_id,
                      Error *error);
    /* What the person does counts no more, or counts again (exclude.h); 0 = rules changed, so anybody may. */
    bool (*excluded)(const Writer *writer, int64_t contact_id, Error *error);
    const ContactList *lists; /* in place of `export`, ended by { 0 } */
    const Statement *moves;   /* in place of `merge`; the parameters are `from` and `into` */
    /* What staff write that may name anybody (contact_words.h), ended by { 0 }; NULL = nothing. */
    const struct ContactText *texts;
    /* The same where they stand in something else than a column; before the columns of `texts`. */
    bool (*words)(const Writer *writer, const struct ContactWords *words, Error *error);
} ContactHolder;

/* What is searched of persons: for who removes many at once. */
extern const struct SearchSource CONTACT_SEARCH;

extern const Route CONTACT_ROUTES[];
extern const JobKind CONTACT_JOBS[]; /* takes what was erased out of the database's files, too */
extern const Route ACCOUNT_PAGE_ROUTES[];

#endif
