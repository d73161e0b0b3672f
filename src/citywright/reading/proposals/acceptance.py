"""From what a person accepted to the rows that are added; nothing that is there is ever changed.

What cannot be taken is collected and said at once. Where anything cannot be taken, nothing is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from citywright.city.declaration import read_declaration
from citywright.city.findings import Finding
from citywright.errors import ReadingError
from citywright.reading.proposals.comparison import Comparison
from citywright.reading.proposals.decisions import Decision, Review
from citywright.reading.proposals.evidence import evidence_rows, with_notes
from citywright.reading.proposals.known import Known
from citywright.reading.proposals.proposal import CONTRADICTS, KNOWN, NEW, PROVEN, Proposal
from citywright.reading.proposals.propose import Doubt
from citywright.reading.proposals.references import known_codes, with_references
from citywright.words import say

Row = Mapping[str, str]


class ReviewError(ReadingError):
    """A reviewed list that cannot be taken as it is; carries every fault, as (key, values)."""

    def __init__(self, faults: Sequence[tuple[str, Mapping[str, object]]]) -> None:
        self.faults = tuple(faults)
        super().__init__("reading.review.faults", count=len(faults))

    def text(self, lang: str = "en") -> str:
        """The count and then every fault on its own line."""
        lines = [say(key, lang, **_said(values, lang)) for key, values in self.faults]
        return "\n".join([super().text(lang), *lines])


def _said(values: Mapping[str, object], lang: str) -> dict[str, object]:
    """Values for a sentence; a finding of the check says itself."""
    return {k: v.text(lang) if isinstance(v, Finding) else v for k, v in values.items()}


@dataclass(frozen=True)
class Acceptance:
    """What a reviewed list adds.

    rows : table -> rows to add, in the order of the tables
    places : (table, number of the row) -> id and place in the list, for messages
    left : accepted proposals that contradict a row; that row stays as it is
    counts : how many were accepted, rejected, unanswered, there already
    """

    rows: Mapping[str, Sequence[Row]]
    places: Mapping[tuple[str, int], str]
    left: tuple[Proposal, ...]
    counts: Mapping[str, int] = field(default_factory=dict)


def accepted(
    proposals: Sequence[Proposal],
    doubts: Sequence[Doubt],
    review: Review,
    known: Known,
    comparison: Comparison,
) -> Acceptance:
    """What is added to the city by the answers of a review.

    Raises
    ------
    ReviewError
        With every fault: an id that is not proposed, an unanswered overwritten word, an empty
        required column, a row that needs another which was not accepted.
    """
    by_id = {one.id: one for one in proposals}
    taken = [one for one in review.decisions.values() if one.accept]
    faults: list[tuple[str, dict[str, object]]] = [
        ("reading.review.unknown", {"id": one.id, "place": one.place})
        for one in taken
        if one.id not in by_id and one.id not in {doubt.id for doubt in doubts}
    ]
    words = confirmed_words(doubts, review)
    rows = [_as_left(by_id[one.id], one, comparison, words) for one in taken if one.id in by_id]
    rows = _renamed(rows, by_id, known)
    faults += list(_doubtful(rows, doubts, review))
    faults += list(_incomplete(rows, review))
    faults += list(_lonely(rows, by_id, review))
    if faults:
        raise ReviewError(faults)
    return _added(rows, by_id, review, known)


def confirmed_words(doubts: Sequence[Doubt], review: Review) -> dict[str, str]:
    """Document -> the city's name that a person confirmed in place of overwritten words."""
    answers = {doubt.id: review.decisions.get(doubt.id) for doubt in doubts}
    return {
        doubt.document: answer.word or doubt.word
        for doubt in doubts
        if (answer := answers[doubt.id]) and answer.accept and doubt.tampering.clues
    }


def _as_left(
    one: Proposal, decision: Decision, comparison: Comparison, words: Mapping[str, str]
) -> Proposal:
    """The proposal with the cells as the person left them, compared again."""
    row = dict(one.row)
    if decision.row is not None:
        names = read_declaration(one.table).names
        row = {name: text.strip() for name, text in decision.row.items() if name in names}
    if one.table == "documents" and not row.get("place"):
        row["place"] = words.get(one.document, "")
    row = {name: text for name, text in row.items() if text}
    return comparison.judged(replace(one, row=row), one.row)


