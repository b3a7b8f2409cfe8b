/* Programs inside: what the builder keeps, and a plan, which is a program bound to a view and a date for one run. */
#ifndef BANSO_ENGINE_PLAN_H
#define BANSO_ENGINE_PLAN_H

#include "engine/internal.h"
#include "engine/program.h"

typedef struct {
    bool is_measure;
    MeasureRef ref;
    const char *column;
    int64_t key;
} ProgramOperand;

typedef enum {
    NODE_COMPARE,
    NODE_COMPARE_TEXT,
    NODE_IN,
    NODE_IN_TEXTS,
    NODE_KNOWN,
    NODE_AND,
    NODE_OR,
    NODE_NOT,
    NODE_SURELY
} NodeKind;

typedef struct {
    NodeKind kind;
    Op op;
    int operand;
    double value;
    const char *text;
    const double *values;
    const char *const *texts;
    const int *parts; /* AND OR NOT SURELY: nodes before this one */
    size_t count;
} Node;

typedef struct {
    Band band;
    int node;
} Rule;

typedef struct {
    int operand;              /* -1 = choices */
    double weight, low, high; /* on a log scale their logarithms */
    bool is_log;
    const Bend *bends; /* instead of low and high */
    size_t bend_count;
    const int *choices; /* nodes, and what each earns of the weight */
    const double *shares;
    size_t choice_count;
} Points;

struct Program {
    Arena *arena;
    ProgramOperand *operands;
    size_t operand_count, operand_room;
    Node *nodes;
    size_t node_count, node_room;
    Rule rules[RULES_MAX];
    int rule_count;
    Points points[POINTS_MAX];
    int points_count;
    double weight; /* of all points */
    double bad_below, good_from, unknown_below;
    int segment;
    const StandIns *stand_ins;
};

enum { BATCH = 32 };

/* The days of a window, (begin, end], without the runs of holidays in it. */
typedef struct {
    int64_t begin, end;
    const Rest *rests;
    size_t rest_count;
} Span;

/* A run of holidays in a group, as positions of its days. */
typedef struct {
    int after, until;
} RestAt;

/* A look at one feature: the days whose rank and total are needed, each once, and the operands made of them. */
typedef struct {
    Find find;
    int operand;
    int at[3];            /* positions: end, begin, and for a trend the begin of its base */
    const RestAt *rests;  /* of the window, then of a trend's base */
    size_t rest_count[2]; /* of each */
    double most;          /* days of the window, where they are counted */
    int64_t whole_from;   /* of a trend: the first day of its base */
} Use;

/* A day as look-ups want it. */
typedef struct {
    int64_t day, word; /* its word of 64 days */
    uint64_t mask;     /* the days of that word up to it */
} GroupDay;

typedef struct {
    uint32_t index; /* the feature's dense number; MAP_NONE = nobody ever used it */
    int64_t feature;
    GroupDay *days;
    size_t day_count, day_room;
    Use *uses;
    size_t use_count, use_room;
    size_t base; /* of its days among those of all groups */
    bool last, first;
} Group;

/* An operand that is read account by account. */
typedef struct {
    int operand;
    Find find;
    const MeasureRef *ref; /* NULL for an attribute */
    int days;
    Span now, base;   /* of the window, and of a trend's base */
    int64_t key;      /* product id */
    uint32_t product; /* its dense number, MAP_NONE = never seen */
    uint32_t feature; /* the same; of what is asked of one feature */
    const Column *column;
    uint32_t column_number;
    const StandIn *stand_in; /* read instead of the column */
    double divisor;
} Single;

