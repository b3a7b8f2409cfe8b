/* Feeds that have stopped: the product may send to another address, or not at all. */
#include "house/quality/quality.h"
#include "track_checks.sql.h"
#include "usage/track/track_store.h"

enum { SILENT_DAYS = 2 };

static int64_t silent_before(const QualityAsked *asked)
{
    return asked->now - SILENT_DAYS * MS_PER_DAY;
}

static bool silent_count(const QualityAsked *asked, QualityCount *count, Error *error)
{
    QualityCount *found;
    if (!key_silent_found(asked->db, asked->arena, silent_before(asked), &found, error))
        return false;
    *count = *found;
    return true;
}

static bool silent_rows(const QualityAsked *asked, Cursor after, int64_t most, QualityRows *rows, Error *error)
{
    return key_silent_rows(asked->db, asked->arena, silent_before(asked), after.place, after.id, most, &rows->items,
                           &rows->count, error);
}

const QualityCheck TRACK_CHECKS[] = {
    { "track.silent_keys",
      { "Silent feeds", "途絶えた送信元" },
      { "Tracking keys that sent events before and have sent none for two days.",
        "以前はイベントを送っていたのに、2日間何も届いていない送信用キーです。" },
      { "Open keys", "キーを開く" },
      .to = "/settings/keys",
      .count = silent_count,
      .rows = silent_rows },
    { 0 },
};

const SetupStep TRACK_SETUP[] = {
    { "track.key",
      10,
      { "Create a tracking key", "トラッキング用のキーを作成" },
      { "With it your product says who uses what; everything else is worked out of that.",
        "プロダクトから「誰が何を使ったか」を送るために使います。すべての分析の土台です。" },
      { "Open keys", "キーを開く" },
      .to = "/settings/keys",
      .is = key_setup },
    { 0 },
};
