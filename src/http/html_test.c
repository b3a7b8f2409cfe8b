/* Pages of the server: what is escaped, what a policy says, which host answers, and who is shown a page for a problem.
 */
#include "http/house_test.h"
#include "http/html.h"
#include "http/opening.h"

#include <signal.h>
#include <sys/wait.h>

/* ---- a site of the tests' own ---------------------------------------------------------------------------------- */

typedef struct {
    const char *name;
} Line;
static const Field LINE_FIELDS[] = { SHAPE_FIELD(Line, name, FIELD_TEXT), { 0 } };
static const Shape LINE = { "Line", sizeof(Line), LINE_FIELDS };

typedef struct {
    const char *name, *note;
    List lines;
    bool open;
} Plan;
static const Field PLAN_FIELDS[] = {
    SHAPE_FIELD(Plan, name, FIELD_TEXT),
    SHAPE_OPT(Plan, note, FIELD_TEXT),
    SHAPE_FIELD(Plan, lines, FIELD_LIST, .shape = &LINE),
    SHAPE_FIELD(Plan, open, FIELD_FLAG),
    { 0 },
};
static const Shape PLAN = { "Plan", sizeof(Plan), PLAN_FIELDS };

static const Template PLAN_TEMPLATE = {
    "plan", "<i lang=\"{{page.language}}\">{{w.title}}</i><a title=\"{{name}}\">{{name}}</a>"
            "{{#note}}({{note}}){{/note}}{{^note}}-{{/note}}"
            "{{#lines}}[{{name}}]{{/lines}}{{^lines}}none{{/lines}}{{#open}}!{{/open}}"
};
static const PageWord PLAN_WORDS[] = { { "title", "Plan", "計画" }, { 0 } };
static const HtmlPage PLAN_PAGE = { &PLAN_TEMPLATE, &PLAN, PLAN_WORDS, { 0 } };
static const HtmlPage OPEN_PAGE = {
    &PLAN_TEMPLATE,
    &PLAN,
    PLAN_WORDS,
    { .scripts = "'self'",
      .forms = "'self'",
      .frames = "https://a.example",
      .referrer = "no-referrer",
      .cache = "public, max-age=60",
      .found = true },
};

static Plan plan;

static bool plan_read(Request *request, Error *error)
{
    return reply_page(request, 200, &plan, error);
}

static bool plan_refuse(Request *request, Error *error)
{
    (void)request;
    return fail(error, ERROR_CONFLICT, "name", "taken");
}

static bool plan_again(Request *request, const Error *refusal, Error *error)
{
    const Line *in = request->input;
    return reply_page(request, 409, &(Plan) { .name = in->name, .note = refusal->text }, error);
}

static bool plan_fail(Request *request, Error *error)
{
    (void)request;
    return fail(error, ERROR_INTERNAL, NULL, "the secret reason");
}

static const Route SITE[] = {
    { GET, "/plan", plan_read, RIGHT_PUBLIC, "A plan", .page = &PLAN_PAGE, .flags = ROUTE_NO_DB },
    { POST, "/plan", plan_refuse, RIGHT_PUBLIC, "Changes it", .page = &PLAN_PAGE, .takes = &LINE, .flags = ROUTE_FORM,
      .again = plan_again },
    { GET, "/open", plan_read, RIGHT_PUBLIC, "A plan for all", .page = &OPEN_PAGE, .flags = ROUTE_NO_DB },
    { GET, "/", plan_read, RIGHT_PUBLIC, "The portal", .page = &PLAN_PAGE, .flags = ROUTE_NO_DB, .site = "portal" },
    { GET, "/staff", plan_read, RIGHT_VIEW, "For staff", .page = &PLAN_PAGE, .flags = ROUTE_NO_DB },
    { GET, "/fails", plan_fail, RIGHT_PUBLIC, "Fails", .flags = ROUTE_NO_DB },
    { GET, "/enter", plan_read, RIGHT_PUBLIC, "The entrance", .page = &PLAN_PAGE,
      .flags = ROUTE_NO_DB | ROUTE_ENTRANCE },
    { 0 },
};
static const Route *const SITE_TABLES[] = { SITE, ROUTES, NULL };
static const Site SITES[] = { { "portal", "help.example.com" }, { 0 } };

