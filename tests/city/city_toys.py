"""Toytown as cells of text that a test can spoil, and ways to compare cities."""

import copy
import csv
import io
import shutil
from functools import cache
from pathlib import Path

from hypothesis import Phase, settings

from citywright.city import City, Findings
from citywright.city.check import check_tables
from citywright.city.declaration import HOURS, declared
from citywright.city.hours import RawHours, hours_from_text
from citywright.city.raw import RawTable, parse_csv
from citywright.city.settings import parse_settings

TOYTOWN = Path(__file__).parents[1] / "toytown"


def quick(examples: int) -> settings:
    """The same examples in every run; a failing one is shown as found, not made smaller."""
    phases = [Phase.explicit, Phase.generate]
    return settings(
        max_examples=examples, deadline=None, derandomize=True, phases=phases, database=None
    )


@cache
def _pristine() -> tuple[dict[str, list[list[str]]], str]:
    tables = {}
    for name in declared():
        text = (TOYTOWN / f"{name}.csv").read_text(encoding="utf-8")
        tables[name] = list(csv.reader(io.StringIO(text, newline="")))
    return tables, (TOYTOWN / "city.toml").read_text(encoding="utf-8")


@cache
def pristine_hours() -> RawHours:
    """The hourly values of Toytown's profiles, as a reader of files finds them."""
    data = (TOYTOWN / f"{HOURS}.csv").read_bytes()
    raw = parse_csv(HOURS, f"{HOURS}.csv", data, Findings())
    assert raw is not None
    return hours_from_text(raw)


class Toy:
    """Toytown's tables as rows of text (header first) and its city.toml, free to change.

    `hours` are the hourly values of its profiles; a test that changes them sets another table.
    """

    def __init__(self) -> None:
        tables, self.toml = _pristine()
        self.tables = copy.deepcopy(tables)
        self.hours: RawTable = pristine_hours()

    def place(self, table: str, column: str) -> int:
        return self.tables[table][0].index(column)

    def row(self, table: str, *key: str) -> list[str]:
        """The first row whose cells begin with `key`; the first row of all without one."""
        return next(r for r in self.tables[table][1:] if tuple(r[: len(key)]) == key)

    def put(self, table: str, key: tuple[str, ...], column: str, value: str) -> "Toy":
        self.row(table, *key)[self.place(table, column)] = value
        return self

    def add(self, table: str, **cells: str) -> "Toy":
        """Append a copy of the first row with other cells."""
        new = list(self.tables[table][1])
        for column, value in cells.items():
            new[self.place(table, column)] = value
        self.tables[table].append(new)
        return self

    def drop(self, table: str, *key: str) -> "Toy":
        self.tables[table].remove(self.row(table, *key))
        return self

    def entry(self, name: str, value: str) -> "Toy":
        """Another value for one line of city.toml; an empty one removes the line."""
        lines = [line for line in self.toml.splitlines() if not line.startswith(f"{name} =")]
        self.toml = "\n".join([*lines, f"{name} = {value}" if value else "", ""])
        return self

    def check(self) -> tuple[City | None, Findings]:
        """Check in memory, as if read from CSV files."""
        findings = Findings()
        settings = parse_settings(self.toml.encode(), findings)
        raws = {
            name: RawTable(name, f"{name}.csv", rows[0], rows[1:], list(range(2, len(rows) + 1)))
            for name, rows in self.tables.items()
        }
        raws[HOURS] = self.hours
        return check_tables(raws, settings, findings), findings

    def hour(self, row: int, column: str, value: str) -> "Toy":
        """Another value in the hourly table; `row` as a spreadsheet counts."""
        rows = [list(cells) for cells in self.hours.rows]
        rows[row - 2][self.hours.header.index(column)] = value
        return self.hourly(self.hours.header, rows)

    def hourly(self, header: list[str], rows: list[list[str]]) -> "Toy":
        """Another table of hourly values."""
        lines = list(range(2, len(rows) + 2))
        self.hours = hours_from_text(RawTable(HOURS, f"{HOURS}.csv", header, rows, lines))
        return self

    def save(self, path: Path) -> Path:
        """Write as a folder, cells exactly as they stand."""
        path.mkdir(parents=True)
        for name, rows in self.tables.items():
            with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(rows)
        (path / "city.toml").write_text(self.toml, encoding="utf-8")
        shutil.copy(TOYTOWN / f"{HOURS}.csv", path)
        return path


def same(one: City, other: City) -> bool:
    """The same settings and, to the last bit, the same frames."""
    return one.settings == other.settings and not differing(one, other)


def differing(one: City, other: City) -> list[str]:
    """Tables that differ in a cell, a type or the order of rows."""
    return [
        name
        for name, frame in one.tables.items()
        if not frame.equals(other.tables[name])
        or list(frame.dtypes) != list(other.tables[name].dtypes)
    ]


def found(findings: Findings) -> set[tuple[str, str, int, str]]:
    """The findings as (code, table, row, column)."""
    return {(f.code, f.file.split(".")[0], f.row, f.column) for f in findings}
