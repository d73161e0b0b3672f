"""References between proposed rows follow a row that has another code than was proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from citywright.city.declaration import read_declaration
from citywright.reading.proposals.known import Known
from citywright.reading.proposals.proposal import NEW, Proposal

Codes = Mapping[tuple[str, str], str]
"""(table, code as proposed) -> code as it is."""


def known_codes(proposals: Sequence[Proposal]) -> dict[tuple[str, str], str]:
    """Codes of the rows that are there already, for what was proposed about the same things."""
    return {
        (one.table, one.key): one.there[read_declaration(one.table).key[0]]
        for one in proposals
        if one.state != NEW and one.there
    }


def with_codes(table: str, row: Mapping[str, str], codes: Codes) -> dict[str, str]:
    """The row with every reference to a proposed code as the code it has."""
    cells = dict(row)
    for column in read_declaration(table).columns:
        if column.refers_to and column.name in cells and not column.is_key:
            other = column.refers_to[0]
            cells[column.name] = codes.get((other, cells[column.name]), cells[column.name])
    return cells


def referred(proposals: Sequence[Proposal], known: Known) -> list[Proposal]:
    """The proposals with references to rows that are there, and places in the tree that are free."""
    return with_references(proposals, known_codes(proposals), known)


def with_references(proposals: Sequence[Proposal], codes: Codes, known: Known) -> list[Proposal]:
    """The proposals with references as the codes say, new nodes of the tree in places that are free."""
    taken = {(row.get("parent", ""), row.get("order", "")) for row in known.of("strategy")}
    found = []
    for one in proposals:
        row = with_codes(one.table, one.row, codes)
        if one.table == "strategy" and one.state == NEW:
            row = in_free_place(row, taken)
        found.append(replace(one, row=row))
    return found


def in_free_place(row: Mapping[str, str], taken: set[tuple[str, str]]) -> dict[str, str]:
    """The row of the tree at the first free place from its own on; the place is taken then."""
    cells = dict(row)
    parent, order = cells.get("parent", ""), cells.get("order", "")
    while order.isdigit() and (parent, order) in taken:
        order = str(int(order) + 1)
    taken.add((parent, order))
    return cells | ({"order": order} if order else {})
