/* Private to staff: what its files share. */
#ifndef BANSO_STAFF_INSIDE_H
#define BANSO_STAFF_INSIDE_H

#include "house/staff/staff.h"
#include "http/html.h"
#include "http/page.h"
#include "key.sql.h"
#include "staff.sql.h"
#include "two_step.sql.h"

#define ROLE_CHOICES  "viewer|member|manager|admin"
#define RIGHT_CHOICES "view|act|manage|admin|ingest"
#define KEY_CHOICES   "token|ingest|browser"

/* What the facts say. */
typedef struct {
    const char *role;
    Texts circles;
} StaffCreated;
typedef struct {
    const char *role_from, *role; /* NULL = as before */
    OptInt active;
    Texts circles_given, circles_taken;
} StaffChanged;
typedef struct {
    const char *kind, *rights;
    Texts circles;
} KeyCreated;
typedef struct {
    Texts circles_given, circles_taken;
} KeyChanged;
extern const Shape STAFF_CREATED, STAFF_CHANGED, KEY_CREATED, KEY_CHANGED;

/* "a@b" as it is stored and compared, in lower case and narrow; INPUT otherwise. */
bool email_normal(Arena *arena, const char *email, const char **normal, Error *error);

/* ---- circles.c: who may give which ---- */

/* The circles that a request names, or all that its caller sees where it names none. FORBIDDEN for one that the caller
 * does not see: nobody gives what they do not have. */
bool circles_given(const Request *request, Texts named, unsigned *circles, Error *error);
/* The circles after a change from `before`: what is added must be the caller's own. Nothing named = as before. */
bool circles_changed(const Request *request, Texts named, unsigned before, unsigned *after, Error *error);
/* FORBIDDEN unless the caller sees all of them: who could act as somebody, or for a key, would see what they see. */
bool circles_are_own(const Request *request, unsigned circles, Error *error);

/* ---- attempts.c ---- */

typedef struct {
    int64_t account_row, address_row; /* to take back when the attempt was good */
} Attempt;

/* LIMIT with Retry-After, or the attempt is recorded, in a separate transaction. */
bool attempt_enter(Request *request, const char *email, Attempt *attempt, Error *error);
bool attempt_forgive(Db *db, const Attempt *attempt, Error *error);

/* Wrong codes of a member. After WRONG_CODES_PER_DAY within a day no code of the app is right (two_step_match), until
 * the first of them is a day old or the second step is turned off. */
bool wrong_code_count(Db *db, int64_t staff_id, int64_t now, Error *error);
bool wrong_codes_forget(Db *db, int64_t staff_id, Error *error);
bool wrong_codes_too_many(Db *db, int64_t staff_id, int64_t now, bool *too_many, Error *error);

/* ---- session.c ---- */

/* "__Host-banso_session" over https: a browser then takes it from no other path, host or plain connection. */
const char *session_cookie_name(const Request *request);
/* A new session for this person in place of the one that the browser held, its cookie and the fact. */
bool session_open(Request *request, int64_t staff_id, Error *error);
void session_cookie_clear(Request *request);
bool reply_me(Request *request, int64_t staff_id, Error *error);

/* ---- sign_in.c ---- */

/* Before the transaction: whether address, password and code, if one was given, are right, within the limits of
 * attempts. It leaves in request->prepared what the functions below read. */
bool sign_in_check(Request *request, const SignIn *in, Error *error);
/* The password was right and a code is still to come. */
bool sign_in_asks_code(const Request *request);
/* What a page sends instead of the password, with the code, within five minutes: sealed text. */
const char *sign_in_pass(Request *request);
/* CONFLICT when the pass is too old, or the password is another one since. */
bool sign_in_check_pass(Request *request, const char *pass, const char *code, Error *error);
/* In the transaction: the attempt was none that failed. */
bool sign_in_forgive(Request *request, Error *error);
/* In the transaction: the session. AUTH with code_needed where the code is missing. `staff_id` may be NULL. */
bool sign_in_finish(Request *request, int64_t *staff_id, Error *error);

/* Before the transaction, since a refusal takes back what is written inside: a failed sign-in is written down, of a
 * member or of nobody that is known (0). */
bool sign_in_failed(Request *request, int64_t staff_id, Error *error);
/* The same for a wrong code, which is counted and refused: INPUT at "code", always false. */
bool sign_in_code_wrong(Request *request, int64_t staff_id, Error *error);

/* ---- two_step.c: the second step of a sign-in ---- */

typedef struct {
    const Services *services;
    int64_t staff_id;
    const char *code; /* as it was typed */
    int64_t now;
} CodeGiven;

/* What the code is: a step (totp.h), a recovery code by its id, or nothing (both 0). */
typedef struct {
    int64_t step, recovery;
} TwoStepMatch;

bool two_step_is_on(Db *db, Arena *arena, int64_t staff_id, bool *on, Error *error);
Bytes two_step_seal(Arena *arena, const Services *services, int64_t staff_id, Bytes secret);
bool two_step_match(const CodeGiven *given, Db *db, Arena *arena, TwoStepMatch *match, Error *error);
/* Before the transaction: *wrong when a code is asked for, and this is none. */
bool two_step_look(Request *request, int64_t staff_id, const char *code, bool *wrong, Error *error);
/* In the transaction: INPUT at "code" unless it is right; from then on it is right no more. */
bool two_step_spend(Request *request, int64_t staff_id, const char *code, Error *error);
/* New recovery codes, in the clear this once; older ones end. */
bool recovery_codes_make(Request *request, int64_t staff_id, Texts *codes, Error *error);
/* The sign-in asks for no code any more; the fact, where it did. */
typedef struct {
    int64_t staff_id;
    const char *actor;
    int64_t now;
} TwoStepEnd;
bool two_step_end(Db *db, const TwoStepEnd *end, Error *error);

