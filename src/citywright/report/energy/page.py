"""A solved power system as one HTML file that needs nothing else and calls nothing."""

from dataclasses import dataclass
from typing import Any

from citywright.energy.explain import explain, headline
from citywright.energy.looking.solved import seen, years
from citywright.energy.solution import Solution
from citywright.report.energy.hour_figures import (
    calendar,
    dispatch_charts,
    level_charts,
    sheet_charts,
)
from citywright.report.energy.language import PowerWords
from citywright.report.energy.sentences import BOUND, all_sentences
from citywright.report.energy.tables import (
    capacities_table,
    energies_table,
    events_table,
    limits_table,
    lines_table,
    prices_table,
    setters_table,
    worths_table,
)
from citywright.report.energy.year_figures import (
    capacity_charts,
    cost_charts,
    duration_charts,
    flow_charts,
    map_charts,
    setter_charts,
)
from citywright.report.numbers import number, percent, power_of_ten
from citywright.report.template import Shown, embedded, rendered, shown

WORDS = (
    "price", "demand", "level", "share", "week", "hours_of_year", "capacity", "use", "full",
    "forward", "backward", "rent", "generation", "peak", "mean_price",
)  # fmt: skip
"""Words of the charts: looking.chart.<key>."""


@dataclass(frozen=True)
class Tile:
    """One number that matters."""

    label: str
    value: str
    unit: str
    line: str


def energy_page(solution: Solution, lang: str, facts: dict[str, Any] | None = None) -> str:
    """The solved network as one self-contained page.

    Parameters
    ----------
    lang
        "zh" or "en".
    facts
        What `explain` says of the solution, where it is known already.
    """
    solution = seen(solution)
    words = PowerWords(solution.network, lang)
    known = explain(solution) if facts is None else facts
    drawn = charts(words, solution, known)
    page = {
        "lang": "zh-CN" if lang == "zh" else "en",
        "w": words.say,
        "network": solution.network.name,
        "tiles": tiles(words, solution),
        "certain": certain(words, solution),
        "sentences": all_sentences(words, solution, known),
        "years": [(year, words.year(year)) for year in years(solution)],
        "places": [place["name"] for place in drawn["dispatch"]],
        "weeks": max(row["week"] for row in drawn["calendar"]["weeks"]),
        "charts": drawn,
        "chart_data": embedded(drawn),
        "tables": _shown(words, solution, known),
        "hours": solution.network.size,
        "prices": words.per("MWh"),
    }
    return rendered("energy.html", "energy.js", page)


def charts(words: PowerWords, solution: Solution, facts: dict[str, Any]) -> dict[str, Any]:
    """All charts of the page by name, and the words they need.

    Those that differ by planning year are lists by year, in the order of `years`.
    """
    by_year = {
        "sheets": sheet_charts(words, solution),
        "durations": duration_charts(words, solution),
        "flows": flow_charts(words, solution),
        "map": map_charts(words, solution),
    }
    return {
        "words": {key: words.say(f"chart.{key}", week="{week}") for key in WORDS},
        "units": {
            "power": words.unit("MW"), "energy": words.unit("GWh"), "price": words.per("MWh"),
            "hour": words.unit("hour"),
        },
        "years": years(solution),
        "calendar": calendar(solution),
        "dispatch": dispatch_charts(words, solution),
        "levels": level_charts(words, solution),
        "capacity": capacity_charts(words, solution),
        "setters": setter_charts(words, solution, facts["setters"]),
        "costs": cost_charts(words, solution),
        **{name: list(found.values()) for name, found in by_year.items()},
    }  # fmt: skip


def tiles(words: PowerWords, solution: Solution) -> list[Tile]:
    """Three numbers that matter: cost, price, carbon."""
    facts = headline(solution)
    value, unit = words.amount_parts(facts["cost"])
    bound = words.amount(solution.lower_bound + solution.objective_constant, BOUND)
    say = words.say
    return [
        Tile(say("tile.cost"), value, unit,
             say("tile.cost.line", bound=bound)),
        Tile(say("tile.price"), number(facts["price"], 2), words.per("MWh"),
             say("tile.price.line", demand=number(facts["demand"]), peak=number(facts["peak"], 0))),
        Tile(say("tile.carbon"), *words.stepped(facts["carbon"], "t"),
             say("tile.carbon.line", clean=percent(facts["clean"]), shed=number(facts["shed"], 1))),
    ]  # fmt: skip


def certain(words: PowerWords, solution: Solution) -> dict[str, Any]:
    """How sure the plan is: its bracket, how it was made, what it took."""
    run = solution.run
    return {
        "title": words.say("certain.title", gap=_gap(solution)),
        "lines": [
            words.say("certain.bracket", lower=words.amount(solution.lower_bound, BOUND),
                      upper=words.amount(solution.upper_bound, BOUND),
                      constant=words.amount(solution.objective_constant)),
            words.say(f"certain.{solution.method}"),
            words.say("certain.run", wall=number(run["wall_s"], 1), cpu=number(run["cpu_s"], 1),
                      peak=number(run["peak_mb"], 0)),
        ],
    }  # fmt: skip


def _gap(solution: Solution) -> str:
    return (
        f"{power_of_ten(100 * solution.gap)}%" if solution.gap < 1e-6 else percent(solution.gap, 4)
    )


def _shown(words: PowerWords, solution: Solution, facts: dict[str, Any]) -> dict[str, Shown]:
    """All tables of the page by key, numbered in their order."""
    made = (
        setters_table(words, facts), prices_table(words, solution), events_table(words, facts),
        capacities_table(words, solution), energies_table(words, solution),
        lines_table(words, solution), worths_table(words, facts), limits_table(words, facts),
    )  # fmt: skip
    return {t.key: shown(words, t, number, {}) for number, t in enumerate(made, start=1)}
