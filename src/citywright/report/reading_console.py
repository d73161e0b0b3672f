"""What `read` shows on the terminal: proposals by table, what is missing, what stands side by side."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from citywright.words import say, tables

NAMES = (
    "title_zh", "title_en", "name_zh", "name_en", "title", "indicator", "recipient_zh",
    "recipient_en", "owner", "year", "value", "investment", "due",
)  # fmt: skip
"""Columns by which a person knows a row, in the order in which they are shown."""
QUOTED = 60
"""Characters of a quotation that are shown; the whole one is in the workbook and the JSON."""
COLUMNS = ("state", "row", "missing", "quote", "rule")


def read_shown(document: Mapping[str, Any], lang: str) -> RenderableType:
    """One document: head, findings, overwritten words, proposals by table, refused items."""
    parts: list[RenderableType] = [_head(document["document"], lang)]
    parts += [Text(f"- {one['text']}") for one in document["document"]["findings"]]
    parts += [Text(line, style="bold") for line in _doubts(document["tampering"], lang)]
    by_table: dict[str, list[Mapping[str, Any]]] = {}
    for one in document["proposals"]:
        if one["state"] == "proven":
            continue  # row and quotation are there; they are counted below
        by_table.setdefault(one["table"], []).append(one)
    parts += [_table(name, found, lang) for name, found in by_table.items() if found]
    parts += [Text(line) for line in _contradictions(document["proposals"], lang)]
    parts += [Text(line) for line in _refused(document.get("refused", ()), lang)]
    parts.append(Text(_counted(document, lang)))
    return Group(*parts)


def many_shown(summary: Mapping[str, Any], lang: str) -> RenderableType:
    """Several documents: how many were read, what was found, what failed and why."""
    parts: list[RenderableType] = [
        Text(say("reading.console.many", lang, **{k: summary[k] for k in SUMMED}))
    ]
    parts += [Text(f"- {one['text']}") for one in summary["failed"]]
    if summary["left_aside"]:
        names = ", ".join(summary["left_aside"][:5])
        count = len(summary["left_aside"])
        parts.append(Text(say("reading.console.left_aside", lang, count=count, names=names)))
    return Group(*parts)


SUMMED = ("documents", "failures", "proposals", "contradictions", "doubts")


def accepted_shown(document: Mapping[str, Any], lang: str) -> RenderableType:
    """What a reviewed list added, and what it left as it is."""
    lines = [say("reading.console.answers", lang, **document["counts"])]
    for name, count in document["added"].items():
        lines.append(say("reading.console.added", lang, table=name, count=count))
    if not document["added"]:
        lines.append(say("reading.console.nothing_added", lang))
    lines += _contradictions(document["left"], lang)
    return Group(*(Text(line) for line in lines))


def _head(document: Mapping[str, Any], lang: str) -> RenderableType:
    known = ("kind", "title", "date", "place", "body")
    words = {name: str(document[name]) for name in known if document.get(name)}
    if "date" in words and document.get("date_told_by") != "written":
        words["date"] = say("reading.console.implied", lang, date=words["date"])
    said = " · ".join(words.values())
    return Text(f"{document['name']}: {said}", style="bold")


def _doubts(doubts: Sequence[Mapping[str, Any]], lang: str) -> Iterator[str]:
    for one in doubts:
        clues = ", ".join(clue["text"] for clue in one["clues"][:6]) or "-"
        yield say(
            "reading.console.doubt", lang, text=one["text"], count=len(one["spans"]),
            word=one["proposal"], clues=clues,
        )  # fmt: skip


def _table(name: str, found: Sequence[Mapping[str, Any]], lang: str) -> RenderableType:
    title = say("reading.console.table", lang, table=name, count=len(found))
    made = Table(title=title, title_justify="left", title_style="bold")
    for column in COLUMNS:
        head = say(f"reading.console.{column}", lang)
        made.add_column(
            head, justify="right" if column == "confidence" else "left", overflow="fold"
        )
    for one in found:
        quote = one["quote"][:QUOTED] + ("…" if len(one["quote"]) > QUOTED else "")
        made.add_row(
            Text(say(f"reading.state.{one['state']}", lang)),
            Text(row_name(one)), Text(", ".join(one["missing"])),
            Text(f"{quote} [{one['start']}:{one['end']}]"),
            Text(f"{one['rule']} {one['confidence']:.2f}"),
        )  # fmt: skip
    return made


def row_name(one: Mapping[str, Any]) -> str:
    """What a person calls a proposed row."""
    words = [str(one["row"][name]) for name in NAMES if one["row"].get(name)]
    return " · ".join(dict.fromkeys(words)) or next(iter(one["row"].values()), one["id"])


def _contradictions(proposals: Sequence[Mapping[str, Any]], lang: str) -> list[str]:
    """The row there and the document side by side, cell by cell."""
    return [
        say(
            "reading.console.contradiction", lang, table=one["table"], column=column,
            there=one["there"].get(column, ""), said=one["row"].get(column, ""),
            source=one["there"].get("source", "") or "-", quote=one["quote"][:QUOTED],
        )
        for one in proposals
        for column in one["differs"]
    ]  # fmt: skip


def _refused(refused: Sequence[Mapping[str, Any]], lang: str) -> list[str]:
    return [
        say("reading.console.refused", lang, quote=str(one["quote"])[:QUOTED], why=one["text"])
        for one in refused
    ]


def _counted(document: Mapping[str, Any], lang: str) -> str:
    states = [one["state"] for one in document["proposals"]]
    return say(
        "reading.console.counted", lang, proposals=len(states), new=states.count("new"),
        there=states.count("known") + states.count("proven"),
        contradictions=states.count("contradicts"), doubts=len(document["tampering"]),
    )  # fmt: skip


def rule_said(rule: str, lang: str) -> str:
    """The sentence of a rule; the rule's name where it has none."""
    key = f"reading.rule.{rule}"
    return say(key, lang) if key in tables() else rule
