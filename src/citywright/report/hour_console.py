"""Power by the hour on the terminal: what was planned, and what one more kWh costs."""

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from citywright.city import City
from citywright.plan.result import Plan
from citywright.report.hour_facts import HourFacts, by_hour
from citywright.report.hour_words import planning_years
from citywright.report.names import Names
from citywright.report.numbers import number
from citywright.words import say


def power_lines(city: City, plan: Plan, lang: str) -> list[RenderableType]:
    """Prices of power by class and planning year, and one line; nothing where power is by the year."""
    if not by_hour(plan):
        return []
    facts = HourFacts(Names(city, lang), plan)
    year = facts.years[-1]
    cap = city.tables["carbon"].set_index("year")["cap"]
    line = say(
        "console.power.line", lang, hours=f"{city.settings.hours_per_year:,}",
        years=planning_years(facts.names, plan), unit=number(facts.unit_cost("plan"), 3),
        without=number(facts.unit_cost("without"), 3), year=year,
        budget=number(float(facts.budget("plan")[year])),
        cap=number(float(cap.get(year, float("nan")))),
    )  # fmt: skip
    title = Text(say("console.power.title", lang), style="bold")
    return [title, _prices(facts, lang), Text(line)]


def _prices(facts: HourFacts, lang: str) -> Table:
    """Least and most over the areas, a row for each class."""
    made = Table()
    made.add_column(say("console.power.class", lang), overflow="fold")
    for year in facts.years:
        made.add_column(str(year), justify="right")
    known = facts.prices.groupby(["used_by", "power_year"])["price"].agg(["min", "max"])
    for used_by in facts.names.city.tables["power_classes"]["class"]:
        pairs = [(used_by, year) for year in facts.years]
        cells = [_span(*known.loc[pair]) if pair in known.index else "–" for pair in pairs]
        if any(pair in known.index for pair in pairs):
            made.add_row(facts.names.of("power_classes", used_by), *cells)
    return made


def _span(low: float, high: float) -> str:
    """“0.552–0.618”, or one number where both read the same."""
    one, other = number(low, 3), number(high, 3)
    return one if one == other else f"{one}–{other}"
