/*
 * Lists of subjects: what is asked as the WHERE of one statement, the order with its cursor, and the page of ids.
 *
 * A cursor is the key of the last row and its id: "k<key>.ID", or "u.ID" where the key was NULL.
 */
#include "house/condition/subject.h"

#include "base/circle.h"
#include "base/clock.h"
#include "base/reason.h"
#include "jobs/module.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    int64_t id;
    OptInt number;
    const char *text;
} SubjectRow;
static const Field SUBJECT_ROW_FIELDS[] = {
    SHAPE_FIELD(SubjectRow, id, FIELD_ID),
    SHAPE_OPT(SubjectRow, number, FIELD_INT),
    SHAPE_OPT(SubjectRow, text, FIELD_TEXT),
    { 0 },
};
static const Shape SUBJECT_ROW = { "SubjectRow", sizeof(SubjectRow), SUBJECT_ROW_FIELDS };

typedef struct {
    int64_t count;
} SubjectCount;
static const Field SUBJECT_COUNT_FIELDS[] = { SHAPE_FIELD(SubjectCount, count, FIELD_INT), { 0 } };
static const Shape SUBJECT_COUNT = { "SubjectCount", sizeof(SubjectCount), SUBJECT_COUNT_FIELDS };

static DbValue integer(int64_t value)
{
    return (DbValue) { .type = FIELD_INT, .known = true, .integer = value };
}

static DbValue text(const char *value)
{
    return (DbValue) { .type = FIELD_TEXT, .known = true, .text = value };
}

/* ---- what is asked --------------------------------------------------------------------------------------------- */

static bool write_filter(ListSql *sql, const SubjectAsk *ask, Error *error)
{
    const Condition *condition;
    if (!ask->filter)
        return true;
    if (!condition_parse_text(sql->text.arena, &ask->of, ask->filter, "filter", &condition, error))
        return false;
    text_add(&sql->text, " AND ");
    return condition_sql(sql, &ask->of, condition, "filter", error);
}

static void write_account_id(ListSql *sql, const SubjectAsk *ask)
{
    const Subject *subject = ask->of.subject;
    DbValue account = integer(ask->account_id);
    const char *is = arena_format(sql->text.arena, "%s = ?", subject->account);
    if (subject->accounts)
        is = arena_format(sql->text.arena, "%s IN (SELECT %s FROM %s WHERE %s)", subject->id, subject->thing,
                          subject->accounts, is);
    text_add(&sql->text, " AND ");
    list_sql_add(sql, is, &account);
}

static void write_words(ListSql *sql, const SubjectAsk *ask)
{
    enum { WORDS_MAX = 8 };
    Arena *arena = sql->text.arena;
    char *rest = arena_text(arena, text_fold(arena, text_trim(arena, ask->q ? ask->q : "")));
    int count = 0;
    for (char *word; ask->of.subject->words && count < WORDS_MAX && (word = strtok_r(rest, " \t", &rest)); count++) {
        DbValue pattern = text(text_like(arena, word));
        text_format(&sql->text, " AND %s", ask->of.subject->words);
        list_sql_add(sql, " LIKE ? ESCAPE '\\'", &pattern);
    }
}

static bool write_where(ListSql *sql, const SubjectAsk *ask, Error *error)
{
    const Subject *subject = ask->of.subject;
    text_format(&sql->text, "FROM %s WHERE %s", subject->from, subject->where ? subject->where : "1 = 1");
    for (const SubjectAlso *also = ask->also; also->sql; also++) {
        text_add(&sql->text, " AND ");
        list_sql_add(sql, also->sql, &also->value);
    }
    if (ask->account_id)
        write_account_id(sql, ask);
    write_words(sql, ask);
    return write_filter(sql, ask, error);
}

/* ---- its order ------------------------------------------------------------------------------------------------- */

typedef struct {
    const SubjectSort *by;
    bool descending;
    OptInt begins; /* a day: those up to it come first */
} Order;

static bool sort_unknown(Arena *arena, const Subject *subject, const char *name, Error *error)
{
    size_t count = 0;
    while (subject->sorts[count].name)
        count++;
    const char **names = arena_array(arena, count + 1, sizeof *names);
    for (size_t i = 0; i < count; i++)
        names[i] = subject->sorts[i].name;
    const char *nearest = text_nearest(name, names);
    return fail(error, ERROR_INPUT, "sort", "cannot sort by \"%.60s\"; did you mean \"%s\"?", name,
                nearest ? nearest : names[0]);
}

