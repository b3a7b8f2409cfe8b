#!/usr/bin/env python3
"""What tools/sqlgen accepts, generates and refuses."""

import os
import re
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

    def test_rows_that_are_few_are_those_of_a_list(self):
        source = Run(x="-- x(a ids) -> few(a int)\nSELECT a FROM t WHERE a IN LIST($1);\n").made("x.sql.c")
        self.assertIn("    .few = true,", source)
        self.assertIn("db_each(db, &X", source)

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

    def test_a_statement_fills_the_struct_of_a_header(self):
        run = Run(x="-- of house/search/search.h: Document(id id, at time, text text?)\n\n"
                    "-- found(list ids) -> many(Document)\nSELECT id, at, text FROM t WHERE id IN LIST($1);\n")
        self.assertEqual(run.errors, "")
        header, source = run.made("x.sql.h"), run.made("x.sql.c")
        self.assertIn('#include "house/search/search.h"', header)
        self.assertIn("bool found(Db *db, Arena *arena, Ids list, Document **rows, size_t *count, Error *error);", header)
        self.assertNotIn("} Document;", header)
        self.assertIn('static const Shape OF_DOCUMENT = { "Document", sizeof(Document), OF_DOCUMENT_FIELDS };', source)
        self.assertIn("    .row = &OF_DOCUMENT,", source)
        self.assertIn("_Static_assert(_Generic(((Document *)0)->at, int64_t: 1, default: 0),", source)

    def test_a_struct_of_a_header_stands_in_several_files(self):
        told = "-- of house/search/search.h: Document(id id)\n-- {}() -> many(Document)\nSELECT id FROM t LIMIT 10;\n"
        self.assertEqual(Run(x=told.format("a"), y=told.format("b")).errors, "")

    def test_the_choices_of_a_text_may_be_those_of_a_function(self):
        source = Run(x="-- a() -> many(kind text(choose kinds))\nSELECT kind FROM t LIMIT 10;\n").made("x.sql.c")
        self.assertIn("const char *kinds(Arena *arena);", source)
        self.assertIn("SHAPE_FIELD(ARow, kind, FIELD_TEXT, .choose = kinds),", source)

    def test_all_are_any_number_of_rows(self):
        run = Run(x="-- a(day day) -> all(id id)\nSELECT id FROM t WHERE day = $1;\n")
        self.assertEqual(run.errors, "")
        self.assertIn("bool a(Db *db, Arena *arena, int64_t day, ARow **rows, size_t *count, Error *error);", run.made("x.sql.h"))
        self.assertIn("db_all(db, arena, &A_STATEMENT, values, &found, count, error)", run.made("x.sql.c"))

    def test_ids_are_any_number_of_them(self):
        run = Run(x="-- a(after id, most int) -> ids\nSELECT id FROM t WHERE id > $1 ORDER BY id LIMIT $2;\n")
        self.assertEqual(run.errors, "")
        self.assertIn("bool a(Db *db, Arena *arena, int64_t after, int64_t most, Ids *found, Error *error);", run.made("x.sql.h"))
        self.assertIn("    .row = &DB_ID_ROW,", run.made("x.sql.c"))

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


TABLE = ("-- kept\nCREATE TABLE thing (\n    id ID PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL,\n    due_on DAY, demo FLAG NOT NULL,\n"
         "    kind TEXT NOT NULL DEFAULT ';', version INT NOT NULL, UNIQUE (name, demo)\n);\nCREATE INDEX thing_name ON thing(name);\n"
         "ALTER TABLE thing ADD COLUMN size REAL;\n")
ROW = "-- row ThingRow(id id, name text(1..200), owner text?, due_on day?, size real?, version int)\n"


