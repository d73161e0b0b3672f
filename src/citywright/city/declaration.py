"""The declared tables: one row of data per column, in `tables/<table>.csv`.

Checks, the blank workbook, the reference pages and the data package all read these rows; nothing
about a column is said anywhere else.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

CITY_WIDE = "*"
"""Stands for the whole city in a column that names an area."""


@dataclass(frozen=True)
class Column:
    """One declared column.

    `kind` is text, code, choice, date, number, integer or year; `unit` is a unit of the register,
    "money" (the city's money unit, also "money/year"), "as named" (the row names it) or "none".
    """

    name: str
    kind: str
    unit: str
    is_key: bool
    refers_to: tuple[str, str] | None
    allows_city_wide: bool
    required: bool
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...]
    sentence: dict[str, str] = field(hash=False)

    @property
    def is_numeric(self) -> bool:
        """Whether cells hold numbers."""
        return self.kind in ("number", "integer", "year")


@dataclass(frozen=True)
class Table:
    """One declared table: its name and columns, in the order of the file."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names, in order."""
        return tuple(column.name for column in self.columns)

    @property
    def key(self) -> tuple[str, ...]:
        """Names of the columns that together identify a row."""
        return tuple(column.name for column in self.columns if column.is_key)

    @property
    def dates(self) -> tuple[str, ...]:
        """Names of the columns that hold a day."""
        return tuple(column.name for column in self.columns if column.kind == "date")

    def column(self, name: str) -> Column:
        """The column called `name`; KeyError where there is none."""
        return next(c for c in self.columns if c.name == name)


ORDER = (
    "sources", "assumptions", "sectors", "flows", "final_demand", "value_added", "satellites",
    "tax_bases", "tax_shares", "zones", "zone_output", "factors", "factor_supply", "skills",
    "skill_mix", "labour", "programmes", "chains", "chain_nodes", "chain_links", "firms",
    "firm_links", "projects", "project_uses", "project_links", "power_supply", "power_grid",
    "carbon", "indicators", "indicator_terms", "targets",
    "documents", "evidence", "strategy", "strategy_levers", "tasks", "honours",
    "scenarios", "scenario_changes", "ranges", "nation",
    "power_years", "technologies", "technology_costs", "power_nodes", "power_lines",
    "power_generators", "power_storage", "power_classes", "power_users", "power_loads",
    "power_flexible", "power_fleets", "power_heat", "power_groups", "power_group_members",
    "power_limits", "profiles",
)  # fmt: skip
"""Tables of a city folder, in the order in which a reader wants them."""

OPTIONAL = ORDER[ORDER.index("documents") : ORDER.index("power_years")]
"""What the city has declared, and where it is written: each of these tables may be missing."""

POWER = ORDER[ORDER.index("power_years") :]
"""The power system by the hour: these tables are there together, or none of them is."""

HOURS = "profile_hours"
"""The hourly values of the profiles: a wide table, one column per row of `profiles`."""

HOUR = "hour"
"""Its first column: 1 for the hour that begins the year, in local time."""


@cache
def declared() -> dict[str, Table]:
    """All declared tables of a city folder, in reading order."""
    return {name: read_declaration(name) for name in ORDER}


def missing_tables(found: Iterable[str]) -> list[str]:
    """Declared tables that are not found but ought to be.

    The tables of the power system may all be missing: then the city has none by the hour. Those of
    the strategy may be missing one by one.
    """
    there = set(found)
    without = OPTIONAL if there & {*POWER, HOURS} else (*OPTIONAL, *POWER)
    return [name for name in ORDER if name not in there and name not in without]


@cache
def read_declaration(name: str) -> Table:
    """The declaration `tables/<name>.csv`; also for tables that are not part of a folder."""
    path = files("citywright.city").joinpath("tables", f"{name}.csv")
    rows = csv.DictReader(path.read_text(encoding="utf-8").splitlines())
    return Table(name, tuple(_column(row) for row in rows))


def _column(row: dict[str, str]) -> Column:
    words = row["key"].split()
    target = next((word for word in words if "." in word), None)
    table, _, column = (target or "").partition(".")
    return Column(
        name=row["column"],
        kind=row["type"],
        unit=row["unit"],
        is_key="key" in words,
        refers_to=(table, column) if target else None,
        allows_city_wide=CITY_WIDE in words,
        required=row["required"] == "yes",
        minimum=float(row["minimum"]) if row["minimum"] else None,
        maximum=float(row["maximum"]) if row["maximum"] else None,
        choices=tuple(row["choices"].split("|")) if row["choices"] else (),
        sentence={"en": row["en"], "zh": row["zh"]},
    )
