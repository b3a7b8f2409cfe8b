/*
 * Lists: filter, order, one page. Nothing is sorted whole: the page's rows are the `limit` smallest behind the cursor,
 * kept in a heap while all that match stream by. Order keys are 64-bit numbers; texts that share their first eight
 * bytes are compared in full.
 */
#include "engine/plan.h"

#include <inttypes.h>

typedef struct {
    bool known;
    uint64_t key; /* already turned round when descending */
    uint32_t text;
    int64_t account;
} Row;

typedef struct {
    const Engine *engine;
    const ListAsk *ask;
    bool is_text;
    Row *rows; /* per position; account 0 = does not match */
} Listing;

static uint64_t key_of_number(double value)
{
    uint64_t bits;
    value += 0.0; /* -0 and 0 are one */
    memcpy(&bits, &value, sizeof bits);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static int text_order(const Engine *engine, uint32_t a, uint32_t b)
{
    return a == b ? 0 : strcmp(engine->texts.texts[a], engine->texts.texts[b]);
}

/* Unknown values come last; then the key; then texts in full; then the id. */
static int row_order(const Listing *listing, const Row *a, const Row *b)
{
    int order;
    if (a->known != b->known)
        return a->known ? -1 : 1;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (listing->is_text && a->known) {
        order = text_order(listing->engine, a->text, b->text);
        if (order)
            return listing->ask->descending ? -order : order;
    }
    return a->account < b->account ? -1 : a->account > b->account;
}

static Row row_of(const Listing *listing, double value, int64_t account)
{
    Row row = { .known = !isnan(value), .account = account };
    if (!row.known)
        return row;
    if (listing->is_text) {
        row.text = (uint32_t)value;
        row.key = listing->engine->texts.starts[row.text];
    } else {
        row.key = key_of_number(value);
    }
    if (listing->ask->descending)
        row.key = ~row.key;
    return row;
}

static void list_batch(const Plan *plan, Batch *batch, size_t position, void *context)
{
    const Listing *listing = context;
    const ListAsk *ask = listing->ask;
    const uint8_t *truth = NULL;
    if (ask->filter >= 0) {
        batch_judge_nodes(plan, batch, NULL);
        truth = batch_truth(batch, ask->filter);
    }
    for (size_t i = 0; i < batch->count; i++) {
        int64_t account = plan->engine->slots[batch->slots[i]].account;
        double value = ask->sort >= 0 ? batch_values(batch, ask->sort)[i] : NAN;
        if (!truth || truth[i] == TRUTH_YES)
            listing->rows[position + i] = row_of(listing, value, account);
    }
}

/* ---- the heap: its top is the last row of the page so far ------------------------------------------------------ */

static void sink(const Listing *listing, Row *heap, size_t count, size_t at)
{
    for (;;) {
        size_t child = 2 * at + 1;
        Row held = heap[at];
        if (child >= count)
            return;
        if (child + 1 < count && row_order(listing, &heap[child], &heap[child + 1]) < 0)
            child++;
        if (row_order(listing, &heap[at], &heap[child]) >= 0)
            return;
        heap[at] = heap[child];
        heap[child] = held;
        at = child;
    }
}

static void climb(const Listing *listing, Row *heap, size_t at)
{
    while (at && row_order(listing, &heap[(at - 1) / 2], &heap[at]) < 0) {
        Row held = heap[at];
        heap[at] = heap[(at - 1) / 2];
        heap[(at - 1) / 2] = held;
        at = (at - 1) / 2;
    }
}

static void offer(const Listing *listing, Row *heap, size_t *count, size_t limit, const Row *row)
{
    if (*count < limit) {
        heap[*count] = *row;
        climb(listing, heap, (*count)++);
    } else if (limit && row_order(listing, row, &heap[0]) < 0) {
        heap[0] = *row;
        sink(listing, heap, limit, 0);
    }
}

static void heap_sort(const Listing *listing, Row *heap, size_t count)
{
    while (count > 1) {
        Row last = heap[0];
        heap[0] = heap[--count];
        heap[count] = last;
        sink(listing, heap, count, 0);
    }
}

/* ---- the cursor: u.ID, n<key in hex>.ID or t<text in hex>.ID ---------------------------------------------------- */

static const char *cursor_print(const Listing *listing, Arena *arena, const Row *row)
{
    Text text = text_new(arena);
    if (!row->known)
        text_add(&text, "u");
    else if (!listing->is_text)
        text_format(&text, "n%" PRIx64, row->key);
    else {
        text_add(&text, "t");
        for (const char *c = listing->engine->texts.texts[row->text]; *c; c++)
            text_format(&text, "%02x", (unsigned char)*c);
    }
    text_format(&text, ".%" PRId64, row->account);
    return text_string(&text);
}

typedef struct {
    Row row;
    const char *text; /* the whole of it: its account may be renamed since */
} Cursor;

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_text(Arena *arena, const char *hex, size_t size, const char **text)
{
    char *made = arena_alloc(arena, size / 2 + 1);
    if (size % 2)
        return false;
    for (size_t i = 0; i < size; i += 2) {
        int high = hex_digit(hex[i]), low = hex_digit(hex[i + 1]);
        if (high < 0 || low < 0 || high + low == 0)
            return false;
        made[i / 2] = (char)(high * 16 + low);
    }
    *text = made;
    return true;
}

static bool cursor_parse(const Listing *listing, Arena *arena, const char *after, Cursor *cursor)
{
    const char *dot = strrchr(after, '.');
    char *end;
    if (!dot || !dot[1])
        return false;
    *cursor = (Cursor) { .row.account = strtoll(dot + 1, &end, 10), .row.known = *after != 'u' };
    if (*end)
        return false;
    if (*after == 'u')
        return dot == after + 1;
    if (*after == 'n' && !listing->is_text) {
        cursor->row.key = strtoull(after + 1, &end, 16);
        return end == dot && end != after + 1;
    }
    return *after == 't' && listing->is_text && parse_text(arena, after + 1, (size_t)(dot - after - 1), &cursor->text);
}

/* True when the row is behind the cursor. */
static bool is_behind(const Listing *listing, const Cursor *cursor, const Row *row)
{
    int order;
    if (!cursor->text || !row->known)
        return row_order(listing, row, &cursor->row) > 0;
    order = strcmp(listing->engine->texts.texts[row->text], cursor->text);
    if (order)
        return (order > 0) != listing->ask->descending;
    return row->account > cursor->row.account;
}

/* ---- the page -------------------------------------------------------------------------------------------------- */

static bool sorts_text(const Program *program, const Engine *engine, int sort)
{
    const char *name = sort >= 0 ? program_operand_column(program, sort) : NULL;
    int column = name && !stand_in_find(program->stand_ins, name) ? column_find(engine, name) : -1;
    return column >= 0 && engine->columns[column].type == COLUMN_TEXT;
}

static void take_page(const Listing *listing, Arena *arena, const Cursor *cursor, size_t count, ListPage *page)
{
    size_t limit = listing->ask->limit, held = 0, behind = 0;
    Row *heap = arena_array(arena, limit + 1, sizeof(Row));
    int64_t *ids = arena_array(arena, limit + 1, sizeof(int64_t));
    *page = (ListPage) { 0 };
    for (size_t i = 0; i < count; i++) {
        const Row *row = &listing->rows[i];
        if (!row->account)
            continue;
        page->total++;
        if (cursor && !is_behind(listing, cursor, row))
            continue;
        behind++;
        offer(listing, heap, &held, limit, row);
    }
    heap_sort(listing, heap, held);
    for (size_t i = 0; i < held; i++)
        ids[i] = heap[i].account;
    page->ids = (Ids) { held, ids };
    page->next = held && behind > held ? cursor_print(listing, arena, &heap[held - 1]) : NULL;
}

bool program_list(const Program *program, const EngineView *view, Arena *arena, const ListAsk *ask, ListPage *page,
                  Error *error)
{
    const Engine *engine = view_engine(view);
    Plan *plan = plan_new(program, view, arena, ask->as_of);
    Listing listing = { engine, ask, sorts_text(program, engine, ask->sort), NULL };
    Cursor cursor;
    const uint32_t *slots;
    size_t count;
    if (ask->after && !cursor_parse(&listing, arena, ask->after, &cursor))
        return fail(error, ERROR_INPUT, "cursor", "invalid cursor; start again without one");
    if (ask->filter >= 0)
        plan_need_node(plan, ask->filter);
    if (ask->sort >= 0)
        plan_need_operand(plan, ask->sort);
    plan_close(plan);
    run_slots(engine, arena, &slots, &count);
    listing.rows = arena_array(arena, count + 1, sizeof(Row));
    run_all(&(Run) { plan, slots, count, list_batch, &listing }, arena);
    take_page(&listing, arena, ask->after ? &cursor : NULL, count, page);
    return true;
}
