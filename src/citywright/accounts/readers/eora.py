"""Reader of Eora26, from its folder of text files or the zip archive of it.

    x_i = sum_j T_ij + sum_d FD_id,     x_j = sum_i T_ij + sum_k VA_kj

Files of numbers between tabs, without headings: Eora26_YYYY_bp_T.txt (flows), _FD (final use), _VA
(primary inputs), _Q and _QY (satellites of sectors and of final users); bp basic prices, pp
purchasers' prices. Their names stand in labels_T.txt and labels_FD.txt (country, its code, kind,
sector or use), labels_VA.txt (kind, item) and labels_Q.txt (group with the unit in brackets, item),
in the same folder or in indices.zip beside it. The last region, ROW with the one sector TOTAL, takes
the statistical discrepancy; it is kept. Nothing printed can be checked: the files hold no totals and
no unit of money, which must be given.

Source: Lenzen, Kanemoto, Moran & Geschke (2012), Mapping the structure of the world economy,
Environmental Science & Technology 46, 8374-8381; Lenzen, Moran, Kanemoto & Geschke (2013), Building
Eora, Economic Systems Research 25, 20-49.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from citywright.accounts.labels import named
from citywright.accounts.readers.bundle import Bundle, open_bundle
from citywright.accounts.readers.grid import Array, axis, check_choice, check_unique, frame
from citywright.accounts.readers.text_grid import read_text_grid
from citywright.accounts.table import LEVELS, IOTable
from citywright.accounts.warning import warn
from citywright.errors import AccountsError

TAB = "\t"
FLOWS = re.compile(r"Eora26_(\d{4})_(bp|pp)_T\.txt")
DISCREPANCY = "ROW"
"""Region, of one sector, that takes what does not add up."""
COUNTRY, CODE, ITEM = 0, 1, 3
"""Columns of labels_T and labels_FD."""
UNIT = re.compile(r"\(([^()]*)\)\s*$")


@dataclass(frozen=True)
class _Files:
    """Numbers in `bundle` under `stem`, names in `indices` under `labels`."""

    bundle: Bundle
    stem: str
    indices: Bundle
    labels: str


def read_eora(
    path: Path, *, money: str | None = None, regions: str = "code", empty: str = "refuse"
) -> IOTable:
    """Read one year of Eora26.

    Parameters
    ----------
    path : folder, or zip archive, with one year in one kind of prices
    money : unit of the flows; the files do not say it, so it must be given
    regions : name countries by "code" or by "name"
    empty : what an empty cell means, "refuse" or "zero"

    Returns
    -------
    labels (region, sector), the region ROW included; Y (region, use); V by item; S, SY by group
    and item, their units from the brackets of the group.

    Raises
    ------
    AccountsError
        accounts.eora_money, accounts.eora_files, accounts.eora_labels, accounts.eora_shape,
        accounts.reader_file, accounts.reader_empty, accounts.reader_width, accounts.reader_cell,
        accounts.reader_twice, accounts.reader_choice, accounts.reader_encoding,
        accounts.reader_line, accounts.reader_roots.

    Warns
    -----
    AccountsWarning
        accounts.eora_unit where a satellite names no unit.
    """
    check_choice("regions", regions, ("code", "name"))
    if not money:
        raise AccountsError("accounts.eora_money", file=path.name)
    files = _find(path)
    column = CODE if regions == "code" else COUNTRY
    sectors = _labels(files, "T", [column, ITEM]).set_names(LEVELS)
    uses = _labels(files, "FD", [column, ITEM]).set_names(("region", "use"))
    items, stressors = _labels(files, "VA", [1]), _labels(files, "Q", [0, 1])
    return IOTable(
        Z=_numbers(files, "T", sectors, sectors, empty),
        Y=_numbers(files, "FD", sectors, uses, empty),
        V=_numbers(files, "VA", items, sectors, empty),
        money=money,
        S=_numbers(files, "Q", stressors, sectors, empty),
        SY=_numbers(files, "QY", stressors, uses, empty),
        units=_units(stressors, files),
    )


def _find(path: Path) -> _Files:
    bundle = open_bundle(path)
    flows = [name for name in bundle.names if FLOWS.fullmatch(name.rsplit("/", 1)[-1])]
    if len(flows) != 1:
        raise AccountsError("accounts.eora_files", file=path.name, files=", ".join(flows) or "-")
    indices, beside = bundle, path if path.is_dir() else path.parent
    if bundle.root_of("labels_T.txt") is None and (beside / "indices.zip").is_file():
        indices = open_bundle(beside / "indices.zip")
    labels = indices.root_of("labels_T.txt")
    if labels is None:
        raise AccountsError("accounts.eora_labels", file=path.name)
    return _Files(bundle, flows[0].removesuffix("T.txt"), indices, labels)


def _labels(files: _Files, part: str, columns: list[int]) -> pd.Index:
    name = f"{files.labels}labels_{part}.txt"
    shown = f"{files.indices.path.name}/{name}"
    lines = files.indices.lines(name, TAB)
    if not lines:
        raise AccountsError("accounts.reader_empty", file=shown)
    for number, row in enumerate(lines, start=1):
        if len(row) <= max(columns):
            raise AccountsError(
                "accounts.reader_width",
                file=shown,
                line=number,
                found=len(row),
                wanted=max(columns) + 1,
            )
    found = axis([[row[column].strip() for row in lines] for column in columns])
    check_unique(found, shown)
    return found


def _numbers(
    files: _Files, part: str, rows: pd.Index, columns: pd.Index, empty: str
) -> pd.DataFrame:
    name = f"{files.stem}{part}.txt"
    shown = f"{files.bundle.path.name}/{name}"
    grid = read_text_grid(
        files.bundle.opener(name), shown, separator=TAB, heads=0, ids=0, empty=empty
    )
    values: Array = grid.values
    if values.shape != (len(rows), len(columns)):
        raise AccountsError(
            "accounts.eora_shape",
            file=shown,
            found=" x ".join(map(str, values.shape)),
            wanted=f"{len(rows)} x {len(columns)}",
        )
    return frame(values, rows, columns)


def _units(stressors: pd.Index, files: _Files) -> pd.Series:
    """The unit in the brackets of the group; "?" with a warning where there are none."""
    found = [UNIT.search(group) for group, _ in stressors]
    bare = stressors[[unit is None for unit in found]]
    if len(bare):
        name = f"{files.indices.path.name}/{files.labels}labels_Q.txt"
        warn("accounts.eora_unit", file=name, rows=named(bare))
    return pd.Series(["?" if unit is None else unit[1] for unit in found], stressors, dtype=object)
