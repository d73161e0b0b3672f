"""Tables of the page of a solved network."""

from typing import Any

from citywright.energy.looking.balance import energy_by_kind
from citywright.energy.looking.prices import line_use, node_prices
from citywright.energy.looking.setters import setter_shares_by_kind
from citywright.energy.looking.solved import years
from citywright.energy.looking.stock import capacity_by_kind
from citywright.energy.solution import Solution
from citywright.report.energy.language import PowerWords
from citywright.report.table import Column, Table

EVENTS, WORTHS, SHARES = 15, 25, 15
"""Rows that the page shows; the files hold all."""


def capacities_table(words: PowerWords, solution: Solution) -> Table:
    """Capacity of each kind: in place, added, together."""
    say = words.say
    columns = (
        Column(say("col.component")), Column(say("col.kind")), Column(say("col.year"), "short"),
        Column(say("col.before"), "mixed"), Column(say("col.added"), "mixed"),
        Column(say("col.capacity"), "mixed"), Column(say("col.unit"), "short"),
    )  # fmt: skip
    rows = tuple(
        (
            say(f"component.{r.component}"), words.kind(r.kind), words.year(r.year), r.before, r.added,
            r.capacity, words.unit("MWh" if r.component == "stores" else "MW"),
        )
        for r in capacity_by_kind(solution).itertuples()
    )  # fmt: skip
    return _of_one_year(words, solution, Table("capacities", columns, rows, say("note.capacities")))


def energies_table(words: PowerWords, solution: Solution) -> Table:
    """Energy of each kind in a year."""
    say, energy = words.say, words.unit("GWh")
    columns = (
        Column(say("col.component")), Column(say("col.kind")), Column(say("col.year"), "short"),
        Column(say("col.given"), "number", energy), Column(say("col.taken"), "number", energy),
        Column(say("col.full_load"), "count", words.unit("hour")),
        Column(say("col.curtailed"), "number", energy),
        Column(say("col.carbon"), "number", words.unit("10000 t")),
        Column(say("col.value"), "number", say("millions", money=words.money)),
    )  # fmt: skip
    table = energy_by_kind(solution)
    rows = tuple(
        (
            say(f"component.{r.component}"), words.kind(r.kind), words.year(r.year), r.given, r.taken,
            r.full_load_hours if r.component == "generators" else None, r.curtailed,
            r.carbon / 1e4, r.value / 1e6,
        )
        for r in table.itertuples()
    )  # fmt: skip
    return _of_one_year(words, solution, Table("energies", columns, rows, say("note.energies")))


def prices_table(words: PowerWords, solution: Solution) -> Table:
    """Prices of each node."""
    say, unit = words.say, words.per("MWh")
    columns = (
        Column(say("col.node")), Column(say("col.carrier")), Column(say("col.year"), "short"),
        Column(say("col.mean"), "number", unit), Column(say("col.paid"), "number", unit),
        Column(say("col.low"), "number", unit), Column(say("col.high"), "number", unit),
        Column(say("col.free_hours"), "count", words.unit("hour")),
        Column(say("col.above_hours"), "count", words.unit("hour")),
    )  # fmt: skip
    rows = tuple(
        (
            r.node, words.carrier(r.carrier), words.year(r.year), r.mean, r.paid, r.low, r.high,
            r.free_hours, r.above_hours,
        )
        for r in node_prices(solution).itertuples()
    )  # fmt: skip
    return _of_one_year(words, solution, Table("prices", columns, rows, say("note.prices")))


def setters_table(words: PowerWords, facts: dict[str, Any]) -> Table:
    """What sets the price, by kind; with the nodes where its units stand."""
    say = words.say
    columns = (
        Column(say("col.setter")), Column(say("col.kind")), Column(say("col.nodes")),
        Column(say("col.share"), "number", "%"),
    )  # fmt: skip
    rows = tuple(
        (
            say(f"rule.{r.rule}"), words.kind(r.kind) if r.kind else "", say("and").join(r.nodes),
            100 * r.share,
        )
        for r in setter_shares_by_kind(facts["shares"]).head(SHARES).itertuples()
    )  # fmt: skip
    return Table("setters", columns, rows, say("note.setters"))