def _renamed(
    rows: Sequence[Proposal], by_id: Mapping[str, Proposal], known: Known
) -> list[Proposal]:
    """References follow codes that a person changed, and lead to rows that are there."""
    codes = known_codes(list(by_id.values()))
    codes |= {(one.table, by_id[one.id].key): one.key for one in rows if one.state == NEW}
    codes |= known_codes(rows)
    codes |= {
        (one.table, by_id[one.id].key): one.there[read_declaration(one.table).key[0]]
        for one in rows
        if one.there
    }
    return with_references(rows, codes, known)


def _doubtful(
    rows: Sequence[Proposal], doubts: Sequence[Doubt], review: Review
) -> Iterator[tuple[str, dict[str, object]]]:
    """Documents with overwritten words of which one is not answered yet."""
    used = {one.document for one in rows}
    for doubt in doubts:
        answer = review.decisions.get(doubt.id)
        if doubt.document in used and (answer is None or answer.accept is None):
            text = doubt.tampering.text[:40]
            yield "reading.review.doubt", {"id": doubt.id, "text": text}


def _incomplete(
    rows: Sequence[Proposal], review: Review
) -> Iterator[tuple[str, dict[str, object]]]:
    for one in rows:
        if one.state == NEW and one.missing:
            place = review.decisions[one.id].place
            columns = ", ".join(one.missing)
            yield "reading.review.missing", {
                "place": place, "id": one.id, "table": one.table, "columns": columns,
            }  # fmt: skip


def _lonely(
    rows: Sequence[Proposal], by_id: Mapping[str, Proposal], review: Review
) -> Iterator[tuple[str, dict[str, object]]]:
    """Rows that lead to a proposed row which was not accepted and is not there."""
    there = {one.id for one in rows}
    for one in rows:
        for need in one.needs:
            other = by_id.get(need)
            is_used = other is not None and _leads_to(one, other)
            if other is not None and need not in there and other.state == NEW and is_used:
                place = review.decisions[one.id].place
                yield "reading.review.needs", {
                    "place": place, "id": one.id, "table": one.table,
                    "need": need, "other": other.table,
                }  # fmt: skip


def _leads_to(one: Proposal, other: Proposal) -> bool:
    """Whether a cell of the row names the other row, or the quotation its document."""
    if other.table == "documents":
        return True
    columns = read_declaration(one.table).columns
    return any(
        c.refers_to and c.refers_to[0] == other.table and one.row.get(c.name) == other.key
        for c in columns
    )


def _added(
    rows: Sequence[Proposal], by_id: Mapping[str, Proposal], review: Review, known: Known
) -> Acceptance:
    added: dict[str, list[Row]] = {}
    places: dict[tuple[str, int], str] = {}
    new = [one for one in rows if one.table == "documents" and one.state == NEW]
    codes = {one.document: one.row["document"] for one in new}
    papers = {sha256: row["document"] for sha256, row in known.documents.items()} | codes
    quoted = {row["evidence"] for row in known.of("evidence")}
    order = {"sources": 0, "documents": 1}
    for one in sorted(rows, key=lambda one: order.get(one.table, 2)):
        if one.state in (CONTRADICTS, PROVEN):
            continue
        before = by_id[one.id]
        evidence = list(evidence_rows(one, before, papers, quoted))
        added.setdefault("evidence", []).extend(evidence)
        if one.state == NEW:
            found = added.setdefault(one.table, [])
            places[one.table, len(found)] = f"{review.decisions[one.id].place} ({one.id})"
            found.append(with_notes(one, before, evidence))
    left = tuple(one for one in rows if one.state == CONTRADICTS)
    return Acceptance({t: r for t, r in added.items() if r}, places, left, _counts(rows, review))


def _counts(rows: Sequence[Proposal], review: Review) -> dict[str, int]:
    answers = [one.accept for one in review.decisions.values()]
    return {
        "accepted": answers.count(True), "rejected": answers.count(False),
        "unanswered": answers.count(None),
        "there": sum(one.state in (KNOWN, PROVEN) for one in rows),
    }  # fmt: skip
