"""What the command `energy` shows on the terminal."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table as RichTable
from rich.text import Text

from citywright.energy.explain import explain, headline
from citywright.energy.looking.solved import seen
from citywright.energy.solution import Solution
from citywright.report.energy.language import PowerWords
from citywright.report.energy.page import certain
from citywright.report.energy.sentences import all_sentences
from citywright.report.energy.tables import capacities_table, energies_table
from citywright.report.numbers import number, percent
from citywright.report.table import Table

SENTENCES = ("price", "tight", "worth", "limits")


def solved(solution: Solution, lang: str, facts: dict[str, Any] | None = None) -> RenderableType:
    """Three numbers that matter, how sure they are, capacities, energy, and what sets the price."""
    solution = seen(solution)
    words = PowerWords(solution.network, lang)
    known = explain(solution) if facts is None else facts
    said = all_sentences(words, solution, known)
    sure = certain(words, solution)
    lines = [Text(f"- {line}") for topic in SENTENCES for line in said[topic]]
    return Group(
        Text(three(words, solution), style="bold"),
        Text(sure["title"], style="green"),
        Text(sure["lines"][1]),
        shown(words, capacities_table(words, solution)),
        shown(words, energies_table(words, solution)),
        *lines,
    )


def three(words: PowerWords, solution: Solution) -> str:
    """Cost, price and carbon in one line."""
    facts = headline(solution)
    return words.say(
        "three", cost=words.amount(facts["cost"]), price=number(facts["price"], 2),
        unit=words.per("MWh"), carbon=" ".join(words.stepped(facts["carbon"], "t")),
        clean=percent(facts["clean"]),
    )  # fmt: skip


def shown(words: PowerWords, table: Table) -> RichTable:
    """A table of the report on the terminal; names of the network are text, never markup."""
    title = Text(words.say(f"table.{table.key}"))
    made = RichTable(title=title, title_justify="left", title_style="bold")
    for column in table.columns:
        made.add_column(
            Text(column.header), justify="right" if column.numeric else "left", overflow="fold"
        )
    for row in table.texts(words):
        made.add_row(*(Text(cell) for cell in row))
    return made