def events_table(words: PowerWords, facts: dict[str, Any]) -> Table:
    """Stretches of tight hours."""
    say = words.say
    columns = (
        Column(say("col.from"), "short"), Column(say("col.tight_hours"), "count", words.unit("hour")),
        Column(say("col.top_price"), "number", words.per("MWh")),
        Column(say("col.headroom"), "number", words.unit("MW")),
        Column(say("col.peak"), "number", words.unit("MW")),
        Column(say("col.shed"), "number", words.unit("MWh")), Column(say("col.why")),
    )  # fmt: skip
    rows = tuple(
        (
            words.moment(str(r.day), int(r.hour)), r.hours, r.price, r.headroom, r.demand, r.shed,
            say("why." + "_".join([*["price"] * r.by_price, *["headroom"] * r.by_headroom])),
        )
        for r in facts["events"].head(EVENTS).itertuples()
    )  # fmt: skip
    return Table("events", columns, rows, say("note.events"))


def worths_table(words: PowerWords, facts: dict[str, Any]) -> Table:
    """What one more unit of each thing is worth."""
    say = words.say
    columns = (
        Column(say("col.component")), Column(say("col.name")), Column(say("col.kind")),
        Column(say("col.node")), Column(say("col.worth"), "number", words.money),
        Column(say("col.capital"), "number", words.money), Column(say("col.unit"), "short"),
    )  # fmt: skip
    rows = tuple(
        (
            say(f"component.{r.component}"), r.name, words.kind(r.kind), r.node, r.worth,
            r.capital_cost, words.unit("MWh" if r.component == "stores" else "MW"),
        )
        for r in facts["worths"].head(WORTHS).itertuples()
    )  # fmt: skip
    return Table("worths", columns, rows, say("note.worths"))


def limits_table(words: PowerWords, facts: dict[str, Any]) -> Table:
    """Limits, how much of each is used, and its price."""
    say = words.say
    columns = (
        Column(say("col.limit")), Column(say("col.limit_kind")), Column(say("col.sense"), "short"),
        Column(say("col.limit_value"), "mixed"), Column(say("col.used"), "mixed"),
        Column(say("col.unit"), "short"), Column(say("col.limit_price"), "own", words.money),
    )  # fmt: skip
    signs = {"<=": "≤", ">=": "≥", "==": "="}
    rows = tuple(
        (
            r.name, say(f"limit_kind.{r.kind}"), signs[r.sense], r.value, r.used,
            say(f"limit_unit.{r.kind}"), r.price,
        )
        for r in facts["limits"].itertuples()
    )  # fmt: skip
    return Table("limits", columns, rows, say("note.limits"))


def lines_table(words: PowerWords, solution: Solution) -> Table:
    """Lines: how much of them is used, and what their being full costs."""
    say, energy = words.say, words.unit("GWh")
    columns = (
        Column(say("col.line")), Column(say("col.from_node")), Column(say("col.to_node")),
        Column(say("col.year"), "short"), Column(say("col.capacity"), "number", words.unit("MW")),
        Column(say("col.forward"), "number", energy), Column(say("col.backward"), "number", energy),
        Column(say("col.loss"), "number", energy), Column(say("col.use"), "number", "%"),
        Column(say("col.full_hours"), "count", words.unit("hour")),
        Column(say("col.rent"), "number", say("millions", money=words.money)),
    )  # fmt: skip
    rows = tuple(
        (
            r.name, r.node0, r.node1, words.year(r.year), r.capacity, r.forward, r.backward, r.loss,
            100 * r.use, r.full_hours, r.rent / 1e6,
        )
        for r in line_use(solution).itertuples(index=False)
    )  # fmt: skip
    return _of_one_year(words, solution, Table("lines", columns, rows, say("note.lines")))


def _of_one_year(words: PowerWords, solution: Solution, table: Table) -> Table:
    """The table without its column of years, where there is only one year."""
    if len(years(solution)) > 1:
        return table
    kept = [k for k, column in enumerate(table.columns) if column.name != words.say("col.year")]
    return Table(
        table.key, tuple(table.columns[k] for k in kept),
        tuple(tuple(row[k] for k in kept) for row in table.rows), table.note,
    )  # fmt: skip
