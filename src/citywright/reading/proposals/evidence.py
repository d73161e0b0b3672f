"""Rows of evidence for accepted rows: the words of the document travel with the number."""

from collections.abc import Iterator, Mapping, Sequence

from citywright.city.declaration import read_declaration
from citywright.reading.proposals.amounts import number_text
from citywright.reading.proposals.comparison import key_of
from citywright.reading.proposals.proposal import NEW, Proposal
from citywright.reading.proposals.tabled import SAID_OF_A_ROW, tabled

CHECKED = 1.0
"""Confidence of what a person has checked, as the table of evidence declares it."""
NOTE_FILLED, NOTE_CHANGED = "filled by the reviewer: ", "changed by the reviewer: "
NOTE_RULE = "confidence of the rule: "


def evidence_rows(
    one: Proposal, before: Proposal, papers: Mapping[str, str], quoted: set[str]
) -> Iterator[dict[str, str]]:
    """A row of evidence for each quotation whose cell says what the document says.

    one : the proposal as the person left it; before : as it was made
    papers : SHA-256 -> code of the document; quoted : codes of evidence that are taken already
    """
    if one.table == "sources":
        return
    row = one.row if one.state == NEW else one.there
    for quotation in one.quotations:
        column = quotation.column
        if column and row.get(column) != before.row.get(column):
            continue
        code = _code(key_of(one.table, before.row), column, quoted)
        quoted.add(code)
        yield {
            "evidence": code, "document": papers.get(one.document, ""),
            "start": str(quotation.start), "end": str(quotation.end), "quote": quotation.quote,
            "rule": one.rule, "confidence": number_text(CHECKED), "table": one.table,
            "row": key_of(one.table, row), "column": column,
            "source": _source(one, row), "quality": one.row.get("quality") or "secondhand",
            "note": f"{NOTE_RULE}{one.confidence:g}",
        }  # fmt: skip


def with_notes(
    one: Proposal, before: Proposal, evidence: Sequence[Mapping[str, str]]
) -> dict[str, str]:
    """The accepted row: its quotation named, and what the person filled or changed said in its note."""
    names = read_declaration(one.table).names
    row = {name: one.row.get(name, "") for name in names}
    stated = tabled()[one.table].stated
    own = [n for n in names if n not in SAID_OF_A_ROW]
    filled = [n for n in own if row[n] and not before.row.get(n)]
    changed = [n for n in stated if row[n] and before.row.get(n) and row[n] != before.row[n]]
    parts = [row.get("note", "")]
    parts += [NOTE_FILLED + ", ".join(filled)] if filled else []
    parts += [NOTE_CHANGED + ", ".join(changed)] if changed else []
    if "note" in names:
        row["note"] = "; ".join(part for part in parts if part)
    if "evidence" in names and not row["evidence"]:
        whole = [e["evidence"] for e in evidence if not e["column"]]
        row["evidence"] = whole[0] if whole else ""
    return row


def checked_quotations(one: Proposal, text: str) -> bool:
    """Whether every quotation of a proposal stands in the text sign for sign."""
    return all(
        0 <= q.start < q.end <= len(text) and text[q.start : q.end] == q.quote
        for q in one.quotations
    )


def _code(key: str, column: str, taken: set[str]) -> str:
    """A code for a piece of evidence: the row's, a mark, the column; free."""
    base = ".".join(part for part in (key[:40], "e", column[:12]) if part)
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}.{number}"
    return code


def _source(one: Proposal, row: Mapping[str, str]) -> str:
    """The source of the quotation: that of the document, also where the row there has another."""
    return one.row.get("source") or row.get("source", "")