static void site_open(House *house, const TestDb *test)
{
    house_open_with(house, test, (ServerOptions) { .tables = SITE_TABLES });
    house->services.public_named = true;
    house->services.sites = SITES;
    plan = (Plan) { .name = "A" };
}

static const char *get(House *house, const char *path, const char *host, const char *headers)
{
    return ask(house, arena_format(house->arena, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n%s\r\n", path,
                                   host, headers));
}

static void assert_lacks(const char *answer, const char *part)
{
    if (strstr(answer, part))
        fail_msg("%s is in: %s", part, answer);
}

#define HTML "Accept: text/html,*/*;q=0.8\r\n"

/* ---- filling ---------------------------------------------------------------------------------------------------- */

static void whatever_a_value_holds_is_shown_as_text(void **state)
{
    House house;
    site_open(&house, *state);
    static const Line LINES[] = { { "<b>&\"'" }, { "{{w.title}}{{{name}}}" } };
    plan = (Plan) { .name = "\"><script>alert('x')</script>", .lines = { 2, LINES }, .open = true };
    const char *answer = get(&house, "/plan", "banso.example", "Accept-Language: fr;q=1, ja-JP;q=0.9, en\r\n");
    assert_status(answer, 200);
    assert_holds(answer,
                 "<i lang=\"ja\">計画</i><a title=\"&quot;&gt;&lt;script&gt;alert(&apos;x&apos;)&lt;/script&gt;\">");
    assert_holds(answer, "</a>-[&lt;b&gt;&amp;&quot;&apos;][{{w.title}}{{{name}}}]!");
    assert_lacks(answer, "<script");
    house_close(&house);
}

static void what_is_empty_or_unset_hides_its_section(void **state)
{
    House house;
    site_open(&house, *state);
    plan = (Plan) { .name = "A", .note = "" };
    assert_holds(get(&house, "/plan", "banso.example", ""), "<a title=\"A\">A</a>-none");
    plan.note = "N";
    assert_holds(get(&house, "/plan", "banso.example", ""), "(N)none");
    house_close(&house);
}

static void a_page_that_grows_without_end_is_no_page(void **state)
{
    Arena *arena = ((const TestDb *)*state)->arena;
    Text text = text_new(arena);
    const Json *values;
    Error error = { 0 };
    assert_true(json_parse(arena, "{\"a\":\"12345\"}", 13, &values, &error));
    const Template twice = { "twice", "{{a}}{{a}}" };
    assert_true(template_render(&twice, values, 10, &text, &error));
    assert_string_equal(text_string(&text), "1234512345");
    assert_false(template_render(&twice, values, 9, &text, &error));
    assert_int_equal(error.kind, ERROR_INTERNAL);
}