class Rows(unittest.TestCase):
    """Writes that are given a row."""
    def made(self, text):
        run = Run(x=ROW + text, _0001_x=TABLE)
        self.assertEqual(run.errors, "")
        return run.made("x.sql.h"), re.sub(r'\\n"\s*"\s*', " ", run.made("x.sql.c"))

    def refuses(self, text, *words, row=ROW):
        run = Run(x=row + text, _0001_x=TABLE)
        self.assertEqual(run.status, 1)
        for word in words:
            self.assertIn(word, run.errors)

    def test_an_insert_writes_the_columns_that_row_and_values_name(self):
        header, source = self.made("-- thing_add(ThingRow, folded text, demo flag)\nINSERT INTO thing ROW(version = 1);\n")
        self.assertIn("bool thing_add(Db *db, const ThingRow *row, const char *folded, bool demo, Error *error);", header)
        self.assertIn("INSERT INTO thing (id, name, folded, due_on, demo, version, size)", source)
        self.assertIn("VALUES (?1, ?2, ?5, ?3, ?6, 1, ?4)", source)
        self.assertIn("{ .type = FIELD_DAY, .known = row->due_on.known, .integer = row->due_on.value },", source)
        self.assertIn("{ .type = FIELD_TEXT, .known = folded != NULL, .text = folded },", source)
        self.assertNotIn("row->owner", source)

    def test_an_update_leaves_its_key_and_what_it_keeps(self):
        source = self.made("-- thing_set(ThingRow, folded text)\nUPDATE thing SET ROW(KEEP due_on, version = version + 1)\n"
                           "WHERE id = $id AND name <> ')';\n")[1]
        self.assertIn("SET name = ?2, folded = ?4, version = version + 1, size = ?3 WHERE id = ?1", source)
        self.assertIn("AND name <> ')'", source)

    def test_an_upsert_sets_what_was_brought_except_for_its_key(self):
        source = self.made("-- thing_put(ThingRow, folded text, demo flag)\nINSERT INTO thing ROW(version = 1)\n"
                           "ON CONFLICT (id) DO UPDATE SET ROW(KEEP demo, version = thing.version + 1);\n")[1]
        self.assertIn("DO UPDATE SET name = excluded.name, folded = excluded.folded, due_on = excluded.due_on, "
                      "version = thing.version + 1,", source)
        self.assertNotIn("demo = excluded", source)

    def test_a_signature_without_a_row_can_say_row_and_names_too(self):
        header, source = self.made("-- thing_name(id id, name text)\nUPDATE thing SET ROW() WHERE id = $id;\n")
        self.assertIn("bool thing_name(Db *db, int64_t id, const char *name, Error *error);", header)
        self.assertIn("SET name = ?2 WHERE id = ?1", source)

    def test_a_bulk_write_takes_rows_or_rows_with_what_stands_beside_them(self):
        header, source = self.made("-- thing_due[](ThingRow)\nUPDATE thing SET due_on = $due_on WHERE id = $id;\n")
        self.assertIn("bool thing_due(Db *db, const ThingRow *rows, size_t count, Error *error);", header)
        self.assertIn(".integer = rows[i].due_on.value", source)
        header, source = self.made("-- thing_add[](ThingRow, folded text, demo flag)\nINSERT INTO thing ROW();\n")
        self.assertIn("    const ThingRow *row;\n    const char *folded;\n    bool demo;\n} ThingAddIn;", header)
        self.assertIn(".text = rows[i].row->name", source)
        self.assertIn("FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::double precision[], $5::bigint[], $6::text[], $7::bigint[])",
                      source)

    def test_two_texts_of_one_signature_number_the_members_alike(self):
        run = Run(x__sqlite=ROW + "-- a(ThingRow)\nUPDATE thing SET name = $name WHERE id = $id;\n",
                  x__postgres=ROW + "-- a(ThingRow)\nUPDATE thing SET name = $name WHERE $id = id;\n", _0001_x=TABLE)
        self.assertEqual(run.errors, "")
        self.assertIn("SET name = $2::text WHERE $1::bigint = id", run.made("x_engine.sql.c"))

    def test_an_unknown_row_member_table_or_column_is_told_with_the_nearest(self):
        self.refuses("-- a(ThinkRow)\nDELETE FROM thing;\n", "no row “ThinkRow”", "did you mean “ThingRow”?")
        self.refuses("-- a(ThingRow)\nDELETE FROM thing WHERE id = $di;\n", "is given no “di”")
        self.refuses("-- a(ThingRow)\nDELETE FROM thing WHERE name = $nmae;\n", "is given no “nmae”", "did you mean “name”?")
        self.refuses("-- a(ThingRow)\nUPDATE think SET ROW() WHERE id = $id;\n", "no migration creates a table “think”", "“thing”?")
        self.refuses("-- a(ThingRow)\nUPDATE thing SET ROW(vresion = 1) WHERE id = $id;\n", "thing has no column “vresion”",
                     "did you mean “version”?")
        self.refuses("-- a(ThingRow)\nUPDATE thing SET ROW(KEEP du_on) WHERE id = $id;\n", "no column “du_on”")
        self.refuses("-- a(ThingRow)\nUPDATE thing SET ROW(version + 1) WHERE id = $id;\n", "“column = value” and “KEEP column”")

    def test_row_stands_only_where_it_can_be_written_out(self):
        self.refuses("-- a(ThingRow)\nUPDATE thing AS t SET ROW() WHERE id = $id;\n", "ROW(…) stands in “INSERT INTO t ROW()”")
        self.refuses("-- a(ThingRow)\nINSERT INTO thing (id) VALUES ($id) ON CONFLICT (id) DO UPDATE SET ROW();\n", "behind the first")

    def test_an_insert_without_a_column_that_is_needed(self):
        self.refuses("-- a(ThingRow, demo flag)\nINSERT INTO thing ROW();\n", "gives thing.folded no value, which is NOT NULL")

    def test_types_that_do_not_fit_the_column(self):
        self.refuses("-- a(ThingRow, folded int, demo flag)\nINSERT INTO thing ROW();\n", "thing.folded is TEXT, “folded” of “a” is int")
        self.refuses("-- a(ThingRow, folded text?, demo flag)\nINSERT INTO thing ROW();\n", "thing.folded is NOT NULL, “folded” of “a” may be NULL")
        self.refuses("-- a(ThingRow)\nUPDATE thing SET ROW() WHERE id = $id;\n", "thing.due_on is DAY, “due_on” of “a” is time",
                     row="-- row ThingRow(id id, due_on time?)\n")

    def test_what_stands_in_the_signature_is_used(self):
        self.refuses("-- a(ThingRow, note text)\nUPDATE thing SET ROW() WHERE id = $id;\n", "“a” never uses $6 (note)")
        self.refuses("-- a(ThingRow, more id)\nDELETE FROM thing WHERE id = $more;\n", "never uses its ThingRow")
        self.refuses("-- a(ThingRow)\nDELETE FROM thing WHERE id = $1;\n", "“$id” in place of “$1”")
        self.refuses("-- a(ThingRow, name text)\nDELETE FROM thing WHERE name = $name;\n", "“name” stands in ThingRow already")
        self.refuses("-- a(ThingRow) -> one(id id)\nSELECT id FROM thing WHERE id = $id;\n", "a row is what a write is given")


