/*
 * Policies over the API, in their order. A change lets all tickets that are not solved be judged again (the job reads
 * the fact).
 *
 * In order: conditions; showing; what may be saved; changes; deleting.
 */
#include "base/circle.h"
#include "base/id.h"
#include "base/reason.h"
#include "http/edit.h"
#include "support/sla/sla_store.h"

#include <string.h>

static SlaAt at_of(const Request *request)
{
    return (SlaAt) { request->services, request->db, request->arena, request->now };
}

/* ---- conditions ------------------------------------------------------------------------------------------------ */

static bool condition_read(const Request *request, ConditionSource source, const char *text,
                           const Condition **condition, Error *error)
{
    const Services *services = request->services;
    SlaAt at = at_of(request);
    ConditionOf of = { .subject = &TICKET_SUBJECT,
                       .engine = services->engine,
                       .db = request->db,
                       .source = source,
                       .sees = request->caller->rights,
                       .today = zone_day(atomic_load(&services->zone), request->now),
                       .now = request->now };
    return sla_fields_held(&at, &of.fields, error) &&
           condition_parse_text(request->arena, &of, text, "condition", condition, error);
}

/* What a policy decides: by asking for it, a promise would hang on itself. */
static const char *circular(const Condition *condition)
{
    static const char *const DECIDED[] = { "overdue", "due_soon", "breached" };
    const char *found = NULL;
    if (condition->kind == CONDITION_ACCOUNT)
        return NULL;
    for (size_t i = 0; condition->kind == CONDITION_ATTRIBUTE && i < sizeof DECIDED / sizeof *DECIDED; i++)
        if (strcmp(condition->attribute->name, DECIDED[i]) == 0)
            return DECIDED[i];
    for (size_t i = 0; !found && i < condition->count; i++)
        found = circular(condition->parts[i]);
    return found;
}

/* ---- showing --------------------------------------------------------------------------------------------------- */

/* Of one that cannot be read nobody can say which areas it asks for, so nobody is told it. */
static bool condition_show(const Request *request, SlaPolicy *shown, Error *error)
{
    const Condition *condition;
    if (!shown->row.condition)
        return true;
    if (condition_read(request, CONDITION_STORED, shown->row.condition, &condition, error))
        shown->withheld = circle_name(condition_circles(condition) & ~request->caller->rights);
    else if (error->kind == ERROR_INPUT)
        shown->unreadable = true;
    else
        return false;
    *error = (Error) { 0 };
    if (shown->withheld || shown->unreadable)
        shown->row.condition = NULL;
    return true;
}

static bool policy_shown(const Request *request, const SlaPolicyRow *row, SlaPolicy *shown, Error *error)
{
    *shown = (SlaPolicy) { .row = *row };
    return condition_show(request, shown, error) &&
           sla_targets_read(request->arena, row->target_list, &shown->targets, error);
}

static bool policy_list(Request *request, Error *error)
{
    SlaPolicyRow *rows;
    size_t count;
    if (!sla_policies(request->db, request->arena, &rows, &count, error))
        return false;
    SlaPolicy *shown = arena_array(request->arena, count + 1, sizeof *shown);
    for (size_t i = 0; i < count; i++)
        if (!policy_shown(request, &rows[i], &shown[i], error))
            return false;
    return reply_list(request, &SLA_POLICY, shown, count, NULL);
}

static bool policy_find(Request *request, SlaPolicyRow **row, Error *error)
{
    if (!sla_policy_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    return *row || fail(error, ERROR_MISSING, NULL, "SLA policy %lld not found", (long long)request->path_id[0]);
}

static bool policy_of_path(Request *request, SlaPolicyRow **row, Error *error)
{
    return policy_find(request, row, error) && request_if_match(request, (*row)->version, error);
}

static bool policy_reply(Request *request, int status, Error *error)
{
    SlaPolicyRow *row;
    SlaPolicy shown;
    return policy_find(request, &row, error) && policy_shown(request, row, &shown, error) &&
           reply_row(request, status, &SLA_POLICY, &shown);
}

static bool policy_get(Request *request, Error *error)
{
    return policy_reply(request, 200, error);
}

/* ---- what may be saved ----------------------------------------------------------------------------------------- */

static bool condition_fits(const Request *request, const SlaPolicyRow *row, Error *error)
{
    const Condition *condition;
    const char *decided;
    if (!row->condition)
        return true;
    if (!condition_read(request, CONDITION_GIVEN, row->condition, &condition, error))
        return false;
    decided = circular(condition);
    return !decided ||
           fail(error, ERROR_INPUT, "condition", "a policy cannot ask for \"%s\": policies decide it", decided);
}

static bool hours_fit(const Request *request, const SlaPolicyRow *row, Error *error)
{
    const Hours *hours;
    if (!row->hours_id.known)
        return true;
    if (!hours_read(request->db, request->arena, row->hours_id.value, &hours, error))
        return false;
    return hours ||
           fail(error, ERROR_INPUT, "hours_id", "business hours %lld not found", (long long)row->hours_id.value);
}

/* What stays as it was is not judged again: a policy whose condition can no longer be read, or asks for what the
 * caller does not see, can still be moved and switched off. `before` NULL = it is new. */
static bool row_fits(const Request *request, const SlaPolicyRow *before, const SlaPolicyRow *row, Error *error)
{
    bool other_hours =
        !before || before->hours_id.known != row->hours_id.known || before->hours_id.value != row->hours_id.value;
    bool other_condition = !before || !text_equal(before->condition, row->condition);
    return (!other_hours || hours_fit(request, row, error)) &&
           (!other_condition || condition_fits(request, row, error));
}

static bool target_is_there(const SlaTarget *targets, size_t count, const char *priority)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(targets[i].priority, priority) == 0)
            return true;
    return false;
}