static bool page_is_a_bug(const HtmlPage *page)
{
    pid_t child = fork();
    int status;
    if (child == 0) {
        freopen("/dev/null", "w", stderr);
        signal(SIGABRT, SIG_DFL);
        page_check(page);
        _exit(0);
    }
    waitpid(child, &status, 0);
    return !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void a_template_that_names_what_nobody_declared_does_not_start(void **state)
{
    (void)state;
    static const PageWord HALF[] = { { "title", "Plan", "" }, { 0 } };
    static const PageWord NO_TITLE[] = { { "other", "Plan", "計画" }, { 0 } };
    static const char *const WRONG[] = { "{{nmae}}",
                                         "{{w.titel}}",
                                         "{{page.nothing}}",
                                         "{{#lines}}{{text}}{{/lines}}",
                                         "{{#nothing}}{{name}}{{/nothing}}",
                                         "{{^missing}}x{{/missing}}" };
    static const char *const RIGHT[] = { "{{name}}", "{{#lines}}{{name}}{{note}}{{/lines}}",
                                         "{{^note}}{{name}}{{/note}}", "{{! a word }}", "{{page.scheme}}" };
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_true(page_is_a_bug(&(HtmlPage) { &(Template) { "wrong", WRONG[i] }, &PLAN, PLAN_WORDS, { 0 } }));
    for (size_t i = 0; i < sizeof RIGHT / sizeof *RIGHT; i++)
        assert_false(page_is_a_bug(&(HtmlPage) { &(Template) { "right", RIGHT[i] }, &PLAN, PLAN_WORDS, { 0 } }));
    assert_true(page_is_a_bug(&(HtmlPage) { &(Template) { "half", "" }, &PLAN, HALF, { 0 } }));
    assert_true(page_is_a_bug(&(HtmlPage) { &(Template) { "no title", "" }, &PLAN, NO_TITLE, { 0 } }));
}

/* ---- the policy ------------------------------------------------------------------------------------------------- */

static void a_page_that_says_nothing_may_do_nothing(void **state)
{
    House house;
    site_open(&house, *state);
    const char *answer = get(&house, "/plan", "banso.example", "");
    assert_holds(answer, "Content-Security-Policy: default-src 'none'; style-src 'sha256-");
    assert_holds(answer,
                 "'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'\r\n");
    assert_holds(answer, "X-Frame-Options: DENY\r\n");
    assert_holds(answer, "Referrer-Policy: same-origin\r\n");
    assert_holds(answer, "Cache-Control: no-store\r\n");
    assert_holds(answer, "X-Robots-Tag: noindex\r\n");
    assert_holds(answer, "Content-Type: text/html; charset=utf-8\r\n");
    assert_holds(answer, "Vary: Accept-Language, Cookie\r\n");
    house_close(&house);
}

static void a_page_may_do_what_its_route_declares(void **state)
{
    House house;
    site_open(&house, *state);
    const char *answer = get(&house, "/open", "banso.example", "");
    assert_holds(answer, "; script-src 'self'; form-action 'self'; frame-ancestors https://a.example\r\n");
    assert_holds(answer, "Referrer-Policy: no-referrer\r\n");
    assert_holds(answer, "Cache-Control: public, max-age=60\r\n");
    assert_lacks(answer, "X-Frame-Options");
    assert_lacks(answer, "X-Robots-Tag");
    house_close(&house);
}

/* ---- hosts ------------------------------------------------------------------------------------------------------ */

static void the_house_answers_at_its_own_names_and_no_others(void **state)
{
    House house;
    site_open(&house, *state);
    static const char *const OURS[] = { "banso.example", "BANSO.example:8443", "banso.example.", "localhost:8080",
                                        "x.localhost",   "127.0.0.1:9",        "192.0.2.7",      "[::1]:8080" };
    static const char *const OTHERS[] = { "evil.example",        "banso.example.evil.example",
                                          "notlocalhost",        "localhost.evil.example",
                                          "xbanso.example",      "127.0.0.1.evil.example",
                                          "[::1].evil.example:1" };
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
        assert_status(get(&house, "/plan", OURS[i], ""), 200);
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_status(get(&house, "/plan", OTHERS[i], ""), 421);
    assert_status(get(&house, "/plan", "evil.example", "Authorization: view\r\n"), 200);
    assert_status(get(&house, "/plan", "evil.example", "Authorization: nonsense\r\n"), 421);
    assert_status(get(&house, "/staff", "evil.example", HTML "Authorization: nonsense\r\n"), 421);
    assert_status(get(&house, "/metrics", "evil.example", "Authorization: nonsense\r\n"), 421);
    assert_status(get(&house, "/healthz", "evil.example", ""), 200);
    assert_status(get(&house, "/healthz", "evil.example", "Authorization: nonsense\r\n"), 200);
    assert_status(get(&house, "/nothing", "evil.example", ""), 421);
    assert_holds(get(&house, "/plan", "evil.example", ""),
                 "\"detail\":\"Banso does not answer at this host; use http://banso.example\"");
    assert_status(
        ask(&house, "POST /v1/raw HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx"),
        200);
    house.services.public_named = false;
    assert_status(get(&house, "/plan", "evil.example", ""), 200);
    house_close(&house);
}

static void a_public_host_has_its_own_pages_alone(void **state)
{
    House house;
    site_open(&house, *state);
    assert_status(get(&house, "/", "help.example.com", ""), 200);
    assert_status(get(&house, "/", "HELP.example.com:443", ""), 200);
    assert_status(get(&house, "/anything", "help.example.com", HTML), 404);
    assert_status(get(&house, "/anything", "banso.example", HTML), 303);
    assert_lacks(get(&house, "/", "banso.example", ""), "<i lang");
    assert_status(get(&house, "/plan", "help.example.com", ""), 404);
    assert_status(get(&house, "/api/v1/things/1", "help.example.com", "Authorization: view\r\n"), 404);
    assert_status(get(&house, "/healthz", "help.example.com", ""), 200);
    house_close(&house);
}

/* ---- troubles ---------------------------------------------------------------------------------------------------- */

static void a_person_gets_a_page_and_a_client_gets_json(void **state)
{
    House house;
    site_open(&house, *state);
    static const struct {
        const char *path, *host;
        int status;
        const char *title;
    } TROUBLES[] = {
        { "/nothing.php", "banso.example", 404, "<h1>Page not found</h1>" },
        { "/plan?x=%3Cscript%3E", "banso.example", 400, "<h1>This request cannot be read</h1>" },
        { "/plan?start=1", "banso.example", 400, "<h1>This request cannot be read</h1>" },
        { "/plan?web%20UI=1", "banso.example", 400, "<h1>This request cannot be read</h1>" },
        { "/fails", "banso.example", 500, "<h1>Something went wrong</h1>" },
        { "/plan", "evil.example", 421, "<h1>Wrong address</h1>" },
        { "/%zz", "banso.example", 400, "<h1>This request cannot be read</h1>" },
    };
    for (size_t i = 0; i < sizeof TROUBLES / sizeof *TROUBLES; i++) {
        const char *page = get(&house, TROUBLES[i].path, TROUBLES[i].host, HTML);
        assert_status(page, TROUBLES[i].status);
        assert_holds(page, TROUBLES[i].title);
        assert_holds(page, "form-action 'none'; frame-ancestors 'none'\r\n");
        assert_lacks(page, "<script>");
        assert_lacks(page, "the secret reason");
        const char *problem = get(&house, TROUBLES[i].path, TROUBLES[i].host, "Accept: */*\r\n");
        assert_status(problem, TROUBLES[i].status);
        assert_holds(problem, "Content-Type: application/problem+json\r\n");
    }
    assert_holds(get(&house, "/nothing.php", "banso.example", HTML "Cookie: banso_language=ja\r\n"),
                 "ページが見つかりません");
    /* Below /api only a browser that navigates: other clients write text/html too. */
    assert_holds(get(&house, "/api/v1/nothing", "banso.example", HTML), "application/problem+json");
    assert_holds(get(&house, "/api/v1/nothing", "banso.example", HTML "Sec-Fetch-Mode: navigate\r\n"),
                 "<h1>Page not found</h1>");
    house_close(&house);
}

static void while_the_server_starts_everybody_is_told_so(void **state)
{
    const TestDb *test = *state;
    House house = { .services.stream = stream_new(0), .arena = test->arena };
    ServerOptions options = { .listen = "127.0.0.1:0",
                              .tables = SITE_TABLES,
                              .identify = identify,
                              .quiet = true,
                              .patience_ms = HUNG_SECONDS * 1000 };
    Error error = { 0 };
    assert_true(server_start(&house.services, &options, &house.server, &error));
    const char *page = get(&house, "/staff", "banso.example", HTML "Cookie: banso_language=ja; banso_session=x\r\n");
    assert_status(page, 503);
    assert_holds(page, "<h1>起動しています</h1>");
    assert_holds(page, "Retry-After: 1\r\n");
    const char *problem = get(&house, "/api/v1/things/1", "banso.example", "Authorization: view\r\n");
    assert_status(problem, 503);
    assert_holds(problem, "\"detail\":\"the server is starting; try again soon\"");
    const char *track = post(&house, "/v1/raw", "Origin: https://app.example\r\n", "x");
    assert_status(track, 429);
    assert_holds(track, "Access-Control-Allow-Origin: *\r\n");
    assert_holds(track, "Retry-After: 1\r\n");
    const char *asked = ask(&house, "OPTIONS /v1/raw HTTP/1.1\r\nHost: b\r\nOrigin: https://app.example\r\n"
                                    "Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n");
    assert_status(asked, 204);
    assert_holds(asked, "Access-Control-Allow-Methods: GET, POST\r\n");
    assert_lacks(get(&house, "/api/v1/things/1", "banso.example", "Origin: https://app.example\r\n"), "Access-Control");
    assert_status(get(&house, "/readyz", "banso.example", ""), 503);
    assert_status(get(&house, "/healthz", "banso.example", "Authorization: view\r\n"), 200);
    house.services.store = test->store;
    server_open(house.server);
    assert_status(get(&house, "/api/v1/things/1", "banso.example", "Authorization: view\r\n"), 200);
    house_close(&house);
}

static void who_is_not_signed_in_is_sent_to_the_entrance_and_back(void **state)
{
    House house;
    site_open(&house, *state);
    const char *sent = get(&house, "/staff?a=1&b=%22x", "banso.example", HTML);
    assert_status(sent, 303);
    assert_holds(sent, "Location: /enter?to=/staff%3Fa%3D1%26b%3D%2522x\r\n");
    assert_status(get(&house, "/staff", "banso.example", ""), 401);
    assert_status(get(&house, "/staff", "banso.example", HTML "Authorization: view\r\n"), 200);
    house_close(&house);
}

static void a_refused_form_comes_back_with_what_was_entered(void **state)
{
    House house;
    site_open(&house, *state);
    const char *form = "Content-Type: application/x-www-form-urlencoded\r\n";
    const char *answer = post(&house, "/plan", form, "name=a+b%3Cscript%3E");
    assert_status(answer, 409);
    assert_holds(answer, "<a title=\"a b&lt;script&gt;\">");
    assert_holds(answer, "(taken)");
    const char *foreign = post(
        &house, "/plan", "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: cross-site\r\n", "name=b");
    assert_holds(foreign, "<a title=\"b\">");
    assert_holds(foreign, "(requests from other sites are not allowed)");
    const char *elsewhere = ask(&house, "POST /plan HTTP/1.1\r\nHost: evil.example\r\nAuthorization: nonsense\r\n"
                                        "Connection: close\r\nContent-Length: 6\r\n\r\nname=b");
    assert_status(elsewhere, 421);
    assert_status(post(&house, "/plan", form, "name=a&name=b"), 400);
    assert_status(post(&house, "/plan", form, "name=%00"), 400);
    assert_status(post(&house, "/plan", form, "other=1"), 400);
    assert_status(post(&house, "/plan", "Content-Type: application/json\r\n", "{\"name\":\"a\"}"), 400);
    house_close(&house);
}

static void a_way_back_never_leads_to_another_host(void **state)
{
    (void)state;
    static const char *const OURS[] = { "/", "/today", "/accounts?x=//evil.example", "/a/%2f%2fevil.example", "/東京" };
    static const char *const OTHERS[] = { NULL,
                                          "",
                                          "today",
                                          "//evil.example",
                                          "/\\evil.example",
                                          "/\t/evil.example",
                                          "https://evil.example",
                                          "javascript:alert(1)",
                                          "/a\r\nSet-Cookie: x=1",
                                          "/a\\..\\x",
                                          " /x",
                                          "/api/v1/audit.csv" };
    for (size_t i = 0; i < sizeof OURS / sizeof *OURS; i++)
        assert_true(path_is_ours(OURS[i]));
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        assert_false(path_is_ours(OTHERS[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SQLITE_TEST(whatever_a_value_holds_is_shown_as_text),
        SQLITE_TEST(what_is_empty_or_unset_hides_its_section),
        SQLITE_TEST(a_page_that_grows_without_end_is_no_page),
        SQLITE_TEST(a_template_that_names_what_nobody_declared_does_not_start),
        SQLITE_TEST(a_page_that_says_nothing_may_do_nothing),
        SQLITE_TEST(a_page_may_do_what_its_route_declares),
        SQLITE_TEST(the_house_answers_at_its_own_names_and_no_others),
        SQLITE_TEST(a_public_host_has_its_own_pages_alone),
        SQLITE_TEST(a_person_gets_a_page_and_a_client_gets_json),
        SQLITE_TEST(while_the_server_starts_everybody_is_told_so),
        SQLITE_TEST(who_is_not_signed_in_is_sent_to_the_entrance_and_back),
        SQLITE_TEST(a_refused_form_comes_back_with_what_was_entered),
        SQLITE_TEST(a_way_back_never_leads_to_another_host),
    };
    return db_test_run(tests, sizeof tests / sizeof *tests);
}
