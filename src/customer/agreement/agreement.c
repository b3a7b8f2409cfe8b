/*
 * A pair becomes one program with three nodes over one view of the engine, so its counts are of one moment. Who is on
 * one side alone is what is left without both: "and not the other" would pass over those of whom the other side is
 * unknown, such as how long ago something was that never happened.
 *
 * In order: a pair; the contradictions of stage and contract; the check; erasures.
 */
#include "customer/agreement/agreement.h"

#include "customer/contact/contact_words.h"

#include <string.h>

/* ---- a pair ---------------------------------------------------------------------------------------------------- */

typedef struct {
    Arena *arena;
    Engine *engine;
    Db *db;
    Program *program;
    const EngineView *view;
    int64_t today;
} Looking;

static bool looking_open(Looking *looking, Error *error)
{
    int64_t since = program_since(looking->program, engine_calendar(looking->engine), looking->today);
    return engine_view_since(looking->engine, since, looking->today, &looking->view, error);
}

static Ids node_select(const Looking *looking, int node)
{
    Ids ids;
    program_select(looking->program, looking->view, looking->arena, node, looking->today, &ids);
    return ids;
}

/* Both ascending. */
static Ids without(Arena *arena, Ids ids, Ids others)
{
    int64_t *kept = arena_array(arena, ids.count + 1, sizeof *kept);
    size_t count = 0;
    for (size_t i = 0, n = 0; i < ids.count; i++) {
        while (n < others.count && others.items[n] < ids.items[i])
            n++;
        if (n == others.count || others.items[n] != ids.items[i])
            kept[count++] = ids.items[i];
    }
    return (Ids) { count, kept };
}

/* What was good when it was given may ask by now for what is gone, or for what not everybody sees, when a segment in it
 * says something else: then the pair cannot be read, and `is` is false. Read as newly given: as stored, a deleted
 * custom field would be an empty one, and all its accounts would contradict. */
static bool side_compile(const Looking *looking, const char *json, int *node, bool *is, Error *error)
{
    ConditionOf accounts = { .engine = looking->engine, .db = looking->db, .source = CONDITION_GIVEN, .sees = 0 };
    const Condition *condition;
    *is = condition_parse_text(looking->arena, &accounts, json, "one", &condition, error);
    if (*is)
        *node = condition_compile(condition, looking->program);
    if (*is || (error->kind != ERROR_INPUT && error->kind != ERROR_FORBIDDEN))
        return *is;
    *error = (Error) { 0 };
    return true;
}

bool agreement_find(Engine *engine, Db *db, Arena *arena, const AgreementRow *row, int64_t today, AgreementFound *found,
                    Error *error)
{
    Looking looking = { .arena = arena, .engine = engine, .db = db, .program = program_new(arena), .today = today };
    int one, other;
    bool is;
    *found = (AgreementFound) { 0 };
    if (!side_compile(&looking, row->one, &one, &is, error))
        return false;
    if (is && !side_compile(&looking, row->other, &other, &is, error))
        return false;
    if (!is)
        return true;
    int both = program_and(looking.program, (int[]) { one, other }, 2);
    if (!looking_open(&looking, error))
        return false;
    Ids ones = node_select(&looking, one), others = node_select(&looking, other), boths = node_select(&looking, both);
    *found = (AgreementFound) {
        true, ones.count, others.count, boths.count, without(arena, ones, boths), without(arena, others, boths)
    };
    engine_view_close(looking.view);
    return true;
}

/* ---- stage and contract ---------------------------------------------------------------------------------------- */

/* What contradicts itself, as a pair whose other side is never true: who is on the one side is wrong. */
#define NEVER "{\"or\":[]}"
static const struct {
    const char *what, *what_ja, *wrong;
} ALWAYS[] = {
    { "Stage is Left, but a contract is in force", "ステージは「解約」、契約は有効",
      "{\"and\":[{\"attribute\":\"stage\",\"op\":\"=\",\"value\":\"left\"},"
      "{\"attribute\":\"status\",\"op\":\"in\",\"value\":[\"paying\",\"trial\",\"free\"]}]}" },
    { "All contracts have ended, but the stage is not Left", "契約はすべて終了、ステージは「解約」以外",
      "{\"and\":[{\"attribute\":\"stage\",\"op\":\"in\",\"value\":[\"onboarding\",\"adoption\",\"renewal\","
      "\"expansion\"]},{\"attribute\":\"status\",\"op\":\"=\",\"value\":\"left\"}]}" },
};
enum { ALWAYS_COUNT = sizeof ALWAYS / sizeof *ALWAYS };

/* ---- the check ------------------------------------------------------------------------------------------------- */

/* Rows are told one after the other; those up to the cursor are counted and passed over. */
typedef struct {
    const QualityAsked *asked;
    Cursor after;
    int64_t most;
    int64_t found;
    QualityRow *items;
    size_t count;
} Telling;

