/* Inside the module: a file that was read and is not stored yet. */
#ifndef BANSO_IMPORT_OFFER_H
#define BANSO_IMPORT_OFFER_H

#include "house/import/plan.h"

struct ImportOffer {
    const ImportKind *kind;
    TableEncoding encoding;
    const char *delimiter; /* of a recipe; NULL = as the text says */
    Texts sheets;          /* of a workbook */
    int64_t sheet;         /* the first that has something in it; 0 = it is no workbook */
    Table table;
    Guess *guess;
    const char *preview;
    uint64_t hash;
};

#endif