class Derived(unittest.TestCase):
    """Inputs, patches and views of a row."""
    def made(self, text):
        run = Run(x=ROW + text)
        self.assertEqual(run.errors, "")
        return run.made("x.sql.h"), run.made("x.sql.c")

    def refuses(self, text, *words):
        run = Run(x=ROW + text)
        self.assertEqual(run.status, 1)
        for word in words:
            self.assertIn(word, run.errors)

    def test_an_input_has_names_types_and_limits_of_the_row(self):
        header, source = self.made("-- input NewThing of ThingRow(name, due_on!, version?, tags texts(a|b, ..4)?, key text(ident),\n"
                                   "--   parts list(..100) NewPart, price object Money)\n")
        self.assertIn("    const char *name;\n    int64_t due_on;\n    OptInt version;\n    Texts tags;\n    const char *key;\n"
                      "    List parts;\n    const void *price;\n} NewThing;\nextern const Shape NEW_THING;", header)
        for line in ["SHAPE_FIELD(NewThing, name, FIELD_TEXT, .min = 1, .max = 200),", "SHAPE_FIELD(NewThing, due_on, FIELD_DAY),",
                     "SHAPE_OPT(NewThing, version, FIELD_INT),", 'SHAPE_OPT(NewThing, tags, FIELD_TEXTS, .choices = "a|b", .max = 4),',
                     "SHAPE_FIELD(NewThing, key, FIELD_TEXT, .min = 1, .max = IDENT_MAX, .is_id = true),",
                     "SHAPE_FIELD(NewThing, parts, FIELD_LIST, .shape = &NEW_PART, .max = 100),",
                     "SHAPE_FIELD(NewThing, price, FIELD_OBJECT, .shape = &MONEY),", '#include "base/ident.h"',
                     'const Shape NEW_THING = { "NewThing", sizeof(NewThing), NEW_THING_FIELDS };']:
            self.assertIn(line, source)

    def test_limits_are_of_what_is_taken_in_not_of_the_row(self):
        self.assertIn("SHAPE_FIELD(ThingRow, name, FIELD_TEXT),", self.made("-- a()\nDELETE FROM t;\n")[1])

    def test_a_choice_that_is_a_mark_stands_in_quotes(self):
        source = self.made("-- input NewFile(mark text(','|';'|'\\t'), word text(a|b))\n")[1]
        self.assertIn('mark, FIELD_TEXT, .choices = ",|;|\\t"),', source)
        self.assertIn('word, FIELD_TEXT, .choices = "a|b"),', source)

    def test_a_patch_may_leave_out_each_member(self):
        header, source = self.made("-- input NewThing of ThingRow(name, version)\n-- patch ThingPatch of NewThing\n")
        self.assertIn("    const char *name;\n    OptInt version;\n} ThingPatch;", header)
        self.assertIn("SHAPE_OPT(ThingPatch, name, FIELD_TEXT, .min = 1, .max = 200),", source)

    def test_a_view_holds_the_row_and_what_stands_beside_it(self):
        header, source = self.made("-- view Thing of ThingRow(id, parts list Part, owner, version time?)\n")
        self.assertIn("    ThingRow row;\n    List parts;\n    OptInt version;\n} Thing;", header)
        self.assertIn("    SHAPE_AT(Thing, row, id, FIELD_ID),\n    SHAPE_FIELD(Thing, parts, FIELD_LIST, .shape = &PART),\n"
                      "    SHAPE_AT(Thing, row, owner, FIELD_TEXT, .optional = true),\n    SHAPE_OPT(Thing, version, FIELD_TIME),", source)

    def test_what_is_not_for_everybody_names_its_circle(self):
        _, source = self.made("-- view Thing of ThingRow(id, paid texts(circle revenue), worth int(circle revenue)?)\n")
        self.assertIn("SHAPE_FIELD(Thing, paid, FIELD_TEXTS, .circle = CIRCLE_REVENUE)", source)
        self.assertIn("SHAPE_OPT(Thing, worth, FIELD_INT, .circle = CIRCLE_REVENUE)", source)
        self.assertIn('#include "base/circle.h"', source)
        self.assertNotIn("base/circle.h", self.made("-- view Thing of ThingRow(id, paid texts)\n")[1])

    def test_a_view_without_members_of_its_own_is_of_the_row_itself(self):
        header, source = self.made("-- view ThingKept of ThingRow(name, owner)\n")
        self.assertNotIn("} ThingKept;", header)
        self.assertIn("SHAPE_OPT(ThingRow, owner, FIELD_TEXT),", source)
        self.assertIn('const Shape THING_KEPT = { "ThingKept", sizeof(ThingRow), THING_KEPT_FIELDS };', source)

    def test_what_the_row_has_not_is_told(self):
        self.refuses("-- input NewThing of ThingRow(nmae!)\n", "account/x.sql:2:", "ThingRow has no “nmae”", "did you mean “name”?")
        self.refuses("-- input NewThing of ThinkRow(name)\n", "no row “ThinkRow”")
        self.refuses("-- patch ThingPatch of NewThing\n", "no input “NewThing” was declared above")
        self.refuses("-- input NewThing(name!)\n", "without a row there is no “name”")

    def test_what_is_no_declaration_is_told(self):
        self.refuses("-- input NewThing\n", "it looks like “input NewTask of TaskRow")
        self.refuses("-- view Thing(id id)\n", "it looks like")
        self.refuses("-- input NewThing of ThingRow(name, name!)\n", "“name” stands twice")
        self.refuses("-- input NewThing(n int(a|b))\n", "only text lists its values")
        self.refuses("-- input NewThing(parts list)\n", "names no shape")
        self.refuses("-- input NewThing(n int)\nDELETE FROM t;\n", "“input NewThing” has no SQL of its own")
        self.refuses("-- input ThingRow(n int)\n", "“ThingRow” stands in")
        self.refuses("-- a(parts list Part)\nDELETE FROM t WHERE a = $1;\n", "only an input or a view has objects and lists")


