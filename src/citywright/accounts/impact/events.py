"""Events with names and years, and several of them at once.

Signs: more is positive. Demand may be negative (less is bought); output, purchases and lost output
are given without a sign, and the effects of a loss come out negative. What was planned for a
building is one-off money, not money a year, and is kept apart.

Together, events are solved in one economy. Demand, plants and projects add up; a loss changes the
local shares, so with a loss the whole differs from the sum of its parts, and the difference is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

import numpy as np
import numpy.typing as npt
import pandas as pd

from citywright.accounts.account import ITEMS, Accounts
from citywright.accounts.impact.effects import Impact, impact_of
from citywright.accounts.impact.loss import Loss, economy_without, loss_shock, lost_share
from citywright.accounts.impact.shock import (
    MEASURES,
    Shock,
    average_shock,
    with_own,
)
from citywright.accounts.impact.simple import aligned, check_recipes
from citywright.accounts.recipe import Recipe
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
BALANCED = 1e-6
"""A plant's purchases and value added equal its output to this, relative."""


@dataclass(frozen=True)
class Line:
    """An amount of one product (money); `share` bought here, None as the city does on average."""

    sector: str
    value: float
    share: float | None = None


@dataclass(frozen=True)
class DemandEvent:
    """A change of final demand, which may be negative."""

    code: str
    name: str
    year: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PlantEvent:
    """A new plant.

    output : money a year, of products of `sector`
    purchases : its own inputs; empty where it buys as the average of its sector
    items : its own value added by item, all four where there are purchases, else empty
    own : its own employment (10000 person), electricity (100 GWh) or co2 (10000 t); the average of
        the sector where it is not given
    building : one-off purchases of the building phase (money in all)
    project : its code in the city folder, or empty
    """

    code: str
    name: str
    year: int | None
    sector: str
    output: float
    purchases: tuple[Line, ...] = ()
    items: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[str, float] = field(default_factory=dict)
    building: tuple[Line, ...] = ()
    project: str = ""


@dataclass(frozen=True)
class LossEvent:
    """Lost output by sector; `customers` is output of customers that stops with it, or empty."""

    code: str
    name: str
    year: int | None
    firms: Mapping[str, float]
    customers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class ProjectEvent:
    """A project of the city folder at `share` of its full output; the study makes it a plant."""

    code: str
    name: str
    year: int | None
    project: str
    share: float = 1.0


Event = DemandEvent | PlantEvent | LossEvent


@dataclass(frozen=True)
class Assessment:
    """Effects of events, each alone and all together.

    alone : code -> effects of the event alone, a year of operation
    together : all at once
    building : code -> effects of the building phase, one-off money, where there is one
    recipe : coefficients of the economy in which the events work together
    """

    events: tuple[Event, ...]
    alone: Mapping[str, Impact]
    together: Impact
    building: Mapping[str, Impact]
    recipe: Recipe
    propensity: float

    @property
    def interaction(self) -> pd.DataFrame:
        """together - sum of alone, by measure and stage; 0 but for rounding without a loss."""
        alone = sum((one.summary for one in self.alone.values()), 0.0 * self.together.summary)
        return self.together.summary - alone

    @property
    def has_loss(self) -> bool:
        """Whether an event changes the local shares."""
        return any(isinstance(event, LossEvent) for event in self.events)


def assess(
    recipe: Recipe, accounts: Accounts, events: Sequence[Event], propensity: float
) -> Assessment:
    """Effects of events alone and together.

    Parameters
    ----------
    recipe, accounts : the city's coefficients and the account they come from
    events : at least one, each with its own code
    propensity : consumption per unit of labour income, in [0, 1]

    Raises
    ------
    AccountsError
        accounts.events_empty, accounts.events_twice, accounts.plant_unbalanced,
        accounts.plant_items, accounts.share_range, and what the parts raise.
    """
    codes = [event.code for event in events]
    if not codes:
        raise AccountsError("accounts.events_empty")
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise AccountsError("accounts.events_twice", events=", ".join(twice))
    alone = {e.code: _effects(recipe, accounts, [e], propensity)[1] for e in events}
    left, together = _effects(recipe, accounts, events, propensity)
    building = {
        event.code: impact_of(recipe, _demand(recipe, event.building), propensity)
        for event in events
        if isinstance(event, PlantEvent) and event.building
    }
    return Assessment(tuple(events), alone, together, building, left, propensity)


