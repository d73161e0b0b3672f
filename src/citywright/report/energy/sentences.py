"""Sentences on a solved network: cost, what sets the price, tight hours, what more is worth, limits."""

from typing import Any

import pandas as pd

from citywright.energy.looking.flows import curtailment
from citywright.energy.looking.setters import setter_shares_by_kind
from citywright.energy.looking.solved import years
from citywright.energy.solution import Solution
from citywright.report.energy.language import PowerWords
from citywright.report.numbers import number, percent

SETTERS, EVENTS, WORTHS, LEAST_SHARE = 6, 3, 5, 0.005
"""How many of each are said; shares of the hours below the last are left to the table (ours)."""
BOUND = 6
"""Digits after the point of bounds, which differ late."""
ROUND = {"price": 2, "power": 0}
"""Digits after the point in sentences: money/MWh and MW."""


def price_sentences(words: PowerWords, shares: pd.DataFrame) -> list[str]:
    """What sets the price, largest share of the hours first."""
    by_kind = setter_shares_by_kind(shares)
    some = by_kind[by_kind["share"] >= LEAST_SHARE].head(SETTERS)
    return [
        words.say(
            f"sets.{r.rule}", share=percent(r.share), kind=words.kind(r.kind),
            nodes=words.several(r.nodes),
        )
        for r in some.itertuples()
    ]  # fmt: skip


def tight_sentences(words: PowerWords, events: pd.DataFrame) -> list[str]:
    """The dearest stretches of tight hours, and the one with the least headroom."""
    if events.empty:
        return []
    least = events.loc[[events["headroom"].idxmin()]]
    chosen = pd.concat([events.head(EVENTS), least]).drop_duplicates("first")
    found = []
    for r in chosen.itertuples():
        values = {
            "moment": words.moment(str(r.day), int(r.hour)), "hours": int(r.hours),
            "price": number(r.price, ROUND["price"]), "unit": words.per("MWh"),
            "headroom": number(r.headroom, ROUND["power"]),
        }  # fmt: skip
        key = "tight.shed" if r.shed > 0.5 else "tight.plain"
        found.append(words.say(key, **values, shed=number(r.shed, 0)))
    return found


def worth_sentences(words: PowerWords, worths: pd.DataFrame) -> list[str]:
    """What one more unit of the dearest things is worth, against what it costs where that is known."""
    some = worths[worths["worth"] > 0].head(WORTHS)
    found = []
    for r in some.itertuples():
        values = {
            "unit": words.unit("MWh" if r.component == "stores" else "MW"), "name": r.name,
            "kind": words.kind(r.kind), "node": r.node, "worth": words.amount(r.worth),
            "cost": words.amount(r.capital_cost),
        }  # fmt: skip
        what = "line" if r.component == "lines" else "unit"
        key = f"worth.{what}.cost" if r.capital_cost > 0 else f"worth.{what}.plain"
        found.append(words.say(key, **values))
    return found


def limit_sentences(words: PowerWords, limits: pd.DataFrame) -> list[str]:
    """Which limits bind and what one unit less strict would save."""
    return [
        words.say(
            f"limit.{'least' if r.sense == '>=' else 'most'}", name=r.name,
            unit=words.say(f"limit_unit.{r.kind}"), saves=words.amount(abs(r.price)),
        )
        for r in limits.itertuples() if abs(r.price) > 1e-9
    ]  # fmt: skip


def waste_sentences(words: PowerWords, solution: Solution) -> list[str]:
    """How much of sun and wind is not used."""
    key = "waste.one" if len(years(solution)) == 1 else "waste.path"
    return [
        words.say(
            key, kind=words.kind(r.kind), year=words.year(year), share=percent(r.share),
            energy=number(r.curtailed, 0 if r.curtailed >= 10 else 1),
        )
        for year in years(solution) for r in curtailment(solution, year).itertuples()
        if r.curtailed > 0.05
    ]  # fmt: skip


def cost_sentence(words: PowerWords, solution: Solution) -> str:
    """What the plan costs and how far from the best it can be at most."""
    whole = solution.objective + solution.objective_constant
    key = "cost_line.one" if len(years(solution)) == 1 else "cost_line.path"
    return words.say(
        key, cost=words.amount(whole, BOUND),
        bound=words.amount(solution.lower_bound + solution.objective_constant, BOUND),
        gap=percent(solution.gap, 4),
    )  # fmt: skip


def all_sentences(
    words: PowerWords, solution: Solution, facts: dict[str, Any]
) -> dict[str, list[str]]:
    """Sentences by topic: cost, price, tight, worth, limits, waste."""
    return {
        "cost": [cost_sentence(words, solution)],
        "price": price_sentences(words, facts["shares"]),
        "tight": tight_sentences(words, facts["events"]),
        "worth": worth_sentences(words, facts["worths"]),
        "limits": limit_sentences(words, facts["limits"]),
        "waste": waste_sentences(words, solution),
    }
