/*
 * Subjects: what can be listed and asked about besides accounts (contacts, tasks). A module declares a record for each
 * of its subjects (Module.subjects): its attributes, the SQL of its list, how its account is read. One list serves all
 * of them: filter, words, order and a page by cursor, over the database; the module then reads the rows of the page by
 * their ids.
 *
 * Not for: accounts, which are listed over the engine's columns (customer/account/account_list.h).
 * Units: those of the attributes.
 * Errors: INPUT with filter, sort or cursor; FORBIDDEN for a subject of a circle that the asker does not see.
 * Forgets a person: a subject is asked about what is there; who was erased is not (`where`).
 */
#ifndef BANSO_CONDITION_SUBJECT_H
#define BANSO_CONDITION_SUBJECT_H

#include "house/condition/condition.h"

/* What a list can be sorted by. What is NULL comes last, either way. */
typedef struct {
    const char *name;
    const char *sql;
    bool is_text; /* else a whole number */
    /* Of a day: the list begins that many days before today and goes back from there, then come the days since, the
     * latest first. It has that one direction. 0 = an order as any. */
    int begins_ago;
} SubjectSort;

/* All SQL is the common one, of the tables named in `from`, and a constant: whatever is asked is bound. */
typedef struct Subject {
    const char *name;     /* "contact" */
    const char *from;     /* "contact c" */
    const char *id;       /* "c.id" */
    const char *where;    /* of all that are there; NULL = all rows */
    const char *account;  /* its account's id: "t.account_id", NULL in it = it has none */
    const char *accounts; /* where it may have several: the table of pairs, "contact_account j", of which `account`
                             is a column, */
    const char *thing;    /* and this the thing's id: "j.contact_id" */
    const char *words;    /* a folded text that is searched for words; NULL = none */
    const char *fields, *folded; /* JSON of its custom fields, and of its folded texts by name; NULL = it has none */
    const Attribute *attributes; /* ended by { 0 } */
    const SubjectSort *sorts;    /* ended by { 0 }; the first is the usual one */
    unsigned circle;             /* who may list and count them (base/circle.h); 0 = everybody */
} Subject;

/* A comparison of the module's own: "t.owner_id = ?". */
typedef struct {
    const char *sql;
    DbValue value;
} SubjectAlso;

typedef struct {
    ConditionOf of;
    const char *filter;  /* as JSON; NULL = all */
    const char *q;       /* words, all of them; NULL = none */
    const char *sort;    /* "-name": descending; NULL = the usual one */
    const char *cursor;  /* of the page before; NULL = the first page */
    int64_t account_id;  /* of this account alone; 0 = of all */
    SubjectAlso also[8]; /* ended by one without sql */
    size_t limit;        /* at most DB_MANY_MAX - 1 */
} SubjectAsk;

typedef struct {
    Ids ids;          /* in the order of the list */
    const char *next; /* NULL = this is the last page */
} SubjectPage;

bool subject_page(Db *db, Arena *arena, const SubjectAsk *ask, SubjectPage *page, Error *error);
/* Puts rows, structs that begin with their id, into `ordered` as the page has them; gives how many there are. One that
 * went between the two readings is left out. */
size_t subject_order(Arena *arena, Ids page, const void *rows, size_t count, size_t size, void *ordered);
/* Where its newest rows begin, as an id; 0 = it has no more rows than that. */
bool subject_newest(Db *db, Arena *arena, const Subject *subject, int64_t rows, int64_t *from, Error *error);
/* How many there are among the rows from that id on, counted no further than to `most`. */
bool subject_count_from(Db *db, Arena *arena, const SubjectAsk *ask, int64_t from, int64_t most, int64_t *count,
                        Error *error);
/* How many there are in all. */
bool subject_count(Db *db, Arena *arena, const SubjectAsk *ask, int64_t *count, Error *error);

/* Asks each list of Module.subjects for each of its orders and attributes, and counts these: the SQL of a record is
 * prepared nowhere else before somebody asks. The error of the first that does not match the tables. */
bool subjects_try(Db *db, Arena *arena, int *count, Error *error);

#endif
