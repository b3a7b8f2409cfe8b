#!/usr/bin/env python3
"""What tools/sqlgen takes, makes and refuses."""

import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))


class Run:
    def __init__(self, **files):
        """Files by name; `__` in a name stands for a dot."""
        with tempfile.TemporaryDirectory() as folder:
            self.run(folder, files)

    def run(self, folder, files):
        module, out = os.path.join(folder, "account"), os.path.join(folder, "out")
        os.mkdir(module)
        os.mkdir(out)
        paths = []
        for name, text in files.items():
            paths.append(os.path.join(module, name.lstrip("_").replace("__", ".") + ".sql"))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(text)
        modules = os.path.join(folder, "modules.txt")
        with open(modules, "w", encoding="utf-8") as file:
            file.write("jobs\naccount\n")
        done = subprocess.run([sys.executable, os.path.join(HERE, "../sqlgen"), "--modules", modules, "--out", out]
                              + paths, capture_output=True, text=True, check=False)
        self.status, self.errors, self.files = done.returncode, done.stderr, {}
        for name in os.listdir(out):
            with open(os.path.join(out, name), encoding="utf-8") as file:
                self.files[name] = file.read()

    def made(self, name):
        assert name in self.files, self.errors
        return self.files[name]


class Statements(unittest.TestCase):
    def test_a_signature_becomes_a_struct_and_a_function(self):
        run = Run(x="-- account_by_id(id id) -> one(id id, name text, owner_id id?)\n"
                    "SELECT id, name, owner_id FROM account WHERE id = $1;\n")
        self.assertEqual(run.errors, "")
        header = run.made("x.sql.h")
        self.assertIn("    OptInt owner_id;\n} AccountByIdRow;", header)
        self.assertIn("bool account_by_id(Db *db, Arena *arena, int64_t id, AccountByIdRow **row, Error *error);", header)
        source = run.made("x.sql.c")
        self.assertIn("WHERE id = ?1", source)
        self.assertIn("WHERE id = $1::bigint", source)
        self.assertIn("&ACCOUNT_BY_ID_STATEMENT,", run.made("statements.c"))

    def test_a_parameter_inside_a_string_is_left_alone(self):
        source = Run(x="-- x(a text)\nUPDATE t SET a = $1 WHERE b = '$1 \"q\" --';\n").made("x.sql.c")
        self.assertIn("""a = ?1 WHERE b = '$1 \\"q\\" --'""", source)

    def test_lists_become_what_each_engine_reads(self):
        source = Run(x="-- x(a ids, b texts)\nDELETE FROM t WHERE a IN LIST($1) AND b NOT IN LIST($2);\n").made("x.sql.c")
        self.assertIn("a IN (SELECT value FROM json_each(?1)) AND b NOT IN (SELECT value FROM json_each(?2))", source)
        self.assertIn("a = ANY($1::bigint[]) AND b <> ALL($2::text[])", source)

    def test_a_member_of_json_is_text_on_both_engines(self):
        source = Run(x="-- x(k text)\nDELETE FROM t WHERE JSON_TEXT(JSON_TEXT(a, 'b, c'), $1) = 'x';\n").made("x.sql.c")
        self.assertIn("CAST((CAST((a) ->> ('b, c') AS TEXT)) ->> (?1) AS TEXT) = 'x'", source)
        self.assertIn("(CAST(((CAST((a) AS jsonb) ->> ('b, c'))) AS jsonb) ->> ($1::text)) = 'x'", source)

    def test_a_declared_row_is_shared_and_signatures_go_on_over_lines(self):
        run = Run(x="--- for people\n-- row TinyRow(id id,\n--   band text(low|high), more json Custom)\n\n"
                    "-- a() -> many(TinyRow)\nSELECT id, band, more FROM t LIMIT 10;\n"
                    "-- b(id id) -> each(TinyRow)\nSELECT id, band, more FROM t WHERE id > $1;\n")
        self.assertEqual(run.errors, "")
        self.assertIn("bool a(Db *db, Arena *arena, TinyRow **rows, size_t *count, Error *error);", run.made("x.sql.h"))
        source = run.made("x.sql.c")
        self.assertIn('SHAPE_FIELD(TinyRow, band, FIELD_TEXT, .choices = "low|high"),', source)
        self.assertIn(".shape = &CUSTOM", source)
        self.assertIn('const Shape TINY_ROW = { "Tiny", sizeof(TinyRow), TINY_ROW_FIELDS };', source)

    def test_a_bulk_write_takes_an_array_of_structs(self):
        header = Run(x="-- event_add[](id id, body text?)\nINSERT INTO e (id, body) VALUES ($1, $2);\n").made("x.sql.h")
        self.assertIn("bool event_add(Db *db, const EventAddIn *rows, size_t count, Error *error);", header)

    def test_an_insert_of_many_rows_is_one_statement_on_postgresql(self):
        source = Run(x="-- event_add[](id id, body text?)\nINSERT INTO e (id, kind, body, n) VALUES ($1, 'a)', $2, abs(-1))\n"
                       "ON CONFLICT (id) DO NOTHING;\n").made("x.sql.c")
        self.assertIn("SELECT given.p1, 'a)', given.p2, abs(-1) FROM unnest($1::bigint[], $2::text[]) AS given(p1, p2)", source)
        self.assertIn("ON CONFLICT (id) DO NOTHING", source.split(".postgres_rows")[1])

    def test_other_writes_of_many_rows_stay_one_by_one(self):
        for sql in ("UPDATE e SET body = $2 WHERE id = $1", "INSERT INTO e (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET body = $2"):
            self.assertNotIn("postgres_rows", Run(x=f"-- event_add[](id id, body text?)\n{sql};\n").made("x.sql.c"))

    def test_lists_side_by_side_are_read_by_each_engine_in_its_own_way(self):
        run = Run(x__sqlite="-- a(b ids, c ids)\nDELETE FROM s WHERE (b, c) IN (SELECT b.value, c.value FROM json_each($1) AS b\n"
                            "JOIN json_each($2) AS c ON c.key = b.key);\n",
                  x__postgres="-- a(b ids, c ids)\nDELETE FROM s WHERE (b, c) IN (SELECT * FROM unnest($1, $2));\n")
        self.assertEqual(run.errors, "")
        self.assertIn("unnest($1::bigint[], $2::bigint[])", run.made("x_engine.sql.c"))

    def test_two_texts_of_one_signature_become_one_function(self):
        run = Run(x__sqlite="-- a(b text)\nDELETE FROM s WHERE b = $1;\n",
                  x__postgres="-- a(b text)\nDELETE FROM p WHERE b = $1;\n")
        self.assertEqual(run.errors, "")
        source = run.made("x_engine.sql.c")
        self.assertIn("DELETE FROM s WHERE b = ?1", source)
        self.assertIn("DELETE FROM p WHERE b = $1::text", source)


