"""tools/check finds each kind of mistake in a small bad tree, and nothing in a good one."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).resolve().parent.parent / "check"
HEADER = "/* What it is for. */\n"


class Check(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.write("tools/modules.txt", "jobs\ncustomer/account\nsuccess/health\napp/ops\n")
        self.write(".clang-format", "BasedOnStyle: LLVM\nIndentWidth: 4\n")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run_rule(self, rule):
        run = subprocess.run([sys.executable, CHECK, "--root", self.root, rule], capture_output=True, text=True)
        return run.returncode, run.stdout.splitlines()[:-1]

    def assert_finds(self, rule, where):
        status, lines = self.run_rule(rule)
        self.assertEqual(status, 1)
        self.assertEqual(len(lines), 1, lines)
        self.assertTrue(lines[0].startswith(where + ": " + rule + ": "), lines)

    def assert_clean(self, rule):
        self.assertEqual(self.run_rule(rule), (0, []))

    def test_a_layer_that_includes_further_right_is_found(self):
        self.write("src/base/text.c", '#include "db/db.h"\n')
        self.assert_finds("include_direction", "src/base/text.c:1")

    def test_a_module_that_includes_a_later_module_is_found(self):
        self.write("src/customer/account/account.c", '\n#include "success/health/health.h"\n')
        self.assert_finds("include_direction", "src/customer/account/account.c:2")

    def test_a_module_that_takes_anothers_statements_is_found(self):
        self.write("src/customer/account/account.sql", "-- a() -> one(x int)\n")
        self.write("src/success/health/health.c", '#include "account.sql.h"\n')
        self.assert_finds("include_direction", "src/success/health/health.c:1")

    def test_a_module_that_takes_anothers_private_header_is_found(self):
        self.write("src/customer/account/account_store.h", HEADER)
        self.write("src/success/health/health.c", '#include "customer/account/account_store.h"\n')
        self.assert_finds("include_direction", "src/success/health/health.c:1")

    def test_a_module_that_includes_the_app_is_found_though_it_stands_in_the_apps_folder(self):
        self.write("src/app/ops/ops.c", '#include "success/health/health.h"\n#include "app/program.h"\n')
        self.assert_finds("include_direction", "src/app/ops/ops.c:2")

    def test_a_file_in_no_module_is_found(self):
        self.write("src/customer/stray/stray.c", "")
        self.assert_finds("include_direction", "src/customer/stray/stray.c:1")

    def test_a_file_of_a_wing_that_stands_in_no_module_is_found(self):
        self.write("src/customer/stray.c", "")
        self.assert_finds("include_direction", "src/customer/stray.c:1")

    def test_modules_of_one_wing_include_leftwards_only(self):
        self.write("tools/modules.txt", "jobs\nusage/track\nusage/event\n")
        self.write("src/usage/event/event.c", '#include "usage/track/track.h"\n')
        self.assert_clean("include_direction")
        self.write("src/usage/track/track.c", '#include "usage/event/event.h"\n')
        self.assert_finds("include_direction", "src/usage/track/track.c:1")

    def write_tables(self):
        self.write("src/customer/account/0001_account.sql", "-- kept\nCREATE TABLE account (id ID);\n")
        self.write("src/success/health/0001_health.sql", "-- kept\nCREATE TABLE score (id ID);\n")
        self.write("src/jobs/0001_jobs.sql", "-- kept\nCREATE TABLE fact (id ID);\n")

    def test_a_statement_that_writes_anothers_table_is_found(self):
        self.write_tables()
        for statement in ["INSERT INTO account (id) VALUES (1)", "UPDATE account SET id = 2", "DELETE FROM account",
                          "LOCK TABLE account IN EXCLUSIVE MODE", "DELETE\nFROM account", "DELETE FROM fact"]:
            with self.subTest(statement):
                self.write("src/success/health/health.sql", f"-- a()\n{statement};\n")
                self.assert_finds("foreign_table", "src/success/health/health.sql:2")

    def test_a_statement_that_reads_further_right_is_found(self):
        self.write_tables()
        self.write("src/customer/account/account.sql", "-- a() -> one(id id)\nSELECT a.id\nFROM account a JOIN score s ON 1 = 1;\n")
        self.assert_finds("foreign_table", "src/customer/account/account.sql:3")

    def test_own_tables_and_those_to_the_left_pass(self):
        self.write_tables()
        self.write("src/success/health/health.sql", "-- a()\n-- UPDATE account\nINSERT INTO score (id) SELECT id FROM account\n"
                   "ON CONFLICT (id) DO UPDATE SET id = 1;\n\n-- b() -> one(id id)\nSELECT id FROM fact, generate_series(1, 2);\n")
        self.write("src/app/ops/ops.sql", "-- c()\nDELETE FROM account;\n")
        self.assert_clean("foreign_table")

    def test_a_subject_over_a_table_that_asks_for_a_viewer_is_found(self):
        self.write("src/customer/account/0001_account.sql", "-- kept\n-- viewer: visible_to, author_id\nCREATE TABLE note (id ID);\n"
                   "-- kept\nCREATE TABLE account (id ID);\n")
        self.write("src/customer/account/account.c", 'const Subject S = {\n    .from = "account a",\n};\n')
        self.assert_clean("narrowed_subject")
        self.write("src/customer/account/account.c", 'const Subject S = {\n    .from = "note n",\n};\n')
        self.assert_finds("narrowed_subject", "src/customer/account/account.c:2")

    def test_modules_stand_wing_by_wing(self):
        self.write("tools/modules.txt", "jobs\nsuccess/health\ncustomer/account\n")
        self.assert_finds("module_order", "tools/modules.txt:1")

    def test_a_statement_that_no_c_calls_is_found(self):
        self.write("src/customer/account/account.sql", "-- a() -> one(x int)\nSELECT 1;\n\n-- b(x int)\nDELETE FROM t;\n")
        self.write("src/customer/account/account.c", "/* b() */\nvoid f(void)\n{\n    a(\"b\");\n}\n")
        self.assert_finds("dead_statement", "src/customer/account/account.sql:4")

    def test_statements_that_are_called_in_any_form_pass(self):
        self.write("src/customer/account/account.sql", "-- row XRow(x int)\n-- a() -> one(XRow)\n-- b[](x int)\n-- c(x int)\n-- d()\n")
        self.write("src/customer/account/0001_account.sql", "-- kept\nCREATE TABLE t (id ID);\n")
        self.write("src/customer/account/account.c", "void f(void)\n{\n    a(), b(), c_counted(), g(&D_STATEMENT);\n}\n")
        self.assert_clean("dead_statement")

    def test_a_function_of_a_header_that_nobody_calls_is_found(self):
        self.write("src/base/text.h", HEADER + "int f(int a);\nint g(int a,\n      int b);\n")
        self.write("src/base/text.c", "/* f() */\nint f(int a)\n{\n    return g(a, 1);\n}\nint g(int a,\n      int b)\n{\n    return a;\n}\n")
        self.assert_finds("dead_function", "src/base/text.h:2")

    def test_functions_that_c_or_a_tool_calls_pass(self):
        self.write("src/base/text.h", HEADER + "#define e() f()\nint f(void);\nint g(void);\nint h(void);\nint i(void);\n"
                   "typedef int (*J)(void);\nstatic inline int k(void)\n{\n    return 1;\n}\n")
        self.write("src/base/text.c", "int h(void)\n{\n    return 1;\n}\nstatic const J ALL[] = { h };\n")
        self.write("src/base/text_test.c", "int main(void)\n{\n    return i();\n}\n")
        self.write("tools/sqlgen", "return g()\n")
        self.assert_clean("dead_function")

    def test_includes_to_the_left_pass(self):
        self.write("src/success/health/health.sql", "-- a() -> one(x int)\n")
        self.write("src/success/health/health.c",
                   '#include "customer/account/account.h"\n#include "base/text.h"\n#include "health.sql.h"\n')
        self.write("src/jobs/jobs.h", HEADER + '#include "http/services.h"\n')
        self.assert_clean("include_direction")

    def test_a_statement_that_fills_a_struct_of_the_right_is_found(self):
        self.write("src/customer/account/account.sql", "-- of success/health/health.h: Health(id id)\n-- a() -> one(Health)\n")
        self.assert_finds("include_direction", "src/customer/account/account.sql:1")

    def test_an_include_in_a_comment_is_no_include(self):
        self.write("src/base/text.c", '/*\n#include "db/db.h"\n*/\n')
        self.assert_clean("include_direction")

    def test_a_file_of_five_hundred_lines_is_found(self):
        self.write("src/base/text.c", "\n" * 500)
        self.assert_finds("file_length", "src/base/text.c:500")

    def test_a_made_file_may_be_long(self):
        self.write("web/src/api/types.ts", "/* Made by a tool; not to be edited. */\n" + "\n" * 500)
        self.assert_clean("file_length")

    def test_a_function_of_sixty_lines_is_found(self):
        self.write("src/base/text.c", "int f(int a)\n{\n" + "    a++;\n" * 57 + "    return a;\n}\n")
        self.assert_finds("function_size", "src/base/text.c:1")

    def test_a_function_with_eleven_ways_is_found(self):
        self.write("src/base/text.c", "int f(int a)\n{\n" + "    if (a)\n        a++;\n" * 10 + "    return a;\n}\n")
        self.assert_finds("function_size", "src/base/text.c:1")

    def test_code_that_clang_format_would_change_is_found(self):
        self.write("src/base/text.c", "int  f (void) {return 1;}\n")
        self.assert_finds("c_format", "src/base/text.c:1")

    def test_a_banned_function_is_found_but_not_its_name_in_a_string(self):
        self.write("src/base/text.c", 'void f(char *a)\n{\n    puts("sprintf(");\n    strcpy(a, "x");\n}\n')
        self.assert_finds("banned_function", "src/base/text.c:4")

    def test_a_feature_that_allocates_is_found_and_base_may(self):
        self.write("src/base/arena.c", "void *f(void)\n{\n    return malloc(3);\n}\n")
        self.write("src/success/health/health.c", "void *f(void)\n{\n    return malloc(3);\n}\n")
        self.assert_finds("banned_function", "src/success/health/health.c:3")

    def test_a_statement_in_a_string_is_found(self):
        self.write("src/success/health/health.c", 'const char *a = "SELECT id FROM account";\n')
        self.write("src/success/health/words.c", 'const char *a = "Select one account";\n')
        self.assert_finds("sql_in_code", "src/success/health/health.c:1")

    def test_an_input_that_nothing_uses_is_found(self):
        self.write("src/success/health/health.sql", "-- row ARow(id id)\n-- input NewA of ARow(id)\n-- patch APatch of NewA\n")
        self.write("src/success/health/health.c", "extern const Shape NEW_A;\n")
        self.assert_finds("dead_declaration", "src/success/health/health.sql:3")

    def test_a_shape_in_another_dialect_is_found(self):
        self.write("src/success/health/a.c", "static const Field A_FIELDS[] = { SHAPE_FIELD(A, b, FIELD_INT), { 0 } };\n"
                                             'const Shape A = { "A", sizeof(A), (const Field[]) { { 0 } } };\n')
        self.assert_finds("shape_dialect", "src/success/health/a.c:2")
        self.write("src/success/health/a.c", '{ "b", FIELD_INT, .offset = offsetof(B, b) },\n')
        self.assert_finds("shape_dialect", "src/success/health/a.c:1")

    def test_a_header_without_a_purpose_is_found(self):
        self.write("src/base/text.h", "#ifndef A\n#define A\n#endif\n")
        self.write("src/base/money.h", HEADER)
        self.assert_finds("header_purpose", "src/base/text.h:1")

    def test_a_public_header_that_keeps_its_errors_to_itself_is_found(self):
        self.write("src/base/text.h", "/* Text. Units: bytes. Forgets a person: holds nothing. */\n")
        self.write("src/base/own.h", HEADER)
        self.write("src/base/tried.h", HEADER)
        self.write("src/base/text.c", '#include "base/text.h"\n#include "base/own.h"\n')
        self.write("src/db/db.c", '#include "base/text.h"\n')
        self.write("src/db/db_test.c", '#include "base/tried.h"\n')
        self.assert_finds("header_purpose", "src/base/text.h:1")

    def test_work_left_for_later_is_found(self):
        self.write("src/base/text.c", "/* TO" + "DO: all of it */\n")
        self.assert_finds("unfinished", "src/base/text.c:1")

    def test_a_feature_page_that_imports_another_is_found(self):
        self.write("web/src/features/today/page.tsx", 'import { x } from "../health/page";\n')
        self.write("web/src/features/health/page.tsx", 'import { y } from "../../ui/table";\nimport z from "./part";\n')
        self.assert_finds("web_import", "web/src/features/today/page.tsx:1")

    def test_mantine_outside_ui_is_found(self):
        self.write("web/src/ui/table.tsx", 'import { Table } from "@mantine/core";\n')
        self.write("web/src/features/today/page.tsx", 'import { Table } from "@mantine/core";\n')
        self.assert_finds("web_import", "web/src/features/today/page.tsx:1")

    def test_a_look_beside_the_one_file_is_found(self):
        self.write("web/src/ui/tokens.css", ":root {\n  --ink: #123;\n  --size-body: 13px;\n}\n")
        style = "web/src/features/today/today.module.css"
        self.write(style, "/* not #fff */\n.a {\n  color: var(--ink);\n  font: inherit;\n  font-size: var(--size-body);\n  font-weight: 600;\n"
                   "  border-radius: 0 var(--radius-bar);\n  box-shadow: inset 2px 0 0 var(--ink);\n  background: none;\n  white-space: nowrap;\n}\n")
        self.write("web/src/features/today/page.tsx", "const size = { fontSize: 'var(--size-body)', fontWeight: 500 };\nlink('#keys');\n")
        self.assert_clean("raw_look")
        for raw in ("color: #fff", "color: #1B1D1A80", "background: rgb(0 0 0 / 20%)", "border: 1px solid white", "font-size: 14px",
                    "font-size: 1.2em", "font: 14px sans-serif", "font-weight: 700", "font-weight: bold", "border-radius: 4px",
                    "border-top-left-radius: 4px", "box-shadow: 0 4px 16px var(--ink)"):
            with self.subTest(raw):
                self.write(style, f".a {{\n  {raw};\n}}\n")
                self.assert_finds("raw_look", f"{style}:2")
        self.write(style, "")
        for raw in ("fill=\"#fff\"", "color: 'rgb(0 0 0)'", "fontSize: 14", "fw={700}", "borderRadius: '4px'", "radius={10}"):
            with self.subTest(raw):
                self.write("web/src/features/today/page.tsx", f"\n{raw}\n")
                self.assert_finds("raw_look", "web/src/features/today/page.tsx:2")

    def test_a_text_box_that_reads_enter_by_hand_is_found(self):
        self.write("web/src/lib/enter.ts", "if (event.isComposing) return;\nif (event.key === 'Enter') go();\n")
        self.write("web/src/features/today/page.tsx", "if (event.key === 'Enter') go();\n")
        self.assert_finds("enter_key", "web/src/features/today/page.tsx:1")

    def test_an_empty_text_in_a_dictionary_is_found(self):
        self.write("web/src/features/today/texts.ts", "export const ja = {\n  title: '',\n};\n")
        self.assert_finds("dictionary", "web/src/features/today/texts.ts:2")

    def test_a_word_that_people_stumble_over_is_found_in_what_they_read(self):
        self.write("tools/words.txt", "# where, what, better\nen\t\\b[Ww]hom\\b\twho\nja\t健康\tヘルス\nui\t担当者\t担当CSM\n")
        found = {
            "web/src/features/today/words.ts": "export const words = {\n  first: 'Whom to help first',\n};\n",
            "web/src/features/today/page.tsx": "/* whom */\nreturn <p>Tell whom to call</p>;\n",
            "web/src/ui/words.ts": "\nconst told = (day: string) => `${day}の健康`;\n",
            "src/app/line.c": "\n    puts(\"担当者がいません\");\n",
            "docs/en/guide.md": "# Guide\nWho comes first, and whom.\n",
        }
        for name, text in found.items():
            with self.subTest(name):
                self.write(name, text)
                self.assert_finds("plain_words", f"{name}:2")
                (self.root / name).unlink()

    def test_names_in_code_and_comments_may_have_any_word(self):
        self.write("tools/words.txt", "en\t\\b[Ww]hom\\b\twho\nui\t担当者\t担当CSM\n")
        clean = {
            "web/src/features/today/rows.tsx": "/* Whom to help. */\nconst whom = { kind: 'whom' };\nreturn <p>{whom.kind}</p>; // whom to ask\n",
            "web/src/features/contact/imports.ts": "export const heads = ['担当者', 'Whom it is about'];\n",
            "src/app/line.c": "/* whom it concerns */\nint whom = read(\"whom\");\n",
            "src/app/line_test.c": "    puts(\"whom it concerns\");\n",
            "docs/en/guide.md": "Type `whom it is`.\n\n    banso whom is that\n",
            "docs/ja/guide.md": "担当者に連絡します。\n",
        }
        for name, text in clean.items():
            with self.subTest(name):
                self.write(name, text)
                self.assert_clean("plain_words")

    def test_a_test_that_measures_time_is_found(self):
        timed = {
            "tests/program/a.test.mjs": "const began = performance.now();\n",
            "tests/stories/a.test.mjs": "assert.ok(Date.now() - began < 2000, `it took ${took} ms`);\n",
            "tests/kit/load.mjs": "this.last = Date.now();\n",
            "tests/program/b.test.mjs": "if (limit < Date.now()) assert.fail('late');\n",
            "tests/program/c.test.mjs": "assert.ok(true, `${performance.now() - began} ms`);\n",
            "tests/program/d.test.mjs": "at(new Date(Date.now() + day * DAY));\n",
            "tests/stories/d.test.mjs": "send({ sentAt: new Date().toISOString() });\n",
            "src/db/db_test.c": "    int64_t start = clock_monotonic();\n",
            "src/http/house_test.h": "    clock_gettime(CLOCK_MONOTONIC, &now);\n",
        }
        for name, text in timed.items():
            with self.subTest(name):
                self.write(name, text)
                self.assert_finds("test_duration", name + ":1")
                (self.root / name).unlink()

    def test_a_bound_of_a_tests_own_is_found(self):
        for text in ["test('x', async () => {}, { timeout: 60_000 });", "story('x', x, { ms: 400_000 });",
                     "await button.waitFor({ timeout: 5000 });", "await page.waitForTimeout(150);",
                     "context.setDefaultTimeout(15_000);", "import { after, test } from 'node:test';"]:
            with self.subTest(text):
                self.write("tests/program/a.test.mjs", "\n" + text + "\n")
                self.assert_finds("test_duration", "tests/program/a.test.mjs:2")

    def test_the_programs_own_clock_and_the_one_bound_pass(self):
        self.write("tests/kit/hung.mjs", "import { test } from 'node:test';\nconst began = performance.now();\n")
        self.write("tests/program/a.test.mjs", "import { after } from 'node:test';\n// performance.now() is in bench/\n"
                   "at(new Date(Date.parse(NOW) + day * DAY));\nassert.equal(x, 'timeout: 5');\nx.waitFor({ timeout: HUNG_MS });\n"
                   "program.clock('2026-11-20T00:00:00Z');\n")
        self.write("src/db/db_test.c", "/* clock_monotonic() */\nassert_becomes(clock_now() > 5 && run_time(3));\n")
        self.write("src/db/db.c", "int64_t now = clock_monotonic();\n")
        self.write("bench/a.bench.mjs", "const began = performance.now();\n")
        self.assert_clean("test_duration")


if __name__ == "__main__":
    unittest.main()
