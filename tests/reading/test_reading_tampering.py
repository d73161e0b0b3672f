"""Tampered sources: foreign spans are found by where they stand, and names come back only when sure."""

import json
import re
import time
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from citywright.reading.document import Document
from citywright.reading.formats.opening import open_document
from citywright.reading.lexicon import rows
from citywright.reading.pairs import Pairs
from citywright.reading.tampering import UNKNOWN, Tampering, find_tampering
from citywright.reading.tampering.divisions import divisions
from citywright.reading.tampering.known import ends_in_act
from citywright.reading.tampering.repeats import repeats
from citywright.reading.tampering.table import listed, names_office, names_trade, pattern
from citywright.reading.view import View, view_of

DEV = Path(__file__).parent / "corpus" / "dev"
MODEL = Path("../shared/documents/meeting_2024-02-18.txt")
LABELS = sorted(DEV.glob("*.json"))
each = pytest.mark.parametrize("path", LABELS, ids=lambda path: path.stem)
MENTIONS = 3
"""Mentions of a city from which overwriting it makes a pattern that can be seen."""


@cache
def label(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def seen(path: Path) -> View:
    (document,) = (one for one in path.parent.glob(f"{path.stem}.*") if one.suffix != ".json")
    return view_of(open_document(document))


def view_from(text: str) -> View:
    return view_of(Document("x.txt", "txt", "utf-8", "", text))


def tampered(text: str) -> list[Tampering]:
    return find_tampering(view_from(text))


def city_in(path: Path) -> str:
    return re.sub("市$", "", label(path)["place"] or "")


def clean(language: str) -> list[Path]:
    return [
        path for path in LABELS
        if not label(path)["tampering"]
        and label(path)["language"] == language
        and city_in(path)
        and (label(path)["place"].endswith("市") or language == "en")
        and seen(path).text.count(city_in(path)) >= MENTIONS
    ]  # fmt: skip


MISSED = {"Grandma Wu Noodles", "Velvet Rose Lingerie", "速融通助贷服务中心"}
"""English firms without their form that stand as any firm does, and a body that sounds official: nothing but
their sense tells that they are foreign."""


@each
def test_every_foreign_span_is_found_and_nothing_else(path: Path) -> None:
    found = {one.text: len(one.spans) for one in find_tampering(seen(path))}
    wanted = {one["text"]: one["count"] for one in label(path)["tampering"]}
    assert found == {text: count for text, count in wanted.items() if text not in MISSED}


@each
def test_names_are_right_or_unknown(path: Path) -> None:
    right = {one["text"]: one["original"] for one in label(path)["tampering"]}
    for one in find_tampering(seen(path)):
        assert one.proposal in (right[one.text], UNKNOWN)
        if right[one.text]:
            assert one.proposal == right[one.text], "each of these has two kinds of clue and more"


@each
def test_spans_and_clues_quote_the_original(path: Path) -> None:
    view = seen(path)
    for one in find_tampering(view):
        for a, b in one.spans:
            assert view_from(view.original[a:b]).text == one.text
        for clue in one.clues:
            assert view_from(view.original[clue.start : clue.end]).text == clue.text
        json.dumps(one.as_dict())


@pytest.mark.skipif(not MODEL.exists(), reason="the model document is not here")
def test_model_document() -> None:
    """Eight overwritten places; the city is told by five kinds of clue."""
    (one,) = find_tampering(view_of(open_document(MODEL)))
    assert len(one.spans) == 8
    assert one.proposal == "常州"
    assert {"unit_below", "abbreviation", "water", "nickname"} <= {c.kind for c in one.clues}


@pytest.mark.skipif(not MODEL.exists(), reason="the model document is not here")
def test_model_document_without_its_clues_is_unknown() -> None:
    text = open_document(MODEL).text
    for word in ("溧阳市", "驻常", "留常", "长荡湖", "西太湖"):
        text = text.replace(word, "")
    (one,) = tampered(text)
    assert len(one.spans) == 8
    assert one.proposal == UNKNOWN


def is_fair(word: str, text: str) -> bool:
    """Foreign indeed: no name, no number, not the end of a body's name or of 城市, not of pairs at home here.

    Nor does it end in a verb or a joining word: what follows then reads as its object (会议听取了市…).
    """
    pairs = [word[k : k + 2] for k in range(len(word) - 1)]
    if sum(pair in text for pair in pairs) > len(pairs) / 3:
        return False
    inside = [row["pattern"] for row in rows("tampering_slots") if row["cut"] == "yes"]
    return not (
        re.search("|".join(inside), word + "。")
        or word.endswith((*listed("before_city"), *listed("body_end")))
        or ends_in_act(word)
        or word.isdigit()
        or pattern("tampering_mark").search(word)
        or any(word[k:] in divisions().bare for k in range(len(word)))
    )


COMMON = sorted(
    set("".join(seen(path).text for path in LABELS)) & set(map(chr, range(0x4E00, 0x9FA6)))
)
foreign_words = st.one_of(
    st.text(st.sampled_from(COMMON), min_size=3, max_size=12),
    st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=3, max_size=12),
    st.text(st.characters(min_codepoint=0x430, max_codepoint=0x44F), min_size=3, max_size=12),
    st.text(st.sampled_from([*COMMON, *"abcdefghijkxyz0123456789"]), min_size=4, max_size=12),
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(clean("zh")), foreign_words)
def test_any_word_in_the_slots_of_a_city_is_found(path: Path, word: str) -> None:
    text, city = seen(path).text, city_in(path)
    assume(is_fair(word, text) and word not in text and word[0] != word[-1])
    (one,) = tampered(text.replace(city, word))
    assert one.text == word
    assert len(one.spans) == text.count(city)
    assert one.proposal in (city, UNKNOWN)


