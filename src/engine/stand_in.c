/*
 * Other values for a column in the runs of one program: by account, found by binary search, NAN where none is given.
 * Texts are compared folded, like the engine's own, and their order is the order in which they are listed.
 */
#include "engine/plan.h"

const StandIn *stand_in_find(const StandIns *given, const char *column)
{
    for (size_t i = 0; given && i < given->count; i++)
        if (!strcmp(given->items[i].column, column))
            return &given->items[i];
    return NULL;
}

double stand_in_number(const StandIn *stand_in, int64_t account)
{
    size_t low = 0, high = stand_in->values ? stand_in->accounts.count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (stand_in->accounts.items[middle] < account)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = stand_in->values && low < stand_in->accounts.count && stand_in->accounts.items[low] == account;
    return found ? stand_in->values[low] : NAN;
}

EngineValue stand_in_value(const StandIn *stand_in, int64_t account)
{
    double number = stand_in_number(stand_in, account);
    if (isnan(number))
        return engine_unknown();
    return (EngineValue) { .known = true,
                           .integer = (int64_t)number,
                           .real = number,
                           .text = stand_in->texts ? stand_in->texts[(size_t)number] : NULL };
}

const char *const *stand_in_folded(const StandIn *stand_in, Arena *arena)
{
    size_t count = 0;
    while (stand_in->texts && stand_in->texts[count])
        count++;
    const char **folded = arena_array(arena, count + 1, sizeof(char *));
    for (size_t i = 0; i < count; i++)
        folded[i] = text_fold(arena, stand_in->texts[i]);
    return folded;
}

double stand_in_text_number(const char *const *folded, const char *text)
{
    for (int i = 0; folded[i]; i++)
        if (!strcmp(folded[i], text))
            return i;
    return -1;
}

void program_stand_in(Program *program, const StandIns *given)
{
    program->stand_ins = given;
}
