"""Proposed rows against the rows that are there: new, the same, or saying otherwise.

A row that is there is never changed. Two rows are about the same thing where they agree in the columns
of their identity (`tables.csv`), or where a quotation of this very place supports the one already.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from citywright.city.declaration import read_declaration
from citywright.reading.proposals.known import Known, Row
from citywright.reading.proposals.proposal import CONTRADICTS, KNOWN, NEW, PROVEN, Proposal
from citywright.reading.proposals.tabled import LANGUAGES, Tabled, tabled

ENDINGS = tuple(f"_{lang}" for lang in LANGUAGES)
Place = tuple[str, str, int, int, str]
"""Document (SHA-256), table, start, end, column."""


@dataclass(frozen=True)
class Comparison:
    """Rows of a city in the two ways in which they are looked for.

    alike : table -> identity -> row;  supported : place of a quotation -> keys of rows
    rows : (table, key) -> row
    """

    alike: Mapping[str, Mapping[tuple[str, ...], Row]]
    supported: Mapping[Place, frozenset[str]]
    rows: Mapping[tuple[str, str], Row]

    def judged(self, one: Proposal, said: Collection[str] | None = None) -> Proposal:
        """The proposal with its state, the row there and the columns that say otherwise.

        said : columns that the document itself fills, where a person filled others; None for all
        """
        there = self._there(one)
        if there is None:
            return one.judged(NEW, {})
        differs = [
            name
            for name in tabled()[one.table].stated
            if (said is None or name in said)
            and one.row.get(name)
            and there.get(name)
            and not _same(one.row[name], there[name])
        ]
        if differs:
            return one.judged(CONTRADICTS, there, differs)
        key = key_of(one.table, there)
        places = [_place(one, q.start, q.end, q.column) for q in one.quotations]
        is_proven = all(key in self.supported.get(place, ()) for place in places)
        return one.judged(PROVEN if is_proven or _is_paper(one) else KNOWN, there)

    def _there(self, one: Proposal) -> Row | None:
        kind = tabled()[one.table]
        for identity in identities(kind, one.row):
            if identity in self.alike.get(one.table, {}):
                return self.alike[one.table][identity]
        place = _place(one, one.main.start, one.main.end, "")
        keys = self.supported.get(place, frozenset()) & {one.key}
        return self.rows.get((one.table, next(iter(keys)))) if keys else None


def comparison_with(known: Known) -> Comparison:
    """The rows of a city, ready to be compared with."""
    alike: dict[str, dict[tuple[str, ...], Row]] = {}
    rows: dict[tuple[str, str], Row] = {}
    for name, kind in tabled().items():
        found = alike.setdefault(name, {})
        for row in known.of(name):
            rows[name, key_of(name, row)] = row
            for identity in identities(kind, row):
                found.setdefault(identity, row)
    hashes = {row["document"]: row["sha256"] for row in known.of("documents")}
    supported: dict[Place, set[str]] = {}
    for row in known.of("evidence"):
        if row["document"] in hashes and row["start"].isdigit() and row["end"].isdigit():
            place = (
                hashes[row["document"]], row["table"], int(row["start"]), int(row["end"]),
                row["column"],
            )  # fmt: skip
            supported.setdefault(place, set()).add(row["row"])
    frozen = {place: frozenset(keys) for place, keys in supported.items()}
    return Comparison(alike, frozen, rows)


def identities(kind: Tabled, row: Row) -> list[tuple[str, ...]]:
    """What tells a row's thing: its identity in each language in which all of it is stated."""
    found = []
    for lang in LANGUAGES:
        columns = [c for c in kind.identity if c.endswith(f"_{lang}") or not c.endswith(ENDINGS)]
        named = [c for c in columns if c.endswith(ENDINGS)]
        if all(row.get(c) for c in named or columns):
            found.append((lang if named else "", *(row.get(c, "") for c in columns)))
    return list(dict.fromkeys(found))


def key_of(table: str, row: Row) -> str:
    """Key of a row as one text."""
    return "/".join(row.get(name, "") for name in read_declaration(table).key)


def _place(one: Proposal, start: int, end: int, column: str) -> Place:
    return one.document, one.table, start, end, column


def _is_paper(one: Proposal) -> bool:
    return one.table in ("sources", "documents")


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return float(one) == float(other)
    except ValueError:
        return False