def _effects(
    recipe: Recipe, accounts: Accounts, events: Sequence[Event], propensity: float
) -> tuple[Recipe, Impact]:
    losses = [_loss(recipe, event) for event in events if isinstance(event, LossEvent)]
    shocks: list[Shock] = []
    left = recipe
    if losses:
        whole = reduce(Loss.__add__, losses)
        left = economy_without(recipe, lost_share(accounts, whole))
        shocks.append(loss_shock(recipe, accounts, whole))
    shocks += [first_round(left, e) for e in events if not isinstance(e, LossEvent)]
    return left, impact_of(left, reduce(Shock.__add__, shocks), propensity)


def first_round(recipe: Recipe, event: DemandEvent | PlantEvent) -> Shock:
    """The shock of a demand or a plant in an economy with these coefficients."""
    if isinstance(event, DemandEvent):
        return _demand(recipe, event.lines)
    d = aligned(recipe, pd.Series({event.sector: event.output}, dtype=float))
    check_recipes(recipe, d)
    average = average_shock(recipe, d)
    made = _with_recipe(recipe, event, average) if event.purchases else average
    return with_own(recipe, made, event.own) if event.output else made


def _loss(recipe: Recipe, event: LossEvent) -> Loss:
    firms, customers = (
        aligned(recipe, pd.Series(dict(part), dtype=float))
        for part in (event.firms, event.customers)
    )
    check_recipes(recipe, firms + customers)
    return Loss(firms, customers)


def _demand(recipe: Recipe, lines: Sequence[Line]) -> Shock:
    here, outside = _split(recipe, lines)
    check_recipes(recipe, here)
    made = average_shock(recipe, here)
    return Shock(made.measures, made.here, made.outside, here, outside)


def _split(recipe: Recipe, lines: Sequence[Line]) -> tuple[Array, Array]:
    """What the lines buy of each product here and outside, (n,) each."""
    here, outside = np.zeros(len(recipe.sectors)), np.zeros(len(recipe.sectors))
    for line in lines:
        wanted = aligned(recipe, pd.Series({line.sector: line.value}, dtype=float))
        if line.share is not None and not 0.0 <= line.share <= 1.0:
            raise AccountsError("accounts.share_range", sector=line.sector, value=line.share)
        share = recipe.rho if line.share is None else line.share
        here += share * wanted
        outside += (1.0 - share) * wanted
    return here, outside


def _with_recipe(recipe: Recipe, event: PlantEvent, average: Shock) -> Shock:
    """The plant's own purchases and value added in place of its sector's."""
    if sorted(event.items) != sorted(ITEMS):
        raise AccountsError(
            "accounts.plant_items", event=event.code, given=", ".join(event.items) or "-",
            needed=", ".join(ITEMS),
        )  # fmt: skip
    added = float(sum(event.items.values()))
    bought = float(sum(line.value for line in event.purchases))
    if abs(bought + added - event.output) > BALANCED * max(abs(event.output), 1e-12):
        raise AccountsError(
            "accounts.plant_unbalanced", event=event.code, purchases=bought, added=added,
            output=event.output,
        )  # fmt: skip
    measures, place = average.measures.copy(), recipe.sectors.index(event.sector)
    for name, amount in {"value_added": added, **event.items}.items():
        measures[MEASURES.index(name), place] = amount
    here, outside = _split(recipe, event.purchases)
    check_recipes(recipe, here)
    return Shock(measures, here, outside, average.buyer_here, average.buyer_outside)
