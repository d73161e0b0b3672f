"""An aim: one indicator in one year, as large or as small as can be, as coefficients of the program.

numerator(x) = n·x + n₀,  denominator(x) = d·x + d₀  (1 for a sum)
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr

from citywright.city import City
from citywright.city.findings import nearest
from citywright.errors import UsageError
from citywright.plan.alternatives.built import Built
from citywright.plan.parts.targets import side
from citywright.plan.program import Floats

OBJECTIVE = "objective"
"""The objective of the plan, which can be an aim beside the indicators."""
SENSES = {"max": 1.0, "min": -1.0}


@dataclass(frozen=True)
class Aim:
    """indicator: its code, or "objective"; sense: max or min; year: of the indicator."""

    indicator: str
    sense: str
    year: int

    @property
    def sign(self) -> float:
        """1 for max, −1 for min."""
        return SENSES[self.sense]

    def __str__(self) -> str:
        return f"{self.indicator}:{self.sense}@{self.year}"


def aim_of(city: City, text: str) -> Aim:
    """The aim that a text says: "co2:min@2030"; the year is the last one where none is said.

    Without a sense, that of the indicator's targets is meant, where they have one.

    Raises
    ------
    UsageError
        There is no such indicator, sense or year, or the sense is not known.
    """
    head, _, said_year = text.partition("@")
    indicator, _, sense = head.partition(":")
    known = [OBJECTIVE, *city.tables["indicators"]["indicator"]]
    if indicator not in known:
        raise UsageError("doubt.no_indicator", indicator=indicator, like=nearest(indicator, known))
    year = said_year or str(city.years[-1])
    if year not in map(str, city.years):
        span = f"{city.years[0]}–{city.years[-1]}"
        raise UsageError("doubt.no_year", year=year, allowed=span)
    sense = sense or _sense(city, indicator)
    if sense not in SENSES:
        raise UsageError("doubt.no_sense", aim=text, indicator=indicator)
    return Aim(indicator, sense, int(year))


def _sense(city: City, indicator: str) -> str:
    if indicator == OBJECTIVE:
        return "max"
    targets = city.tables["targets"]
    senses = set(targets[targets["indicator"] == indicator]["sense"])
    return {"at_least": "max", "at_most": "min"}[senses.pop()] if len(senses) == 1 else ""


@dataclass(frozen=True)
class Ratio:
    """Coefficients and constants of numerator and denominator; a sum has the denominator 1."""

    n: Floats
    n0: float
    d: Floats
    d0: float

    @property
    def is_sum(self) -> bool:
        """Whether the denominator is the same for every plan."""
        return not self.d.any()

    def value(self, x: Floats) -> float:
        """(n·x + n₀) / (d·x + d₀)."""
        return float((self.n @ x + self.n0) / (self.d @ x + self.d0))

    def beyond(self, value: float) -> tuple[Floats, float]:
        """Coefficients and constant of numerator − value · denominator."""
        return self.n - value * self.d, self.n0 - value * self.d0


def ratio_of(b: Built, aim: Aim) -> Ratio:
    """The indicator of an aim in its year, as coefficients of the columns of the program."""
    width = len(b.program.c)
    if aim.indicator == OBJECTIVE:
        return Ratio(b.program.c, b.program.constant, np.zeros(width), 1.0)
    top, bottom = (side(b.m, b.data, aim.indicator, w) for w in ("numerator", "denominator"))
    n, n0 = coefficients(b, top, aim.year)
    d, d0 = (np.zeros(width), 1.0) if bottom is None else coefficients(b, bottom, aim.year)
    return Ratio(n, n0, d, d0)


def coefficients(b: Built, expression: Any, year: int) -> tuple[Floats, float]:  # noqa: ANN401
    """Coefficients by column, and the constant, of one year of an expression of the model."""
    found = np.zeros(len(b.program.c))
    own = expression.sel(year=year)
    if isinstance(own, xr.DataArray):
        return found, float(own)
    labels = own.vars.to_numpy().ravel()
    values = own.coeffs.to_numpy().ravel()
    there = (labels >= 0) & ~np.isnan(values)
    place = columns_of(b)
    np.add.at(found, place[labels[there]], values[there])
    return found, float(own.const)


def columns_of(b: Built) -> np.ndarray:
    """Column of the program by label of the model."""
    most = max(int(b.m.variables[name].labels.max()) for name in b.layout.columns)
    place = np.full(most + 1, -1, dtype=np.int64)
    for name, columns in b.layout.columns.items():
        place[b.m.variables[name].labels.to_numpy().ravel()] = columns.to_numpy().ravel()
    return place
