"""A city folder on disk: `city.toml` and one CSV or Parquet file per table.

Beside CSV files stands `datapackage.json`, which describes them to other programs.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from citywright.city.city import City
from citywright.city.datapackage import PACKAGE, describe_package
from citywright.city.declaration import HOURS, declared, missing_tables
from citywright.city.findings import Findings, nearest
from citywright.city.hours import RawHours, hours_from_text, hours_of_arrow
from citywright.city.raw import RawTable, as_text, clean, parse_csv, raw_from_values
from citywright.city.settings import FILE, Settings, dump_settings
from citywright.city.whole import write_whole

_SUFFIXES = (".csv", ".parquet")


def read_folder(path: Path, findings: Findings) -> tuple[dict[str, RawTable], bytes | None]:
    """Raw tables and the bytes of city.toml; a missing file becomes a finding."""
    raws: dict[str, RawTable] = {}
    found = {name: _files_of(path, name) for name in (*declared(), HOURS)}
    for name in missing_tables(name for name, files in found.items() if files):
        findings.add("E101", f"{name}.csv")
    for name, files in found.items():
        if len(files) > 1:
            findings.add("E108", f"{name}.csv", value=", ".join(p.name for p in files))
        elif files and (raw := _read_table(name, files[0], findings)):
            raws[name] = raw
    _check_strangers(path, findings)
    toml = path / FILE
    if not toml.is_file():
        findings.add("E101", FILE)
        return raws, None
    return raws, _read_bytes(toml, findings)


def _files_of(path: Path, table: str) -> list[Path]:
    return [p for suffix in _SUFFIXES if (p := path / f"{table}{suffix}").is_file()]


def _check_strangers(path: Path, findings: Findings) -> None:
    """No table file is passed over because of its name."""
    known = {f"{name}{suffix}" for name in (*declared(), HOURS) for suffix in _SUFFIXES}
    for other in sorted(path.glob("*")):
        is_table = other.suffix.lower() in _SUFFIXES and not other.name.startswith(".")
        if is_table and other.name not in known:
            like = nearest(other.stem, declared())
            findings.add("E109", other.name, 0, "", other.stem, ", ".join(declared()), like)


def _read_bytes(path: Path, findings: Findings) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError as error:
        findings.add("E107", path.name, value=error.strerror)
        return None


def _read_table(name: str, path: Path, findings: Findings) -> RawTable | None:
    if path.suffix == ".csv":
        data = _read_bytes(path, findings)
        raw = None if data is None else parse_csv(name, path.name, data, findings)
        return raw if raw is None or name != HOURS else hours_from_text(raw)
    try:
        # not read_table, which takes parts of the path ("a=1/") for columns
        with pq.ParquetFile(path) as file:
            table = file.read()
        values = hours_of_arrow(table) if name == HOURS else None
        columns = [] if values is not None else [column.to_pylist() for column in table.columns]
    except (OSError, ValueError, OverflowError, pa.ArrowException) as error:
        findings.add("E107", path.name, value=(str(error).splitlines() or [""])[0])
        return None
    header = [clean(column) for column in table.column_names]
    if values is not None:
        return RawHours(name, path.name, header, [], values=values)
    dates = () if name == HOURS else declared()[name].dates
    return raw_from_values(name, path.name, header, zip(*columns, strict=True), findings, dates)


def write_folder(city: City, path: Path, parquet: bool = False) -> None:
    """Write `city` to a new folder; the folder appears whole or not at all.

    Raises
    ------
    UsageError
        `path` is there already.
    """
    write_tables(city.settings, city.tables, path, parquet)


def write_tables(
    settings: Settings, tables: Mapping[str, pd.DataFrame], path: Path, parquet: bool = False
) -> None:
    """Write settings and frames with the declared columns, checked or still to be filled."""
    with write_whole(path) as part:
        (part / FILE).write_text(dump_settings(settings), encoding="utf-8")
        for name, frame in tables.items():
            if name == HOURS and frame.empty:
                continue
            if parquet:
                frame.to_parquet(part / f"{name}.parquet", index=False)
            else:
                text_frame(frame).to_csv(part / f"{name}.csv", index=False, lineterminator="\n")
        if not parquet:
            profiles = list(tables[HOURS])[1:] if HOURS in tables else []
            described = describe_package(settings, profiles)
            package = json.dumps(described, ensure_ascii=False, indent=1)
            (part / PACKAGE).write_text(package + "\n", encoding="utf-8")


def text_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame as text that reads back to the same values; missing cells are empty."""
    columns = {name: [cell_text(value) for value in frame[name]] for name in frame}
    return pd.DataFrame(columns, dtype="str")


def cell_text(value: object) -> str:
    """One value of a checked frame as text; missing is empty."""
    return "" if pd.isna(value) else as_text(value) or ""