static bool begins_read(const SubjectAsk *ask, Order *order, Error *error)
{
    order->begins = (OptInt) { ask->of.today - order->by->begins_ago, order->by->begins_ago > 0 };
    if (order->begins.known && order->descending)
        return fail(error, ERROR_INPUT, "sort", "\"%s\" has one direction; leave out the \"-\"", order->by->name);
    order->descending = order->descending || order->begins.known;
    return true;
}

static bool order_read(Arena *arena, const SubjectAsk *ask, Order *order, Error *error)
{
    const Subject *subject = ask->of.subject;
    const char *name = ask->sort ? ask->sort : subject->sorts->name;
    order->descending = *name == '-';
    name += order->descending;
    for (order->by = subject->sorts; order->by->name; order->by++)
        if (strcmp(order->by->name, name) == 0)
            return begins_read(ask, order, error);
    return sort_unknown(arena, subject, name, error);
}

static const char *cursor_print(Arena *arena, const Order *order, const SubjectRow *row)
{
    if (order->by->is_text ? !row->text : !row->number.known)
        return arena_format(arena, "u.%lld", (long long)row->id);
    if (order->by->is_text)
        return arena_format(arena, "k%s.%lld", row->text, (long long)row->id);
    return arena_format(arena, "k%lld.%lld", (long long)row->number.value, (long long)row->id);
}

static bool number_read(const char *from, int64_t *number)
{
    char *end;
    *number = strtoll(from, &end, 10);
    return end != from && !*end;
}

/* The id stands behind the last point. */
static bool cursor_read(Arena *arena, const Order *order, const char *cursor, DbValue *key, int64_t *id)
{
    const char *point = strrchr(cursor, '.');
    int64_t number = 0;
    if (!point || !number_read(point + 1, id))
        return false;
    *key = (DbValue) { .type = order->by->is_text ? FIELD_TEXT : FIELD_INT };
    if (*cursor == 'u')
        return point == cursor + 1;
    if (*cursor != 'k')
        return false;
    const char *given = arena_text_n(arena, cursor + 1, (size_t)(point - cursor - 1));
    *key = order->by->is_text ? text(given) : integer(0);
    if (order->by->is_text)
        return true;
    if (!number_read(given, &number))
        return false;
    key->integer = number;
    return true;
}

/* Where a page begins: behind a row, or at the start of those with a key. */
typedef struct {
    bool is_behind; /* of `key` and `id` */
    DbValue key;    /* not known: it stands among those without one */
    int64_t id;
} Place;

static bool place_read(Arena *arena, const SubjectAsk *ask, const Order *order, Place *place, Error *error)
{
    *place = (Place) { .is_behind = ask->cursor != NULL };
    return !ask->cursor || cursor_read(arena, order, ask->cursor, &place->key, &place->id) ||
           fail(error, ERROR_INPUT, "cursor", "invalid cursor; start again without one");
}

static const char *later_of(const Order *order)
{
    return order->descending ? "<" : ">";
}

/* The rest of those with the key of the place. */
static void write_same(ListSql *sql, const Subject *subject, const Order *order, const Place *place)
{
    Arena *arena = sql->text.arena;
    DbValue id = integer(place->id);
    list_sql_add(sql, arena_format(arena, " AND %s = ?", order->by->sql), &place->key);
    list_sql_add(sql, arena_format(arena, " AND %s %s ?", subject->id, later_of(order)), &id);
    text_format(&sql->text, " ORDER BY %s%s", subject->id, order->descending ? " DESC" : "");
}

static void write_order(ListSql *sql, const Subject *subject, const Order *order)
{
    const char *by = order->by->sql, *direction = order->descending ? " DESC" : "";
    text_format(&sql->text, " ORDER BY %s%s, %s%s", by, direction, subject->id, direction);
}

/* Whether the page begins among the days since the one at which the order begins. */
static bool is_since(const Order *order, const Place *place)
{
    return order->begins.known && place->is_behind && place->key.known && place->key.integer > order->begins.value;
}

/* Those with a later key, or with any where the page begins at none, along its index in either direction. */
static void write_known(ListSql *sql, const Subject *subject, const Order *order, const Place *place)
{
    Arena *arena = sql->text.arena;
    const char *by = order->by->sql;
    DbValue begins = integer(order->begins.value);
    if (place->is_behind)
        list_sql_add(sql, arena_format(arena, " AND %s %s ?", by, later_of(order)), &place->key);
    else if (order->begins.known)
        list_sql_add(sql, arena_format(arena, " AND %s <= ?", by), &begins);
    else
        text_format(&sql->text, " AND %s IS NOT NULL", by);
    write_order(sql, subject, order);
}

