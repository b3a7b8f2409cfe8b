/*
 * Reading and changing the settings. A PATCH lays what was given over the current settings and stores all of them, so
 * workspace_put checks the whole and tells the difference.
 */
#include "house/workspace/workspace.h"

typedef struct {
    const char *name;
    const char *time_zone;
    const char *language;
    const char *currency;
    OptInt fiscal_month;
    OptInt file_max, files_max;
} WorkspaceChange;

enum { GIB = 1 << 30 };

static const Field WORKSPACE_CHANGE_FIELDS[] = {
    SHAPE_OPT(WorkspaceChange, name, FIELD_TEXT, .max = 200),
    SHAPE_OPT(WorkspaceChange, time_zone, FIELD_TEXT, .max = 100),
    SHAPE_OPT(WorkspaceChange, language, FIELD_TEXT, .choices = "ja|en"),
    SHAPE_OPT(WorkspaceChange, currency, FIELD_TEXT, .max = 3),
    SHAPE_OPT(WorkspaceChange, fiscal_month, FIELD_INT, .min = 1, .max = 12),
    SHAPE_OPT(WorkspaceChange, file_max, FIELD_INT, .min = 0, .max = GIB),
    SHAPE_OPT(WorkspaceChange, files_max, FIELD_INT, .min = 0, .max = INT64_C(1024) * GIB),
    { 0 },
};
static const Shape WORKSPACE_CHANGE = { "WorkspaceChange", sizeof(WorkspaceChange), WORKSPACE_CHANGE_FIELDS };

static bool workspace_read_back(Request *request, Error *error)
{
    Workspace *workspace;
    return workspace_get(request->db, request->arena, &workspace, error) &&
           reply_row(request, 200, &WORKSPACE, workspace);
}

static void number_take(int64_t *number, OptInt given)
{
    if (given.known)
        *number = given.value;
}

static bool workspace_patch(Request *request, Error *error)
{
    const WorkspaceChange *change = request->input;
    Workspace *workspace;
    if (!workspace_get(request->db, request->arena, &workspace, error) ||
        !request_if_match(request, workspace->version, error))
        return false;
    if (change->name)
        workspace->name = change->name;
    if (change->time_zone)
        workspace->time_zone = change->time_zone;
    if (change->language)
        workspace->language = change->language;
    if (change->currency)
        workspace->currency = change->currency;
    number_take(&workspace->fiscal_month, change->fiscal_month);
    number_take(&workspace->file_max, change->file_max);
    number_take(&workspace->files_max, change->files_max);
    return workspace_put(request->services, request->db, workspace, request_actor(request), request->now, error) &&
           workspace_read_back(request, error);
}

const Route WORKSPACE_ROUTES[] = {
    { GET, "/api/v1/workspace", workspace_read_back, RIGHT_VIEW, "Get the workspace settings", .gives = &WORKSPACE },
    { PATCH, "/api/v1/workspace", workspace_patch, RIGHT_ADMIN, "Change the workspace settings",
      .takes = &WORKSPACE_CHANGE, .gives = &WORKSPACE },
    { 0 },
};
