/*
 * What is wrong with events: those without an account, those that were refused, names that no feature counts, and names
 * that have stopped coming. Names are at most 1,000, so their rows are a walk over the list.
 */
#include "event_checks.sql.h"
#include "gauged.sql.h"
#include "house/quality/quality.h"
#include "reading.sql.h"
#include "usage/event/event_store.h"

enum { SILENT_DAYS = 14, GAUGE_DAYS = 28 };

typedef bool (*NameIsBad)(const QualityAsked *asked, const Catalog *catalog, const EventNameListRow *name);

static bool is_unknown(const QualityAsked *asked, const Catalog *catalog, const EventNameListRow *name)
{
    (void)asked;
    return catalog_feature_of(catalog, name->name) == NULL;
}

static bool is_silent(const QualityAsked *asked, const Catalog *catalog, const EventNameListRow *name)
{
    (void)catalog;
    return name->last_on < asked->today - SILENT_DAYS;
}

static bool names_walk(const QualityAsked *asked, NameIsBad is_bad, QualityCount *count, QualityRows *rows,
                       Error *error)
{
    Catalog catalog;
    EventNameListRow *names;
    size_t name_count;
    if (!catalog_read(asked->db, asked->arena, &catalog, error) ||
        !event_name_list(asked->db, asked->arena, &names, &name_count, error))
        return false;
    *count = (QualityCount) { .total = (int64_t)name_count };
    *rows = (QualityRows) { .items = arena_array(asked->arena, name_count + 1, sizeof *rows->items) };
    for (size_t i = 0; i < name_count; i++) {
        if (!is_bad(asked, &catalog, &names[i]))
            continue;
        count->found++;
        rows->items[rows->count++] = (QualityRow) { .id = (int64_t)i,
                                                    .what = names[i].name,
                                                    .count = { names[i].count, true },
                                                    .until_on = { names[i].last_on, true } };
    }
    return true;
}

/* The order is by use, which moves: a page begins behind the place at which the last one ended. */
static bool names_page(const QualityAsked *asked, NameIsBad is_bad, Cursor after, int64_t most, QualityRows *rows,
                       Error *error)
{
    QualityCount count;
    QualityRows all;
    if (!names_walk(asked, is_bad, &count, &all, error))
        return false;
    size_t first = 0;
    while (first < all.count && all.items[first].id <= after.id)
        first++;
    rows->items = all.items + first;
    rows->count = all.count - first < (size_t)most ? all.count - first : (size_t)most;
    return true;
}

static bool unknown_count(const QualityAsked *asked, QualityCount *count, Error *error)
{
    QualityRows rows;
    return names_walk(asked, is_unknown, count, &rows, error);
}

static bool unknown_rows(const QualityAsked *asked, Cursor after, int64_t most, QualityRows *rows, Error *error)
{
    return names_page(asked, is_unknown, after, most, rows, error);
}

static bool silent_count(const QualityAsked *asked, QualityCount *count, Error *error)
{
    QualityRows rows;
    return names_walk(asked, is_silent, count, &rows, error);
}

static bool silent_rows(const QualityAsked *asked, Cursor after, int64_t most, QualityRows *rows, Error *error)
{
    return names_page(asked, is_silent, after, most, rows, error);
}

/* ---- gauges ---------------------------------------------------------------------------------------------------- */

static const CatalogGauge *gauge_of(const Catalog *catalog, int64_t id)
{
    for (size_t i = 0; i < catalog->gauge_count; i++)
        if (catalog->gauges[i].id == id)
            return &catalog->gauges[i];
    return NULL;
}

/* One row for each gauge with events that carried no number; gauges are at most 100. */
static bool gauges_walk(const QualityAsked *asked, QualityCount *count, QualityRows *rows, Error *error)
{
    Catalog catalog;
    GaugeSeenSinceRow *seen;
    size_t seen_count;
    if (!catalog_read(asked->db, asked->arena, &catalog, error) ||
        !gauge_seen_since(asked->db, asked->arena, asked->today - GAUGE_DAYS + 1, &seen, &seen_count, error))
        return false;
    *count = (QualityCount) { 0 };
    *rows = (QualityRows) { .items = arena_array(asked->arena, seen_count + 1, sizeof *rows->items) };
    for (size_t i = 0; i < seen_count; i++) {
        const CatalogGauge *gauge = gauge_of(&catalog, seen[i].gauge_id);
        int64_t bad = seen[i].missing + seen[i].wrong;
        count->total += gauge ? seen[i].good + bad : 0;
        if (!gauge || bad == 0)
            continue;
        count->found += bad;
        rows->items[rows->count++] =
            (QualityRow) { .id = gauge->id,
                           .what = gauge->name,
                           .what_ja = gauge->name_ja,
                           .beside = arena_format(asked->arena, "%s: %s", gauge->event, gauge->property),
                           .count = { bad, true },
                           .until_on = { seen[i].last_on, true } };
    }
    return true;
}