/* The days since the one at which the order begins. */
static void write_since(ListSql *sql, const Subject *subject, const Order *order, const Place *place)
{
    Arena *arena = sql->text.arena;
    DbValue begins = integer(order->begins.value);
    list_sql_add(sql, arena_format(arena, " AND %s > ?", order->by->sql), &begins);
    if (is_since(order, place))
        list_sql_add(sql, arena_format(arena, " AND %s < ?", order->by->sql), &place->key);
    write_order(sql, subject, order);
}

static void write_unknown(ListSql *sql, const Subject *subject, const Order *order, const Place *place)
{
    DbValue id = integer(place->is_behind && !place->key.known ? place->id : 0);
    list_sql_add(sql, arena_format(sql->text.arena, " AND %s IS NULL AND %s > ?", order->by->sql, subject->id), &id);
    text_format(&sql->text, " ORDER BY %s", subject->id);
}

/* ---- the page -------------------------------------------------------------------------------------------------- */

static void page_fill(Arena *arena, const SubjectAsk *ask, const Order *order, const SubjectRow *rows, size_t count,
                      SubjectPage *page)
{
    size_t used = count > ask->limit ? ask->limit : count;
    int64_t *ids = arena_array(arena, used + 1, sizeof *ids);
    for (size_t i = 0; i < used; i++)
        ids[i] = rows[i].id;
    *page = (SubjectPage) { { used, ids }, count > used ? cursor_print(arena, order, &rows[used - 1]) : NULL };
}

typedef void (*WritePart)(ListSql *sql, const Subject *subject, const Order *order, const Place *place);

/* Adds rows of one part until there are `most`. */
static bool part_read(Db *db, const SubjectAsk *ask, const Order *order, const Place *place, WritePart write,
                      SubjectRow *rows, size_t *count, Error *error)
{
    Arena *arena = db_arena(db);
    ListSql sql = { .text = text_new(arena) };
    size_t most = ask->limit + 1 - *count, found;
    DbValue limit = integer((int64_t)most);
    SubjectRow *more;
    if (!write_where(&sql, ask, error))
        return false;
    write(&sql, ask->of.subject, order, place);
    list_sql_add(&sql, " LIMIT ?", &limit);
    const char *columns =
        arena_format(arena, order->by->is_text ? "%s, CAST(NULL AS BIGINT), %s" : "%s, %s, CAST(NULL AS TEXT)",
                     ask->of.subject->id, order->by->sql);
    if (!db_list(db, arena, db_select(arena, columns, text_string(&sql.text)), sql.values, sql.count, &SUBJECT_ROW,
                 (void **)&more, &found, error))
        return false;
    for (size_t i = 0; i < found; i++)
        rows[(*count)++] = more[i];
    return true;
}

enum { PART_SAME, PART_KNOWN, PART_SINCE, PART_UNKNOWN, PARTS };
static const WritePart WRITE_PARTS[PARTS] = { write_same, write_known, write_since, write_unknown };

/* Whether the list has such a part, behind the place. */
static bool part_is(const Order *order, const Place *place, int part)
{
    bool starts = !place->is_behind;
    if (part == PART_UNKNOWN)
        return true;
    if (part == PART_SAME)
        return !starts && place->key.known;
    if (!starts && !place->key.known)
        return false;
    return part == PART_SINCE ? order->begins.known : !is_since(order, place);
}

/* Its rows and their number are for those alone who see its circle, whichever road asks for them. */
static bool subject_is_seen(const ConditionOf *of, Error *error)
{
    unsigned others = of->subject->circle & ~of->sees;
    return !others || refuse(error, NULL, REASON_CIRCLE, circle_name(others), NULL);
}

/* First the rest of those with the key of the place, then those with a later key, then those without: a statement each,
 * as an index serves one of these at a time. A comparison of (key, id) would do for the first two, but SQLite begins at
 * its key alone where the id is the row's own, and reads all that have the same. */
bool subject_page(Db *db, Arena *arena, const SubjectAsk *ask, SubjectPage *page, Error *error)
{
    Order order;
    Place place;
    size_t count = 0;
    SubjectRow *rows = arena_array(arena, ask->limit + 1, sizeof *rows);
    if (!subject_is_seen(&ask->of, error) || !order_read(arena, ask, &order, error) ||
        !place_read(arena, ask, &order, &place, error))
        return false;
    for (int part = 0; part < PARTS && count <= ask->limit; part++)
        if (part_is(&order, &place, part) &&
            !part_read(db, ask, &order, &place, WRITE_PARTS[part], rows, &count, error))
            return false;
    page_fill(arena, ask, &order, rows, count, page);
    return true;
}

