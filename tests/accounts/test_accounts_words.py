"""Every error of the accounts has its sentence in both languages, with the same values."""

import re
import string
from pathlib import Path

import citywright.accounts
from citywright.words import LANGUAGES, tables

KEYS = {
    key
    for path in Path(citywright.accounts.__file__).parent.rglob("*.py")
    for key in re.findall(r'"(accounts\.[a-z_]+)"', path.read_text(encoding="utf-8"))
}


def fields(sentence):
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_every_key_has_a_sentence_and_every_sentence_a_use():
    assert {key for key in tables() if key.startswith("accounts.")} == KEYS


def test_languages_use_the_same_values():
    for key in KEYS:
        sentences = [tables()[key][lang] for lang in LANGUAGES]
        assert all(sentences)
        assert fields(sentences[0]) == fields(sentences[1]), key