static bool gauges_count(const QualityAsked *asked, QualityCount *count, Error *error)
{
    QualityRows rows;
    return gauges_walk(asked, count, &rows, error);
}

static bool gauges_rows(const QualityAsked *asked, Cursor after, int64_t most, QualityRows *rows, Error *error)
{
    QualityCount count;
    if (!gauges_walk(asked, &count, rows, error))
        return false;
    while (rows->count && rows->items->id <= after.id) {
        rows->items++;
        rows->count--;
    }
    rows->count = rows->count < (size_t)most ? rows->count : (size_t)most;
    return true;
}

const QualityCheck EVENT_CHECKS[] = {
    { "event.waiting",
      { "Events without an account", "企業未割り当てのイベント" },
      { "Events of people whose account nobody has named; they count for no customer until somebody does.",
        "どの企業の人か分からないユーザーのイベントです。割り当てるまで、どの顧客にも数えません。" },
      { "Assign people", "企業を割り当てる" },
      .to = "/settings/events",
      .count_is = event_waiting_found,
      .rows_are = event_waiting_rows },
    { "event.rejected",
      { "Rejected events", "除外したイベント" },
      { "Events that the tracking API could not save, of the newest 10,000; the sender has to be corrected.",
        "トラッキングAPIが保存できなかったイベント(最新10,000件まで)です。送信側の修正が必要です。" },
      { "See reasons", "理由を見る" },
      .to = "/settings/events",
      .count_is = event_rejected_found,
      .rows_are = event_rejected_rows },
    { "event.unknown_names",
      { "Unknown event names", "機能に未割り当てのイベント名" },
      { "Event names that no feature counts, so their use is missing from breadth and adoption.",
        "どの機能にも割り当てていないイベント名です。利用の幅や定着度に反映されません。" },
      { "Map names to features", "機能に割り当てる" },
      .to = "/settings/products",
      .count = unknown_count,
      .rows = unknown_rows },
    { "event.silent_names",
      { "Event names gone silent", "途絶えたイベント名" },
      { "Event names that came before and have not come for 14 days: renamed in the product, or lost.",
        "以前は届いていたのに、14日間届いていないイベント名です。プロダクト側で名前が変わったか、計測が止まった可能性が"
        "あります。" },
      { "Open features", "機能を開く" },
      .to = "/settings/products",
      .count = silent_count,
      .rows = silent_rows },
    { "event.gauge_values",
      { "Gauge events without a number", "数値のない数値指標のイベント" },
      { "Events of the last 28 days whose property is missing or is not a number; the gauge leaves them out.",
        "直近28日間で、プロパティがないか数値でないイベントです。数値指標には含まれません。" },
      { "Open gauges", "数値指標を開く" },
      .to = "/settings/products",
      .count = gauges_count,
      .rows = gauges_rows },
    { 0 },
};

/* ---- setting up ------------------------------------------------------------------------------------------------ */

const SetupStep EVENT_SETUP[] = {
    { "event.first",
      20,
      { "Send the first event", "最初のイベントを送信" },
      { "It shows that the snippet is in place; this page notices by itself.",
        "スニペットが正しく動いているか確認できます。届くと、このページに自動で表示されます。" },
      { "See events", "イベントを見る" },
      .to = "/settings/events",
      .is = event_setup },
    { "event.people",
      40,
      { "Connect people to accounts", "ユーザーを企業に割り当て" },
      { "Events of people without an account count for no customer.",
        "企業が分からないユーザーのイベントは、どの顧客にも数えられません。" },
      { "Assign people", "企業を割り当てる" },
      .to = "/settings/events",
      .is = event_people_setup },
    { "event.features",
      50,
      { "Turn event names into features", "イベント名を機能に登録" },
      { "Features have names that people know, and make breadth and adoption countable.",
        "わかりやすい名前の機能にまとめると、利用の幅や定着度を測れるようになります。" },
      { "Open products and features", "プロダクトと機能を開く" },
      .to = "/settings/products",
      .is = event_features_setup },
    { 0 },
};
