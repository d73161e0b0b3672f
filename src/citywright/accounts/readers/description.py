"""What a description of a table says: read from TOML, every fault of it found at once.

A description names a file, the cells of each block, and where the names of rows and columns stand.
Cells are written as in a spreadsheet (D6:AS47), for a text file as well.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from openpyxl.utils import column_index_from_string

from citywright.accounts.readers.import_split import TREATMENTS
from citywright.errors import AccountsError

BLOCKS = ("Z", "Y", "V", "S", "SY", "Zm", "Ym", "imports", "output")
NEEDED = ("Z", "Y", "V")
TOP = {"file", "sheet", "money", "orientation", "empty", "separator", "labels", *BLOCKS}
IN_BLOCK = {"cells", "rows", "rows_in", "columns", "columns_in", "file", "sheet"}
SIDES = ("rows", "columns")
EXTRA = {"S": {"unit"}, "imports": {"sign", "treatment", "exports", "apart"}}
CHOICES = {
    "orientation": ("rows sell", "columns sell"),
    "empty": ("refuse", "zero"),
    "sign": ("positive", "negative"),
    "treatment": TREATMENTS,
}
RANGE = re.compile(r"([A-Z]{1,3})([1-9]\d*):([A-Z]{1,3})([1-9]\d*)")
CORNER = re.compile(r"([A-Z]{1,3})([1-9]\d*)")
COLUMN = re.compile(r"[A-Z]{1,3}")
SEPARATOR = re.compile(r"[^\r\n\"\w.+-]")
"""One mark that can be no part of a number or of a line end."""
SHOWN = 100
Finding = tuple[str, dict[str, object]]


class DescriptionError(AccountsError):
    """A description, or the cells that it names, with faults; carries every one of them.

    findings : (key of the words, values) of each
    """

    def __init__(self, file: str, findings: list[Finding]) -> None:
        super().__init__("accounts.described_findings", file=file, count=len(findings))
        self.findings = [AccountsError(key, **values) for key, values in findings]

    def text(self, lang: str = "en") -> str:
        """The count, then the first `SHOWN` findings on a line each; all are in `findings`."""
        shown = [one.text(lang) for one in self.findings[:SHOWN]]
        left = len(self.findings) - len(shown)
        return "\n".join([super().text(lang), *shown, *([f"(+{left})"] if left else [])])


@dataclass(frozen=True)
class Area:
    """Rows top to bottom and columns left to right, counted from 0; None: as far as labels go."""

    top: int
    left: int
    bottom: int | None
    right: int | None


@dataclass(frozen=True)
class Block:
    """Cells of one block and where their names stand.

    rows, columns : the names themselves; empty where they stand in the sheet
    rows_in : columns of the sheet with the names of rows; columns_in : rows of the sheet with the
        names of columns; counted from 0
    """

    name: str
    area: Area
    rows: list[str]
    rows_in: list[int]
    columns: list[str]
    columns_in: list[int]
    file: str
    sheet: str
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Description:
    """One table in cells: unit of money, who sells, what an empty cell means, and the blocks."""

    path: Path
    money: str
    by_columns: bool
    empty: str
    separator: str
    blocks: dict[str, Block]


def read_description(path: Path) -> Description:
    """Read a description and check it as a whole; the files it names are not yet opened.

    Raises
    ------
    AccountsError
        accounts.reader_file when it cannot be opened; accounts.described_toml when it is no TOML.
    DescriptionError
        accounts.described_findings, with every fault.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise AccountsError("accounts.reader_file", file=str(path)) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise AccountsError("accounts.described_toml", file=path.name, fault=str(fault)) from None
    findings = list(_faults(said))
    if findings:
        raise DescriptionError(path.name, findings)
    blocks = {name: _block(name, said) for name in BLOCKS if name in said}
    return Description(
        path,
        said["money"],
        said["orientation"] == "columns sell",
        said.get("empty", "refuse"),
        said.get("separator", ","),
        blocks,
    )


def _faults(said: dict[str, Any]) -> Iterator[Finding]:
    yield from _words("", said, TOP)
    for word in ("file", "money", "orientation", *NEEDED):
        if word not in said:
            yield "accounts.described_missing", {"word": word}
    for word in ("file", "sheet", "money", "separator"):
        if not isinstance(said.get(word, ""), str):
            yield _wrong(word, said[word])
    if isinstance(said.get("separator"), str) and not SEPARATOR.fullmatch(said["separator"]):
        yield _wrong("separator", repr(said["separator"]))
    yield from _outside("file", said)
    yield from _choices("", said, ("orientation", "empty"))
    labels = said.get("labels", {})
    if not isinstance(labels, dict):
        yield _wrong("labels", labels)
        labels = {}
    yield from _words("labels.", labels, {"rows_in", "columns_in"})
    for name in BLOCKS:
        block = said.get(name, {})
        if not isinstance(block, dict):
            yield _wrong(name, block)
        elif name in said:
            yield from _block_faults(name, block, labels)
            yield from _extra_faults(name, block)
    yield from _pair_faults(said)


def _outside(word: str, said: dict[str, Any]) -> Iterator[Finding]:
    """A description travels with its data and reads nothing else of the disk it is copied to."""
    name = said.get("file")
    if not isinstance(name, str):
        return
    for kind in (PurePosixPath, PureWindowsPath):
        path = kind(name)
        if path.anchor or ".." in path.parts or "\0" in name:
            yield "accounts.described_outside", {"word": word, "value": name.replace("\0", "?")}
            return


