"""Levels of stores within a block, and how they hang on the levels at its ends.

    rows[t]  holds  scale[t] · (level[t] - kept[t] · level[t-1]) + ... = ...

level[last hour] is the coupling variable level_out and level[before the first] is level_in, so a
block of T hours has T - 1 levels of its own.
"""

import numpy as np

from citywright.energy.builder import Builder, Units


def kept(b: Builder, units: Units) -> np.ndarray:
    """Share of the level that is left after each hour: (1 - standing_loss)^h, units × T."""
    loss = units.numbers("standing_loss")[:, None]
    return np.asarray((1.0 - loss) ** b.hours)


def ends(b: Builder, units: Units) -> np.ndarray:
    """Positions of the units among the held ones."""
    places = {key: k for k, key in enumerate(b.coupling.held)}
    return np.array([places[units.component, n] for n in units.frame.index], dtype=int)


def add_levels(
    b: Builder, units: Units, size: np.ndarray, rows: np.ndarray, scale: np.ndarray,
    cost: np.ndarray | float = 0.0,
) -> None:  # fmt: skip
    """Columns of the levels 1 ... T-1 and their terms in the rows; `size` is MWh per capacity."""
    held_cost = b.given(units, "level_cost") * b.cost_weight + cost
    low, high = b.given(units, "level_min"), b.given(units, "level_max")
    b.weigh("level_out", ends(b, units), held_cost[:, -1])
    if b.size == 1:
        return
    limit = np.minimum(units.capacity * size, b.reach * np.maximum(size, 8760.0))
    chosen = np.where(units.variable >= 0, size, 0.0)[:, None]
    level = b.add_columns(
        f"{units.component}.level", (len(units), b.size - 1),
        low[:, :-1] * limit[:, None], high[:, :-1] * limit[:, None], held_cost[:, :-1],
        units.index, units.variable[:, None], low[:, :-1] * chosen, high[:, :-1] * chosen,
    )  # fmt: skip
    b.put(rows[:, :-1], level, scale[:, :-1])
    b.put(rows[:, 1:], level, -(scale * kept(b, units))[:, 1:])


def tie_ends(b: Builder, units: Units, rows: np.ndarray, scale: np.ndarray) -> None:
    """level_in leaves the first row's left side, level_out the last row's, for the bounds."""
    at = ends(b, units)
    b.move(rows[:, 0], "level_in", at, (scale * kept(b, units))[:, 0])
    b.move(rows[:, -1], "level_out", at, -scale[:, -1])


def add_slack(b: Builder, units: Units, rows: np.ndarray) -> None:
    """What a level lacks or has too much, at the penalty, so that every level can be tried.

    In the last hour; in every hour of units from which driving draws or whose bounds press.
    """
    pressed = b.may_be_other(units, "level_min", 0.0) | b.may_be_other(units, "level_max", 1.0)
    if units.component == "storage":
        pressed = pressed | b.may_be_other(units, "inflow", 0.0)
    for sign in (1.0, -1.0):
        name = f"missing.{units.component}{sign:+.0f}"
        b.add_missing(name, rows[:, -1:], sign)
        b.add_missing(f"{name}.hourly", rows[pressed, :-1], sign)
