/* Gauges: declared, changed and deleted, and their routes. In order: reading; changes; routes. */
#include "customer/catalog/gauge.h"

#include "gauge.sql.h"

#include "base/id.h"
#include "base/reason.h"
#include "customer/catalog/product_store.h"
#include "http/edit.h"

/* ---- reading --------------------------------------------------------------------------------------------------- */

bool gauges_read(Db *db, Arena *arena, const CatalogGauge **gauges, size_t *count, Error *error)
{
    GaugeRow *rows;
    if (!gauge_all(db, arena, &rows, count, error))
        return false;
    CatalogGauge *read = arena_array(arena, *count + 1, sizeof *read);
    for (size_t i = 0; i < *count; i++)
        read[i] =
            (CatalogGauge) { rows[i].id, rows[i].event, rows[i].property, rows[i].name, rows[i].name_ja, rows[i].unit };
    *gauges = read;
    return true;
}

/* ---- changes --------------------------------------------------------------------------------------------------- */

static bool is_free(const Writer *writer, const GaugeRow *row, Error *error)
{
    GaugeRow *other;
    if (!gauge_by_property(writer->db, writer->arena, row->event, row->property, &other, error))
        return false;
    return !other || other->id == row->id ||
           fail(error, ERROR_CONFLICT, "property", "another gauge already reads \"%.80s\" of this event",
                row->property);
}

static bool gauge_add(const Writer *writer, GaugeRow *row, Error *error)
{
    GaugeRow *all;
    size_t count;
    if (!gauge_all(writer->db, writer->arena, &all, &count, error))
        return false;
    if (count >= GAUGES_MAX)
        return refuse(error, "name", REASON_TOO_MANY, arena_format(writer->arena, "%d", GAUGES_MAX), NULL);
    row->id = id_new();
    row->version = 1;
    if (!row->position)
        row->position = count ? all[count - 1].position + 1 : 1;
    return gauge_insert(writer->db, row, error) && catalog_changed(writer, "gauge.created", row->id, NULL, true, error);
}

static bool gauge_store(const Writer *writer, const GaugeRow *before, GaugeRow *after, Error *error)
{
    const EditTold *told = edit_told(writer->arena, &GAUGE_TOLD, &GAUGE_TOLD, before, after, (List) { 0 });
    if (!told)
        return true;
    if (!is_free(writer, after, error))
        return false;
    bool reads_other = !text_equal(before->event, after->event) || !text_equal(before->property, after->property);
    after->version++;
    return gauge_update(writer->db, after, error) &&
           catalog_changed(writer, "gauge.changed", after->id, told, reads_other, error);
}

/* ---- routes ---------------------------------------------------------------------------------------------------- */

static bool gauge_list(Request *request, Error *error)
{
    GaugeRow *rows;
    size_t count;
    return gauge_all(request->db, request->arena, &rows, &count, error) &&
           reply_list(request, &GAUGE, rows, count, NULL);
}

static bool gauge_create(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    GaugeRow row = { 0 };
    return edit_apply(request, &NEW_GAUGE, request->input, &GAUGE_ROW, &row, error) && is_free(&writer, &row, error) &&
           gauge_add(&writer, &row, error) && reply_row(request, 201, &GAUGE, &row);
}

static bool gauge_of_path(Request *request, GaugeRow **row, Error *error)
{
    if (!gauge_by_id(request->db, request->arena, request->path_id[0], row, error))
        return false;
    if (!*row)
        return fail(error, ERROR_MISSING, NULL, "gauge %lld not found", (long long)request->path_id[0]);
    return request_if_match(request, (*row)->version, error);
}

static bool gauge_change(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    GaugeRow *before, after;
    if (!gauge_of_path(request, &before, error))
        return false;
    after = *before;
    return edit_apply(request, &GAUGE_PATCH, request->input, &GAUGE_ROW, &after, error) &&
           gauge_store(&writer, before, &after, error) && reply_row(request, 200, &GAUGE, &after);
}

static bool gauge_delete(Request *request, Error *error)
{
    Writer writer = writer_of(request);
    GaugeRow *row;
    return gauge_of_path(request, &row, error) && gauge_remove(writer.db, row->id, error) &&
           catalog_changed(&writer, "gauge.deleted", row->id, NULL, true, error) && reply_empty(request);
}

const Route GAUGE_ROUTES[] = {
    { GET, "/api/v1/gauges", gauge_list, RIGHT_VIEW, "List the gauges: numbers that events carry", .gives = &GAUGE,
      .flags = ROUTE_LIST },
    { POST, "/api/v1/gauges", gauge_create, RIGHT_MANAGE,
      "Add a gauge by event name and property; stored events are counted again", .takes = &NEW_GAUGE, .gives = &GAUGE },
    { PATCH, "/api/v1/gauges/{id}", gauge_change, RIGHT_MANAGE,
      "Change a gauge; another event or property counts stored events again", .takes = &GAUGE_PATCH, .gives = &GAUGE },
    { DELETE, "/api/v1/gauges/{id}", gauge_delete, RIGHT_MANAGE, "Delete a gauge" },
    { 0 },
};
