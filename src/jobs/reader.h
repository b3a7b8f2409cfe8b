/* Private to jobs: hands facts to their readers, and makes them of their rows. */
#ifndef BANSO_JOBS_READER_H
#define BANSO_JOBS_READER_H

#include "http/services.h"
#include "jobs/fact.h"
#include "jobs_engine.sql.h"

/* The fact that is stored in a row; its texts are those of the row. */
Fact fact_of_row(const FactsAfterRow *row);
/* Hands the next facts (at most a hundred) to one reader, in one transaction with its offset. *more when it took any.
 */
bool reader_step(Services *services, const FactReader *reader, int64_t now, bool *more, Error *error);
/* After a restore into another PostgreSQL: renumbers the facts, in their order, below every id that this one will give.
 */
bool reader_rebase(Services *services, Error *error);

#endif
