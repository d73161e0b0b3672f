"""Words looked up where they begin and end say what a pattern tried at every place says."""

import re

from hypothesis import given
from hypothesis import strategies as st

from citywright.reading.lexicon.alternatives import alternatives
from citywright.reading.lexicon.entities import entity_words
from citywright.reading.post_words import POSTS, ends_as_entry, ends_in_body, ends_in_post, posts_in
from citywright.reading.word_places import WordEnds, WordStarts

FEW = ("局长", "副局长", "主任", "任免")
TEXTS = st.text("副局长主任免和()\n ", max_size=30)
SAID = alternatives(word for kind in (*POSTS, "role") for word in entity_words(kind))
POST = alternatives(word for kind in POSTS for word in entity_words(kind))


@given(TEXTS)
def test_words_begin_and_end_where_they_stand(text: str) -> None:
    starts, ends = WordStarts(FEW).places(text), WordEnds(FEW)
    assert {at for at in range(len(text)) if text.startswith(FEW, at)} <= {*starts}
    assert all(text.startswith(tuple(word[:2] for word in FEW), at) for at in starts)
    for end in range(len(text) + 1):
        assert ends.ends_at(text, end) == text.endswith(FEW, 0, end)


@given(TEXTS)
def test_posts_stand_where_a_pattern_finds_them(text: str) -> None:
    pattern = re.compile(SAID + r"(?:\([^)\n]{1,12}\))?\s?")
    found = [mark.span() for mark in posts_in(text)]
    assert found == [mark.span() for mark in pattern.finditer(text)]


@given(TEXTS)
def test_a_text_ends_in_a_post_as_a_pattern_says(text: str) -> None:
    pattern = re.compile(POST + r"(?:\([^)\n]{1,12}\))?$")
    assert ends_in_post(text) == (pattern.search(text) is not None)


def test_entries_end_in_posts_persons_and_bodies() -> None:
    """Last cells as lists of labour models and of masters write them."""
    for rest in ("常州市钟楼区副区长", "陶瓷工艺师", "景德镇陶瓷大学", "某某公司(常州)", "养殖户"):
        assert ends_as_entry(rest), rest
    for rest in ("二十", "全市经济工作", "公司二零二三年以来全面完成各项目标任务"):
        assert not ends_as_entry(rest), rest
    assert ends_in_body("常州大学")
    assert not ends_in_body("常州大学校长")
