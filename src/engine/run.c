/*
 * Runs plans: over all accounts on all cores, or over one with its trace, through the same batches. Threads take chunks
 * of 1,024 accounts from a shared counter and write to the accounts' own places, so results need no lock and come in
 * the order of ids. Below 4,096 accounts the calling thread works alone.
 *
 * In order: the threads, which accounts, selecting, scores, values, one account with its trace, what if.
 */
#include "engine/plan.h"

#include <stdatomic.h>
#include <unistd.h>

enum { CHUNK = 1024, THREADS_MAX = 16, ALONE_BELOW = 4096 };

typedef struct {
    const Run *run;
    atomic_size_t *next;
    Batch *batch;
} Worker;

static void *work_off(void *context)
{
    Worker *worker = context;
    const Run *run = worker->run;
    Batch *batch = worker->batch;
    size_t chunk;
    while ((chunk = atomic_fetch_add(worker->next, CHUNK)) < run->count) {
        size_t end = chunk + CHUNK < run->count ? chunk + CHUNK : run->count;
        for (size_t at = chunk; at < end; at += BATCH) {
            batch->count = end - at < BATCH ? end - at : BATCH;
            memcpy(batch->slots, run->slots + at, batch->count * sizeof(uint32_t));
            batch_read(run->plan, batch);
            run->work(run->plan, batch, at, run->context);
        }
    }
    return NULL;
}

static int threads_for(size_t count)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (count < ALONE_BELOW || cores < 2)
        return 1;
    return cores < THREADS_MAX ? (int)cores : THREADS_MAX;
}