typedef struct {
    const Program *program;
    const Engine *engine;
    Arena *arena;
    int64_t as_of;
    const Calendar *calendar;
    int64_t last_holiday; /* up to as_of; INT64_MIN = none */
    Group *groups;
    size_t group_count, group_room;
    Single *singles;
    size_t single_count, single_room;
    uint32_t product_column, plan_column; /* what breadth reads; UINT32_MAX = there is none */
    bool *nodes;                          /* which are needed */
    double *constant;                     /* per node: the number that stands for its text */
    double **constants;
    const char *const **stand_ins; /* per node over texts that stand in: those, folded */
    size_t day_total;              /* of all groups */
    bool hears;                    /* some operand counts events */
} Plan;

/* The working memory for a batch of accounts; one per thread. */
typedef struct {
    uint32_t slots[BATCH];
    size_t count;
    double heard[BATCH];   /* the first day on which anything was received */
    double silence[BATCH]; /* NAN where no event was received up to as_of, else 0: added to what counts events */
    double *values;        /* [operand][BATCH] */
    uint8_t *truth;        /* [node][BATCH] */
    double *earned;        /* [points][BATCH]; NULL when nobody asks for them */
    uint32_t *ranks;       /* [day of each group][BATCH] */
    uint32_t *totals;
    int32_t *last; /* [group][BATCH] */
    int32_t *first;
    double got[BATCH];
    double known[BATCH];
} Batch;

static inline double *batch_values(const Batch *batch, int operand)
{
    return batch->values + (size_t)operand * BATCH;
}

static inline uint8_t *batch_truth(const Batch *batch, int node)
{
    return batch->truth + (size_t)node * BATCH;
}

/* A plan for some nodes (`count` of them) and operands beside them (`extra`), or for the whole scorecard. */
Plan *plan_new(const Program *program, const EngineView *view, Arena *arena, int64_t as_of);
void plan_need_node(Plan *plan, int node);
void plan_need_operand(Plan *plan, int operand);
void plan_need_scorecard(Plan *plan);
/* After the last need: places the days of each group. */
void plan_close(Plan *plan);

Batch *batch_new(const Plan *plan, Arena *arena);
void batch_keep_earned(Batch *batch, const Program *program, Arena *arena);

/* operand.c */
void batch_read(const Plan *plan, Batch *batch);

/* beside.c; of the account at that slot */
double value_beside(const Plan *plan, const Single *single, uint32_t at);

/* stand_in.c; its texts folded, and the place of a folded one among them, −1 where it is none of them */
double stand_in_number(const StandIn *stand_in, int64_t account);
const char *const *stand_in_folded(const StandIn *stand_in, Arena *arena);
double stand_in_text_number(const char *const *folded, const char *text);
/* What stands in for the operand's column; NULL = nothing, or it is a measure. */
const StandIn *operand_stand_in(const Program *program, int operand);

/* judge.c; `like` NULL, or the truth of comparisons with texts to take over */
void batch_judge_nodes(const Plan *plan, Batch *batch, const uint8_t *like);
/* earn.c */
void batch_earn(const Program *program, Batch *batch);
/* judge.c */
void batch_score(const Program *program, const Batch *batch, size_t i, Score *score);

/* run.c: slots of all added accounts, by id; runs `work` over them in batches, on all cores. */
typedef struct {
    const Plan *plan;
    const uint32_t *slots;
    size_t count;
    void (*work)(const Plan *plan, Batch *batch, size_t position, void *context);
    void *context;
} Run;
void run_slots(const Engine *engine, Arena *arena, const uint32_t **slots, size_t *count);
void run_all(const Run *run, Arena *arena);

/* Room for one more in an array of an arena. */
#define PLAN_ROOM(arena, items, count, room)                                                                           \
    do {                                                                                                               \
        if ((count) == (room)) {                                                                                       \
            void *grown_ = arena_array((arena), (room) ? (room)*2 : 8, sizeof *(items));                               \
            if (count)                                                                                                 \
                memcpy(grown_, (items), (count) * sizeof *(items));                                                    \
            (items) = grown_;                                                                                          \
            (room) = (room) ? (room)*2 : 8;                                                                            \
        }                                                                                                              \
    } while (0)

#endif
