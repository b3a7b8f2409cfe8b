/* What imports find wrong with the data itself, beyond the one import. */
#include "house/import/plan.h"
#include "house/quality/quality.h"
#include "import_checks.sql.h"

const QualityCheck IMPORT_CHECKS[] = {
    { "import.repeated_ids",
      { "Repeated event ids", "重複したイベントID" },
      { "Rows of imported files whose event id already stands over a different event; the second row was left out.",
        "取り込んだファイルのうち、イベントIDがすでに別の内容で使われていた行です。2行目以降は取り込んでいません。" },
      { "Open imports", "取り込みを開く" },
      .to = "/settings/imports",
      .count_is = import_repeated_found,
      .rows_are = import_repeated_rows },
    { 0 },
};
