"""Runs main.py as a job does, on real files: python3 -m unittest discover -s docker/upper-case"""

import pathlib
import subprocess
import sys
import tempfile
import unittest

MAIN = pathlib.Path(__file__).resolve().with_name("main.py")


class UpperCase(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def run_main(self, *arguments):
        return subprocess.run(
            [sys.executable, str(MAIN), *arguments], cwd=self.folder, capture_output=True, encoding="utf-8", check=False
        )

    def upper(self, text, locale="en"):
        (self.folder / "in.txt").write_bytes(text.encode())
        done = self.run_main("--locale", locale, "--", "in.txt", "deep/er/out.txt")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return (self.folder / "deep/er/out.txt").read_bytes().decode()

    def test_turkish_and_azerbaijani_keep_the_dot_of_an_i(self):
        for locale in ("tr", "az", "tr-TR", "az_AZ"):
            self.assertEqual(self.upper("ilk ışık", locale), "İLK IŞIK")

    def test_other_languages_drop_the_dot_of_an_i(self):
        self.assertEqual(self.upper("ilk", "en"), "ILK")

    def test_lithuanian_drops_the_dot_that_lower_case_spells_out(self):
        spelled = "i\u0307\u0300 j\u0307"
        self.assertEqual(self.upper(spelled, "lt"), "I\u0300 J")
        self.assertEqual(self.upper(spelled, "en"), "I\u0307\u0300 J\u0307")

    def test_a_german_sharp_s_becomes_two_letters(self):
        self.assertEqual(self.upper("Straße", "de"), "STRASSE")

    def test_line_ends_stay_as_they_are(self):
        self.assertEqual(self.upper("a\r\nb\rc\n\n"), "A\r\nB\rC\n\n")

    def test_an_empty_file_gives_an_empty_file(self):
        self.assertEqual(self.upper(""), "")

    def test_bytes_that_are_not_utf_8_are_refused_with_their_place(self):
        (self.folder / "in.txt").write_bytes(b"abc\xff")
        done = self.run_main("in.txt", "out.txt")
        self.assertEqual(done.returncode, 2)
        self.assertIn("in.txt is not UTF-8 text: byte 3", done.stderr)
        self.assertFalse((self.folder / "out.txt").exists())

    def test_a_missing_file_is_refused_with_its_name(self):
        done = self.run_main("nowhere.txt", "out.txt")
        self.assertEqual(done.returncode, 2)
        self.assertIn("cannot read nowhere.txt", done.stderr)

    def test_after_two_dashes_a_file_called_help_is_a_file(self):
        (self.folder / "--help").write_text("hello", encoding="utf-8")
        done = self.run_main("--", "--help", "out.txt")
        self.assertEqual(done.returncode, 0)
        self.assertEqual((self.folder / "out.txt").read_text(encoding="utf-8"), "HELLO")


if __name__ == "__main__":
    unittest.main()
