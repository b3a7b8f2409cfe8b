/* For unit tests of what takes a Writer: one write of the test's database, with an engine of its own. */
#ifndef BANSO_JOBS_WRITER_TESTKIT_H
#define BANSO_JOBS_WRITER_TESTKIT_H

#include "base/clock.h"
#include "db/db_testkit.h"
#include "engine/engine.h"
#include "jobs/writer.h"

/* One piece of work with everything it needs; the engine is its own. */
typedef struct {
    Services services;
    Arena *arena;
    void (*body)(const Writer *writer);
} Work;

static Error error;

static inline bool work_run(Db *db, void *context, Error *failed)
{
    Work *work = context;
    Writer writer = { &work->services, db, work->arena, "system", 1000 };
    (void)failed;
    work->body(&writer);
    return true;
}

/* Runs the body in one write of the test's database. */
static inline void in_a_write(void **state, void (*body)(const Writer *writer))
{
    TestDb *test = *state;
    Work work = { .arena = test->arena, .body = body };
    assert_true(engine_open(&work.services.engine, &error));
    work.services.store = test->store;
    atomic_store(&work.services.zone, zone_find("Asia/Tokyo"));
    db_test_write(test, work_run, &work);
    engine_close(work.services.engine);
}

#endif
