"""A scenario as an overlay: a few cells of a city folder with other values, the rest as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from citywright.city.cells import LARGEST
from citywright.city.changes import (
    DOUBT,
    ENTRIES,
    SETTINGS,
    Change,
    changeable_columns,
    changeable_tables,
    misfit,
    row_names,
    rows_named,
)
from citywright.city.city import City, freeze
from citywright.city.declaration import Column, declared
from citywright.city.findings import CityError, Findings
from citywright.city.rules import RULES
from citywright.city.rules.context import Context
from citywright.city.settings import LIMITS, Settings


def overlaid(city: City, changes: Sequence[Change], name: str) -> City:
    """The city with these changes, checked by the rules that every city folder has to keep.

    `name` is that of the scenario, for the findings. Changes come in their order.

    Raises
    ------
    CityError
        A change does not fit, or the changed city breaks a rule; with every finding.
    """
    findings = Findings()
    settings, frames = city.settings, dict(city.tables)
    touched: set[str] = set()
    for change in changes:
        if change.table == SETTINGS:
            settings = _settings(settings, change, name, findings)
        elif change.table in changeable_tables():
            frames[change.table] = _changed(frames[change.table], change, name, findings)
            touched.add(change.table)
        else:
            findings.add("E951", _file(name, change.table), value=change.table)
    _check_limits(frames, touched, name, findings)
    if not findings.errors:
        _check_rules(settings, frames, name, findings)
    if findings.errors:
        raise CityError([replace(finding, row=0) for finding in findings.errors])
    return City(settings, freeze(frames), city.notices)


def without_doubt(city: City) -> City:
    """The city without its tables of scenarios and ranges, so that they do not mark a plan of it."""
    bare = {name: city.tables[name].iloc[:0] for name in DOUBT}
    return City(city.settings, freeze({**city.tables, **bare}), city.notices)


def _file(name: str, table: str) -> str:
    return f"{name}: {table}.csv"


def _settings(settings: Settings, change: Change, name: str, findings: Findings) -> Settings:
    if change.column not in ENTRIES or change.value is None:
        allowed = ", ".join(ENTRIES)
        findings.add("E951", _file(name, SETTINGS), 0, change.column, change.column, allowed)
        return settings
    old = float(getattr(settings, change.column))
    new = {"set": change.value, "times": old * change.value, "add": old + change.value}[change.how]
    least, most = LIMITS[change.column]
    if not least <= new <= most:
        code, limit = ("E206", least) if new < least else ("E207", most)
        findings.add(code, _file(name, SETTINGS), 0, change.column, f"{new:.10g}", f"{limit:g}")
    return replace(settings, discount_rate=new)


def _changed(frame: pd.DataFrame, change: Change, name: str, findings: Findings) -> pd.DataFrame:
    table = declared()[change.table]
    file = _file(name, change.table)
    columns = {c.name: c for c in changeable_columns(table)}
    if change.column not in columns:
        findings.add("E951", file, 0, change.column, change.column, ", ".join(columns))
        return frame
    column, rows = columns[change.column], rows_named(frame, table.key, change.rows)
    if not rows.any():
        findings.add("E952", file, 0, change.column, change.rows)
        return frame
    fault = misfit(column, change.how, change.value, change.text)
    if fault or (change.how != "set" and frame.loc[rows, change.column].isna().any()):
        findings.add("E953", file, 0, change.column, change.how, fault or "set")
        return frame
    new = frame.copy()
    new.loc[rows, change.column] = _new_cells(new.loc[rows, change.column], column, change)
    return new


def _new_cells(cells: pd.Series, column: Column, change: Change) -> object:
    if not column.is_numeric:
        return change.text
    assert change.value is not None
    value = change.value if column.kind == "number" else int(change.value)
    if change.how == "set":
        return value
    return cells * value if change.how == "times" else cells + value


def _check_limits(
    frames: Mapping[str, pd.DataFrame], tables: set[str], name: str, findings: Findings
) -> None:
    """Cells of the changed tables lie within the limits of their columns."""
    for table in sorted(tables):
        frame, key = frames[table], declared()[table].key
        for column in changeable_columns(declared()[table]):
            if column.choices and not frame[column.name].isin([*column.choices, ""]).all():
                allowed = " | ".join(column.choices)
                findings.add("E208", _file(name, table), 0, column.name, "", allowed)
            if not column.is_numeric:
                continue
            cells = frame[column.name].astype("float64")
            least = -LARGEST if column.minimum is None else column.minimum
            most = LARGEST if column.maximum is None else column.maximum
            for code, wrong, limit in (
                ("E206", cells < least, least),
                ("E207", cells > most, most),
            ):
                if wrong.any():
                    where = row_names(frame[wrong], key)[0]
                    shown = f"{where}: {cells[wrong].iloc[0]:.10g}"
                    findings.add(code, _file(name, table), 0, column.name, shown, f"{limit:g}")


def _check_rules(
    settings: Settings, frames: Mapping[str, pd.DataFrame], name: str, findings: Findings
) -> None:
    numbered = {
        table: frame.set_axis(pd.RangeIndex(2, len(frame) + 2), axis=0)
        for table, frame in frames.items()
    }
    context = Context(settings, numbered, {t: _file(name, t) for t in frames}, findings)
    for rule in RULES:
        rule(context)
