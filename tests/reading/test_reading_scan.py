"""One scan for many patterns finds what each pattern finds when it is searched for by itself."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citywright.reading.document import Document
from citywright.reading.entity_marks import BODIES, BOUNDED, LISTED, OF_STATE, PLACES, marks_of
from citywright.reading.lexicon.entities import entity_pattern
from citywright.reading.lexicon.necessary import needs_of
from citywright.reading.scan import Scan
from citywright.reading.tagging.index import index_of
from citywright.reading.tagging.mentions import Word
from citywright.reading.view import View, view_of

DEV = Path(__file__).parent / "corpus" / "dev"
NAMES = (*BODIES, *OF_STATE, *LISTED, *BOUNDED, *PLACES)
SHAPES = (
    "(?<=[、和])[a-c]{1,5}?(?:镇|水库)(?=[市县])", "(?<![a-c])[a-c]+市", "(?:a|bc)?市(?!县)",
    "(?:^|(?<=市))县{2,3}", r"\d+[市县]|\s市", "[^a-c市]a|镇", "(?P<one>市)(?P=one)a", "(?:a?b?){2}镇",
    "(?:(?<=市县)|(?<=镇))a|b.c", "市|水(?:库|(?<=市水)a)", "(?:市|县)a{0,9}库", r"\w市|[^\s市]a",
    r"[^\w]市|\D\d镇",
)  # fmt: skip
RARE = "民盟江苏省委、党中央和中国(江苏)自由贸易试验区。"
"""Bodies and a zone that no document needs to name."""
LETTERS = "abc市县镇水库、和 1\n\U00020000"


def _view(text: str) -> View:
    return view_of(Document("a.txt", "txt", "utf-8", "", text))


@cache
def _documents() -> list[View]:
    texts = (path.read_text(encoding="utf-8", errors="replace") for path in DEV.glob("*.txt"))
    return [*map(_view, texts), _view(RARE)]


@given(st.text(LETTERS, max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_scan_finds_what_a_search_finds(text: str, start: int, end: int) -> None:
    patterns = {shape: re.compile(shape) for shape in SHAPES}
    found = Scan(patterns).of(text)
    end = min(end, len(text))
    for name, pattern in patterns.items():
        hits = [mark.span() for mark in pattern.finditer(text)]
        assert [mark.span() for mark in found.matches(name)] == hits, name
        part = [mark.span() for mark in pattern.finditer(text, start, end)]
        assert [mark.span() for mark in found.matches(name, start, end)] == part, name


@pytest.mark.parametrize("name", NAMES)
def test_the_marks_of_the_documents_are_all_found(name: str) -> None:
    said = 0
    for view in _documents():
        hits = [mark.span() for mark in entity_pattern(name).finditer(view.text)]
        assert [mark.span() for mark in marks_of(view).matches(name)] == hits
        said += len(hits)
    assert said


@given(st.text("市,会同被a", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_the_last_mark_is_the_last_that_a_search_finds(text: str, start: int, end: int) -> None:
    pattern = re.compile("[,a]|会同|被(?!会)")
    hits = [*pattern.finditer(text, start, min(end, len(text)))]
    last = Scan({"mark": pattern}).of(text).last("mark", start, min(end, len(text)))
    assert (last and last.span()) == (hits[-1].span() if hits else None)


def test_what_may_match_nothing_has_no_needs() -> None:
    with pytest.raises(ValueError, match="matches nothing"):
        needs_of(re.compile("市?"))


def test_most_places_are_never_tried() -> None:
    """A run of common words asks for no trial of a pattern that names a body of the state."""
    view = _view("经济运行总体平稳,结构持续优化。" * 50)
    assert marks_of(view).places_of("state_body") == []


def test_an_index_knows_its_words_by_tag_and_by_view() -> None:
    view, other = _view("南京市好"), _view("南京市好")
    words = [Word(0, 3, "LOC"), Word(3, 4, "a")]
    index = index_of(view, words)
    assert index.starts == [0, 3]
    assert index.tagged("a", "LOC", "n") == [0, 1]
    assert index_of(view, words) is index
    assert index_of(other, words) is not index
    assert index_of(view, [*words]) is not index
