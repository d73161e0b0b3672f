"""Sentences live in tables: whole in both languages, with the same values, and nowhere else."""

import ast
import csv
import re
from pathlib import Path
from string import Formatter

import pytest

from citywright.words import LANGUAGES, tables

SOURCE = Path(__file__).parents[1] / "src" / "citywright"
HAN = re.compile("[\u3001-\u303f\u3400-\u9fff\uf900-\ufaff\uff01-\uffef]")


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_every_sentence_is_whole_in_both_languages() -> None:
    for key, sentence in tables().items():
        for lang in LANGUAGES:
            assert sentence[lang], f"{key} has no {lang}"
        assert placeholders(sentence["zh"]) == placeholders(sentence["en"]), key


def test_each_language_stands_in_its_column() -> None:
    """English has little Chinese in it (units, names), and Chinese some; "{name}" alone is both."""
    for key, sentence in tables().items():
        assert len(HAN.findall(sentence["en"])) <= len(sentence["en"]) / 4, key
        if re.search("[a-z]{3}", re.sub(r"\{.*?\}", "", sentence["en"])):
            assert HAN.search(sentence["zh"]), key


def test_tables_have_three_columns() -> None:
    for path in (SOURCE / "words").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert len(row) == 3, f"{path.name}: {row}"


def literals(tree: ast.AST) -> list[tuple[int, str]]:
    """String literals of a module that are not docstrings (of a module, class, function or name)."""
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]


@pytest.mark.parametrize(
    "path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE))
)
def test_no_chinese_in_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = [f"line {line}: {text!r}" for line, text in literals(tree) if HAN.search(text)]
    assert not found
