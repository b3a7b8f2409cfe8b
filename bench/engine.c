/*
 * The measure engine at 100,000 accounts × 10 features × 90 days: every account scored on events of 7 and 30 days,
 * active days, trend and days since of every feature (50 measures, points and band), against a bare C loop that does
 * the same over the same packed vectors, hand-written for this one question, and against one over dense daily counts.
 * All on all cores, five rounds in turn, medians. Besides: loading a million rows, the snapshot, lists with filter and
 * sort.
 *
 * usage: bench_engine FOLDER   writes rollup.csv and score.csv there, for the same question to another engine
 */
#include "engine/internal.h"
#include "engine/program.h"
#include "engine/snapshot.h"

#include "base/clock.h"

#include <stdio.h>
#include <unistd.h>

enum {
    ACCOUNTS = 100000,
    FEATURES = 10,
    DAYS = 90,
    FIRST = 20000,
    TODAY = FIRST + DAYS - 1,
    ROUNDS = 5,
    CORES_MAX = 16
};
enum { SINCE_FULL = 0, SINCE_NONE = 32, E7_FULL = 16, E30_FULL = 64, ACTIVE_FULL = 16, BAD_BELOW = 32, GOOD_FROM = 48 };

static uint64_t seed = 20261122;
static Engine *engine;
static uint16_t *dense; /* [account][feature][day] */
static Score *bare_scores;

static uint32_t roll(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((seed >> 33) % below);
}

