"""What a check has found: one finding per fault, each with a stable code.

The codes, their sentences and what to do next are data: `codes.csv` beside this file. The
reference page of the codes is made from it.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any

from citywright.errors import InputError
from citywright.words import say

ERROR, NOTICE = "error", "notice"
LONGEST_WORD = 60
"""Longer texts are not compared with allowed words."""


@cache
def codes() -> dict[str, dict[str, str]]:
    """The declared codes: code -> severity, en, zh, next_en, next_zh."""
    text = files("citywright.city").joinpath("codes.csv").read_text(encoding="utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


@dataclass(frozen=True, order=True)
class Finding:
    """One fault: where it is, what was seen, what is allowed.

    `row` counts as a spreadsheet does: the header is row 1. 0 stands for the whole file.
    """

    file: str
    row: int
    column: str
    code: str
    value: str = ""
    allowed: str = ""
    nearest: str = ""

    @property
    def severity(self) -> str:
        """Either "error" (the folder cannot be used) or "notice" (it was read as said)."""
        return codes()[self.code]["severity"]

    def text(self, lang: str = "en") -> str:
        """The whole sentence: place, fault, nearest word, what to do next."""
        row = codes()[self.code]
        shown = self.value if len(self.value) <= 60 else self.value[:57] + "..."
        sentence = row[lang].format(value=shown, allowed=self.allowed, column=self.column)
        hint = say("finding.nearest", lang, word=self.nearest) if self.nearest else ""
        step = row[f"next_{lang}"].format(value=shown, allowed=self.allowed, column=self.column)
        return say(
            "finding.whole", lang,
            place=self._place(lang), sentence=sentence, hint=hint, step=step, code=self.code,
        )  # fmt: skip

    def _place(self, lang: str) -> str:
        where = "finding.file"
        if self.column:
            where = "finding.cell" if self.row else "finding.column"
        elif self.row:
            where = "finding.row"
        return say(where, lang, file=self.file, row=self.row, column=self.column)

    def as_dict(self, lang: str) -> dict[str, Any]:
        """The finding for a JSON document."""
        return {
            "code": self.code, "severity": self.severity, "file": self.file, "row": self.row,
            "column": self.column, "value": self.value, "allowed": self.allowed,
            "nearest": self.nearest, "text": self.text(lang),
        }  # fmt: skip


class Findings:
    """Collects findings; complains once."""

    def __init__(self) -> None:
        self._items: set[Finding] = set()
        self._wrong: set[tuple[str, int, str]] = set()

    def add(
        self, code: str, file: str, row: int = 0, column: str = "",
        value: object = "", allowed: object = "", nearest: str = "",
    ) -> None:  # fmt: skip
        """Note one finding. The same finding twice counts once."""
        texts = (printable(str(text)) for text in (value, allowed, nearest))
        finding = Finding(printable(file), row, printable(column), code, *texts)
        self._items.add(finding)
        if finding.severity == ERROR:
            self._wrong.add((file, row, column))

    def __iter__(self) -> Iterator[Finding]:
        return iter(sorted(self._items))

    def __len__(self) -> int:
        return len(self._items)

    def is_wrong(self, file: str, row: int, column: str) -> bool:
        """Whether an error stands at this place already."""
        return (file, row, column) in self._wrong

    def count(self, file: str = "") -> int:
        """How many errors there are (in `file`, where one is named)."""
        return sum(f.severity == ERROR and file in ("", f.file) for f in self._items)

    @property
    def errors(self) -> list[Finding]:
        """Findings that make the folder unusable, sorted by place."""
        return [finding for finding in self if finding.severity == ERROR]

    @property
    def notices(self) -> list[Finding]:
        """Findings that only say how something was read, sorted by place."""
        return [finding for finding in self if finding.severity == NOTICE]


class CityError(InputError):
    """A city folder that cannot be used; carries every finding."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__("city.findings", count=len(self.findings))

    def text(self, lang: str = "en") -> str:
        """The count and then every finding on its own line."""
        return "\n".join([super().text(lang), *(finding.text(lang) for finding in self.findings)])


def printable(text: str) -> str:
    """The text with every character that a screen does not show written as its escape."""
    if text.isprintable():
        return text
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
    return "".join(shown)


def nearest(word: str, allowed: Iterable[str]) -> str:
    """The allowed word most like `word`, or an empty string where none is alike."""
    if len(word) > LONGEST_WORD:
        return ""
    words = {choice.casefold(): choice for choice in allowed}
    found = get_close_matches(word.casefold(), list(words), n=1, cutoff=0.6)
    return words[found[0]] if found else ""
