/* What can be asked: of accounts, as the modules declare it and the engine knows it; of another subject, its record.
 * And the saved conditions on accounts. */
#include "house/condition/condition.h"

#include "base/clock.h"
#include "house/condition/subject.h"
#include "jobs/module.h"

#include <string.h>

static const Attribute *find_in(const Attribute *attributes, const char *name)
{
    for (const Attribute *attribute = attributes; attribute && attribute->name; attribute++)
        if (strcmp(attribute->name, name) == 0)
            return attribute;
    return NULL;
}

static const Attribute *find_declared(const char *name)
{
    const Attribute *found = NULL;
    for (const Module *const *at = modules_used(); *at && !found; at++)
        found = find_in((*at)->attributes, name);
    return found;
}

static AttributeType type_of_column(ColumnType type)
{
    static const AttributeType TYPES[] = {
        [COLUMN_INT] = ATTRIBUTE_NUMBER, [COLUMN_REAL] = ATTRIBUTE_NUMBER, [COLUMN_FLAG] = ATTRIBUTE_FLAG,
        [COLUMN_DAY] = ATTRIBUTE_DAY,    [COLUMN_TEXT] = ATTRIBUTE_TEXT,
    };
    return TYPES[type];
}

static const Attribute *find_column(Engine *engine, Arena *arena, const char *name)
{
    const EngineView *view;
    Attribute *made = NULL;
    int column;
    if (!engine || !text_starts(name, "field:"))
        return NULL;
    view = engine_view(engine);
    column = view_column(view, name);
    if (column >= 0) {
        made = arena_make(arena, Attribute);
        made->name = made->column = arena_text(arena, name);
        made->type = type_of_column(view_column_type(view, column));
    }
    engine_view_close(view);
    return made;
}

const Attribute *attribute_find(const ConditionOf *of, Arena *arena, const char *name)
{
    const Attribute *found = of->subject ? find_in(of->subject->attributes, name) : find_declared(name);
    if (found)
        return found;
    return of->subject ? find_in(of->fields, name) : find_column(of->engine, arena, name);
}

/* ---- what is gone ---------------------------------------------------------------------------------------------- */

/* The type that a comparison was written for, told by what it compares with. */
static AttributeType type_compared(const Json *json)
{
    const Json *value = json_get(json, "value"), *one = json_is_array(value) ? json_first(value) : value;
    const char *text, *op;
    int64_t day;
    bool flag;
    if (json_flag_value(one, &flag))
        return ATTRIBUTE_FLAG;
    if (!json_text_value(one, &text))
        return ATTRIBUTE_NUMBER;
    bool contains = json_get_text(json, "op", &op) && strcmp(op, op_name(OP_CONTAINS)) == 0;
    return !contains && day_parse(text, &day) ? ATTRIBUTE_DAY : ATTRIBUTE_TEXT;
}

/* It asks a column that nobody fills. */
const Attribute *attribute_gone(Arena *arena, const char *name, const Json *json)
{
    Attribute *gone = arena_make(arena, Attribute);
    *gone = (Attribute) { .name = arena_text(arena, name),
                          .type = type_compared(json),
                          .column = arena_format(arena, "gone:%s", name),
                          .gone = true };
    return gone;
}

/* ---- saved conditions ------------------------------------------------------------------------------------------ */

static const ConditionSaved *saved_of_modules(void)
{
    for (const Module *const *at = modules_used(); *at; at++)
        if ((*at)->saved)
            return (*at)->saved;
    return NULL;
}

bool saved_find(const ConditionOf *of, Arena *arena, int64_t id, const Json **saved, Error *error)
{
    const ConditionSaved *module = saved_of_modules();
    const char *text = NULL;
    *saved = of->pinned ? json_get(of->pinned, arena_format(arena, "%lld", (long long)id)) : NULL;
    if (of->pinned || !module || !of->db)
        return true;
    return module->read(of->db, arena, id, &text, error) &&
           (!text || json_parse(arena, text, strlen(text), saved, error));
}

/* ---- names ----------------------------------------------------------------------------------------------------- */

/* The names in a table, behind the `count` that are there, unless `names` is NULL; gives how many there are then. */
static size_t names_in(const Attribute *attributes, const char **names, size_t count)
{
    for (const Attribute *attribute = attributes; attribute && attribute->name; attribute++, count++)
        if (names)
            names[count] = attribute->name;
    return count;
}

static size_t declared_names(const ConditionOf *of, const char **names)
{
    size_t count = 0;
    if (of->subject)
        return names_in(of->fields, names, names_in(of->subject->attributes, names, 0));
    for (const Module *const *at = modules_used(); *at; at++)
        count = names_in((*at)->attributes, names, count);
    return count;
}

const char *const *attribute_names(const ConditionOf *of, Arena *arena)
{
    const EngineView *view = of->engine && !of->subject ? engine_view(of->engine) : NULL;
    const char *const *columns = view ? view_column_names(view, arena) : (const char *const[]) { NULL };
    const char **names;
    size_t count = declared_names(of, NULL), used;
    for (size_t i = 0; columns[i]; i++)
        count++;
    names = arena_array(arena, count + 1, sizeof(char *));
    used = declared_names(of, names);
    for (size_t i = 0; columns[i]; i++)
        if (text_starts(columns[i], "field:"))
            names[used++] = columns[i];
    if (view)
        engine_view_close(view);
    return names;
}
