"""tools/embed puts the files of a folder into a program that can be linked and tells their bytes."""
import gzip
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = """
#include "http/asset.h"
#include <stdio.h>
int main(int count, char **arguments)
{
    const Asset *a = &ASSETS[arguments[1][0] - '0'];
    if (count == 2 && a->path)
        printf("%s %s %zu %d\\n", a->path, a->type, a->plain_size, a->gzip != NULL);
    if (count == 3)
        fwrite(a->gzip, 1, a->gzip_size, stdout);
    return 0;
}
"""


class Embed(unittest.TestCase):
    def test_the_table_tells_path_type_size_and_compressed_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "dist/assets").mkdir(parents=True)
            page = b"<p>hello</p>" * 100
            (root / "dist/index.html").write_bytes(page)
            (root / "dist/assets/x.js").write_bytes(b"1")
            (root / "dist/assets/x.js.map").write_bytes(b"{}")
            subprocess.run([sys.executable, ROOT / "tools/embed", root / "dist", root / "a.S", root / "t.c"], check=True)
            (root / "main.c").write_text(PROGRAM)
            subprocess.run(["cc", f"-I{ROOT}/src", root / "main.c", root / "t.c", root / "a.S", "-o", root / "main"],
                           check=True)

            def tell(*arguments):
                return subprocess.run([root / "main", *arguments], capture_output=True, check=True).stdout
            self.assertEqual(tell("0"), b"/assets/x.js text/javascript; charset=utf-8 1 0\n")
            self.assertEqual(tell("1"), b"/index.html text/html; charset=utf-8 1200 1\n")
            self.assertEqual(tell("2"), b"")
            self.assertEqual(gzip.decompress(tell("1", "bytes")), page)

    def test_a_folder_without_a_page_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.run([sys.executable, ROOT / "tools/embed", folder, folder + "/a.S", folder + "/t.c"],
                                 capture_output=True, text=True)
            self.assertNotEqual(run.returncode, 0)
            self.assertIn("index.html", run.stderr)


if __name__ == "__main__":
    unittest.main()
