"""Reading grows no faster than the text: counted in calls, never by a clock; and what was built for that."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any, SupportsIndex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citywright.reading.comparisons import SEEN
from citywright.reading.document import Document
from citywright.reading.heading import head_of
from citywright.reading.lexicon.alternatives import alternatives
from citywright.reading.lexicon.quantities import hits_of, pattern_of
from citywright.reading.organisations import bodies_of, find_organisations
from citywright.reading.pairs import Pairs
from citywright.reading.people import find_people
from citywright.reading.places import find_places
from citywright.reading.quantities import find_quantities
from citywright.reading.sentences import sentences
from citywright.reading.tagging.mentions import Word, tagged
from citywright.reading.tagging.network import Network
from citywright.reading.tampering import find_tampering
from citywright.reading.times import RELATIVE
from citywright.reading.view import View, view_of

DEV = Path(__file__).parent / "corpus" / "dev"
MOST_GROWTH = 2.3
"""Calls for twice the text, over those for the text; a part that compares all with all has four times."""
PARTS: dict[str, Callable[[View, list[Word], list[tuple[int, int]]], object]] = {
    "organisations": lambda view, words, _: find_organisations(view, words, bodies_of(view, words)),
    "people": find_people,
    "places": find_places,
    "quantities": lambda view, words, bodies: find_quantities(view, head_of(view)),
    "tampering": lambda view, words, bodies: find_tampering(view),
}


def _view(text: str) -> View:
    return view_of(Document("a.txt", "txt", "utf-8", "", text))


@pytest.fixture(scope="module")
def long_texts() -> list[tuple[View, list[Word], list[tuple[int, int]]]]:
    """A list of people, a report with a table and a plan, eight and sixteen times one after another."""
    names = (
        "kunshan_bulletin_2006",
        "jingdezhen_ceramic_masters_2012",
        "chenzhou_task_breakdown_2024",
    )
    text = "\n".join((DEV / f"{name}.txt").read_text(encoding="utf-8") for name in names)
    made = []
    for times in (8, 16):
        view = _view("\n".join([text] * times))
        words = tagged(view, Network())
        made.append((view, words, bodies_of(view, words)))
    return made


@pytest.mark.parametrize("part", PARTS)
def test_twice_the_text_takes_about_twice_the_calls(part, long_texts) -> None:
    find = PARTS[part]
    find(*long_texts[0])  # loads tables and patterns
    once, twice = (_calls(lambda one=one: find(*one)) for one in long_texts)
    assert twice < MOST_GROWTH * once


def test_twice_the_english_people_take_about_twice_the_calls() -> None:
    """Each post in the plural is looked for before the names of its own list only."""
    text = (DEV / "lianyungang_port_minutes_2025.txt").read_text(encoding="utf-8")
    text += "\nVice Mayors Li Wei, Wang Fang and Zhao Lei attended, and Ms. Chen Mei spoke.\n"
    views = [_view(text * times) for times in (1, 16, 32)]
    _, once, twice = (_calls(lambda one=one: find_people(one, [], [])) for one in views)
    assert twice < MOST_GROWTH * once


def test_twice_the_dates_take_about_twice_the_characters() -> None:
    """No date is placed by counting or copying the text before or after it."""
    once, twice = (_seen_by_head("自2021年5月1日起执行新标准,\n" * times) for times in (500, 1_000))
    assert 0 < twice < MOST_GROWTH * once


def _seen_by_head(text: str) -> int:
    """Characters that the head of a document has cut out of the text, or counted in."""
    seen = 0

    class Watched(str):
        def __getitem__(self, key: SupportsIndex | slice) -> str:
            nonlocal seen
            part = super().__getitem__(key)
            seen += len(part)
            return part

        def count(self, *args: Any) -> int:
            nonlocal seen
            seen += len(self[slice(*args[1:3])]) if args[1:] else len(self)
            return super().count(*args)

    head_of(replace(_view(text), text=Watched(text)))
    return seen


def _calls(work: Callable[[], object]) -> int:
    """Calls of functions, of Python and of C, and steps of generators."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def test_a_view_is_cut_once() -> None:
    view = _view("第一句。第二句。\n第三句。")
    assert sentences(view) is sentences(view)
    assert sentences(view) is not sentences(_view(view.text))


@given(st.text("甲乙丙", max_size=60), st.text("甲乙丙", min_size=2, max_size=4))
def test_pairs_find_words_as_a_search_does(text: str, words: str) -> None:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + len(words))
    pairs = Pairs(text)
    assert pairs.places(words) == places
    own, there = [*pairwise(words)], [*pairwise(text)]
    alone = [there.count(pair) <= len(places) * own.count(pair) for pair in own]
    for place in places:
        span = (place, place + len(words))
        assert pairs.novelty(*span, len(places)) == sum(alone) / len(own)
        assert pairs.novelty(*span) >= pairs.novelty(*span, len(places))


@given(
    st.sets(st.text("市县.(|", min_size=1, max_size=4), min_size=1), st.text("市县.(|", max_size=30)
)
def test_one_pattern_for_many_words_finds_the_longest_first(words: set[str], text: str) -> None:
    listed = "|".join(map(re.escape, sorted(words, key=lambda one: -len(one))))
    assert re.findall(alternatives(words), text) == re.findall(listed, text)


@pytest.mark.parametrize("name", ["year", "period", *RELATIVE])
def test_every_year_that_is_said_has_a_sign(name: str) -> None:
    said = 0
    for path in DEV.glob("*.txt"):
        text = _view(path.read_text(encoding="utf-8", errors="replace")).text
        signs = [hit.start() for hit in hits_of("year_sign", text)]
        for hit in pattern_of(name).finditer(text):
            said += 1
            assert any(hit.start() <= at < hit.end() for at in signs), hit
    assert said


@pytest.mark.parametrize("name", ["number_zh", "written_zh"])
def test_tried_at_its_onsets_a_pattern_finds_what_it_finds_everywhere(name: str) -> None:
    for path in DEV.glob("*.txt"):
        text = _view(path.read_text(encoding="utf-8", errors="replace")).text
        everywhere = [hit.span() for hit in pattern_of(name).finditer(text)]
        assert [hit.span() for hit in hits_of(name, text)] == everywhere


def test_what_is_meant_before_a_number_begins_at_an_onset() -> None:
    meant = 0
    for path in DEV.glob("*.txt"):
        text = _view(path.read_text(encoding="utf-8", errors="replace")).text
        for hit in pattern_of("number_zh").finditer(text):
            before = text[max(0, hit.start() - SEEN["zh"]) : hit.start()]
            said = pattern_of("meant_before").search(before)
            first = next(hits_of("meant_before", before), None)
            assert (said and said.span()) == (first and first.span()), before
            meant += said is not None
    assert meant
