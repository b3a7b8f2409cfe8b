/*
 * Staff: who works with this workspace, how they sign in, and what they and their keys may do.
 *
 * A member of staff has one role, which is a set of rights (viewer: view; member: + act; manager: + manage; admin:
 * all). An API token has one right and those below it; an ingest key may only append events, and a browser key only
 * from its origins. Beside that both hold circles (base/circle.h), which say what they may see: all, unless an admin
 * took some away. Nobody gives a circle that they do not see, nor takes over somebody who sees more, and the last admin
 * who can sign in keeps them all. Passwords are kept as Argon2id, sessions and keys as SHA-256: nothing in the database
 * signs anybody in.
 *
 * A member may add a second step: a code of an authenticator app (TOTP), asked for wherever they sign in, by password
 * or by link, and taken once. Recovery codes stand in for a lost device, an admin or the command line turns the step
 * off.
 *
 * Not for: contacts, who are customers' people (account). Not for deciding: a route's right decides, in http.
 *
 * Units: times in ms. Sessions end 12 hours after their last use and 30 days after sign-in; links after 72 hours.
 * What is revoked stops working at once on this server and within a second on others (workspace_epoch); streams that
 * are open there end within 15 seconds.
 *
 * Errors: AUTH for a wrong e-mail or password (never saying which), LIMIT beyond 5 attempts a minute per account or 30
 * per address (of codes too), AUTH with code_needed where the code is missing, CONFLICT for an e-mail that is taken and
 * for the last admin.
 *
 * Forgets a person: staff are kept as long as facts name them; disabling ends their sessions and links, and an admin
 * may change their name. Facts hold ids only.
 */
#ifndef BANSO_STAFF_H
#define BANSO_STAFF_H

#include "http/route.h"
#include "jobs/fact.h"

enum {
    SESSION_IDLE_MS = 12 * MS_PER_HOUR,
    INVITATION_MS = 72 * MS_PER_HOUR,
    PASSWORD_MIN = 8, /* letters, not bytes */
    ATTEMPTS_PER_ACCOUNT = 5,
    ATTEMPTS_PER_ADDRESS = 30,
    WRONG_CODES_PER_DAY = 30 /* of a member; then only recovery codes count */
};
#define SESSION_MAX_MS ((int64_t)30 * MS_PER_DAY)

extern const Route STAFF_ROUTES[];

/* From then on open streams are asked at each heartbeat whether they may go on. */
bool staff_start(Services *services, Error *error);
void staff_stop(void);

/* For ServerOptions.identify: by Authorization (Bearer, Basic with the key as user name), by the key in the body where
 * the route looks for one, by the session cookie. */
bool staff_identify(Request *request, Caller *caller, Error *error);

/* The one-time link that creates the first admin: {public_url}/setup?token=…; an older one ends. NULL once there is
 * an admin who can sign in. */
bool staff_setup_link(Services *services, Arena *arena, int64_t now, const char **link, Error *error);

/* *id = 0 when there is none of that e-mail (in any case of letters). */
bool staff_id_by_email(Db *db, Arena *arena, const char *email, int64_t *id, Error *error);

/* Adds a member of staff who sees everything, with the fact: for the demo and the set-up. Who is there already stays as
 * an admin left them, unless they are to sign in now: `hash` as password_hash makes it, NULL = nobody does. Then they
 * get the name, the role and the language, too, and all circles where `sees_all` says so. `actor` NULL = they
 * themselves. */
typedef struct {
    const char *email, *name, *role, *language, *hash;
    bool sees_all;
} StaffGiven;
bool staff_put(Db *db, Arena *arena, const StaffGiven *given, const char *actor, int64_t now, int64_t *id,
               Error *error);
/* CONFLICT when only admins who do not see everything could sign in without these people. With nobody at all the
 * workspace can be set up again (staff_setup_link). It holds in the transaction that asks. */
bool staff_can_go(Db *db, Arena *arena, Texts emails, Error *error);
/* Whether the fact tells that somebody may sign in no more, or may again. */
bool staff_fact_is_active(const Fact *fact);
/* Removes the person with sessions and links, also as a stand-in of others' absences. Accounts and tasks keep the id of
 * their owner; facts name "staff:ID". */
bool staff_remove(Db *db, Arena *arena, const char *email, Error *error);

/* How many secrets of second steps the key of this data directory does not open: for the doctor. */
bool staff_sealed(Db *db, Arena *arena, const Services *services, int64_t *unreadable, Error *error);

/* The rights of a role or of a token of that right ("manage"); 0 for an unknown name. */
unsigned role_rights(const char *role);
unsigned token_rights(const char *right);

#endif