def _pair_faults(said: dict[str, Any]) -> Iterator[Finding]:
    for first, other in (("Zm", "Ym"), ("Ym", "Zm"), ("SY", "S")):
        if first in said and other not in said:
            yield "accounts.described_missing", {"word": other}
    if "imports" in said and "Zm" in said:
        yield "accounts.described_twice_imports", {}


def _words(prefix: str, said: dict[str, Any], allowed: set[str]) -> Iterator[Finding]:
    for word in sorted(said.keys() - allowed):
        yield (
            "accounts.described_unknown",
            {"word": f"{prefix}{word}", "allowed": ", ".join(sorted(allowed))},
        )


def _block_faults(name: str, block: dict[str, Any], labels: dict[str, Any]) -> Iterator[Finding]:
    yield from _words(f"{name}.", block, IN_BLOCK | EXTRA.get(name, set()))
    for word in ("file", "sheet"):
        if not isinstance(block.get(word, ""), str):
            yield _wrong(f"{name}.{word}", block[word])
    yield from _outside(f"{name}.file", block)
    sides: tuple[str, ...] = SIDES
    area = _area(block.get("cells"))
    if area is None:
        yield "accounts.described_cells", {"block": name, "value": block.get("cells")}
    elif name == "output":
        is_column = area.right == area.left
        if area.right is None or not (is_column or area.bottom == area.top):
            yield "accounts.described_cells", {"block": name, "value": block["cells"]}
        sides = ("rows",) if is_column else ("columns",)
    for side in sides:
        yield from _side_faults(name, side, block, labels)


def _extra_faults(name: str, block: dict[str, Any]) -> Iterator[Finding]:
    """Words that one block needs and no other: the unit of satellites, the treatment of imports."""
    needed = {"S": ("unit",), "imports": ("sign", "treatment", "exports")}.get(name, ())
    for word in needed:
        if word not in block:
            yield "accounts.described_missing", {"word": f"{name}.{word}"}
    if not isinstance(block.get("unit", ""), str | dict):
        yield _wrong(f"{name}.unit", block["unit"])
    for word in ("exports", "apart"):
        names = block.get(word, [])
        if not (isinstance(names, list) and all(isinstance(one, str) for one in names)):
            yield _wrong(f"{name}.{word}", names)
    yield from _choices(f"{name}.", block, ("sign", "treatment"))


def _choices(prefix: str, said: dict[str, Any], words: tuple[str, ...]) -> Iterator[Finding]:
    for word in words:
        if word in said and said[word] not in CHOICES[word]:
            yield (
                "accounts.reader_choice",
                {
                    "name": f"{prefix}{word}",
                    "value": said[word],
                    "allowed": ", ".join(CHOICES[word]),
                },
            )


def _wrong(word: str, value: object) -> Finding:
    return "accounts.described_value", {"word": word, "value": value}


def _side_faults(
    name: str, side: str, block: dict[str, Any], labels: dict[str, Any]
) -> Iterator[Finding]:
    names, places = block.get(side), block.get(f"{side}_in")
    if names is not None and places is not None:
        yield "accounts.described_both", {"block": name, "side": side}
    if names is not None and not (
        isinstance(names, list) and names and all(isinstance(one, str) for one in names)
    ):
        yield _wrong(f"{name}.{side}", names)
    if names is None:
        places = labels.get(f"{side}_in") if places is None else places
        if places is None:
            yield "accounts.described_missing", {"word": f"{name}.{side}_in"}
        elif _lines(side, places) is None:
            yield _wrong(f"{name}.{side}_in", places)


def _area(cells: object) -> Area | None:
    """D6:AS47, or D6 alone; None where it is neither, or ends before it begins."""
    text = cells if isinstance(cells, str) else ""
    whole, corner = RANGE.fullmatch(text), CORNER.fullmatch(text)
    if whole:
        left, top, right, bottom = whole.groups()
        area = Area(int(top) - 1, _column(left), int(bottom) - 1, _column(right))
        is_forward = int(bottom) > area.top and _column(right) >= area.left
        return area if is_forward else None
    return Area(int(corner[2]) - 1, _column(corner[1]), None, None) if corner else None


def _column(letters: str) -> int:
    return int(column_index_from_string(letters)) - 1


def _lines(side: str, value: object) -> list[int] | None:
    """Columns by their letters, or rows by their numbers, counted from 0; one or a list of them."""
    many: list[Any] = value if isinstance(value, list) else [value]
    if side == "rows" and all(isinstance(one, str) and COLUMN.fullmatch(one) for one in many):
        return [_column(one) for one in many]
    if side == "columns" and all(type(one) is int and one > 0 for one in many):
        return [one - 1 for one in many]
    return None


def _block(name: str, said: dict[str, Any]) -> Block:
    block, labels = said[name], said.get("labels", {})
    names = {side: block.get(side, []) for side in SIDES}
    places = {
        side: _lines(side, block.get(f"{side}_in", labels.get(f"{side}_in"))) or []
        for side in SIDES
        if not names[side]
    }
    area = _area(block["cells"])
    assert area is not None  # the description was checked
    return Block(
        name,
        area,
        names["rows"],
        places.get("rows", []),
        names["columns"],
        places.get("columns", []),
        block.get("file", said["file"]),
        block.get("sheet", said.get("sheet", "")),
        {word: block[word] for word in EXTRA.get(name, set()) if word in block},
    )
