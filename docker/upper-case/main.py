"""Turns a text file into upper case, by the rules of a language.

    main.py [--locale LOCALE] INPUT OUTPUT

Both files are UTF-8; lines may end as they like. The folder of OUTPUT is made when missing.
Exit codes: 0 done, 2 the input cannot be read as UTF-8 text, or the arguments are wrong.
"""

import argparse
import os
import re
import sys

# Unicode's SpecialCasing.txt has rules that hold in some languages only; str.upper() knows none of them.
DOTTED_I = {"i": "\u0130", "\u0131": "I"}
SOFT_DOTTED_WITH_DOT = re.compile("(?<=[ij\u012f\u1ecb])\u0307")


def upper(text: str, locale: str) -> str:
    """The text in upper case, e.g. "i" as "İ" in Turkish."""
    language = re.split("[-_]", locale.lower())[0]
    if language in ("tr", "az"):
        text = "".join(DOTTED_I.get(letter, letter) for letter in text)
    if language == "lt":
        text = SOFT_DOTTED_WITH_DOT.sub("", text)
    return text.upper()


def main() -> int:
    parser = argparse.ArgumentParser(description="Turns a text file into upper case.")
    parser.add_argument("--locale", default="en", help="language whose rules apply, e.g. tr (default: %(default)s)")
    parser.add_argument("input", help="a text file in UTF-8")
    parser.add_argument("output", help="the file to write")
    arguments = parser.parse_args()

    try:
        with open(arguments.input, encoding="utf-8", newline="") as source:
            text = source.read()
    except UnicodeDecodeError as error:
        print(f"{arguments.input} is not UTF-8 text: byte {error.start} is no part of a character", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"cannot read {arguments.input}: {error.strerror}", file=sys.stderr)
        return 2

    os.makedirs(os.path.dirname(os.path.abspath(arguments.output)), exist_ok=True)
    with open(arguments.output, "w", encoding="utf-8", newline="") as target:
        target.write(upper(text, arguments.locale))
    print(f"{len(text)} characters, locale {arguments.locale}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