BRANDLIKE = {"zhangye_oasis_awards_2019", "xuzhou_innovation_conference_2020"}
"""Clean documents whose city stands as a giver does (X Municipal Government) and as a brand (the X Awards, the X
Seed Valley, an X conference)."""


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from([path for path in clean("en") if path.stem not in BRANDLIKE]),
    st.lists(st.sampled_from(["Tiger", "Spin", "Poker", "Bonus", "Xvlt", "Brkk", "Grand"]),
             min_size=2, max_size=3, unique=True),
)  # fmt: skip
def test_any_words_in_the_slots_of_an_english_city_are_found(path: Path, words: list[str]) -> None:
    text, city, name = seen(path).text, city_in(path), " ".join(words)
    found = {one.text: len(one.spans) for one in tampered(text.replace(city, name))}
    assert found == {name: text.count(city)}


@pytest.mark.parametrize(
    "path", [p for p in LABELS if not label(p)["tampering"]], ids=lambda p: p.stem
)
def test_a_clean_document_read_three_times_over_stays_clean(path: Path) -> None:
    """Everything repeats then, and still nothing stands where it does not belong."""
    assert tampered("\n".join([seen(path).text] * 3)) == []


def test_a_slogan_is_no_foreign_paragraph() -> None:
    slogan = "一山一水总关情,客家儿女爱家乡!"
    speech = [f"会议指出,第{n}项工作已经完成。\n{slogan}" for n in "一二三四"]
    assert tampered("\n".join(speech)) == []


def test_a_city_named_elsewhere_is_not_proposed() -> None:
    """Whoever overwrote a name overwrote it everywhere: a name left standing is another city's."""
    path = DEV / "lake_city_industry_meeting_2023.json"
    (one,) = tampered(seen(path).text + "\n与会人员赴绍兴市考察。")
    assert one.proposal == UNKNOWN


def test_text_without_end_is_read_in_time() -> None:
    for text in ("啊" * 200_000, "甲乙丙市召开" * 30_000, "ab " * 100_000):
        start = time.process_time()
        tampered(text)
        assert time.process_time() - start < 10


@given(st.text("甲乙丙。", max_size=60), st.integers(0, 60))
def test_repeats_are_what_counting_says(text: str, at: int) -> None:
    """All that stand three times, and those that stand twice if they may end in a given place."""
    places = np.array([at] if at <= len(text) else [], dtype=np.int64)
    found = {
        text[a : a + one.length]: one for one in repeats(Pairs(text), places) for a in one.places
    }
    counted = _repeats(text)
    assert found.keys() <= counted.keys()
    for words, starts in counted.items():
        if words in found:
            assert found[words].places == _first_apart(starts, len(words))
        else:
            assert len(starts) < 3
            assert not all(a + 3 <= at <= a + len(words) for a in starts)