static void accounts_tell(Telling *telling, int64_t place, QualityRow shown, Ids accounts)
{
    telling->found += (int64_t)accounts.count;
    for (size_t i = 0; i < accounts.count && telling->count < (size_t)telling->most; i++) {
        int64_t id = accounts.items[i];
        if (place < telling->after.place || (place == telling->after.place && id <= telling->after.id))
            continue;
        shown.place = place;
        shown.id = id;
        shown.account_id = (OptInt) { id, true };
        telling->items[telling->count++] = shown;
    }
}

/* Two places for each pair, one for each side. */
static bool pair_tell(Telling *telling, int64_t place, const AgreementRow *row, Error *error)
{
    const QualityAsked *asked = telling->asked;
    AgreementFound found;
    if (!agreement_find(asked->services->engine, asked->db, asked->arena, row, asked->today, &found, error))
        return false;
    QualityRow one = { .what = row->one_name, .beside = arena_format(asked->arena, "≠ %s", row->other_name) };
    QualityRow other = { .what = row->other_name, .beside = arena_format(asked->arena, "≠ %s", row->one_name) };
    accounts_tell(telling, place, one, found.one_alone);
    accounts_tell(telling, place + 1, other, found.other_alone);
    return true;
}

static bool always_tell(Telling *telling, Error *error)
{
    const QualityAsked *asked = telling->asked;
    for (int i = 0; i < ALWAYS_COUNT; i++) {
        AgreementRow row = { .one = ALWAYS[i].wrong, .other = NEVER };
        QualityRow shown = { .what = ALWAYS[i].what, .what_ja = ALWAYS[i].what_ja };
        AgreementFound found;
        if (!agreement_find(asked->services->engine, asked->db, asked->arena, &row, asked->today, &found, error))
            return false;
        accounts_tell(telling, i, shown, found.one_alone);
    }
    return true;
}

static bool all_tell(Telling *telling, Error *error)
{
    const QualityAsked *asked = telling->asked;
    AgreementRow *rows;
    size_t count;
    telling->items = arena_array(asked->arena, (size_t)telling->most + 1, sizeof *telling->items);
    if (!agreement_all(asked->db, asked->arena, &rows, &count, error) || !always_tell(telling, error))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!pair_tell(telling, ALWAYS_COUNT + 2 * (int64_t)i, &rows[i], error))
            return false;
    return true;
}

/* An account that was deleted between the two readings has no name. */
static bool names_join(Telling *telling, Error *error)
{
    const QualityAsked *asked = telling->asked;
    AgreementAccountsRow *names;
    size_t count;
    int64_t *ids = arena_array(asked->arena, telling->count + 1, sizeof *ids);
    for (size_t i = 0; i < telling->count; i++)
        ids[i] = telling->items[i].id;
    if (!agreement_accounts(asked->db, asked->arena, (Ids) { telling->count, ids }, &names, &count, error))
        return false;
    for (size_t i = 0; i < telling->count; i++)
        for (size_t n = 0; n < count; n++)
            if (names[n].id == telling->items[i].id)
                telling->items[i].account = names[n].name;
    return true;
}

static bool contradictions_count(const QualityAsked *asked, QualityCount *count, Error *error)
{
    Telling telling = { .asked = asked };
    Program *program = program_new(asked->arena);
    if (!all_tell(&telling, error))
        return false;
    const EngineView *view = engine_view(asked->services->engine);
    count->total = (int64_t)program_select(program, view, asked->arena, -1, asked->today, NULL);
    engine_view_close(view);
    count->found = telling.found;
    return true;
}

static bool contradictions_rows(const QualityAsked *asked, Cursor after, int64_t most, QualityRows *rows, Error *error)
{
    Telling telling = { .asked = asked, .after = after, .most = most };
    if (!all_tell(&telling, error) || !names_join(&telling, error))
        return false;
    *rows = (QualityRows) { telling.items, telling.count };
    return true;
}

const QualityCheck AGREEMENT_CHECKS[] = {
    { "agreement.contradicting",
      { "Contradicting flags", "矛盾するデータ" },
      { "Accounts of which two things are said that cannot both be right: stage against contracts, and the pairs of "
        "conditions that you add below.",
        "両立しない情報を持つ企業です。ステージと契約の食い違いと、下で追加した条件の組の食い違いを数えます。" },
      { "See accounts", "企業を見る" },
      .to = "/accounts",
      .count = contradictions_count,
      .rows = contradictions_rows },
    { 0 },
};

/* ---- erasures -------------------------------------------------------------------------------------------------- */

static const ContactText TEXTS[] = {
    { &AGREEMENT_ONE_NAME_EACH_STATEMENT, &AGREEMENT_ONE_NAME_SET_STATEMENT, NULL },
    { &AGREEMENT_OTHER_NAME_EACH_STATEMENT, &AGREEMENT_OTHER_NAME_SET_STATEMENT, NULL },
    { &AGREEMENT_ONE_EACH_STATEMENT, &AGREEMENT_ONE_SET_STATEMENT, NULL, .json = true },
    { &AGREEMENT_OTHER_EACH_STATEMENT, &AGREEMENT_OTHER_SET_STATEMENT, NULL, .json = true },
    { 0 },
};

const ContactHolder AGREEMENT_CONTACTS = { .name = "agreement", .texts = TEXTS };
