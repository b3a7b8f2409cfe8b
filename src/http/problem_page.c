/*
 * What a person sees in place of a problem+json: what is wrong, and what to do. It needs neither web UI nor database,
 * so that it is there when they are not.
 */
#include "http/html.h"

#include "http/exchange.h"
#include "http/query.h"
#include "http/router.h"
#include "http/server_inside.h"
#include "problem.html.h"

#include <string.h>

typedef struct {
    const char *title, *what, *todo;
    const char *detail; /* as the program says it, in English; NULL = it adds nothing */
    const char *request;
    bool home; /* the first page is worth a try */
} ProblemPage;

static const Field PROBLEM_FIELDS[] = {
    SHAPE_FIELD(ProblemPage, title, FIELD_TEXT),
    SHAPE_FIELD(ProblemPage, what, FIELD_TEXT),
    SHAPE_OPT(ProblemPage, todo, FIELD_TEXT),
    SHAPE_OPT(ProblemPage, detail, FIELD_TEXT),
    SHAPE_FIELD(ProblemPage, request, FIELD_TEXT),
    SHAPE_FIELD(ProblemPage, home, FIELD_FLAG),
    { 0 },
};
static const Shape PROBLEM_PAGE_SHAPE = { "ProblemPage", sizeof(ProblemPage), PROBLEM_FIELDS };

static const PageWord WORDS[] = {
    { "request", "Request", "リクエスト" },
    { "home", "Go to the start page", "最初のページへ" },
    { 0 },
};

const HtmlPage PROBLEM_PAGE = { &PROBLEM_TEMPLATE, &PROBLEM_PAGE_SHAPE, WORDS, { 0 } };

/* By status; the last row is for all others. */
static const struct {
    int status;
    bool home, told; /* the detail is worth telling */
    PageWord title, what, todo;
} TROUBLES[] = {
    { 401,
      true,
      false,
      { "", "Sign in first", "サインインしてください" },
      { "", "This page is for people who are signed in.", "このページを見るにはサインインが必要です。" },
      { "" } },
    { 403,
      true,
      true,
      { "", "Not allowed", "許可されていません" },
      { "", "You may not open this page.", "このページを開く権限がありません。" },
      { "", "Ask your admin if you need access.", "必要な場合は管理者に依頼してください。" } },
    { 404,
      true,
      false,
      { "", "Page not found", "ページが見つかりません" },
      { "", "There is no page at this address.", "このアドレスにページはありません。" },
      { "", "Check the address, or start from the first page.",
        "アドレスを確認するか、最初のページから進んでください。" } },
    { 405,
      true,
      false,
      { "", "Page not found", "ページが見つかりません" },
      { "", "This address cannot be opened as a page.", "このアドレスはページとして開けません。" },
      { "" } },
    { 421,
      false,
      true,
      { "", "Wrong address", "アドレスが違います" },
      { "", "Banso does not answer at this host name.", "このホスト名では Banso を利用できません。" },
      { "", "Open the address that your admin gave you. Admins: set public-url to the address that people use.",
        "管理者から案内されたアドレスを開いてください。管理者の方は、利用者が開くアドレスを public-url "
        "に設定してください。" } },
    { 429,
      false,
      false,
      { "", "Too many requests", "リクエストが多すぎます" },
      { "", "Too many requests came from your network.", "お使いのネットワークからのリクエストが多すぎます。" },
      { "", "Wait a minute, then reload this page.", "1分ほど待ってから、再読み込みしてください。" } },
    { 503,
      false,
      true,
      { "", "Banso cannot answer right now", "現在、応答できません" },
      { "", "The server is busy or stopping, or its database does not answer.",
        "サーバーが混み合っているか、停止の途中か、データベースが応答していません。" },
      { "", "Reload this page in a minute. Admins: run “banso doctor” if this lasts.",
        "1分ほど待ってから再読み込みしてください。続く場合、管理者の方は「banso doctor」で確認してください。" } },
    { 507,
      false,
      false,
      { "", "The disk is full", "ディスクの空きがありません" },
      { "", "Nothing can be saved until there is space again.", "空きができるまで保存できません。" },
      { "", "Tell your admin.", "管理者に連絡してください。" } },
    { 500,
      false,
      false,
      { "", "Something went wrong", "エラーが発生しました" },
      { "", "The server failed on this request.", "サーバーでエラーが発生しました。" },
      { "", "Try again. If it happens again, send the request number below to your admin.",
        "もう一度お試しください。続く場合は、下のリクエスト番号を管理者に伝えてください。" } },
    { 0,
      true,
      true,
      { "", "This request cannot be read", "リクエストを処理できません" },
      { "", "Something in the address or in what was sent is not right.", "アドレスまたは送信内容に誤りがあります。" },
      { "" } },
};

