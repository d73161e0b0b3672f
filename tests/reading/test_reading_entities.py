"""People, organisations and places: as the labelled documents say, by rules that quote the text."""

import time
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scoring import Answer, label_of, score_names, score_posts

from citywright.reading.document import Document
from citywright.reading.formats.opening import open_document
from citywright.reading.gazetteer import division, level_of
from citywright.reading.items import Item
from citywright.reading.organisations import bodies_of, find_organisations, is_english
from citywright.reading.people import find_people
from citywright.reading.places import find_places
from citywright.reading.tagging.mentions import tagged
from citywright.reading.tagging.network import Network
from citywright.reading.view import View, view_of
from citywright.words import tables

DEV = Path(__file__).parent / "corpus" / "dev"


@cache
def network() -> Network:
    return Network()


def found_in(view: View) -> tuple[Item, ...]:
    words = [] if is_english(view) else tagged(view, network())
    bodies = bodies_of(view, words)
    return (
        *find_people(view, words, bodies),
        *find_organisations(view, words, bodies),
        *find_places(view, words, bodies),
    )


def view_from(text: str) -> View:
    return view_of(Document("one.txt", "txt", "utf-8", "", text))


@cache
def answers() -> tuple[Answer, ...]:
    found = []
    for path in sorted(DEV.glob("*.json")):
        (beside,) = (one for one in DEV.glob(f"{path.stem}.*") if one.suffix != ".json")
        view = view_of(open_document(beside))
        found.append(Answer(path.stem, view, found_in(view), label_of(path)))
    return tuple(found)


@pytest.mark.parametrize("kind", ["people", "organisations", "places"])
def test_names_of_the_development_documents(kind: str) -> None:
    score, errors = score_names(answers(), kind)
    assert score.f1 >= 0.95, errors


def test_posts_of_the_development_documents() -> None:
    score, errors = score_posts(answers())
    assert score.f1 >= 0.95, errors


def test_every_item_quotes_the_original_and_names_a_rule_with_a_sentence() -> None:
    for answer in answers():
        for one in answer.items:
            assert answer.view.original[one.start : one.end] == one.quote
            assert f"reading.rule.{one.rule}" in tables()
            assert [one.start, one.end] == one.facts["mentions"][0]


def test_a_post_holds_its_body_and_a_chain_of_posts_is_kept_whole() -> None:
    view = view_from("副市长、市公安局局长王建国出席会议。王建国强调,安全第一。")
    (person,) = (one for one in found_in(view) if one.kind == "people")
    assert person.facts["name"] == "王建国"
    assert person.facts["posts"] == ["副市长", "市公安局局长"]
    assert len(person.facts["mentions"]) == 2


def test_an_english_post_stands_before_or_after_the_name() -> None:
    view = view_from("Mayor Chen Ling spoke. Li Na, Director of the Finance Bureau, agreed.")
    people = {
        one.facts["name"]: one.facts["posts"] for one in found_in(view) if one.kind == "people"
    }
    assert people == {"Chen Ling": ["Mayor"], "Li Na": ["Director of the Finance Bureau"]}


def test_a_place_inside_a_body_or_a_project_is_no_place() -> None:
    view = view_from("昆山市要加快发展。苏州市统计局公布数据。支持太仓市物流园项目建设。")
    names = {one.facts["name"] for one in found_in(view) if one.kind == "places"}
    assert names == {"昆山市"}


def test_a_shared_name_has_no_code_until_the_text_settles_it() -> None:
    assert division("鼓楼区") is None
    settled = division("鼓楼区", ["320100"])
    assert settled is not None
    assert settled.within == ("江苏省", "南京市")


def test_levels_follow_from_the_name() -> None:
    names = {
        "昆山市": "city",
        "太湖": "water",
        "罗浮镇": "town",
        "德国": "country",
        "长三角": "region",
    }
    assert {name: level_of(name) for name in names} == names


@given(st.text(alphabet="市委书记王李局县区江苏省公司有限“”《》、,。 \nABab", max_size=80))
def test_any_text_without_a_tagger_gives_items_that_quote_it(text: str) -> None:
    view = view_from(text)
    for one in (*find_people(view), *find_organisations(view), *find_places(view)):
        assert view.original[one.start : one.end] == one.quote


def test_a_document_takes_well_under_half_a_second_without_the_tagger() -> None:
    view = max((one.view for one in answers()), key=lambda one: len(one.text))
    began = time.process_time()
    bodies = bodies_of(view)
    find_people(view, (), bodies)
    find_places(view, (), bodies)
    assert time.process_time() - began < 0.25
