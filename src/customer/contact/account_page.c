/* One account's page: the account with its people, products and children. It stands here and not with accounts, since
 * it shows what stands right of them. */
#include "contact.sql.h"

#include "customer/account/account_list.h"
#include "customer/catalog/product.h"
#include "customer/contact/contact_store.h"
#include "house/workspace/workspace.h"

enum { PAGE_CONTACTS = 200 };

static const Field PRODUCT_NAMED_FIELDS[] = {
    SHAPE_FIELD(CatalogProduct, id, FIELD_ID),
    SHAPE_FIELD(CatalogProduct, name, FIELD_TEXT),
    SHAPE_OPT(CatalogProduct, name_ja, FIELD_TEXT),
    { 0 },
};
static const Shape PRODUCT_NAMED = { "ProductNamed", sizeof(CatalogProduct), PRODUCT_NAMED_FIELDS };

typedef struct {
    AccountListed listed;
    List contacts, products, children;
} AccountPage;

static const Field ACCOUNT_PAGE_FIELDS[] = {
    SHAPE_FIELD(AccountPage, listed, FIELD_INLINE, .shape = &ACCOUNT_LISTED),
    SHAPE_FIELD(AccountPage, contacts, FIELD_LIST, .shape = &CONTACT),
    SHAPE_FIELD(AccountPage, products, FIELD_LIST, .shape = &PRODUCT_NAMED),
    SHAPE_FIELD(AccountPage, children, FIELD_LIST, .shape = &ACCOUNT_CHILDREN_ROW),
    { 0 },
};
static const Shape ACCOUNT_PAGE = { "AccountPage", sizeof(AccountPage), ACCOUNT_PAGE_FIELDS };

typedef struct {
    OptInt as_of;
} DayAsk;
static const Field DAY_ASK_FIELDS[] = { SHAPE_OPT(DayAsk, as_of, FIELD_DAY), { 0 } };
static const Shape DAY_ASK = { "DayAsk", sizeof(DayAsk), DAY_ASK_FIELDS };

/* The products of which a line is in force that day. */
static List products_held(const EngineView *view, Arena *arena, const Catalog *catalog, int64_t account, int64_t day)
{
    CatalogProduct *held = arena_array(arena, catalog->product_count, sizeof *held);
    size_t count = 0;
    int column = view_column(view, ENGINE_PRODUCT);
    for (size_t i = 0; column >= 0 && i < catalog->product_count; i++)
        if (view_value(view, account, column, catalog->products[i].id, day).known)
            held[count++] = catalog->products[i];
    return (List) { count, held };
}

static bool page_contacts(Request *request, int64_t account, List *list, Error *error)
{
    ContactRow *rows;
    Contact *contacts;
    size_t count;
    if (!contact_of_account(request->db, request->arena, account, 0, PAGE_CONTACTS, &rows, &count, error) ||
        !contacts_dress(request->db, request->arena, account, rows, count, &contacts, error))
        return false;
    *list = (List) { count, contacts };
    return true;
}

static bool account_get(Request *request, Error *error)
{
    const DayAsk *ask = request->query;
    AccountPage page = { 0 };
    AccountRow *row;
    AccountChildrenRow *children;
    Catalog catalog;
    Workspace *workspace;
    StandIns past;
    size_t count;
    int64_t day;
    if (!workspace_get(request->db, request->arena, &workspace, error) ||
        !workspace_day(request, ask->as_of, &day, error) || !account_of_path(request, &row, error) ||
        !page_contacts(request, row->id, &page.contacts, error) ||
        !account_children(request->db, request->arena, row->id, &children, &count, error) ||
        !catalog_read(request->db, request->arena, &catalog, error) ||
        !account_past_read(request, day, (Ids) { 1, &row->id }, &past, error))
        return false;
    const EngineView *view;
    if (!engine_view_of(request->services->engine, (Ids) { 1, &row->id },
                        account_listed_since(request->services->engine, day), &view, error))
        return false;
    account_listed(&(AccountLook) { view, request->arena, row->id, day, &past, workspace->currency }, &page.listed);
    page.products = products_held(view, request->arena, &catalog, row->id, day);
    engine_view_close(view);
    page.listed.row = *row;
    page.children = (List) { count, children };
    return reply_row(request, 200, &ACCOUNT_PAGE, &page);
}

const Route ACCOUNT_PAGE_ROUTES[] = {
    { GET, "/api/v1/accounts/{id}", account_get, RIGHT_VIEW, "Get an account with its people, products and children",
      .asks = &DAY_ASK, .gives = &ACCOUNT_PAGE },
    { 0 },
};
