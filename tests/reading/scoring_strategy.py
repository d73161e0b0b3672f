"""Scorer for strategy, slogans, programmes, honours, projects and tasks, by the rules of the corpus."""

import json
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from scoring_quantities import Score, matched

from citywright.reading.reader import Reading, read_document

CORPUS = Path(__file__).parent / "corpus"
Row = dict[str, Any]
KINDS = (
    "strategy", "slogans", "programmes", "honours", "projects", "project_sizes", "tasks",
    "tasks_exact", "deadlines",
)  # fmt: skip
LABELLED_NODES = ("heading", "demand", "position")
"""Kinds of node that the corpus labels; speeches, named strategies and measures come on top."""
SHARE = 0.5
"""Share of the longer text that two tasks must have in one piece to be the same."""


def edges_of(reading: Reading) -> set[tuple[str | None, str]]:
    """(parent or None, title) over the kinds of node that are labelled."""
    nodes = {one.facts["id"]: one.facts for one in reading.items["strategy"]}
    found = set()
    for one in nodes.values():
        above = nodes.get(one.get("parent"))
        while above is not None and above["kind"] not in LABELLED_NODES:
            above = nodes.get(above.get("parent"))
        if one["kind"] in LABELLED_NODES:
            found.add((above and above["title"], one["title"]))
    return found


def alike(a: str, b: str) -> bool:
    """Whether two texts share one piece of at least half of the longer one."""
    size = SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size
    return size >= SHARE * max(len(a), len(b))


def same_task(a: Row, b: Row) -> bool:
    return a["owner"] == b["owner"] and alike(a["task"], b["task"])


def same_honour(a: Row, b: Row) -> bool:
    same = all(a.get(name) == b.get(name) for name in ("what", "year", "by"))
    return same and sorted(a.get("who", [])) == sorted(b.get("who", []))


def same_deadline(a: Row, b: Row) -> bool:
    return same_task(a, b) and a.get("deadline") == b.get("deadline")


def same_size(a: Row, b: Row) -> bool:
    fields = ("name", "amount", "unit", "area", "area_unit")
    return all(a.get(name) == b.get(name) for name in fields)


def pairs(
    labels: Sequence[Any], found: Sequence[Any], same: Callable[[Any, Any], bool]
) -> tuple[Score, list[str]]:
    """Score of a matching of labels and findings, each used once, and the errors as lines."""
    score, missed, rest = matched(labels, found, same)
    return score, [*(f"- {one}" for one in missed), *(f"+ {one}" for one in rest)]


def equal(a: Any, b: Any) -> bool:
    return bool(a == b)


def compare(reading: Reading, label: Row) -> dict[str, tuple[Score, list[str]]]:
    """Score and errors of each kind for one document."""
    facts = {kind: [dict(one.facts) for one in reading.items[kind]] for kind in reading.items}
    dated = [one for one in label["tasks"] if "deadline" in one]
    found_dated = [one for one in facts["tasks"] if "deadline" in one]
    names = {
        kind: sorted({one["name"] for one in facts[kind]}) for kind in ("programmes", "projects")
    }
    return {
        "strategy": pairs([tuple(e) for e in label["strategy"]], list(edges_of(reading)), equal),
        "slogans": pairs(label["slogans"], [one["text"] for one in facts["slogans"]], equal),
        "programmes": pairs(label["programmes"], names["programmes"], equal),
        "honours": pairs(label["honours"], facts["honours"], same_honour),
        "projects": pairs([one["name"] for one in label["projects"]], names["projects"], equal),
        "project_sizes": pairs(label["projects"], facts["projects"], same_size),
        "tasks": pairs(label["tasks"], facts["tasks"], same_task),
        "tasks_exact": pairs(
            label["tasks"], facts["tasks"],
            lambda a, b: (a["owner"], a["task"]) == (b["owner"], b["task"]),
        ),
        "deadlines": pairs(dated, found_dated, same_deadline),
    }  # fmt: skip


def labelled(split: str) -> Iterable[tuple[Path, Row]]:
    """Documents of a split with their labels."""
    for path in sorted((CORPUS / split).iterdir()):
        if path.suffix != ".json":
            yield path, json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def score(
    split: str, only: Callable[[Path], bool] = lambda _: True
) -> tuple[dict[str, Score], list[str]]:
    """Scores over a split, and for the development documents what went wrong, one line each."""
    total = {kind: Score(0, 0, 0) for kind in KINDS}
    wrong: list[str] = []
    for path, label in labelled(split):
        if only(path):
            for kind, (one, errors) in compare(read_document(path), label).items():
                total[kind] += one
                wrong += [f"{path.stem} {kind} {line}" for line in errors] if split == "dev" else []
    return total, wrong