void run_all(const Run *run, Arena *arena)
{
    Worker workers[THREADS_MAX];
    pthread_t threads[THREADS_MAX];
    atomic_size_t next = 0;
    int count = threads_for(run->count), started = 0;
    for (int i = 0; i < count; i++)
        workers[i] = (Worker) { run, &next, batch_new(run->plan, arena) };
    /* A thread that cannot be started is not a failure: the others, and this one, do its share. */
    for (int i = 1; i < count; i++)
        if (pthread_create(&threads[started], NULL, work_off, &workers[i]) == 0)
            started++;
    work_off(&workers[0]);
    for (int i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
}

/* ---- which accounts -------------------------------------------------------------------------------------------- */

typedef struct {
    int64_t account;
    uint32_t slot;
} Place;

static int place_order(const void *a, const void *b)
{
    const Place *x = a, *y = b;
    return x->account < y->account ? -1 : x->account > y->account;
}

/* Accounts come in the order of their ids nearly always; only a place that was used again breaks it. */
static void sort_slots(const Engine *engine, Arena *arena, uint32_t *slots, size_t count)
{
    Place *places;
    size_t i = 1;
    while (i < count && engine->slots[slots[i - 1]].account < engine->slots[slots[i]].account)
        i++;
    if (i >= count)
        return;
    places = arena_array(arena, count, sizeof(Place));
    for (i = 0; i < count; i++)
        places[i] = (Place) { engine->slots[slots[i]].account, slots[i] };
    qsort(places, count, sizeof(Place), place_order);
    for (i = 0; i < count; i++)
        slots[i] = places[i].slot;
}

void run_slots(const Engine *engine, Arena *arena, const uint32_t **slots, size_t *count)
{
    uint32_t *made = arena_array(arena, engine->slot_count + 1, sizeof(uint32_t));
    size_t used = 0;
    for (size_t i = 0; i < engine->slot_count; i++)
        if (engine->slots[i].added)
            made[used++] = (uint32_t)i;
    sort_slots(engine, arena, made, used);
    *slots = made;
    *count = used;
}

static void slots_of_ids(const Engine *engine, Arena *arena, Ids ids, const uint32_t **slots, size_t *count)
{
    uint32_t *made = arena_array(arena, ids.count + 1, sizeof(uint32_t));
    size_t used = 0;
    for (size_t i = 0; i < ids.count; i++) {
        uint32_t slot = map_get(&engine->accounts, ids.items[i]);
        if (slot != MAP_NONE && engine->slots[slot].added)
            made[used++] = slot;
    }
    sort_slots(engine, arena, made, used);
    *slots = made;
    *count = used;
}

typedef struct {
    int node;
    uint8_t *match;
} Matching;

static void match_batch(const Plan *plan, Batch *batch, size_t position, void *context)
{
    const Matching *matching = context;
    const uint8_t *truth;
    batch_judge_nodes(plan, batch, NULL);
    truth = batch_truth(batch, matching->node);
    for (size_t i = 0; i < batch->count; i++)
        matching->match[position + i] = truth[i] == TRUTH_YES;
}

/* Leaves of `slots` those for which the node is true. */
static void keep_matching(const Program *program, const EngineView *view, Arena *arena, int node, int64_t as_of,
                          const uint32_t **slots, size_t *count)
{
    Plan *plan = plan_new(program, view, arena, as_of);
    Matching matching = { node, arena_array(arena, *count + 1, 1) };
    uint32_t *kept = arena_array(arena, *count + 1, sizeof(uint32_t));
    size_t used = 0;
    plan_need_node(plan, node);
    plan_close(plan);
    run_all(&(Run) { plan, *slots, *count, match_batch, &matching }, arena);
    for (size_t i = 0; i < *count; i++)
        if (matching.match[i])
            kept[used++] = (*slots)[i];
    *slots = kept;
    *count = used;
}

size_t program_select(const Program *program, const EngineView *view, Arena *arena, int node, int64_t as_of, Ids *ids)
{
    const Engine *engine = view_engine(view);
    const uint32_t *slots;
    int64_t *made;
    size_t count;
    run_slots(engine, arena, &slots, &count);
    if (node >= 0)
        keep_matching(program, view, arena, node, as_of, &slots, &count);
    if (!ids)
        return count;
    made = arena_array(arena, count + 1, sizeof(int64_t));
    for (size_t i = 0; i < count; i++)
        made[i] = engine->slots[slots[i]].account;
    *ids = (Ids) { count, made };
    return count;
}

typedef struct {
    const int *nodes;
    size_t count;
    atomic_size_t *matches; /* per node */
} Tallying;

static void tally_batch(const Plan *plan, Batch *batch, size_t position, void *context)
{
    const Tallying *tallying = context;
    (void)position;
    batch_judge_nodes(plan, batch, NULL);
    for (size_t i = 0; i < tallying->count; i++) {
        const uint8_t *truth = batch_truth(batch, tallying->nodes[i]);
        size_t matches = 0;
        for (size_t at = 0; at < batch->count; at++)
            matches += truth[at] == TRUTH_YES;
        atomic_fetch_add_explicit(&tallying->matches[i], matches, memory_order_relaxed);
    }
}

void program_tally(const Program *program, const EngineView *view, Arena *arena, const int *nodes, size_t count,
                   int64_t as_of, size_t *matches)
{
    Plan *plan = plan_new(program, view, arena, as_of);
    Tallying tallying = { nodes, count, arena_array(arena, count + 1, sizeof *tallying.matches) };
    const uint32_t *slots;
    size_t slot_count;
    for (size_t i = 0; i < count; i++) {
        atomic_init(&tallying.matches[i], 0);
        plan_need_node(plan, nodes[i]);
    }
    plan_close(plan);
    run_slots(view_engine(view), arena, &slots, &slot_count);
    run_all(&(Run) { plan, slots, slot_count, tally_batch, &tallying }, arena);
    for (size_t i = 0; i < count; i++)
        matches[i] = atomic_load(&tallying.matches[i]);
}

bool program_matches(const Program *program, const EngineView *view, int node, int64_t account, int64_t as_of)
{
    Arena *arena = arena_new();
    const uint32_t *slots;
    size_t count;
    slots_of_ids(view_engine(view), arena, (Ids) { 1, &account }, &slots, &count);
    if (count)
        keep_matching(program, view, arena, node, as_of, &slots, &count);
    arena_free(arena);
    return count == 1;
}

/* ---- scores ---------------------------------------------------------------------------------------------------- */

static void score_batch(const Plan *plan, Batch *batch, size_t position, void *context)
{
    Score *scores = context;
    batch_judge_nodes(plan, batch, NULL);
    batch_earn(plan->program, batch);
    for (size_t i = 0; i < batch->count; i++) {
        scores[position + i].account = plan->engine->slots[batch->slots[i]].account;
        batch_score(plan->program, batch, i, &scores[position + i]);
    }
}

void program_score(const Program *program, const EngineView *view, Arena *arena, Ids only, int64_t as_of,
                   Score **scores, size_t *count)
{
    const Engine *engine = view_engine(view);
    Plan *plan = plan_new(program, view, arena, as_of);
    const uint32_t *slots;
    if (only.count)
        slots_of_ids(engine, arena, only, &slots, count);
    else
        run_slots(engine, arena, &slots, count);
    if (program->segment >= 0)
        keep_matching(program, view, arena, program->segment, as_of, &slots, count);
    plan_need_scorecard(plan);
    plan_close(plan);
    *scores = arena_array(arena, *count + 1, sizeof(Score));
    run_all(&(Run) { plan, slots, *count, score_batch, *scores }, arena);
}

/* ---- values ----------------------------------------------------------------------------------------------------- */

typedef struct {
    int operand;
    double *values;
} Valuing;

static void value_batch(const Plan *plan, Batch *batch, size_t position, void *context)
{
    const Valuing *valuing = context;
    (void)plan;
    memcpy(valuing->values + position, batch_values(batch, valuing->operand), batch->count * sizeof(double));
}

double *program_values(const Program *program, const EngineView *view, Arena *arena, int operand, Ids accounts,
                       int64_t as_of)
{
    Plan *plan = plan_new(program, view, arena, as_of);
    Valuing valuing = { operand, arena_array(arena, accounts.count + 1, sizeof(double)) };
    const uint32_t *slots;
    size_t count;
    slots_of_ids(view_engine(view), arena, accounts, &slots, &count);
    plan_need_operand(plan, operand);
    plan_close(plan);
    run_all(&(Run) { plan, slots, count, value_batch, &valuing }, arena);
    return valuing.values;
}

/* ---- one account ----------------------------------------------------------------------------------------------- */

/* A trace and where it is written. */
typedef struct {
    Trace trace;
    double *values, *earned;
    uint8_t *rules, *nodes;
} Tracing;

static Tracing tracing_new(const Program *program, Arena *arena, int64_t account)
{
    Tracing made = { .values = arena_array(arena, program->operand_count + 1, sizeof(double)),
                     .earned = arena_array(arena, (size_t)program->points_count + 1, sizeof(double)),
                     .rules = arena_array(arena, (size_t)program->rule_count + 1, 1),
                     .nodes = arena_array(arena, program->node_count + 1, 1) };
    made.trace = (Trace) { .score = { .account = account }, made.values, made.earned, made.rules, made.nodes };
    return made;
}

static void fill_trace(const Program *program, const Batch *batch, Tracing *tracing)
{
    for (size_t i = 0; i < program->operand_count; i++)
        tracing->values[i] = batch_values(batch, (int)i)[0];
    for (int i = 0; i < program->points_count; i++)
        tracing->earned[i] = batch->earned[(size_t)i * BATCH];
    for (size_t i = 0; i < program->node_count; i++)
        tracing->nodes[i] = batch_truth(batch, (int)i)[0];
    for (int i = 0; i < program->rule_count; i++)
        tracing->rules[i] = tracing->nodes[program->rules[i].node];
    batch_score(program, batch, 0, &tracing->trace.score);
}

bool program_trace(const Program *program, const EngineView *view, Arena *arena, int64_t account, int64_t as_of,
                   Trace *trace)
{
    Plan *plan = plan_new(program, view, arena, as_of);
    const uint32_t *slots;
    size_t count;
    Batch *batch;
    slots_of_ids(view_engine(view), arena, (Ids) { 1, &account }, &slots, &count);
    if (!count)
        return false;
    plan_need_scorecard(plan);
    if (program->segment >= 0)
        plan_need_node(plan, program->segment);
    plan_close(plan);
    batch = batch_new(plan, arena);
    batch_keep_earned(batch, program, arena);
    batch->count = 1;
    batch->slots[0] = slots[0];
    /* An operand that no rule and no points need is not read; it is unknown. */
    for (size_t i = 0; i < program->operand_count; i++)
        batch_values(batch, (int)i)[0] = NAN;
    batch_read(plan, batch);
    batch_judge_nodes(plan, batch, NULL);
    if (program->segment >= 0 && batch_truth(batch, program->segment)[0] != TRUTH_YES)
        return false;
    batch_earn(program, batch);
    Tracing tracing = tracing_new(program, arena, account);
    fill_trace(program, batch, &tracing);
    *trace = tracing.trace;
    return true;
}

struct WhatIf {
    Plan plan;
    const Trace *like;
    Batch *batch;
    Tracing tracing;
};

WhatIf *what_if_new(const Program *program, Arena *arena, const Trace *like)
{
    WhatIf *asked = arena_make(arena, WhatIf);
    asked->plan = (Plan) { .program = program, .nodes = arena_array(arena, program->node_count + 1, sizeof(bool)) };
    memset(asked->plan.nodes, true, program->node_count);
    asked->like = like;
    asked->batch = batch_new(&asked->plan, arena);
    asked->batch->count = 1;
    batch_keep_earned(asked->batch, program, arena);
    asked->tracing = tracing_new(program, arena, like->score.account);
    return asked;
}

const Trace *what_if(WhatIf *asked, const double *values)
{
    const Program *program = asked->plan.program;
    for (size_t i = 0; i < program->operand_count; i++)
        batch_values(asked->batch, (int)i)[0] = values[i];
    batch_judge_nodes(&asked->plan, asked->batch, asked->like->nodes);
    batch_earn(program, asked->batch);
    fill_trace(program, asked->batch, &asked->tracing);
    return &asked->tracing.trace;
}

double measure_value(const EngineView *view, int64_t account, const MeasureRef *ref, int64_t as_of)
{
    Arena *arena = arena_new();
    Program *program = program_new(arena);
    int operand = program_measure(program, ref);
    Trace trace;
    double value = NAN;
    program_points(program, operand, 1, 0, 1);
    if (program_trace(program, view, arena, account, as_of, &trace))
        value = trace.values[operand];
    arena_free(arena);
    return value;
}
