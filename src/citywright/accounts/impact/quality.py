"""How much of an effect rests on numbers of each quality.

    share_q = sum over cells of |value added| that rest on q / sum over cells of |value added|

A cell is a sector at a stage. Suppliers and households rest on the accounts: the cell counts with
the qualities of its sector's rows of value added, by |value|. So does the event's own part where it
takes the averages of its sector; where the event brings its own numbers, it rests on them.
"""

from collections.abc import Mapping

import pandas as pd

from citywright.accounts.impact.effects import STAGES, Impact


def sector_qualities(value_added: pd.DataFrame) -> pd.DataFrame:
    """(sector, quality) shares of |value| of the table value_added; they add to 1 in a sector."""
    sizes = value_added.assign(size=value_added["value"].abs())
    table = sizes.pivot_table(
        index="sector", columns="quality", values="size", aggfunc="sum", fill_value=0.0
    )
    whole = table.sum(axis=1)
    return table.div(whole.where(whole > 0.0), axis=0)


def quality_of(
    impacts: Mapping[str, Impact], value_added: pd.DataFrame, own: Mapping[str, str]
) -> pd.Series:
    """Shares of the qualities in the value added of events, over all of them.

    Parameters
    ----------
    impacts : code of an event -> its effects
    value_added : table of the city: sector, value, quality
    own : code of an event -> quality of its own numbers, such as that of a project's row; an event
        without one takes the averages of the accounts

    Returns
    -------
    shares by quality, which add to 1; empty where there is no value added at all
    """
    by_sector = sector_qualities(value_added)
    parts: dict[str, float] = {}
    for code, impact in impacts.items():
        size = impact.of("value_added")[list(STAGES)].abs()
        accounts = size.drop(columns="direct") if code in own else size
        rest = by_sector.mul(accounts.sum(axis=1), axis=0).sum()
        for quality, amount in rest.items():
            parts[str(quality)] = parts.get(str(quality), 0.0) + float(amount)
        if code in own:
            parts[own[code]] = parts.get(own[code], 0.0) + float(size["direct"].sum())
    found = pd.Series(parts, dtype=float)
    return found / found.sum() if found.sum() > 0.0 else found.iloc[:0]
