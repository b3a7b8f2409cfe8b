"""tools/kinds.mjs runs all kinds whatever fails, counts all of them, and marks only complete, passing runs as green."""
import json
import pathlib
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
KINDS = ROOT / "tools/kinds.mjs"


def run_node(text):
    return subprocess.run(["node", "--input-type=module", "-e", text], capture_output=True, text=True, check=True).stdout


class Kinds(unittest.TestCase):
    def test_a_kind_that_throws_has_failed_and_the_later_ones_run(self):
        told = run_node(f"""
            import {{ run_steps }} from '{KINDS}';
            const good = () => ({{ passed: 3, failed: 0, output: '' }});
            const steps = [{{ one: () => {{ throw new Error('no such file'); }}, two: good }},
                           {{ three: async () => {{ throw new Error('later'); }} }}, {{ four: good }}];
            const {{ passed, failed }} = await run_steps(steps);
            console.log(`${{passed}} passed, ${{failed}} failed`);
        """)
        lines = told.splitlines()
        self.assertEqual(lines[-1], "6 passed, 2 failed")
        self.assertRegex(told, r"one: 0 passed, 1 failed .*\nError: no such file")
        self.assertRegex(told, r"three: 0 passed, 1 failed")
        self.assertRegex(told, r"four: 3 passed, 0 failed")

    def test_names_pick_kinds(self):
        told = run_node(f"""
            import {{ run_steps }} from '{KINDS}';
            const good = () => ({{ passed: 1, failed: 0, output: '' }});
            console.log((await run_steps([{{ one: good, two: good }}, {{ three: good }}], ['two'])).passed);
        """)
        self.assertEqual(told.splitlines()[-1], "1")


class Green(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.git("init", "-q")
        (self.root / ".gitignore").write_text("/.cache/\n")
        (self.root / "a.c").write_text("int a;\n")
        self.commit()

    def git(self, *arguments):
        who = ["-c", "user.name=T", "-c", "user.email=t@example.test", "-c", "commit.gpgsign=false"]
        return subprocess.run(["git", *who, *arguments], cwd=self.root, capture_output=True, text=True, check=True).stdout.strip()

    def commit(self):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "One more", "--allow-empty")
        return self.git("rev-parse", "HEAD")

    def run_tests(self, meanwhile="", **of):
        """A run that found `of`; `meanwhile` is what happens to the tree while it goes on."""
        found = json.dumps({"whole": True, "passed": 5, "failed": 0} | of)
        told = run_node(f"""
            import {{ writeFileSync }} from 'node:fs';
            import {{ execSync }} from 'node:child_process';
            import {{ clean_commit, mark_green }} from '{KINDS}';
            const root = '{self.root}';
            const commit = clean_commit(root);
            {meanwhile}
            console.log(mark_green(root, {{ ...{found}, commit }}));
        """)
        path = self.root / ".cache/green"
        self.assertEqual(told.strip() == "true", path.exists())
        return path.read_text() if path.exists() else None

    def test_a_whole_green_run_on_a_clean_tree_leaves_its_commit(self):
        self.assertEqual(self.run_tests(), self.git("rev-parse", "HEAD") + "\n")

    def test_a_run_of_some_kinds_leaves_nothing(self):
        self.assertIsNone(self.run_tests(whole=False))

    def test_a_run_that_failed_or_ran_nothing_leaves_nothing(self):
        self.assertIsNone(self.run_tests(failed=1))
        self.assertIsNone(self.run_tests(passed=0))

    def test_a_changed_tree_or_a_new_file_leaves_nothing(self):
        (self.root / "a.c").write_text("int b;\n")
        self.assertIsNone(self.run_tests())
        self.commit()
        (self.root / "new.c").write_text("int c;\n")
        self.assertIsNone(self.run_tests())

    def test_a_tree_that_changed_while_the_tests_ran_leaves_nothing(self):
        self.assertIsNone(self.run_tests(meanwhile="writeFileSync(`${root}/a.c`, 'int d;');"))
        self.git("checkout", "-q", "a.c")
        other = "execSync('git -c user.name=T -c user.email=t@example.test commit -q --allow-empty -m Two', { cwd: root });"
        self.assertIsNone(self.run_tests(meanwhile=other))

    def test_where_there_is_no_repository_nothing_is_left(self):
        subprocess.run(["rm", "-rf", self.root / ".git"], check=True)
        self.assertIsNone(self.run_tests())


if __name__ == "__main__":
    unittest.main()