/* ---- me.c ---- */

/* Who calls, read before the transaction. */
typedef struct {
    Arena *arena;
    int64_t id;
    StaffRow *staff;
    StaffPasswordByIdRow *row;
    const char *hash; /* of a new password */
    Attempt attempt;
} Own;

bool own_read(Request *request, Own **own, Error *error);
/* INPUT at "current" unless it is their password; counted as an attempt, which own->attempt takes back. */
bool own_check(Request *request, const char *password, Own **own, Error *error);
/* All other sessions, and links: they were obtained with less. */
bool own_others_end(Request *request, Error *error);
/* A fact of the caller about themselves. */
bool me_fact(Request *request, const char *kind, Error *error);

/* ---- known.c: who was seen lately, in memory ---- */

enum { KNOWN_NAME_MAX = 200, KNOWN_ORIGINS_MAX = 1000 };

typedef struct {
    char hash[65];
    CallerKind kind; /* NOBODY = empty */
    int64_t id;
    int64_t session_id;
    int64_t created_at;
    int64_t seen_at;   /* the last use that this process saw */
    int64_t stored_at; /* the last use that the database was told */
    unsigned rights;
    bool browser; /* a key that needs one of `origins` */
    char language[4];
    char name[KNOWN_NAME_MAX + 1];
    char origins[KNOWN_ORIGINS_MAX]; /* "|https://a.example|https://b.example|" */
} Known;

/* *known is a copy. False only when the database could not be asked whether the cache still holds. */
bool known_find(const Request *request, const char *hash, bool *found, Known *known, Error *error);
/* Ask for this before reading the database, and hand it to known_add: what was read before a revocation is not kept. */
int64_t known_generation(void);
void known_add(const Known *known, int64_t generation);
/* Marks the use in memory; true when the database should be told (once a minute). */
bool known_use(const char *hash, int64_t now);
/* After COMMIT of this work all is forgotten, here at once and on other servers within a second. */
bool known_forget_after_commit(Db *db, Error *error);

/* ---- listen.c ---- */

/* After COMMIT their streams of changes end on this server; others end theirs at the next heartbeat. */
void listeners_end_after_commit(Request *request, CallerKind kind, int64_t caller);

/* ---- link.c: set-up and invitations ---- */

/* A link's token; older ones of the same person (0 = set-up) end. */
bool link_make(Db *db, Arena *arena, int64_t staff_id, int64_t now, const char **token, Error *error);
const char *link_text(const Services *services, Arena *arena, const char *page, const char *token);

/* ---- shapes and handlers of the table of routes ---- */

extern const Shape ME, TOKEN_QUERY, SETUP_STATE, SETUP, PASSWORD_CHANGE, INVITATION_STATE, INVITATION_ACCEPT,
    STAFF_INVITED, INVITATION_LINK, KEY_MADE, LINK_QUERY, SIGN_IN_QUERY, SIGN_IN_FORM, CODE_FORM, TWO_STEP_STATE,
    TWO_STEP_BEGIN, TWO_STEP_SETUP, TWO_STEP_CODE, TWO_STEP_PROOF, RECOVERY_CODES;
extern const HtmlPage SIGN_IN_PAGE;

bool setup_state(Request *request, Error *error);
bool setup_prepare(Request *request, Error *error);
bool setup_do(Request *request, Error *error);
bool invitation_state(Request *request, Error *error);
bool invitation_prepare(Request *request, Error *error);
bool invitation_accept(Request *request, Error *error);
bool sign_in_prepare(Request *request, Error *error);
bool sign_in(Request *request, Error *error);
bool sign_in_page_read(Request *request, Error *error);
bool sign_in_form_prepare(Request *request, Error *error);
bool sign_in_form(Request *request, Error *error);
bool sign_in_form_again(Request *request, const Error *refusal, Error *error);
bool code_form_prepare(Request *request, Error *error);
bool code_form(Request *request, Error *error);
bool code_form_again(Request *request, const Error *refusal, Error *error);
bool sign_out(Request *request, Error *error);
bool own_sessions(Request *request, Error *error);
bool own_session_end(Request *request, Error *error);
bool own_sessions_end(Request *request, Error *error);
bool own_two_step(Request *request, Error *error);
bool own_two_step_prepare(Request *request, Error *error);
bool own_two_step_begin(Request *request, Error *error);
bool own_code_prepare(Request *request, Error *error);
bool own_two_step_confirm(Request *request, Error *error);
bool own_proof_prepare(Request *request, Error *error);
bool own_recovery_codes(Request *request, Error *error);
bool own_two_step_off(Request *request, Error *error);
bool me_read(Request *request, Error *error);
bool me_patch(Request *request, Error *error);
bool password_prepare(Request *request, Error *error);
bool password_change(Request *request, Error *error);
bool staff_read_list(Request *request, Error *error);
bool staff_create(Request *request, Error *error);
bool staff_patch(Request *request, Error *error);
bool staff_invite(Request *request, Error *error);
bool staff_two_step_off(Request *request, Error *error);
bool key_read_list(Request *request, Error *error);
bool key_create(Request *request, Error *error);
bool key_patch(Request *request, Error *error);
bool key_delete(Request *request, Error *error);

#endif