def _repeats(text: str) -> dict[str, list[int]]:
    """Places of words of a text between full marks that stand twice or more, always amid others, mostly apart."""
    found: dict[str, list[int]] = {}
    spans = ((a, b) for a in range(len(text)) for b in range(a + 3, min(len(text), a + 40) + 1))
    for words in {text[a:b] for a, b in spans if "。" not in text[a:b]}:
        starts = [a for a in range(len(text)) if text.startswith(words, a)]
        sides = [{text[a - 1 : a] for a in starts}, {text[a + len(words) :][:1] for a in starts}]
        is_whole = all(len(side) > 1 or side & {"", "。"} for side in sides)
        clashes = sum(b - a < len(words) for a, b in pairwise(starts))
        if len(starts) > 1 and is_whole and 2 * clashes < len(starts):
            found[words] = starts
    return found


def _first_apart(starts: list[int], length: int) -> list[int]:
    """Places from the first on that do not overlap one before."""
    kept = starts[:1]
    for at in starts[1:]:
        if at - kept[-1] >= length:
            kept.append(at)
    return kept


def test_clue_table_points_to_cities() -> None:
    for row in rows("clues"):
        assert row["points_to"] in divisions().names, row
        assert row["source"], row
        shared = {
            r["points_to"]
            for r in rows("clues")
            if (r["kind"], r["text"]) == (row["kind"], row["text"])
        }
        assert row["quality"] == "shared" or len(shared) == 1, row


def test_words_inside_longer_names_are_found() -> None:
    word = "彩票注册平台"
    text = (
        f"授予江苏昆山{word}纺织机械有限公司、昆山{word}农商银行先进单位称号。\n"
        f"昆山{word}理工学院教授李明获得奖励,苏州{word}研究院参加。"
    )
    (one,) = tampered(text)
    assert (one.text, len(one.spans), one.proposal) == (word, 4, UNKNOWN)
    assert tampered(text.replace(word, "纺织")) == []


@settings(max_examples=30, deadline=None)
@given(foreign_words.filter(lambda word: len(word) > 4), st.data())
def test_any_word_for_what_an_office_is_for_is_found(word: str, data: st.DataObject) -> None:
    """A foreign span between the level and the word for an office, at three places."""
    offices = data.draw(st.permutations(["局", "委员会", "财政局", "教育局", "水务局"]))
    text = (
        f"一、由市{word}{offices[0]}牵头,六月底前完成。\n"
        f"二、工作进展每月报市{word}{offices[1]}汇总。\n三、经费请市{word}{offices[2]}核定。"
    )
    assume(is_fair(word, text.replace(word, "")) and word[0] != word[-1])
    assume(not names_office(word) and not names_trade(word))
    found = {one.text: len(one.spans) for one in tampered(text)}
    assert found == {word: 3}


@settings(max_examples=30, deadline=None)
@given(foreign_words.filter(lambda word: len(word) > 4))
def test_any_word_in_the_slots_of_an_issuing_body_is_found(word: str) -> None:
    text = (
        f"{word}文件\n\n{word}\n关于表彰先进集体的决定\n\n为鼓励先进,{word}决定授予三个集体称号。\n"
        f"{word}号召各单位向他们学习。\n\n          {word}\n          二〇一〇年一月九日\n"
    )
    assume(is_fair(word, text.replace(word, "")) and word[0] != word[-1])
    found = {one.text: len(one.spans) for one in tampered(text)}
    assert found == {word: 5}


def test_an_english_paragraph_between_sentences_is_found_and_a_refrain_is_not() -> None:
    said = [
        "The port grew by 4 percent.",
        "Two ships were built.",
        "The school opened.",
        "It rained.",
    ]

    def text_with(line: str) -> str:
        return "\n".join(f"{one}\n{line}" for one in said) + "\nThe meeting closed at noon."

    (one,) = tampered(text_with("Call Golden Tiger Loans now, open day and night."))
    assert (one.text, len(one.spans)) == ("Call Golden Tiger Loans now, open day and night.", 4)
    assert tampered(text_with("Clean water and blue sky for every family!")) == []