class Refusals(unittest.TestCase):
    def refuses(self, text, *words, name="x"):
        run = Run(**{name: text})
        self.assertEqual(run.status, 1)
        for word in words:
            self.assertIn(word, run.errors)

    def test_each_fault_is_told_with_file_and_line(self):
        self.refuses("\n-- a(b txt)\nDELETE FROM t WHERE b = $1;\n", "account/x.sql:2:", "“txt” is no type",
                     "did you mean “text”?")

    def test_few_rows_are_those_of_a_list(self):
        self.refuses("-- x(b int) -> few(a int)\nSELECT a FROM t WHERE b = $1;\n", "asks for no list")

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

    def test_the_struct_of_a_header_says_which(self):
        self.refuses("-- of search: Document(id id)\n", "of house/search/search.h: SearchDocument(id id)")
        self.refuses("-- of a/b.h: Document(id id)\nSELECT 1;\n", "no SQL of its own")

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


MARKED = ("-- kept\n-- viewer: visible_to, author_id\nCREATE TABLE note (id ID PRIMARY KEY, text TEXT NOT NULL, "
          "visible_to TEXT, author_id INT);\n-- kept\nCREATE TABLE file (id ID PRIMARY KEY, note_id INT);\n")


class Viewers(unittest.TestCase):
    """Rows that are not for everybody: a statement that forgets who asks ends the build."""

    def run_with(self, text, migration=MARKED):
        return Run(_0001_x=migration, x=text)

    def refuses(self, text, words, migration=MARKED):
        run = self.run_with(text, migration)
        self.assertNotEqual(run.status, 0)
        self.assertIn(words, run.errors)

    def test_the_viewer_is_a_parameter_and_the_condition_is_written_once(self):
        run = self.run_with("-- a(id id, viewer) -> one(text text)\nSELECT n.text FROM note n WHERE n.id = $1 AND SEEN(n);\n")
        self.assertEqual(run.errors, "")
        self.assertIn('#include "base/viewer.h"', run.made("x.sql.h"))
        self.assertIn("bool a(Db *db, Arena *arena, int64_t id, const Viewer *viewer, ARow **row, Error *error);", run.made("x.sql.h"))
        source = run.made("x.sql.c")
        self.assertIn("(n.visible_to IS NULL OR n.visible_to IN (SELECT value FROM json_each(?2)) OR COALESCE(n.author_id = ?3, FALSE))", source)
        self.assertIn("(n.visible_to IS NULL OR n.visible_to = ANY($2::text[]) OR COALESCE(n.author_id = $3::bigint, FALSE))", source)
        self.assertIn("A_STATEMENT_TYPES[] = { FIELD_ID, FIELD_TEXTS, FIELD_ID };", source)
        self.assertIn("viewer->sees.items", source)
        self.assertIn(".integer = viewer->staff_id", source)

    def test_columns_may_have_other_names_and_one_condition_serves_two_readings(self):
        migration = "-- kept\n-- viewer: shown, owner\nCREATE TABLE note (id ID, shown TEXT, owner INT);\n"
        run = self.run_with("-- a(viewer) -> ids\nSELECT a.id FROM note a JOIN note b ON b.id = a.id AND SEEN(b) WHERE SEEN(a);\n", migration)
        self.assertEqual(run.errors, "")
        self.assertIn("a.owner = ?2", run.made("x.sql.c"))
        self.assertIn("b.owner = ?2", run.made("x.sql.c"))

    def refuses_each(self, signature, statements, words):
        """All of them in one run, which goes on after the first that is wrong."""
        run = self.run_with("".join(f"-- a{i}{signature}\n{sql};\n" for i, sql in enumerate(statements)))
        for i, sql in enumerate(statements):
            self.assertRegex(run.errors, f"“a{i}” [^\n]*{words}", sql)

    def test_a_forgotten_viewer_ends_the_build_wherever_the_table_is_read(self):
        words = "reads note, which is not for everybody"
        self.refuses_each("() -> ids", [
            "SELECT id FROM note", "SELECT n.id FROM note AS n WHERE n.id > 1", "SELECT f.id FROM file f JOIN note n ON n.id = f.note_id",
            "SELECT f.id FROM file f LEFT JOIN note ON note.id = f.note_id", "SELECT f.id FROM file f, note n WHERE n.id = f.note_id",
            "SELECT id FROM file WHERE note_id IN (SELECT id FROM note)", "SELECT (SELECT MAX(id) FROM note) AS id",
            "WITH x AS (SELECT id FROM note) SELECT id FROM x", "SELECT id FROM file UNION SELECT id FROM note"], words)
        self.refuses_each("() -> many(text text)", ["UPDATE note SET text = '' RETURNING text", "DELETE FROM note RETURNING text"], words)
        self.refuses_each("()", ["DELETE FROM file WHERE note_id IN (SELECT id FROM note)", "UPDATE file SET note_id = (SELECT MAX(id) FROM note)",
                                 "INSERT INTO file (id) SELECT id FROM note"], words)

    def test_a_viewer_that_does_not_narrow_each_reading_ends_the_build(self):
        self.refuses_each("(viewer) -> ids", ["SELECT id FROM note WHERE id > 1", "SELECT id FROM note WHERE SEEN(note) UNION SELECT id FROM note"],
                          r"narrows by SEEN\(note\)")
        self.refuses_each("(viewer) -> ids", ["SELECT a.id FROM note a JOIN note b ON b.id = a.id WHERE SEEN(a)"], r"narrows by SEEN\(b\)")
        self.refuses_each("() -> ids", ["SELECT id FROM note WHERE SEEN(note)"], "takes the viewer")
        self.refuses_each("(viewer) -> ids", ["SELECT n.id FROM note n WHERE SEEN(n) AND SEEN(f)"], "no marked table as “f”")
        self.refuses_each("(viewer) -> ids", ["SELECT id FROM file"], "reads no table that asks for one")

    def test_an_or_beside_the_condition_ends_the_build(self):
        head = "SELECT n.id FROM note n WHERE "
        self.refuses_each("(viewer) -> ids", [head + where for where in [
            "SEEN(n) OR n.id = 1", "n.id = 1 OR SEEN(n)", "n.id = 1 OR n.id = 2 AND SEEN(n)", "(SEEN(n) AND n.id > 1) OR n.id = 1",
            "n.id = 1 OR (n.id > 1 AND (SEEN(n)))"]], "an OR beside SEEN")
        self.refuses_each("(viewer) -> many(seen flag)", ["SELECT SEEN(n) FROM note n"], "outside of a condition")
        fine = [head + where for where in ["(n.id = 1 OR n.id = 2) AND SEEN(n)", "SEEN(n) AND (n.id = 1 OR n.id = 2) ORDER BY n.id",
                                           "n.id IN (SELECT id FROM file WHERE id = 1 OR id = 2) AND SEEN(n)"]]
        fine += ["SELECT CASE WHEN SEEN(n) THEN n.id ELSE 0 END FROM note n WHERE n.id = 1 OR n.id = 2",
                 "SELECT id FROM file WHERE id = 1 OR note_id IN (SELECT n.id FROM note n WHERE SEEN(n))"]
        self.assertEqual(self.run_with("".join(f"-- a{i}(viewer) -> ids\n{sql};\n" for i, sql in enumerate(fine))).errors, "")

    def test_a_statement_may_say_why_it_needs_no_viewer(self):
        why = "-- without viewer: an erasure looks through everything\n"
        self.assertEqual(self.run_with(f"-- a() -> ids\n{why}SELECT id FROM note;\n").errors, "")
        self.refuses(f"-- a() -> ids\n{why}SELECT id FROM file;\n", "reads no table that asks for one")
        self.refuses(f"-- a(viewer) -> ids\n{why}SELECT id FROM note WHERE SEEN(note);\n", "and takes one")
        self.refuses("-- a() -> ids\n-- without viewer:\nSELECT id FROM note;\n", "“-- without viewer: why”")
        self.refuses(f"-- a() -> ids\nSELECT id FROM note;\n{why}", "stands between a signature and its SQL")

    def test_what_only_writes_needs_none_and_takes_none(self):
        writes = ["INSERT INTO note (id, text) VALUES (1, '')", "UPDATE note SET text = ''", "DELETE FROM note WHERE id = 1"]
        self.assertEqual(self.run_with("".join(f"-- a{i}()\n{sql};\n" for i, sql in enumerate(writes))).errors, "")
        self.refuses("-- row NoteRow(id id)\n-- a(NoteRow, viewer)\nDELETE FROM note WHERE id = $id;\n", "a viewer is for what reads")

    def test_a_mark_names_columns_that_are_there(self):
        def marked(mark, columns):
            return f"-- kept\n-- viewer{mark}\nCREATE TABLE note (id ID, {columns});\n"
        self.refuses("-- a()\nDELETE FROM note;\n", "has no columns", marked(": visible_to, author_id", "visible_to TEXT"))
        self.refuses("-- a()\nDELETE FROM note;\n", "may be NULL, which is everybody", marked(": visible_to, author_id", "visible_to TEXT NOT NULL, author_id INT"))
        self.refuses("-- a()\nDELETE FROM note;\n", "“-- viewer: visible_to, author_id”", marked("", "visible_to TEXT, author_id INT"))


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
