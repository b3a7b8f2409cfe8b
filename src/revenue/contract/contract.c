/* Contracts themselves: added, changed, told; lines.c has their lines, given.c the rows of imports. */
#include "revenue/contract/contract.h"

#include "base/id.h"
#include "base/reason.h"
#include "http/edit.h"
#include "jobs/fact.h"
#include "revenue/contract/contract_store.h"
#include "revenue/contract/terms.h"

/* ---- facts ----------------------------------------------------------------------------------------------------- */

bool contract_tell(const Writer *writer, const char *kind, const ContractRow *row, const void *body, Error *error)
{
    Fact fact = { .kind = kind,
                  .account_id = row->account_id,
                  .actor = writer->actor,
                  .subject = arena_format(writer->arena, "contract:%lld", (long long)row->id),
                  .body = body,
                  .at = writer->now };
    return fact_write(writer->db, &fact, NULL, error);
}

static const Field CONTRACT_CANCELLED_FIELDS[] = { SHAPE_FIELD(ContractCancelled, on, FIELD_DAY),
                                                   SHAPE_OPT(ContractCancelled, ends_on, FIELD_DAY),
                                                   { 0 } };
const Shape CONTRACT_CANCELLED = { "ContractCancelled", sizeof(ContractCancelled), CONTRACT_CANCELLED_FIELDS };

/* ---- contracts ------------------------------------------------------------------------------------------------- */

int64_t writer_today(const Writer *writer)
{
    return zone_day(atomic_load(&writer->services->zone), writer->now);
}

static OptInt known_today(const Writer *writer, OptInt stated)
{
    return (OptInt) { stated.known ? writer_today(writer) : 0, stated.known };
}

bool contract_add(const Writer *writer, ContractRow *row, bool demo, Error *error)
{
    ContractAccountExistsRow *account;
    ContractRow *other = NULL;
    if (!contract_account_exists(writer->db, writer->arena, row->account_id, &account, error))
        return false;
    if (!account)
        return fail(error, ERROR_INPUT, "account_id", "account %lld not found", (long long)row->account_id);
    if (row->external_id && !contract_by_external(writer->db, writer->arena, row->external_id, &other, error))
        return false;
    if (other)
        return refuse(error, "external_id", REASON_TAKEN, row->external_id, NULL);
    row->id = id_new();
    row->version = 1;
    row->renews_known_on = known_today(writer, row->renews_on);
    return contract_insert(writer->db, row, demo, writer->now, error) &&
           search_keep_one(writer->db, &CONTRACT_SEARCH, row->id);
}

static bool same_day(OptInt a, OptInt b)
{
    return a.known == b.known && (!a.known || a.value == b.value);
}

/* Where the contract was cancelled, a line without an end ends with the term in which that was. */
typedef struct {
    const Writer *writer;
    Book book;
    OptInt before, now; /* the day of the cancellation */
} Ending;

/* The line ends where the day of cancellation before put its end. */
static bool ends_by_the_one_before(const Ending *ending, const DatedLine *dated, const ContractLineRow *line)
{
    return ending->before.known && line->from_on <= ending->before.value && line_was_open(line) &&
           line->until_on.known && line->until_on.value == line_term_end(&ending->book, dated, ending->before.value);
}

static bool line_end_derive(const Ending *ending, const DatedLine *dated, ContractLineRow *line, Error *error)
{
    bool derived = ends_by_the_one_before(ending, dated, line);
    if (derived && same_day(ending->before, ending->now))
        return true;
    if (derived && !ending->now.known)
        return line_reopen(ending->writer, line, error);
    if (!ending->now.known || line->from_on > ending->now.value || (line->until_on.known && !derived))
        return true;
    return line_end(ending->writer, line, line_term_end(&ending->book, dated, ending->now.value), ending->now.value,
                    error);
}

bool contract_lines_end(const Writer *writer, const ContractRow *row, OptInt before, Error *error)
{
    ContractLineRow *lines;
    size_t count;
    if (same_day(before, row->cancelled_on) && !before.known)
        return true;
    if (!contract_line_of(writer->db, writer->arena, row->id, &lines, &count, error))
        return false;
    DatedLine *dated = lines_dated(writer->arena, row, lines, count);
    Ending ending = { writer, { dated, count, writer_today(writer) }, before, row->cancelled_on };
    for (size_t i = 0; i < count; i++)
        if (!line_end_derive(&ending, &dated[i], &lines[i], error))
            return false;
    return true;
}

bool contract_store(const Writer *writer, const ContractRow *before, const ContractRow *row, bool *changed,
                    Error *error)
{
    const EditTold *told = edit_told(writer->arena, &CONTRACT_KEPT, &CONTRACT_KEPT, before, row, (List) { 0 });
    ContractRow after = *row;
    *changed = told != NULL;
    if (!told)
        return true;
    if (!same_day(before->renews_on, row->renews_on))
        after.renews_known_on = known_today(writer, row->renews_on);
    return contract_update(writer->db, &after, error) && search_keep_one(writer->db, &CONTRACT_SEARCH, row->id) &&
           contract_tell(writer, "contract.changed", row, &(ContractTold) { .changed = told->changed }, error);
}

/* ---- with the account ------------------------------------------------------------------------------------------ */

static bool account_dropped(const Writer *writer, int64_t account_id, Error *error)
{
    return contract_line_drop(writer->db, account_id, error) && contract_drop(writer->db, account_id, error);
}

static bool account_holds(Db *db, Arena *arena, int64_t account_id, const char **what, Error *error)
{
    ContractRow *rows;
    size_t count;
    if (!contract_of_account(db, arena, account_id, &rows, &count, error))
        return false;
    *what = count ? "contracts" : *what;
    return true;
}

const AccountHolder CONTRACT_HOLDER = {
    .name = "contract", .drop = account_dropped, .made = contract_steps_renew, .holds = account_holds
};

static bool contract_product_guard(const Writer *writer, int64_t product_id, Error *error)
{
    ContractLineWithRow *lines;
    if (!contract_line_with(writer->db, writer->arena, product_id, &lines, error))
        return false;
    if (lines->count)
        return fail(error, ERROR_CONFLICT, NULL, "contract lines still use this product: %lld",
                    (long long)lines->count);
    return true;
}

const CatalogWatcher CONTRACT_CATALOG = { .free = contract_product_guard };