bool subject_count(Db *db, Arena *arena, const SubjectAsk *ask, int64_t *count, Error *error)
{
    ListSql sql = { .text = text_new(arena) };
    SubjectCount *rows;
    size_t found;
    if (!subject_is_seen(&ask->of, error) || !write_where(&sql, ask, error) ||
        !db_list(db, arena, db_select(arena, "COUNT(*)", text_string(&sql.text)), sql.values, sql.count, &SUBJECT_COUNT,
                 (void **)&rows, &found, error))
        return false;
    *count = rows->count;
    return true;
}

bool subject_newest(Db *db, Arena *arena, const Subject *subject, int64_t rows, int64_t *from, Error *error)
{
    ListSql sql = { .text = text_new(arena) };
    DbValue before = integer(rows);
    SubjectCount *ids;
    size_t found;
    text_format(&sql.text, "FROM %s ORDER BY %s DESC", subject->from, subject->id);
    list_sql_add(&sql, " LIMIT 1 OFFSET ?", &before);
    if (!db_list(db, arena, db_select(arena, subject->id, text_string(&sql.text)), sql.values, sql.count,
                 &SUBJECT_COUNT, (void **)&ids, &found, error))
        return false;
    *from = found ? ids->count + 1 : 0;
    return true;
}

bool subject_count_from(Db *db, Arena *arena, const SubjectAsk *ask, int64_t from, int64_t most, int64_t *count,
                        Error *error)
{
    ListSql sql = { .text = text_new(arena) };
    DbValue first = integer(from), limit = integer(most);
    SubjectCount *rows;
    size_t found;
    text_format(&sql.text, "FROM (SELECT %s ", ask->of.subject->id);
    if (!subject_is_seen(&ask->of, error) || !write_where(&sql, ask, error))
        return false;
    if (from)
        list_sql_add(&sql, arena_format(arena, " AND %s >= ?", ask->of.subject->id), &first);
    list_sql_add(&sql, " LIMIT ?) counted", &limit);
    if (!db_list(db, arena, db_select(arena, "COUNT(*)", text_string(&sql.text)), sql.values, sql.count, &SUBJECT_COUNT,
                 (void **)&rows, &found, error))
        return false;
    *count = rows->count;
    return true;
}

typedef struct {
    int64_t id;
    const void *row;
} SubjectPlace;

static int by_id(const void *a, const void *b)
{
    const SubjectPlace *left = a, *right = b;
    return (left->id > right->id) - (left->id < right->id);
}

size_t subject_order(Arena *arena, Ids page, const void *rows, size_t count, size_t size, void *ordered)
{
    SubjectPlace *places = arena_array(arena, count + 1, sizeof *places);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const void *row = (const char *)rows + i * size;
        places[i] = (SubjectPlace) { *(const int64_t *)row, row };
    }
    qsort(places, count, sizeof *places, by_id);
    for (size_t i = 0; i < page.count; i++) {
        SubjectPlace key = { .id = page.items[i] };
        const SubjectPlace *found = bsearch(&key, places, count, sizeof *places, by_id);
        if (found)
            memcpy((char *)ordered + used++ * size, found->row, size);
    }
    return used;
}

/* ---- whether records match the tables ---------------------------------------------------------------------------- */

static const char *asks_for(Arena *arena, const Attribute *attribute)
{
    if (attribute->type == ATTRIBUTE_WORD) {
        const char *word = attribute->choices ? attribute->choices : "a";
        return arena_format(arena, "{\"attribute\":\"%s\",\"op\":\"=\",\"value\":\"%.*s\"}", attribute->name,
                            (int)strcspn(word, "|"), word);
    }
    if (attribute->folded_sql)
        return arena_format(arena, "{\"attribute\":\"%s\",\"op\":\"contains\",\"value\":\"a\"}", attribute->name);
    return arena_format(arena, "{\"attribute\":\"%s\",\"op\":\"known\"}", attribute->name);
}

static bool subject_try(Db *db, Arena *arena, const Subject *subject, int *count, Error *error)
{
    SubjectAsk ask = { .of = { .subject = subject, .sees = CIRCLES_ALL }, .q = "a", .account_id = 1, .limit = 1 };
    SubjectPage page;
    for (const SubjectSort *sort = subject->sorts; sort->name; sort++, ++*count) {
        ask.sort = sort->name;
        if (!subject_page(db, arena, &ask, &page, error))
            return false;
    }
    for (const Attribute *attribute = subject->attributes; attribute->name; attribute++, ++*count) {
        ask.filter = asks_for(arena, attribute);
        if (!subject_page(db, arena, &ask, &page, error))
            return false;
    }
    return true;
}

bool subjects_try(Db *db, Arena *arena, int *count, Error *error)
{
    *count = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const Subject *const *subject = (*at)->subjects; subject && *subject; subject++)
            if (!subject_try(db, arena, *subject, count, error))
                return false;
    return true;
}