/* One line for a priority, and each promises something. */
static bool targets_print(Arena *arena, List given, const char **json, Error *error)
{
    const SlaTarget *targets = given.items;
    Text text = text_new(arena);
    if (!given.count)
        return refuse(error, "targets", REASON_MISSING, NULL, NULL);
    text_char(&text, '[');
    for (size_t i = 0; i < given.count; i++) {
        const SlaTarget *one = &targets[i];
        if (target_is_there(targets, i, one->priority))
            return refuse(error, "targets", REASON_TAKEN, one->priority, NULL);
        if (!one->first_minutes.known && !one->next_minutes.known && !one->resolution_minutes.known)
            return refuse(error, "targets", REASON_MISSING, NULL, NULL);
        text_add(&text, i ? "," : "");
        shape_write_known(&text, &SLA_TARGET, one);
    }
    text_char(&text, ']');
    *json = text_string(&text);
    return true;
}

/* ---- changes --------------------------------------------------------------------------------------------------- */

static bool policy_create(Request *request, Error *error)
{
    const NewSlaPolicy *in = request->input;
    Writer writer = writer_of(request);
    SlaPolicyRow *rows, row = { .id = id_new(), .active = true };
    size_t count;
    if (!edit_apply(request, &NEW_SLA_POLICY, in, &SLA_POLICY_ROW, &row, error) ||
        !targets_print(request->arena, in->targets, &row.target_list, error) || !row_fits(request, NULL, &row, error) ||
        !sla_policies(request->db, request->arena, &rows, &count, error))
        return false;
    if (count >= SLA_POLICIES_MAX)
        return refuse(error, NULL, REASON_TOO_MANY, "50", NULL);
    row.position = count ? rows[count - 1].position + 1 : 1;
    request->path_id[0] = row.id;
    return sla_policy_insert(request->db, &row, error) &&
           writer_tell(&writer, "sla_policy.created", 0, 0, row.id, NULL, error) && policy_reply(request, 201, error);
}

/* The others close up, and make room for it. */
static bool place(const Request *request, const SlaPolicyRow *row, Error *error)
{
    SlaPolicyRow *rows;
    size_t count;
    int64_t next = 1;
    if (!sla_policies(request->db, request->arena, &rows, &count, error))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].id == row->id)
            continue;
        next += next == row->position;
        if (rows[i].position != next && !sla_policy_place_set(request->db, rows[i].id, next, error))
            return false;
        next++;
    }
    return true;
}

/* What edit_told does not compare. */
static List more_changed(Arena *arena, const SlaPolicyRow *before, const SlaPolicyRow *after)
{
    EditChange *changes = arena_array(arena, 2, sizeof *changes);
    size_t count = 0;
    if (!text_equal(before->target_list, after->target_list))
        changes[count++].field = "targets";
    if (!text_equal(before->condition, after->condition))
        changes[count++].field = "condition";
    return (List) { count, changes };
}

static bool policy_patch(Request *request, Error *error)
{
    const SlaPolicyPatch *in = request->input;
    Writer writer = writer_of(request);
    SlaPolicyRow *before, after;
    if (!policy_of_path(request, &before, error))
        return false;
    after = *before;
    if (!edit_apply(request, &SLA_POLICY_PATCH, in, &SLA_POLICY_ROW, &after, error) ||
        (request_given(request, "targets") && !targets_print(request->arena, in->targets, &after.target_list, error)) ||
        !row_fits(request, before, &after, error))
        return false;
    const EditTold *told = edit_told(request->arena, &SLA_POLICY_PATCH, &SLA_POLICY_ROW, before, &after,
                                     more_changed(request->arena, before, &after));
    return (!told || (place(request, &after, error) && sla_policy_update(request->db, &after, error) &&
                      writer_tell(&writer, "sla_policy.changed", 0, 0, after.id, told, error))) &&
           policy_reply(request, 200, error);
}

/* ---- deleting -------------------------------------------------------------------------------------------------- */

static bool policy_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    SlaPolicyRow *row;
    return policy_of_path(request, &row, error) && sla_policy_remove(request->db, row->id, error) &&
           writer_tell(&writer, "sla_policy.deleted", 0, 0, row->id, NULL, error) && reply_empty(request);
}

#define OF_SUPPORT .circle = CIRCLE_SUPPORT
const Route SLA_ROUTES[] = {
    { GET, "/api/v1/sla-policies", policy_list, RIGHT_VIEW,
      "List the SLA policies in their order; the first active one that fits a ticket holds for it",
      .gives = &SLA_POLICY, .flags = ROUTE_LIST, OF_SUPPORT },
    { POST, "/api/v1/sla-policies", policy_create, RIGHT_MANAGE, "Add an SLA policy, behind all others",
      .takes = &NEW_SLA_POLICY, .gives = &SLA_POLICY, OF_SUPPORT },
    { GET, "/api/v1/sla-policies/{id}", policy_get, RIGHT_VIEW, "Get an SLA policy", .gives = &SLA_POLICY, OF_SUPPORT },
    { PATCH, "/api/v1/sla-policies/{id}", policy_patch, RIGHT_MANAGE,
      "Change an SLA policy or its place; tickets that are not solved are judged again", .takes = &SLA_POLICY_PATCH,
      .gives = &SLA_POLICY, OF_SUPPORT },
    { DELETE, "/api/v1/sla-policies/{id}", policy_delete, RIGHT_MANAGE,
      "Delete an SLA policy; solved tickets keep what it promised", OF_SUPPORT },
    { 0 },
};
