/*
 * The page where people sign in, as the server's own HTML: it needs no script, and it is there before the web UI. What
 * it does is the API's sign-in (sign_in.c), with the same limits. Who has a second step meets the same page twice: the
 * second time it asks for the code, and carries a pass in place of the password.
 */
#include "house/staff/inside.h"

#include "http/query.h"
#include "sign_in.html.h"

#include <string.h>

typedef struct {
    const char *to, *language;
} SignInQuery;

static const Field SIGN_IN_QUERY_FIELDS[] = {
    SHAPE_OPT(SignInQuery, to, FIELD_TEXT),
    SHAPE_OPT(SignInQuery, language, FIELD_TEXT, .choices = "ja|en"),
    { 0 },
};
const Shape SIGN_IN_QUERY = { "SignInQuery", sizeof(SignInQuery), SIGN_IN_QUERY_FIELDS };

typedef struct {
    const char *email, *password, *to;
} SignInForm;

static const Field SIGN_IN_FORM_FIELDS[] = {
    SHAPE_FIELD(SignInForm, email, FIELD_TEXT, .max = 320),
    SHAPE_FIELD(SignInForm, password, FIELD_TEXT, .max = 1000),
    SHAPE_OPT(SignInForm, to, FIELD_TEXT),
    { 0 },
};
const Shape SIGN_IN_FORM = { "SignInForm", sizeof(SignInForm), SIGN_IN_FORM_FIELDS };

typedef struct {
    const char *pass, *code, *to;
} CodeForm;

static const Field CODE_FORM_FIELDS[] = {
    SHAPE_FIELD(CodeForm, pass, FIELD_TEXT, .max = 2000),
    SHAPE_FIELD(CodeForm, code, FIELD_TEXT, .max = 100),
    SHAPE_OPT(CodeForm, to, FIELD_TEXT),
    { 0 },
};
const Shape CODE_FORM = { "CodeForm", sizeof(CodeForm), CODE_FORM_FIELDS };

typedef struct {
    const char *title;
    bool closed;      /* nobody can sign in yet: the workspace is not set up */
    const char *pass; /* the password was right, and the code is asked for */
    const char *email, *refused, *to, *to_query;
} SignInPage;

static const Field SIGN_IN_PAGE_FIELDS[] = {
    SHAPE_FIELD(SignInPage, title, FIELD_TEXT),  SHAPE_FIELD(SignInPage, closed, FIELD_FLAG),
    SHAPE_OPT(SignInPage, pass, FIELD_TEXT),     SHAPE_OPT(SignInPage, email, FIELD_TEXT),
    SHAPE_OPT(SignInPage, refused, FIELD_TEXT),  SHAPE_OPT(SignInPage, to, FIELD_TEXT),
    SHAPE_OPT(SignInPage, to_query, FIELD_TEXT), { 0 },
};
static const Shape SIGN_IN_PAGE_SHAPE = { "SignInPage", sizeof(SignInPage), SIGN_IN_PAGE_FIELDS };

static const PageWord WORDS[] = {
    { "title", "Sign in", "サインイン" },
    { "email", "E-mail", "メールアドレス" },
    { "password", "Password", "パスワード" },
    { "other", "日本語", "English" },
    { "wrong", "Incorrect e-mail or password.", "メールアドレスまたはパスワードが違います。" },
    { "too_many", "Too many attempts. Wait a minute, then try again.",
      "試行回数が多すぎます。1分ほど待ってから、もう一度お試しください。" },
    { "foreign",
      "This form was sent from another address. Open Banso at the address that your admin gave you, and sign in there.",
      "別のアドレスから送信されました。管理者から案内されたアドレスを開いて、そこからサインインしてください。" },
    { "not_read", "This could not be read. Try again.", "送信内容を処理できませんでした。もう一度お試しください。" },
    { "code_title", "Enter your code", "認証コードを入力" },
    { "code_text", "Your authenticator app shows it. Without the app, use one of your recovery codes.",
      "認証アプリに表示されているコードを入力してください。アプリを使えないときは、リカバリーコードを使えます。" },
    { "code", "Code", "認証コード" },
    { "code_wrong", "This code is wrong, too old, or was used before. Wait for the next one.",
      "コードが違うか、期限切れか、使用済みです。次のコードをお試しください。" },
    { "code_lost",
      "An admin can turn off two-step sign-in for you under Settings → Staff. On the server, this command does:",
      "管理者が「設定 → メンバー」で2段階認証を解除できます。サーバーでは次のコマンドでも解除できます。" },
    { "code_help", "No app and no recovery code?", "アプリもリカバリーコードも使えないとき" },
    { "expired", "That took too long. Enter your password again.",
      "時間が経ちすぎました。もう一度パスワードを入力してください。" },
    { "forgot", "Forgot your password?", "パスワードを忘れたとき" },
    { "forgot_ask",
      "Ask an admin of your workspace: Settings → Staff → Password link gives a link to choose a new one.",
      "ワークスペースの管理者に依頼してください。「設定 → メンバー → "
      "パスワード再設定リンク」で、新しいパスワードを決めるリンクを発行できます。" },
    { "forgot_admin", "If no admin can sign in, this command on the server prints such a link:",
      "管理者もサインインできないときは、サーバーで次のコマンドを実行するとリンクが表示されます。" },
    { "closed_title", "Set-up", "初期設定" },
    { "closed", "This workspace is not set up yet.", "このワークスペースはまだ設定されていません。" },
    { "closed_todo", "Run “banso init” on the server. It prints a link that creates the first admin.",
      "サーバーで「banso init」を実行してください。最初の管理者を作成するリンクが表示されます。" },
    { 0 },
};

