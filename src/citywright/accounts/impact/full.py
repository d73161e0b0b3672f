"""Everything that is said of events, at once: effects, leakages, jobs, taxes, quality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from citywright.accounts.account import Accounts
from citywright.accounts.impact.events import Assessment, Event, PlantEvent, assess
from citywright.accounts.impact.jobs import jobs_by_skill
from citywright.accounts.impact.leakage import leakage_table, substitution_table
from citywright.accounts.impact.quality import quality_of
from citywright.accounts.impact.taxes import taxes_by_level
from citywright.accounts.recipe import Recipe


@dataclass(frozen=True)
class Tables:
    """What a city folder adds to its account.

    headroom : capacity over output by sector (ratio)
    skill_mix : (sector, skill) shares
    tax_bases, tax_shares : of `taxes_by_level`; both empty where the city does not give them
    value_added : the table, for the quality of its rows
    """

    headroom: pd.Series
    skill_mix: pd.DataFrame
    tax_bases: pd.DataFrame
    tax_shares: pd.DataFrame
    value_added: pd.DataFrame


@dataclass(frozen=True)
class FullImpact:
    """The effects of events and all that is told of them.

    leakages : `leakage_table`; substitution : `substitution_table`; skills : `jobs_by_skill`;
    taxes : `taxes_by_level`, None where the city has no table of taxes; quality : `quality_of`
    """

    assessment: Assessment
    leakages: pd.DataFrame
    substitution: pd.DataFrame
    skills: pd.DataFrame
    taxes: pd.DataFrame | None
    quality: pd.Series


def full_impact(
    recipe: Recipe,
    accounts: Accounts,
    events: Sequence[Event],
    propensity: float,
    tables: Tables,
    quality: Mapping[str, str] | None = None,
) -> FullImpact:
    """Effects of events with everything that follows from the tables of the city.

    Parameters
    ----------
    recipe, accounts : coefficients and account of the city
    events : at least one
    propensity : consumption per unit of labour income, in [0, 1]
    tables : the city's tables
    quality : code of an event -> quality of its own numbers (a project's row); the own numbers of
        other plants count as `event`, demand and loss take the averages of the accounts

    Raises
    ------
    AccountsError
        What `assess` and the parts raise.
    """
    found = assess(recipe, accounts, events, propensity)
    whole = found.together
    brought = {e.code: "event" for e in events if isinstance(e, PlantEvent) and e.purchases}
    has_taxes = len(tables.tax_bases) > 0
    return FullImpact(
        assessment=found,
        leakages=leakage_table(whole),
        substitution=substitution_table(found.recipe, accounts, whole, propensity, tables.headroom),
        skills=jobs_by_skill(whole, tables.skill_mix),
        taxes=taxes_by_level(whole, tables.tax_bases, tables.tax_shares) if has_taxes else None,
        quality=quality_of(found.alone, tables.value_added, {**brought, **(quality or {})}),
    )
