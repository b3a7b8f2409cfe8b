"""tools/templates puts pages into the program, and refuses what would let a value be read as HTML, script or address."""
import base64
import hashlib
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TOKENS = ROOT / "web/src/ui/tokens.css"
FRAME = '<html lang="{{page.language}}">{{! style }}<h1>{{page.title}}</h1>{{! page }}</html>'


def made(page, css="p { color: var(--ink); }", frame=FRAME):
    """(fault, templates.c, frame.html.h) of one page named "one"."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "one.html").write_text(page)
        (root / "page.css").write_text(css)
        (root / "frame.html").write_text(frame)
        run = subprocess.run([sys.executable, ROOT / "tools/templates", folder, TOKENS, root / "page.css", root / "frame.html",
                              root / "one.html"], capture_output=True, text=True)
        if run.returncode:
            return run.stderr, "", ""
        return "", (root / "templates.c").read_text(), (root / "frame.html.h").read_text()


class Templates(unittest.TestCase):
    def test_a_page_stands_in_the_frame_with_the_style_that_the_hash_names(self):
        fault, source, header = made('<p class="x">{{name}} "quoted"</p>')
        self.assertEqual(fault, "")
        text = "".join(re.findall(r'^    "(.*)\\n"$', source, re.M)).replace('\\"', '"')
        self.assertIn('<p class="x">{{name}} "quoted"</p></html>', text)
        style = re.search("<style>(.*?)</style>", text)[1]
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        self.assertIn(f'"sha256-{digest}"', header)

    def test_the_style_has_the_colours_of_the_web_ui_light_and_dark(self):
        _, source, _ = made("<p>x</p>")
        for selector in (":root{color-scheme:light;--ink:", ":root:not([data-scheme=light]){color-scheme:dark;--ink:",
                         ":root[data-scheme=dark]{color-scheme:dark;--ink:"):
            self.assertIn(selector, source)
        self.assertNotIn("--past:", source)  # what no page uses

    def test_whatever_lets_a_value_out_is_refused(self):
        refused = {
            "{{{name}}}": "not escaped", "{{& name}}": "not escaped", "{{&name}}": "not escaped", "{{ & name}}": "not escaped",
            "{{=<% %>=}}": "other delimiters", "{{> other}}": "a partial",
            "<script>let a = '{{name}}'</script>": "runs", "<SCRIPT src=x>": "runs", "<style>{{name}}</style>": "runs",
            "<iframe src='/x'>": "runs", "<base href='/x'>": "runs", '<meta http-equiv="refresh">': "redirects",
            '<p onclick="x()">': "a handler", '<p\nonload = "x()">': "a handler", '<p style="color:{{name}}">': "a style",
            "<p class={{name}}>": "without quotes", "<p class= {{name}} >": "without quotes", "<p {{name}}>": "without quotes",
            "<p title='{{name}}' lang={{name}}>": "without quotes",
            '<a href="{{name}}">': "begins with a value", "<a href='{{name}}'>": "begins with a value",
            '<form action=" {{name}}">': "begins with a value", '<a href="javascript:x()">': "a script as an address",
            "<!-- {{name}} -->": "a comment", "{{#a}}x": "without an end", "x{{/a}}": "did not begin",
            "{{#a}}{{#b}}{{/a}}{{/b}}": "did not begin",
        }
        for page, what in refused.items():
            with self.subTest(page):
                self.assertIn(what, made(page)[0])

    def test_what_is_safe_is_taken(self):
        for page in ('<a href="/sign-in?to={{to}}" title="{{name}}">x</a>', '<p{{#a}} class="{{a}}"{{/a}}>x</p>',
                     "<input value='{{a}}'{{^a}} autofocus{{/a}}>", "{{#a}}{{.}}{{/a}}{{! a word }}", "a = {{b}}, c < d"):
            with self.subTest(page):
                self.assertEqual(made(page)[0], "")

    def test_a_style_holds_no_values(self):
        self.assertIn("holds no values", made("<p>x</p>", css="p { color: {{name}}; }")[0])


if __name__ == "__main__":
    unittest.main()
