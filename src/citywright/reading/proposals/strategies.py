"""The strategy and its tasks as rows: nodes of one tree, each below the node that it serves."""

from collections.abc import Iterator, Sequence

from citywright.reading.items import Item
from citywright.reading.proposals.making import Making
from citywright.reading.proposals.proposal import Proposal
from citywright.reading.proposals.quotation import cell_text
from citywright.reading.proposals.tabled import word_for
from citywright.reading.times import dates


def strategy_rows(making: Making) -> Iterator[Proposal]:
    """Nodes of the tree, named programmes of action and slogans, as rows of the table strategy."""
    places: dict[str, int] = {}
    made: dict[str, Proposal] = {}
    above = {one.facts["id"]: one for one in making.reading.strategy if "id" in one.facts}
    for one in _nodes(making):
        kind = word_for("kinds", str(one.facts.get("kind", one.kind)))
        title = one.facts.get("title") or one.facts.get("name") or one.quote
        if not kind:
            continue
        parent = _row_above(one, above, made)
        under = parent.row["strategy"] if parent else ""
        places[under] = places.get(under, _last_order(making, under)) + 1
        row = {
            "strategy": making.code_of("strategy", one, len(made)), "parent": under, "kind": kind,
            **making.named("title", str(title)), "order": str(places[under]),
        }  # fmt: skip
        needs = (parent.id,) if parent else ()
        said = {"by": one.facts.get("by")}
        proposal = making.proposed("strategy", one, row, said, needs)
        if proposal:
            made[str(one.facts.get("id", proposal.id))] = proposal
            yield proposal


def _nodes(making: Making) -> Sequence[Item]:
    reading = making.reading
    titles = {one.facts.get("title") for one in reading.strategy}
    others = [*reading.programmes, *reading.slogans]
    return [*reading.strategy, *(o for o in others if o.facts.get("name") not in titles)]


def _row_above(one: Item, above: dict[str, Item], made: dict[str, Proposal]) -> Proposal | None:
    """The proposal of the next node above that has a row; a speech has none and is passed over."""
    at = one.facts.get("parent")
    seen = set()
    while at is not None and at not in made and at not in seen:
        seen.add(at)
        at = above[at].facts.get("parent") if at in above else None
    return made.get(str(at)) if at is not None else None


def _last_order(making: Making, under: str) -> int:
    """The last place among the nodes that the city has below this one."""
    orders = [r["order"] for r in making.known.of("strategy") if r.get("parent", "") == under]
    return max((int(order) for order in orders if order.isdigit()), default=0)


def task_rows(making: Making, nodes: Sequence[Proposal]) -> Iterator[Proposal]:
    """Tasks, each for the node of the tree in whose part of the text it stands."""
    for number, one in enumerate(making.reading.tasks):
        node = _node_of(one, nodes)
        title = one.facts.get("task") or one.facts.get("title") or one.quote
        row = {
            "task": making.code_of("tasks", one, number),
            "strategy": node.row["strategy"] if node else "",
            "owner": cell_text(str(one.facts.get("owner") or "")),
            **making.named("title", str(title)),
            "due": _day(one),
        }  # fmt: skip
        said = {"deadline": one.facts.get("deadline")}
        proposal = making.proposed("tasks", one, row, said, (node.id,) if node else ())
        if proposal:
            yield proposal


def _node_of(one: Item, nodes: Sequence[Proposal]) -> Proposal | None:
    """The last node that begins before the task does, or where it does."""
    before = [node for node in nodes if node.main.start <= one.start]
    return max(before, key=lambda node: node.main.start, default=None)


def _day(one: Item) -> str:
    """The day by which a task is due, where its deadline names one whole date."""
    found = dates(str(one.facts.get("deadline") or ""))
    return found[0].day.isoformat() if len(found) == 1 else ""