/* Troubles that are named by kind and field; of another kind, the field is what a caller sent under that name. */
static const PageWord OPENING[] = {
    { "title", "Banso is starting", "起動しています" },
    { "what", "The server is reading or upgrading its data.", "サーバーがデータを読み込んでいるか、更新しています。" },
    { "todo", "Reload this page in a moment. After an upgrade this can take some minutes.",
      "しばらくしてから再読み込みしてください。バージョンアップ後は数分かかることがあります。" },
    { 0 },
};

static const PageWord NO_UI[] = {
    { "title", "The web UI is missing", "Web UI がありません" },
    { "what", "This program was built without its web UI. The API works.",
      "このプログラムは Web UI なしでビルドされています。API は利用できます。" },
    { "todo", "Admins: build it with “make run” or “make build”, and start it again.",
      "管理者の方は「make run」または「make build」でビルドし、起動し直してください。" },
    { 0 },
};

static const char *said(const Request *request, const PageWord *word)
{
    return !word->en ? NULL : !strcmp(request_language(request), "ja") ? word->ja : word->en;
}

static const PageWord *words_named(const Error *error)
{
    if (error->kind == ERROR_MISSING && text_equal(error->field, NO_UI_FIELD))
        return NO_UI;
    return error->kind == ERROR_BUSY && text_equal(error->field, OPENING_FIELD) ? OPENING : NULL;
}

static bool problem_fill(Exchange *exchange, const Error *error, int status, Error *trouble)
{
    const Request *request = &exchange->request;
    size_t i = 0;
    while (TROUBLES[i].status && TROUBLES[i].status != status)
        i++;
    ProblemPage page = { said(request, &TROUBLES[i].title),
                         said(request, &TROUBLES[i].what),
                         said(request, &TROUBLES[i].todo),
                         TROUBLES[i].told ? error->text : NULL,
                         exchange->id,
                         TROUBLES[i].home };
    const PageWord *words = words_named(error);
    if (words) {
        page.title = page_say(request, words, "title");
        page.what = page_say(request, words, "what");
        page.todo = page_say(request, words, "todo");
        page.detail = NULL;
        page.home = false;
    }
    return page_reply(&exchange->request, &PROBLEM_PAGE, status, &page, trouble);
}

/* A browser that opens an address says that it reads HTML. Below /api other clients say so too (Java's does): there it
 * must say that it navigates. */
static bool is_for_a_person(const Exchange *exchange)
{
    const char *accept = exchange_header(exchange, "Accept");
    const char *path = exchange->path;
    if (!accept || !strstr(accept, "text/html"))
        return false;
    bool api = text_starts(path, "/api/") || text_starts(path, "/v1/");
    return !api || text_equal(exchange_header(exchange, "Sec-Fetch-Mode"), "navigate");
}

/* To the sign-in, and from there back to what was asked for. */
static bool entrance_shown(Exchange *exchange)
{
    const char *entrance = exchange->server ? router_entrance(exchange->server->router) : NULL;
    Request *request = &exchange->request;
    if (!entrance || exchange->method != GET || !strcmp(entrance, exchange->path) || !exchange_is_of_house(exchange))
        return false;
    const char *wanted = path_is_ours(exchange->target) ? exchange->target : exchange->path;
    bool back = path_is_ours(wanted) && strcmp(wanted, "/");
    return reply_see_other(
        request,
        back ? arena_format(request->arena, "%s?to=%s", entrance, percent_encode(request->arena, wanted)) : entrance);
}

/* At a host that is not ours there is nothing to send it to. */
static bool form_comes_again(const Exchange *exchange, int status)
{
    const Route *route = exchange->request.route;
    return route && route->again && exchange->request.input && status < 500 && status != 421;
}

bool problem_shown(Exchange *exchange, const Error *error, int status)
{
    const Route *route = exchange->request.route;
    Error trouble = { 0 };
    if (form_comes_again(exchange, status))
        return route->again(&exchange->request, error, &trouble);
    bool of_the_ui = route && route->flags & ROUTE_UI;
    if (!of_the_ui && !is_for_a_person(exchange))
        return false;
    return (status == 401 && entrance_shown(exchange)) || problem_fill(exchange, error, status, &trouble);
}
