/* Private to webhook: the rules, the rows, and the jobs that send. */
#ifndef BANSO_WEBHOOK_STORE_H
#define BANSO_WEBHOOK_STORE_H

#include "house/webhook/webhook.h"
#include "jobs/jobs.h"
#include "jobs/writer.h"
#include "net/outbound.h"
#include "webhook.sql.h"

enum { WEBHOOKS_MAX = 50, WEBHOOK_TRIES = 10, WEBHOOK_SECRET_SIZE = 32, WEBHOOK_KEEP_DAYS = 30, WEBHOOK_FAIL_DAYS = 5 };
#define WEBHOOK_TEST "webhook.test"
/* How a try ended, in the API's words. */
#define WEBHOOK_OUTCOMES  OUTBOUND_CHOICES "|no_secret"
#define WEBHOOK_NO_SECRET "no_secret"

/* ---- signing (sign.c) ----- */

/* "whsec_…", as it is shown once. */
const char *webhook_secret_text(Arena *arena, Bytes secret);
/* "v1,…" */
const char *webhook_signature(Arena *arena, Bytes secret, const char *id, int64_t seconds, const char *body);

typedef struct {
    const char *id, *body;
} WebhookMessage;
/* Always the same for a fact and the circles (JSON) of the webhook: its body holds nothing of others. `fact` is NULL
 * for a test. */
WebhookMessage webhook_message(Arena *arena, const WebhookDeliveryRow *delivery, const WebhookFactRow *fact,
                               const char *circles);

/* ---- rules and rows (webhook.c) ----- */

/* What to wait after so many tries in ms, lengthened by up to a fifth: `chance` is 0 to 999. */
int64_t webhook_pause_after(int64_t tries, int chance);
/* Whether a webhook with these kinds (JSON, [] = all) is sent such a fact. */
bool webhook_wants(Arena *arena, const char *kinds, const char *kind);

/* What a webhook with these circles (JSON) sees; circles that cannot be read see nothing. */
unsigned webhook_sees(Arena *arena, const char *circles);

/* A new secret, sealed for this webhook. */
Bytes webhook_secret_new(Arena *arena, const Services *services, int64_t webhook, const char **shown);
bool webhook_secret_open(Arena *arena, const Services *services, int64_t webhook, Bytes sealed, Bytes *secret);

/* Why a webhook was paused. */
typedef struct {
    const char *because; /* failing, gone */
} WebhookPaused;
extern const Shape WEBHOOK_PAUSED;
/* `body` as the kind's Shape says. */
bool webhook_tell(const Writer *writer, const char *kind, int64_t webhook, const void *body, Error *error);
/* Lets the sender look at this webhook's deliveries at that time; 0 = now. */
bool webhook_wake(Db *db, int64_t webhook, int64_t at, Error *error);

/* What came of one try, in the transaction that notes it; `sent` and `delivery` as they were when it was sent. */
typedef struct {
    const char *outcome;
    int status; /* 0 = none */
    int64_t took_ms;
} WebhookTry;
bool webhook_note(const Writer *writer, const WebhookRow *sent, const WebhookDeliveryRow *delivery,
                  const WebhookTry *tried, bool *delivered, Error *error);

bool webhook_take_fact(Services *services, Db *db, int64_t fact_id, const Fact *fact, Error *error);
bool webhook_sweep(Services *services, Arena *arena, int64_t now, Error *error);

/* ---- jobs (deliver.c, replay.c) ----- */

bool webhook_send_run(Services *services, Arena *arena, const char *body, Error *error);
bool webhook_replay_run(Services *services, Arena *arena, const char *body, Error *error);

extern const struct Route WEBHOOK_ROUTES[];

#endif
