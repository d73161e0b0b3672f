"""One door to every layout: what is found in a file or folder says which reader is called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from pathlib import Path

from citywright.accounts.readers.bundle import open_bundle
from citywright.accounts.readers.described import read_described
from citywright.accounts.readers.eora import FLOWS, read_eora
from citywright.accounts.readers.exiobase import read_exiobase
from citywright.accounts.readers.grid import check_choice
from citywright.accounts.readers.icio import TOTAL, USES, read_icio
from citywright.accounts.readers.national import read_national_table
from citywright.accounts.readers.national_competitive import (
    NATIONAL,
    PROVINCIAL,
    read_national_competitive,
    read_provincial,
)
from citywright.accounts.readers.sheet_grid import BINARY, sheet_names, sheet_rows
from citywright.accounts.readers.text_grid import file_opener, first_line
from citywright.accounts.readers.wiod import HEADS, TEXT_IDS, TITLES, read_wiod
from citywright.accounts.table import IOTable
from citywright.errors import AccountsError

LAYOUTS: Mapping[str, Callable[..., IOTable]] = {
    "national": read_national_table,
    "national_competitive": read_national_competitive,
    "provincial": read_provincial,
    "icio": read_icio,
    "wiod": read_wiod,
    "exiobase": read_exiobase,
    "eora": read_eora,
    "described": read_described,
}


@dataclass(frozen=True)
class Opened:
    """A table, and the layout by which it was read."""

    table: IOTable
    layout: str


def open_table(path: Path, layout: str | None = None, **choices: object) -> Opened:
    """Read a published table, its layout recognised by what is found.

    Parameters
    ----------
    path : file, folder or zip archive
    layout : one of `LAYOUTS`; None to recognise it
    choices : what the reader of that layout must be told: imports, split, money, ...

    Returns
    -------
    the table and its layout

    Raises
    ------
    AccountsError
        accounts.layout_unknown where nothing known is found; accounts.reader_choice for another
        layout; accounts.layout_choices where the reader needs other choices; those of the reader.
    """
    if layout is not None:
        check_choice("layout", layout, list(LAYOUTS))
    known = layout or recognise(path)
    reader = LAYOUTS[known]
    options = list(signature(reader).parameters.values())[1:]
    needed = [option.name for option in options if option.default is option.empty]
    if set(choices) - {option.name for option in options} or set(needed) - set(choices):
        raise AccountsError(
            "accounts.layout_choices",
            file=path.name,
            layout=known,
            given=", ".join(choices) or "-",
            needed=", ".join(needed) or "-",
            allowed=", ".join(option.name for option in options) or "-",
        )
    return Opened(reader(path, **choices), known)


def recognise(path: Path) -> str:
    """The layout of what lies at a path.

    Raises
    ------
    AccountsError
        accounts.reader_file, accounts.reader_binary; accounts.layout_unknown, naming the layouts.
    """
    ending = path.suffix.lower()
    if ending in BINARY:
        raise AccountsError("accounts.reader_binary", file=path.name)
    if ending == ".toml":
        return "described"
    if path.is_dir() or ending == ".zip":
        found = _of_bundle(path)
    elif ending in {".xlsx", ".xlsm"}:
        found = _of_workbook(path)
    else:
        found = _of_headings(first_line(file_opener(path), ",", path.name))
    if found is None:
        raise AccountsError("accounts.layout_unknown", file=path.name, layouts=", ".join(LAYOUTS))
    return found


def _of_bundle(path: Path) -> str | None:
    bundle = open_bundle(path)
    if any(FLOWS.fullmatch(name.rsplit("/", 1)[-1]) for name in bundle.names):
        return "eora"
    root = bundle.root_of("Z.txt", "A.txt")
    whole = {f"{root}Y.txt", f"{root}unit.txt"}
    return "exiobase" if root is not None and whole <= set(bundle.names) else None


def _of_workbook(path: Path) -> str | None:
    """A world table has its column codes c1, c2, ... in the last of its rows of headings."""
    for sheet in sheet_names(path):
        for number, row in enumerate(sheet_rows(path, sheet), start=1):
            if number == TITLES + HEADS:
                if "c1" in row:
                    return "wiod"
                break
    return None


def _of_headings(headings: list[str]) -> str | None:
    found = set(headings)
    if set(TEXT_IDS) <= found:
        return "wiod"
    if {"Code", "Origin", "TIU", "GO"} <= found:
        return "national"
    if {*NATIONAL.labels, *NATIONAL.imports, "GO"} <= found:
        return "national_competitive"
    if {*PROVINCIAL.labels, *PROVINCIAL.imports, "GO"} <= found:
        return "provincial"
    uses = {name.partition("_")[2] for name in found}
    return "icio" if TOTAL in found and uses & USES else None