static double milliseconds(int64_t start)
{
    return (double)(clock_monotonic() - start) / 1000;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double percentile(double *times, int count, int percent)
{
    qsort(times, (size_t)count, sizeof(double), by_size);
    return times[(count - 1) * percent / 100];
}

/* ---- the data -------------------------------------------------------------------------------------------------- */

/* Each series has its own habit, from hardly ever to every second day, and at least its first day. */
static size_t make_data(FILE *csv)
{
    EngineLoad *load = engine_load_open(engine);
    size_t rows = 0;
    fprintf(csv, "account,feature,day,count\n");
    for (int account = 1; account <= ACCOUNTS; account++) {
        engine_account_add(engine, account);
        for (int feature = 1; feature <= FEATURES; feature++) {
            uint32_t habit = 1 + roll(100) * roll(100) / 220;
            uint16_t *days = dense + ((size_t)(account - 1) * FEATURES + (size_t)(feature - 1)) * DAYS;
            for (int day = 0; day < DAYS; day++) {
                if (day && roll(100) >= habit)
                    continue;
                days[day] = (uint16_t)(1 + roll(20));
                fprintf(csv, "%d,%d,%d,%d\n", account, feature, FIRST + day, days[day]);
                engine_load_add(load, &(Delta) { account, SERIES_FEATURE, 1, feature, FIRST + day, days[day] });
                rows++;
            }
        }
    }
    engine_load_close(load);
    return rows;
}

static Program *make_program(Arena *arena)
{
    static const struct {
        const char *id;
        int days;
        double weight, low, high;
    } MEASURES[] = { { "events", 7, 4, 0, E7_FULL },
                     { "events", 30, 2, 0, E30_FULL },
                     { "active_days", 30, 4, 0, ACTIVE_FULL },
                     { "trend", 30, 2, -1, 1 },
                     { "days_since", 0, 4, SINCE_NONE, SINCE_FULL } };
    Program *program = program_new(arena);
    for (int feature = 1; feature <= FEATURES; feature++)
        for (size_t m = 0; m < sizeof MEASURES / sizeof *MEASURES; m++) {
            MeasureRef ref = { measure_find(MEASURES[m].id), 0, feature, MEASURES[m].days, NULL };
            program_points(program, program_measure(program, &ref), MEASURES[m].weight, MEASURES[m].low,
                           MEASURES[m].high);
        }
    program_thresholds(program, BAD_BELOW, GOOD_FROM, 0.5);
    return program;
}

/* ---- bare loops ------------------------------------------------------------------------------------------------ */

typedef struct {
    double got, known;
} Sum;

static inline void add(Sum *sum, double share, double weight)
{
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    sum->got += weight * share;
    sum->known += weight;
}

static inline void add_series(Sum *sum, int e7, int e30, int active, int now, int base, int since)
{
    add(sum, (double)e7 / E7_FULL, 4);
    add(sum, (double)e30 / E30_FULL, 2);
    add(sum, (double)active / ACTIVE_FULL, 4);
    if (base > 0)
        add(sum, ((double)now / base - 1 + 1) / 2, 2);
    add(sum, (double)(SINCE_NONE - since) / SINCE_NONE, 4);
}

static inline void judge(Score *score, int64_t account, const Sum *sum)
{
    score->account = account;
    score->coverage = (float)(sum->known / (16 * FEATURES));
    score->points = (int16_t)(100 * sum->got / sum->known + 0.5);
    score->band = score->coverage < 0.5F       ? BAND_UNKNOWN
                  : score->points < BAD_BELOW  ? BAND_BAD
                  : score->points >= GOOD_FROM ? BAND_GOOD
                                               : BAND_NORMAL;
}

ENGINE_HOT static void bare_packed(size_t from, size_t until)
{
    for (size_t a = from; a < until; a++) {
        const Slot *slot = &engine->slots[a];
        const Head *heads = block_heads(slot->features);
        Sum sum = { 0 };
        for (int f = 0; f < FEATURES; f++) {
            Series s = block_series(slot->features, &heads[f]);
            uint32_t today = series_rank(&s, TODAY), week = series_rank(&s, TODAY - 7);
            uint32_t month = series_rank(&s, TODAY - 30), yesterday = series_rank(&s, TODAY - 1);
            uint32_t middle = series_rank(&s, TODAY - 31), base = series_rank(&s, TODAY - 61);
            add_series(&sum, (int)(s.totals[today] - s.totals[week]), (int)(s.totals[today] - s.totals[month]),
                       (int)(today - month), (int)(s.totals[yesterday] - s.totals[middle]),
                       (int)(s.totals[middle] - s.totals[base]), (int)(TODAY - series_last(&s, TODAY)));
        }
        judge(&bare_scores[a], slot->account, &sum);
    }
}

static inline int sum_days(const uint16_t *days, int from, int until)
{
    int sum = 0;
    for (int d = from; d <= until; d++)
        sum += days[d];
    return sum;
}

ENGINE_HOT static void bare_dense(size_t from, size_t until)
{
    for (size_t a = from; a < until; a++) {
        Sum sum = { 0 };
        for (int f = 0; f < FEATURES; f++) {
            const uint16_t *days = dense + (a * FEATURES + (size_t)f) * DAYS;
            int active = 0, last = DAYS - 1;
            for (int d = DAYS - 30; d < DAYS; d++)
                active += days[d] != 0;
            while (!days[last])
                last--;
            add_series(&sum, sum_days(days, DAYS - 7, DAYS - 1), sum_days(days, DAYS - 30, DAYS - 1), active,
                       sum_days(days, DAYS - 31, DAYS - 2), sum_days(days, DAYS - 61, DAYS - 32), DAYS - 1 - last);
        }
        judge(&bare_scores[a], (int64_t)a + 1, &sum);
    }
}

typedef struct {
    void (*loop)(size_t from, size_t until);
    size_t from, until;
} Share;

static void *run_share(void *context)
{
    const Share *share = context;
    share->loop(share->from, share->until);
    return NULL;
}

static double time_bare(void (*loop)(size_t from, size_t until))
{
    pthread_t threads[CORES_MAX];
    Share shares[CORES_MAX];
    int64_t start = clock_monotonic();
    size_t cores = (size_t)sysconf(_SC_NPROCESSORS_ONLN);
    cores = cores > CORES_MAX ? CORES_MAX : cores;
    for (size_t i = 0; i < cores; i++) {
        shares[i] = (Share) { loop, ACCOUNTS * i / cores, ACCOUNTS * (i + 1) / cores };
        if (i && pthread_create(&threads[i], NULL, run_share, &shares[i]) != 0)
            exit(1);
    }
    run_share(&shares[0]);
    for (size_t i = 1; i < cores; i++)
        pthread_join(threads[i], NULL);
    return milliseconds(start);
}

static double time_engine(Arena *arena, Score **scores)
{
    int64_t start = clock_monotonic();
    size_t count;
    Program *program = make_program(arena);
    const EngineView *view = engine_view(engine);
    program_score(program, view, arena, (Ids) { 0 }, TODAY, scores, &count);
    engine_view_close(view);
    if (count != ACCOUNTS)
        exit(1);
    return milliseconds(start);
}

static void check_equal(const Score *scores, const char *what)
{
    for (int i = 0; i < ACCOUNTS; i++)
        if (scores[i].points != bare_scores[i].points || scores[i].band != bare_scores[i].band) {
            fprintf(stderr, "account %d: %d by the engine, %d by %s\n", i + 1, scores[i].points, bare_scores[i].points,
                    what);
            exit(1);
        }
}

static void bench_scores(FILE *csv)
{
    double ours[ROUNDS], packed[ROUNDS], plain[ROUNDS];
    Arena *arena = arena_new();
    Score *scores = NULL;
    for (int round = 0; round < ROUNDS; round++) {
        arena_reset(arena);
        ours[round] = time_engine(arena, &scores);
        packed[round] = time_bare(bare_packed);
        check_equal(scores, "the bare loop");
        plain[round] = time_bare(bare_dense);
        check_equal(scores, "the loop over dense counts");
    }
    fprintf(csv, "account,points,band\n");
    for (int i = 0; i < ACCOUNTS; i++)
        fprintf(csv, "%lld,%d,%s\n", (long long)scores[i].account, scores[i].points, band_name(scores[i].band));
    printf("score_ms %.2f\n", percentile(ours, ROUNDS, 50));
    printf("bare_ms %.2f\n", percentile(packed, ROUNDS, 50));
    printf("dense_ms %.2f\n", percentile(plain, ROUNDS, 50));
    arena_free(arena);
}

/* ---- loading, snapshot, lists ---------------------------------------------------------------------------------- */

static double time_load(void)
{
    Engine *other;
    Error error;
    int64_t start = clock_monotonic();
    EngineLoad *load;
    if (!engine_open(&other, &error))
        exit(1);
    load = engine_load_open(other);
    for (int i = 0; i < 1000000; i++)
        engine_load_add(load, &(Delta) { 1 + i / 200, i % 200 < 120 ? SERIES_FEATURE : SERIES_PERSON, 1, i % 200 / 20,
                                         FIRST + i % 20 * 4, 3 });
    engine_load_close(load);
    engine_close(other);
    return milliseconds(start);
}

static void bench_snapshot(const char *folder)
{
    Error error;
    Engine *other;
    int64_t start = clock_monotonic();
    char path[4096];
    snprintf(path, sizeof path, "%s/engine.snapshot", folder);
    Snapshot *snapshot;
    SnapshotPlace place = { 1, 1, 1, 1 };
    if (!snapshot_open(engine, path, &snapshot, &error) || !snapshot_close(snapshot, &place, true, &error))
        exit(1);
    printf("snapshot_write_ms %.0f\n", milliseconds(start));
    start = clock_monotonic();
    if (!engine_open(&other, &error) || !snapshot_map(other, path, &place, &error))
        exit(1);
    printf("snapshot_map_ms %.0f\n", milliseconds(start));
    engine_close(other);
    unlink(path);
}

static void fill_columns(void)
{
    static const char *const STAGES[] = { "onboarding", "adoption", "renewal", "expansion", "left" };
    int name = engine_column(engine, "name_order", COLUMN_TEXT, false);
    int stage = engine_column(engine, "stage", COLUMN_TEXT, false);
    int owner = engine_column(engine, "owner_id", COLUMN_INT, false);
    int mrr = engine_column(engine, ENGINE_MRR, COLUMN_INT, true);
    for (int account = 1; account <= ACCOUNTS; account++) {
        char text[40];
        EngineStep steps[] = { { 0, FIRST - 400, engine_int((int64_t)roll(100000) * 1000000) },
                               { 0, FIRST, engine_int((int64_t)roll(100000) * 1000000) } };
        snprintf(text, sizeof text, "customer %05u %u", roll(ACCOUNTS), account);
        engine_set(engine,
                   (EngineSet[]) { { account, name, engine_text(text) },
                                   { account, stage, engine_text(STAGES[roll(5)]) },
                                   { account, owner, engine_int(1 + roll(20)) } },
                   3);
        engine_steps_set(engine, account, mrr, steps, 2);
    }
}

static double time_list(int which)
{
    static const char *const TWO[] = { "renewal", "adoption" };
    Arena *arena = arena_new();
    Error error;
    int64_t start = clock_monotonic();
    Program *program = program_new(arena);
    MeasureRef active = { measure_find("active_days"), 0, 1 + which % FEATURES, 28, NULL };
    int sorts[] = { program_attribute(program, "name_order", 0), program_attribute(program, ENGINE_MRR, 0),
                    program_measure(program, &active), program_attribute(program, "owner_id", 0) };
    int both[] = { program_in_texts(program, program_attribute(program, "stage", 0), TWO, 2),
                   program_compare(program, program_measure(program, &active), OP_GT, 3) };
    ListAsk ask = { .filter = which % 3 ? program_and(program, both, (size_t)which % 3) : -1,
                    .sort = sorts[which % 4],
                    .descending = which % 2,
                    .limit = 50,
                    .as_of = TODAY };
    ListPage page;
    const EngineView *view = engine_view(engine);
    if (!program_list(program, view, arena, &ask, &page, &error) || page.ids.count != 50)
        exit(1);
    ask.after = page.next;
    if (which % 5 == 0 && !program_list(program, view, arena, &ask, &page, &error))
        exit(1);
    engine_view_close(view);
    arena_free(arena);
    return milliseconds(start) / (which % 5 == 0 ? 2 : 1);
}

static FILE *file_new(const char *folder, const char *name)
{
    char path[4096];
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    if (!file)
        exit(1);
    return file;
}

int main(int argc, char **argv)
{
    Error error;
    double loads[ROUNDS], lists[200];
    FILE *rollup, *score;
    EngineStats stats;
    if (argc != 2 || !engine_open(&engine, &error))
        return 2;
    rollup = file_new(argv[1], "rollup.csv");
    score = file_new(argv[1], "score.csv");
    dense = memory_new((size_t)ACCOUNTS * FEATURES * DAYS, sizeof(uint16_t));
    bare_scores = memory_new(ACCOUNTS, sizeof(Score));
    printf("rows %zu\n", make_data(rollup));
    stats = view_stats(engine_view(engine));
    engine_view_close((const EngineView *)engine);
    printf("megabytes %.0f\n", (double)stats.bytes / 1e6);
    bench_scores(score);
    for (int i = 0; i < ROUNDS; i++)
        loads[i] = time_load();
    printf("load_1m_ms %.0f\n", percentile(loads, ROUNDS, 50));
    bench_snapshot(argv[1]);
    fill_columns();
    for (int i = 0; i < 200; i++)
        lists[i] = time_list(i);
    printf("list_p50_ms %.2f\n", percentile(lists, 200, 50));
    printf("list_p95_ms %.2f\n", percentile(lists, 200, 95));
    fclose(rollup);
    fclose(score);
    free(dense);
    free(bare_scores);
    engine_close(engine);
    return 0;
}
