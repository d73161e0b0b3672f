"""A city as it is known: settings and checked tables, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from citywright.city.declaration import Table
from citywright.city.findings import Finding
from citywright.city.settings import Settings


@dataclass(frozen=True)
class City:
    """One city folder, checked.

    `tables` maps each declared table to a frame with the declared columns, sorted by key, so that
    the order of rows in the files changes nothing; beside them `profile_hours` has the column
    `hour` and one column per profile, sorted by name. `notices` says how doubtful cells were read.
    """

    settings: Settings
    tables: Mapping[str, pd.DataFrame]
    notices: tuple[Finding, ...] = ()

    def __getitem__(self, table: str) -> pd.DataFrame:
        """A copy of the frame of `table`."""
        return self.tables[table].copy()

    @property
    def years(self) -> tuple[int, ...]:
        """Years of the plan."""
        return self.settings.years

    def assumption(self, name: str) -> float:
        """The value of one row of the table assumptions; KeyError where there is none."""
        frame = self.tables["assumptions"]
        return float(frame.set_index("assumption")["value"][name])

    def __reduce__(self) -> tuple[object, ...]:
        """So that a city can travel to another process."""
        return (thawed, (self.settings, dict(self.tables), self.notices))

    def __repr__(self) -> str:
        sizes = ", ".join(f"{len(self.tables[t])} {t}" for t in ("sectors", "zones", "projects"))
        return f"City({self.settings.code}: {sizes}, {self.years[0]}–{self.years[-1]})"


def settled(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame sorted by its key columns, rows numbered from 0; required whole numbers as int64.

    The model aligns years by label, and a nullable integer is another label than a plain one.
    """
    plain = frame.reset_index(drop=True)  # its name is a column of the table evidence as well
    ordered = plain.sort_values(list(table.key), kind="stable", ignore_index=True)
    whole = [c.name for c in table.columns if c.required and c.kind in ("integer", "year")]
    return ordered.astype(dict.fromkeys(whole, "int64")) if whole else ordered


def freeze(tables: dict[str, pd.DataFrame]) -> Mapping[str, pd.DataFrame]:
    """A mapping that cannot be changed."""
    return MappingProxyType(dict(tables))


def thawed(
    settings: Settings, tables: dict[str, pd.DataFrame], notices: tuple[Finding, ...]
) -> City:
    """A city from its parts, frozen again."""
    return City(settings, freeze(tables), notices)