class Refusals(unittest.TestCase):
    def refuses(self, text, *words, name="x"):
        run = Run(**{name: text})
        self.assertEqual(run.status, 1)
        for word in words:
            self.assertIn(word, run.errors)

    def test_each_fault_is_told_with_file_and_line(self):
        self.refuses("\n-- a(b txt)\nDELETE FROM t WHERE b = $1;\n", "account/x.sql:2:", "“txt” is no type",
                     "did you mean “text”?")

    def test_parameters_are_counted(self):
        self.refuses("-- a(b text)\nDELETE FROM t;\n", "never uses $1 (b)")
        self.refuses("-- a(b text)\nDELETE FROM t WHERE b = $1 AND c = $2;\n", "has 1 parameters, its SQL uses $2")

    def test_one_statement_and_one_semicolon(self):
        self.refuses("-- a()\nDELETE FROM t\n", "ends with a semicolon")
        self.refuses("-- a()\nDELETE FROM t; DELETE FROM u;\n", "is one statement")

    def test_names_that_c_or_the_made_function_use(self):
        self.refuses("-- a(default text)\nDELETE FROM t WHERE b = $1;\n", "is a word of C")
        self.refuses("-- a(count int)\nDELETE FROM t WHERE b = $1;\n", "uses “count” itself")

    def test_a_plain_comment_is_taken_for_a_signature_and_says_so(self):
        self.refuses("-- These are the accounts\n", "begins with three dashes")

    def test_a_name_stands_once(self):
        self.refuses("-- a()\nDELETE FROM t;\n-- a()\nDELETE FROM u;\n", "“a” stands in")

    def test_lists_stand_in_lists(self):
        self.refuses("-- a(b ids)\nDELETE FROM t WHERE b = $1;\n", "stands in IN LIST($n)")

    def test_a_cursor_only_reads(self):
        self.refuses("-- a() -> each(b id)\nDELETE FROM t RETURNING b;\n", "is a cursor")

    def test_pairs_have_equal_signatures(self):
        run = Run(x__sqlite="-- a(b text)\nDELETE FROM s WHERE b = $1;\n-- c()\nDELETE FROM s;\n",
                  x__postgres="-- a(b int)\nDELETE FROM p WHERE b = $1;\n")
        self.assertIn("“a” has another signature", run.errors)
        self.assertIn("“c” of", run.errors)

    def test_migrations_use_our_types_say_kept_or_made_and_count_up(self):
        self.refuses("-- kept\nCREATE TABLE t (id BIGINT);\n", "column types are ID", name="_0001_x")
        self.refuses("CREATE TABLE t (id ID);\n", "“-- kept” or “-- made”", name="_0001_x")
        self.refuses("-- kept\nCREATE TABLE t (id ID);\n", "is number 1", name="_0002_x")


class Migrations(unittest.TestCase):
    def test_column_types_are_those_of_each_engine(self):
        run = Run(_0001_x="-- made, from events\nCREATE TABLE t (\n    id ID PRIMARY KEY, -- why\n    r REAL, b BYTES,\n"
                          "    k TEXT NOT NULL DEFAULT ';'\n) BYKEY;\nCREATE INDEX t_k ON t (k);\n")
        self.assertEqual(run.errors, "")
        made = run.made("migrations.c")
        for text in ["id INTEGER PRIMARY KEY,", "r REAL, b BLOB,", ") WITHOUT ROWID, STRICT;", "id BIGINT PRIMARY KEY,",
                     "r DOUBLE PRECISION, b BYTEA,", "DEFAULT ';'", '.module = "account"']:
            self.assertIn(text, made)


if __name__ == "__main__":
    unittest.main()