/* Its form is sent to us alone; all else is as strict as a page is that says nothing. */
const HtmlPage SIGN_IN_PAGE = { &SIGN_IN_TEMPLATE, &SIGN_IN_PAGE_SHAPE, WORDS, { .forms = "'self'" } };

static const char SIGN_IN_PATH[] = "/sign-in";

/* Where one wanted to go, if that is with us; "/" otherwise. Back to this page would go round in a circle. */
static const char *way_back(const char *to)
{
    return path_is_ours(to) && !text_starts(to, SIGN_IN_PATH) ? to : "/";
}

static SignInPage page_towards(const Request *request, const char *to)
{
    const char *back = way_back(to), *title = page_say(request, WORDS, "title");
    if (!strcmp(back, "/"))
        return (SignInPage) { .title = title };
    return (SignInPage) { .title = title, .to = back, .to_query = percent_encode(request->arena, back) };
}

static bool language_switch(Request *request, const SignInQuery *query)
{
    SignInPage page = page_towards(request, query->to);
    language_choose(request, query->language);
    return reply_see_other(request, page.to ? arena_format(request->arena, "%s?to=%s", SIGN_IN_PATH, page.to_query)
                                            : SIGN_IN_PATH);
}

bool sign_in_page_read(Request *request, Error *error)
{
    const SignInQuery *query = request->query;
    StaffOpenersRow *count;
    if (query->language)
        return language_switch(request, query);
    if (request->caller->kind == CALLER_STAFF)
        return reply_see_other(request, way_back(query->to));
    if (!staff_openers(request->db, request->arena, &count, error))
        return false;
    SignInPage page = page_towards(request, query->to);
    page.closed = count->openers == 0;
    if (page.closed)
        page.title = page_say(request, WORDS, "closed_title");
    return reply_page(request, 200, &page, error);
}

/* ---- the password ---- */

bool sign_in_form_prepare(Request *request, Error *error)
{
    const SignInForm *form = request->input;
    SignIn in = { .email = form->email, .password = form->password };
    return sign_in_check(request, &in, error);
}

static SignInPage page_of_code(const Request *request, const char *to, const char *pass)
{
    SignInPage page = page_towards(request, to);
    page.title = page_say(request, WORDS, "code_title");
    page.pass = pass;
    return page;
}

bool sign_in_form(Request *request, Error *error)
{
    const SignInForm *in = request->input;
    if (!sign_in_asks_code(request))
        return sign_in_finish(request, NULL, error) && reply_see_other(request, way_back(in->to));
    SignInPage page = page_of_code(request, in->to, sign_in_pass(request));
    return sign_in_forgive(request, error) && reply_page(request, 200, &page, error);
}

typedef struct {
    int status;
    const char *word;
} Said;

static Said said_of(const Error *refusal)
{
    static const struct {
        ErrorKind kind;
        Said said;
    } SAID[] = {
        { ERROR_AUTH, { 401, "wrong" } },        { ERROR_LIMIT, { 429, "too_many" } },
        { ERROR_FORBIDDEN, { 403, "foreign" } }, { ERROR_CONFLICT, { 409, "expired" } },
        { ERROR_NONE, { 400, "not_read" } },
    };
    size_t i = 0;
    while (SAID[i].kind != ERROR_NONE && SAID[i].kind != refusal->kind)
        i++;
    return SAID[i].said;
}

bool sign_in_form_again(Request *request, const Error *refusal, Error *error)
{
    const SignInForm *in = request->input;
    SignInPage page = page_towards(request, in->to);
    Said said = said_of(refusal);
    page.email = in->email;
    page.refused = page_say(request, WORDS, said.word);
    return reply_page(request, said.status, &page, error);
}

/* ---- the code ---- */

bool code_form_prepare(Request *request, Error *error)
{
    const CodeForm *in = request->input;
    return sign_in_check_pass(request, in->pass, in->code, error);
}

bool code_form(Request *request, Error *error)
{
    const CodeForm *in = request->input;
    return sign_in_finish(request, NULL, error) && reply_see_other(request, way_back(in->to));
}

/* A pass that holds no more leads back to the password. */
bool code_form_again(Request *request, const Error *refusal, Error *error)
{
    const CodeForm *in = request->input;
    bool holds = refusal->kind == ERROR_INPUT || refusal->kind == ERROR_LIMIT;
    SignInPage page = holds ? page_of_code(request, in->to, in->pass) : page_towards(request, in->to);
    Said said = said_of(refusal);
    page.refused = page_say(request, WORDS, text_equal(refusal->field, "code") ? "code_wrong" : said.word);
    return reply_page(request, said.status, &page, error);
}
