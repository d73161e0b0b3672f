"""The rows of a city folder as text, and the same folder with rows added: written beside, then renamed.

What stands in a file stays as it is, byte for byte; rows are added at its end in its own encoding.
"""

import csv
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from citywright.city.cells import typed
from citywright.city.check import check_tables, read_raw
from citywright.city.datapackage import PACKAGE, describe_package
from citywright.city.declaration import declared
from citywright.city.findings import Finding, Findings
from citywright.city.raw import RawTable, clean
from citywright.city.settings import FILE, Settings, parse_settings
from citywright.city.whole import write_whole
from citywright.errors import UsageError
from citywright.reading.proposals.acceptance import Acceptance, ReviewError
from citywright.reading.proposals.known import Known
from citywright.units import factor

UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True)
class FolderRows:
    """A city folder as it was found: its tables as text, its settings where they can be read."""

    path: Path
    raws: Mapping[str, RawTable]
    settings: Settings | None
    errors: frozenset[Finding]

    @property
    def known(self) -> Known:
        """What the folder holds, for naming and comparing."""
        rows = {name: _dicts(raw) for name, raw in self.raws.items() if name in declared()}
        return Known(rows, self.settings.money_unit if self.settings else "", factor)


def folder_rows(path: Path) -> FolderRows:
    """The rows of a city folder, with the errors it has already.

    Raises
    ------
    UsageError
        There is no city folder at `path`; reading.review.workbook where it is a workbook.
    """
    if path.is_file():
        raise UsageError("reading.review.workbook", path=path)
    findings = Findings()
    raws, toml = read_raw(path, findings)
    settings = parse_settings(toml, findings, FILE) if toml is not None else None
    check_tables(raws, settings, findings)
    return FolderRows(path, raws, settings, frozenset(findings.errors))


def add_rows(folder: FolderRows, acceptance: Acceptance) -> dict[str, int]:
    """Add the accepted rows to the folder; it is whole before and after, and at no time half.

    Returns
    -------
    Table -> number of rows added.

    Raises
    ------
    ReviewError
        The city with the rows would have an error that it does not have now.
    """
    if not acceptance.rows:
        return {}
    raws = {**folder.raws, **{t: _with(folder, t, rows) for t, rows in acceptance.rows.items()}}
    _check(folder, raws, acceptance)
    path = folder.path.resolve()
    with write_whole(path, replace=True) as part:
        shutil.copytree(path, part, symlinks=True, dirs_exist_ok=True)
        for table, rows in acceptance.rows.items():
            _write(part, table, raws[table], rows, folder.raws)
        is_wider = set(acceptance.rows) - set(folder.raws)
        if is_wider and folder.settings and (part / PACKAGE).is_file():
            hours = folder.raws.get("profile_hours")
            described = describe_package(folder.settings, hours.header[1:] if hours else [])
            text = json.dumps(described, ensure_ascii=False, indent=1)
            (part / PACKAGE).write_text(text + "\n", encoding="utf-8")
    return {table: len(rows) for table, rows in acceptance.rows.items()}


def _dicts(raw: RawTable) -> list[dict[str, str]]:
    names = declared()[raw.name].names
    blank = dict.fromkeys(names, "")
    return [
        blank | {h: clean(c) for h, c in zip(raw.header, row, strict=True)}
        for row in raw.rows
        if len(row) == len(raw.header)
    ]


def _with(folder: FolderRows, table: str, rows: Sequence[Mapping[str, str]]) -> RawTable:
    """The raw table with the rows at its end."""
    names = list(declared()[table].names)
    raw = folder.raws.get(table, RawTable(table, f"{table}.csv", names, []))
    more = [[row.get(name, "") for name in raw.header] for row in rows]
    first = max(raw.lines, default=1) + 1
    lines = [*raw.lines, *range(first, first + len(more))]
    return replace(raw, rows=[*raw.rows, *more], lines=lines)


def _check(folder: FolderRows, raws: Mapping[str, RawTable], acceptance: Acceptance) -> None:
    findings = Findings()
    check_tables(raws, folder.settings, findings)
    files = {raws[table].file: table for table in acceptance.rows}
    faults = []
    for one in findings.errors:
        if one in folder.errors:
            continue
        table = files.get(one.file, "")
        number = one.row - _first_line(raws, table, acceptance) if table else -1
        place = acceptance.places.get((table, number), "")
        faults.append(("reading.review.row", {"place": place or one.file, "finding": one}))
    if faults:
        raise ReviewError(faults)


def _first_line(raws: Mapping[str, RawTable], table: str, acceptance: Acceptance) -> int:
    return raws[table].lines[-len(acceptance.rows[table])]


def _write(
    part: Path,
    table: str,
    whole: RawTable,
    rows: Sequence[Mapping[str, str]],
    before: Mapping[str, RawTable],
) -> None:
    csv_file, parquet = part / f"{table}.csv", part / f"{table}.parquet"
    is_parquet = parquet.is_file() or (table not in before and _all_parquet(before))
    if is_parquet:
        typed(declared()[table], whole, Findings()).to_parquet(parquet, index=False)
        return
    data = csv_file.read_bytes() if csv_file.is_file() else _line(whole.header, "\n").encode()
    csv_file.write_bytes(appended(data, [[r.get(n, "") for n in whole.header] for r in rows]))


def _all_parquet(before: Mapping[str, RawTable]) -> bool:
    return bool(before) and all(raw.file.endswith(".parquet") for raw in before.values())


def appended(data: bytes, rows: Sequence[Sequence[str]]) -> bytes:
    """The bytes of a CSV file with rows at its end, in its own encoding and with its line ends."""
    encoding = _encoding(data)
    text = data.decode(encoding)
    end = "\r\n" if "\r\n" in text else "\n"
    start = "" if not text or text.endswith(("\n", "\r")) else end
    return data + (start + "".join(_line(row, end) for row in rows)).encode(encoding)


def _encoding(data: bytes) -> str:
    """As `city.raw.decode` reads it; the mark at the front is not written again."""
    if data[:2] in UTF_16:
        return UTF_16[data[:2]]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _line(cells: Sequence[str], end: str) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator=end).writerow(cells)
    return out.getvalue()
