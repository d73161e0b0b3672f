"""The labelled corpus is sound: frozen, complete in its counts, and every label stands in its document."""

import csv
import hashlib
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from citywright.reading.document import Document
from citywright.reading.formats.opening import open_document
from citywright.reading.view import view_of

CORPUS = Path(__file__).parent / "corpus"
SPLITS = ("dev", "test", "blind")
LABELS = sorted(path for split in SPLITS for path in (CORPUS / split).glob("*.json"))
KEYS = {
    "language", "kind", "title", "date", "place", "body", "people", "organisations", "places",
    "quantities", "targets", "strategy", "slogans", "programmes", "honours", "projects", "tasks",
    "tampering", "removed",
}  # fmt: skip
COMPARISONS = {
    "exact", "at_least", "at_most", "above", "below", "about", "growth", "growth_about", "fall",
    "times", "rank", "between",
}  # fmt: skip
each = pytest.mark.parametrize("path", LABELS, ids=lambda path: f"{path.parent.name}/{path.stem}")


def document_beside(path: Path) -> Path:
    (found,) = (one for one in path.parent.glob(f"{path.stem}.*") if one.suffix != ".json")
    return found


@cache
def labels(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def opened(path: Path) -> Document:
    return open_document(document_beside(path))


@cache
def plain(path: Path) -> str:
    """Normalised text, any run of white space as one blank: a name may go over the end of a line."""
    return " ".join(view_of(opened(path)).text.split())


def strings(label: dict[str, Any]) -> list[str]:
    """Every string of a label that must stand in the text."""
    found = [label[key] for key in ("title", "place", "body") if label[key]]
    for key in ("organisations", "places", "slogans", "programmes"):
        found += label[key]
    for one in label["people"]:
        found += [one["name"], *one["posts"]]
    for one in label["quantities"]:
        found += [one["quote"], one.get("indicator", "")]
    found += [one["indicator"] for one in label["targets"]]
    found += [title for edge in label["strategy"] for title in edge if title]
    for one in label["honours"]:
        found += [one["what"], *one["who"], one.get("by", "")]
    found += [one["name"] for one in label["projects"]]
    for one in label["tasks"]:
        found += [one["owner"], one["task"], one.get("deadline", "")]
    return found


def test_the_split_is_frozen_by_name_and_content():
    with (CORPUS / "frozen.csv").open(encoding="utf-8", newline="") as file:
        frozen = {(row["split"], row["name"]): row["sha256"] for row in csv.DictReader(file)}
    found = {
        (path.parent.name, document_beside(path).name): hashlib.sha256(
            document_beside(path).read_bytes()
        ).hexdigest()
        for path in LABELS
    }
    assert found == frozen
    files = {(s, p.name) for s in SPLITS for p in (CORPUS / s).iterdir() if p.suffix != ".json"}
    assert files == set(frozen), "a document without labels"


def test_counts_by_kind_language_format_and_tampering():
    assert Counter(path.parent.name for path in LABELS) == {"dev": 210, "test": 20, "blind": 38}
    kinds = Counter((path.parent.name, labels(path)["kind"]) for path in LABELS)
    assert kinds == {
        ("dev", "meeting_report"): 49, ("test", "meeting_report"): 5, ("blind", "meeting_report"): 8,
        ("dev", "work_report"): 32, ("test", "work_report"): 4, ("blind", "work_report"): 6,
        ("dev", "five_year_plan"): 29, ("test", "five_year_plan"): 3, ("blind", "five_year_plan"): 5,
        ("dev", "policy_notice"): 34, ("test", "policy_notice"): 3, ("blind", "policy_notice"): 8,
        ("dev", "bulletin"): 21, ("test", "bulletin"): 3, ("blind", "bulletin"): 5,
        ("dev", "award_list"): 45, ("test", "award_list"): 2, ("blind", "award_list"): 6,
    }  # fmt: skip
    assert Counter(labels(path)["language"] for path in LABELS) == {"zh": 217, "en": 51}
    formats = Counter(document_beside(path).suffix for path in LABELS)
    assert formats == {".txt": 237, ".html": 26, ".docx": 3, ".pdf": 2}
    tampered = Counter(path.parent.name for path in LABELS if labels(path)["tampering"])
    assert tampered == {"dev": 49, "test": 8, "blind": 13}
    ways = {one["way"] for path in LABELS for one in labels(path)["tampering"]}
    assert len(ways) >= 6


def test_encodings_and_scripts_are_as_the_names_say():
    seen = {document_beside(path).name: document_beside(path).read_bytes() for path in LABELS}
    gb = [name for name in seen if "_gb." in name]
    big5 = [name for name in seen if "_big5." in name]
    assert (len(gb), len(big5)) == (3, 2)
    for name in gb + big5:
        with pytest.raises(UnicodeDecodeError):
            seen[name].decode("utf-8")
        assert seen[name].decode("gb18030" if name in gb else "big5")
    assert sum(bool(re.search("[\uff10-\uff19]", opened(path).text)) for path in LABELS) == 6


@each
def test_every_labelled_string_stands_in_the_text(path):
    label, text = labels(path), plain(path)
    assert set(label) == KEYS
    assert [one for one in strings(label) if one not in text] == []


@each
def test_quantities_stand_as_often_as_labelled_and_say_their_value(path):
    label, text = labels(path), plain(path)
    for quote, count in Counter(one["quote"] for one in label["quantities"]).items():
        assert text.count(quote) >= count, quote
    for one in label["quantities"]:
        assert one["comparison"] in COMPARISONS
        assert one["status"] in {"fact", "target", "rule"}
        digits = re.match(r"第?([\d,]+(?:\.\d+)?)", one["quote"])
        if digits:
            assert float(digits[1].replace(",", "")) == one["value"], one
        tabled = one["quote"].isdigit() or one["quote"].replace(".", "").isdigit()
        if not tabled and label["language"] == "zh" and "番" not in one["quote"]:
            assert one["quote"].endswith(one["unit"]), one


@each
def test_targets_are_the_quantities_that_are_targets(path):
    label = labels(path)
    fields = ("indicator", "value", "unit", "comparison", "year")
    aimed = [
        {field: one.get(field) for field in fields}
        for one in label["quantities"]
        if one["status"] == "target"
    ]
    assert label["targets"] == aimed


@each
def test_foreign_spans_stand_exactly_as_often_as_labelled(path):
    label, text = labels(path), plain(path)
    for one in label["tampering"]:
        assert text.count(one["text"]) == one["count"] >= 2
        if one["original"] and label["language"] == "zh":
            assert one["original"] not in text, "the document gives its own city away"
        assert not any(one["text"] in name for name in strings(label))


@each
def test_names_are_listed_once_and_places_stand_by_themselves(path):
    label, rest = labels(path), plain(path)
    for key in ("organisations", "places", "slogans", "programmes"):
        assert len(label[key]) == len(set(label[key])), key
    edges = [tuple(edge) for edge in label["strategy"]]
    assert len(edges) == len(set(edges))
    longer = label["organisations"] + label["programmes"] + label["places"]
    longer += [one["name"] for one in label["projects"]]
    for place in label["places"]:
        rest = plain(path)
        for name in sorted(longer, key=len, reverse=True):
            if name != place and place in name:
                rest = rest.replace(name, "#")
        assert place in rest, f"{place} stands inside a longer name only"


@each
def test_each_parent_in_the_strategy_tree_is_a_title(path):
    edges = labels(path)["strategy"]
    titles = {title for _, title in edges}
    assert {parent for parent, _ in edges if parent} <= titles


@each
def test_furniture_stands_in_the_whole_text(path):
    whole = " ".join(opened(path).text.split())
    assert [one for one in labels(path)["removed"] if one not in whole] == []
    if document_beside(path).suffix == ".html":
        assert len(labels(path)["removed"]) >= 5


def test_clean_documents_repeat_slogans_and_programmes():
    repeated = {
        path.parent.name
        for path in LABELS
        if not labels(path)["tampering"]
        for name in labels(path)["slogans"] + labels(path)["programmes"]
        if plain(path).count(name) >= 4
    }
    assert repeated >= {"dev", "test"}
