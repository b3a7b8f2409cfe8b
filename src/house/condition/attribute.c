/* The attributes that can be asked of an account, as the modules declare them. */
#include "house/condition/condition.h"
#include "jobs/module.h"

#include <string.h>

static const Attribute *find_declared(const char *name)
{
    for (const Module *const *at = modules_used(); *at; at++)
        for (const Attribute *attribute = (*at)->attributes; attribute && attribute->name; attribute++)
            if (strcmp(attribute->name, name) == 0)
                return attribute;
    return NULL;
}

static AttributeType type_of_column(ColumnType type)
{
    static const AttributeType TYPES[] = {
        [COLUMN_INT] = ATTRIBUTE_NUMBER, [COLUMN_REAL] = ATTRIBUTE_NUMBER, [COLUMN_FLAG] = ATTRIBUTE_FLAG,
        [COLUMN_DAY] = ATTRIBUTE_DAY,    [COLUMN_TEXT] = ATTRIBUTE_TEXT,
    };
    return TYPES[type];
}

const Attribute *attribute_find(Engine *engine, Arena *arena, const char *name)
{
    const Attribute *found = find_declared(name);
    const EngineView *view;
    Attribute *made = NULL;
    int column;
    if (found || !engine || !text_starts(name, "field:"))
        return found;
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

/* The names that modules declare, into `names` unless that is NULL; gives how many. */
static size_t declared_names(const char **names)
{
    size_t count = 0;
    for (const Module *const *at = modules_used(); *at; at++)
        for (const Attribute *attribute = (*at)->attributes; attribute && attribute->name; attribute++, count++)
            if (names)
                names[count] = attribute->name;
    return count;
}

const char *const *attribute_names(Engine *engine, Arena *arena)
{
    const EngineView *view = engine ? engine_view(engine) : NULL;
    const char *const *columns = view ? view_column_names(view, arena) : (const char *const[]) { NULL };
    const char **names;
    size_t count = declared_names(NULL), used;
    for (size_t i = 0; columns[i]; i++)
        count++;
    names = arena_array(arena, count + 1, sizeof(char *));
    used = declared_names(names);
    for (size_t i = 0; columns[i]; i++)
        if (text_starts(columns[i], "field:"))
            names[used++] = columns[i];
    if (view)
        engine_view_close(view);
    return names;
}
