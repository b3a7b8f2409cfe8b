/* The attributes that can be asked of an account, as modules registered them. */
#include "house/condition/condition.h"

#include <string.h>

enum { ATTRIBUTES_MAX = 200 };
static const Attribute *registered[ATTRIBUTES_MAX];
static size_t registered_count;

static const Attribute *find_registered(const char *name)
{
    for (size_t i = 0; i < registered_count; i++)
        if (!strcmp(registered[i]->name, name))
            return registered[i];
    return NULL;
}

void attribute_register(const Attribute *attributes)
{
    for (; attributes->name; attributes++) {
        const Attribute *had = find_registered(attributes->name);
        if (had == attributes)
            continue;
        if (had || registered_count == ATTRIBUTES_MAX)
            bug("the attribute %s cannot be registered again", attributes->name);
        registered[registered_count++] = attributes;
    }
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
    const Attribute *found = find_registered(name);
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

const char *const *attribute_names(Engine *engine, Arena *arena)
{
    const EngineView *view = engine ? engine_view(engine) : NULL;
    const char *const *columns = view ? view_column_names(view, arena) : (const char *const[]) { NULL };
    const char **names;
    size_t count = registered_count, used = 0;
    for (size_t i = 0; columns[i]; i++)
        count++;
    names = arena_array(arena, count + 1, sizeof(char *));
    for (size_t i = 0; i < registered_count; i++)
        names[used++] = registered[i]->name;
    for (size_t i = 0; columns[i]; i++)
        if (text_starts(columns[i], "field:"))
            names[used++] = columns[i];
    if (view)
        engine_view_close(view);
    return names;
}
