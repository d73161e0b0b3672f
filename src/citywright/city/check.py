"""From files to a checked city: read, type, key, rule; all findings at once."""

from collections.abc import Mapping
from pathlib import Path

from citywright.city.cells import blank_frame, typed
from citywright.city.city import City, freeze, settled
from citywright.city.declaration import (
    HOUR,
    HOURS,
    OPTIONAL,
    POWER,
    Table,
    declared,
    missing_tables,
)
from citywright.city.findings import CityError, Findings
from citywright.city.folder import read_folder
from citywright.city.hours import typed_hours
from citywright.city.keys import check_keys
from citywright.city.raw import RawTable
from citywright.city.rules import NEEDED, RULES, Context
from citywright.city.settings import FILE, Settings, parse_settings
from citywright.city.workbook import SETTINGS_SHEET, read_workbook, sheet_place
from citywright.errors import UsageError


def check_city(path: Path) -> tuple[City | None, Findings]:
    """The city in a folder or workbook, with all findings; None where there are errors."""
    findings = Findings()
    raws, toml = read_raw(path, findings)
    file = FILE if path.is_dir() else sheet_place(path, SETTINGS_SHEET)
    settings = parse_settings(toml, findings, file) if toml is not None else None
    return check_tables(raws, settings, findings), findings


def open_folder(path: Path) -> City:
    """The city in a folder or workbook.

    Raises
    ------
    CityError
        With every error, where the folder cannot be used.
    UsageError
        There is no folder or workbook at `path`.
    """
    city, findings = check_city(path)
    if city is None:
        raise CityError(findings.errors)
    return city


def read_raw(path: Path, findings: Findings) -> tuple[dict[str, RawTable], bytes | None]:
    """Raw tables and the bytes of city.toml, from a folder or a workbook.

    Raises
    ------
    UsageError
        There is neither at `path`.
    """
    if path.is_dir():
        return read_folder(path, findings)
    if path.is_file() and path.suffix.lower() == ".xlsx":
        return read_workbook(path, findings)
    raise UsageError("city.nowhere", path=path)


def check_tables(
    raws: Mapping[str, RawTable], settings: Settings | None, findings: Findings
) -> City | None:
    """The city made of raw tables; None where there is any error."""
    missing = set(missing_tables(raws))
    tables: dict[str, Table] = {name: t for name, t in declared().items() if name not in missing}
    frames = {
        name: typed(table, raws[name], findings) if name in raws else blank_frame(table)
        for name, table in tables.items()
    }
    files = {name: raws[name].file if name in raws else f"{name}.csv" for name in (*tables, HOURS)}
    has_power = any(len(frames.get(name, ())) for name in POWER)
    without = OPTIONAL if has_power else (*OPTIONAL, *POWER)
    for name, frame in frames.items():
        is_said = name in NEEDED or name in without or findings.count(files[name])
        if frame.empty and not is_said:
            findings.add("W103", files[name])
    check_keys(tables, frames, files, findings)
    frames[HOURS] = typed_hours(raws.get(HOURS), findings)
    if settings is not None and not findings.errors:
        context = Context(settings, frames, files, findings)
        for rule in RULES:
            rule(context)
    if settings is None or findings.errors or len(tables) < len(declared()):
        return None
    ordered = {name: settled(tables[name], frames[name]) for name in declared()}
    ordered[HOURS] = frames[HOURS].sort_values(HOUR, kind="stable", ignore_index=True)
    return City(settings, freeze(ordered), tuple(findings.notices))
