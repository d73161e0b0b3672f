"""Sentences on power by the hour, for somebody who has to defend the plan."""

import pandas as pd

from citywright.plan.result import Plan
from citywright.report.hour_facts import HourFacts, by_hour
from citywright.report.names import Names
from citywright.report.numbers import money, number, percent

EVEN = 0.005
"""Prices that differ by less than this share are one price."""


def hour_sentences(names: Names, plan: Plan) -> list[str]:
    """What was planned, on what other years rest, that nothing counts twice, cost, carbon, prices.

    Empty where power was planned by the year.
    """
    if not by_hour(plan):
        return []
    facts = HourFacts(names, plan)
    return [
        hours_sentence(names, plan), rest_sentence(facts), once_sentence(facts),
        cost_sentence(facts), *carbon_sentences(facts), *margin_sentences(facts),
    ]  # fmt: skip


def planning_years(names: Names, plan: Plan) -> str:
    """The planning years in words."""
    return names.say("and").join(str(k) for k in HourFacts(names, plan).years)


def hours_sentence(names: Names, plan: Plan, key: str = "hours.all") -> str:
    """“All 8,760 hours of each planning year (2025, 2027 and 2030) …”."""
    return names.say(
        key, hours=f"{names.city.settings.hours_per_year:,}", years=planning_years(names, plan)
    )


def rest_sentence(facts: HourFacts) -> str:
    """How years that are no planning years rest on those beside them."""
    names, share = facts.names, facts.hours.planning.share
    parts = []
    for t in (int(t) for t in share["year"].to_numpy() if int(t) not in facts.years):
        own = [(k, float(share.sel(year=t, power_year=k))) for k in facts.years]
        own = [(k, part) for k, part in own if part > 0]
        if len(own) == 1:
            parts.append(names.say("hours.rest_one", year=t, one=own[0][0]))
        else:
            (one, part), (other, rest) = own
            parts.append(names.say(
                "hours.rest_two", year=t, one=one, part=percent(part, 0), other=other,
                rest=percent(rest, 0),
            ))  # fmt: skip
    if not parts:
        return names.say("hours.no_rest")
    return names.say("hours.rest", years=names.say("hours.then").join(parts))


def once_sentence(facts: HourFacts) -> str:
    """Why the power of the accounts and the cost of the power system are not counted twice."""
    base, paid = facts.names.city.settings.base_year, facts.hours.price * facts.per_kwh
    return facts.names.say("hours.once", base=base, paid=number(paid, 3))


def cost_sentence(facts: HourFacts) -> str:
    """Cost of power, discounted and per unit, with and without the plan."""
    plan, lang = facts.plan, facts.names.lang
    beyond = facts.cost("plan") - facts.hours.price * facts.used("plan")
    return facts.names.say(
        "hours.cost" if beyond >= 0 else "hours.cost_less",
        cost=money(facts.cost("plan"), plan.money_unit, lang),
        unit=number(facts.unit_cost("plan"), 3), without=number(facts.unit_cost("without"), 3),
        beyond=money(abs(beyond), plan.money_unit, lang),
    )  # fmt: skip


def carbon_sentences(facts: HourFacts) -> list[str]:
    """What power may emit in each planning year, what it does, and what that is of the city's cap."""
    names, cap = facts.names, facts.names.city.tables["carbon"].set_index("year")["cap"]
    said = []
    for k in facts.years:
        budget = float(facts.budget("plan")[k])
        values = {
            "year": k, "budget": number(budget), "unit": names.unit("10000 t"),
            "emitted": number(float(facts.emitted.get(("plan", k), 0.0))),
        }  # fmt: skip
        if k in cap.index:
            most = float(cap[k])
            said.append(
                names.say("hours.carbon", cap=number(most), share=percent(budget / most), **values)
            )
        else:
            said.append(names.say("hours.carbon_free", **values))
    return said


def margin_sentences(facts: HourFacts) -> list[str]:
    """“One more kWh for plants in the South in 2030 costs CNY 0.62 at the margin …”."""
    names, said = facts.names, []
    for year, rows in facts.prices.groupby("power_year"):
        order = rows.sort_values(["price", "zone", "used_by"], kind="stable")
        low, high = order.iloc[0], order.iloc[-1]
        if high["price"] - low["price"] <= EVEN * abs(high["price"]):
            said.append(names.say("hours.margin_even", year=year, price=number(high["price"], 3)))
            continue
        said.append(names.say(
            "hours.margin", year=year, price=number(high["price"], 3), least=number(low["price"], 3),
            **_who(names, high, "dear"), **_who(names, low, "cheap"),
        ))  # fmt: skip
    return said


def _who(names: Names, row: pd.Series, word: str) -> dict[str, str]:
    """Class and area of a price, under the names that a sentence has for them."""
    used_by = names.say("quoted", name=names.of("power_classes", row["used_by"]))
    return {word: used_by, f"{word}_zone": names.zone(row["zone"])}
