"""Every sentence that a user sees, in Chinese and English, as tables beside this file.

A table is a CSV file with the columns `key`, `en` and `zh`; a sentence names its values in braces
(`{file}`). Code holds keys, never sentences, so a third language is a third column.
"""

import csv
from functools import cache
from importlib.resources import files

LANGUAGES = ("zh", "en")


@cache
def tables() -> dict[str, dict[str, str]]:
    """All sentences: key -> {language: sentence}. A key that stands twice raises ValueError."""
    words: dict[str, dict[str, str]] = {}
    for path in sorted(files(__name__).iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".csv"):
            continue
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            if row["key"] in words:
                raise ValueError(f"{path.name}: the key {row['key']} stands twice")
            words[row["key"]] = {lang: row[lang] for lang in LANGUAGES}
    return words


def say(key: str, lang: str, **values: object) -> str:
    """The sentence of `key` in `lang`, with its values filled in."""
    return tables()[key][lang].format(**values)
