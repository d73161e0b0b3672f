"""What repeats in clean texts is not taken for tampering, and county cities are told by their towns."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_texts import clean_texts

from citywright.reading.document import Document
from citywright.reading.lexicon import rows
from citywright.reading.tampering import UNKNOWN, Tampering, find_tampering
from citywright.reading.tampering.divisions import city_of, divisions
from citywright.reading.view import view_of

SOME = 24
"""Documents read one after another; all of them three times over are in the tests beside."""
ADVERT = "金鼎棋牌官网"
ABROAD = "Sohar"


def tampered(text: str) -> list[Tampering]:
    return find_tampering(view_of(Document("x.txt", "txt", "utf-8", "", text)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_clean_documents_one_after_another_stay_clean(language: str) -> None:
    """Formulas of the trade (heard the city's bureau, of the Municipal Government) repeat across them."""
    drawn = random.Random(20261129)
    # a city of another country amid Chinese ones cannot be told
    own = [text for text in clean_texts(language) if ABROAD not in text]
    for _ in range(SOME):
        texts = drawn.sample(own, drawn.choice([2, 3, 5]))
        assert tampered("\n".join(texts)) == []


@pytest.mark.parametrize("kind", ["市", "县"])
@pytest.mark.parametrize("times", [2, 3, 5])
@pytest.mark.parametrize(
    "lead",
    [
        "会议听取了",
        "会议原则同意",
        "会议审议",
        "会议同意将",
        "会议责成",
        "请分管副",
        "督促检查",
        "会议明确由",
    ],
)
def test_words_that_take_the_city_as_object_are_no_names(lead: str, times: int, kind: str) -> None:
    bureaus = [
        "财政局提出的用地方案",
        "教育局编制的三年计划",
        "公安局起草的办法",
        "审计局的汇报",
        "水利局的请示",
    ]
    said = [f"{lead}{kind}{one}。请抓紧修改完善后印发。" for one in bureaus[:times]]
    assert tampered("第四次常务会议纪要\n" + "\n".join(said)) == []


@pytest.mark.parametrize("city", ["凭祥", "义乌", "石河子"])
@pytest.mark.parametrize(
    "zone",
    [
        "综合保税区",
        "国家高新区",
        "省级经开区",
        "国家级经济技术开发区",
        "北站综合保税区",
        "国际机场",
    ],
)
def test_the_whole_name_of_a_zone_is_at_home(zone: str, city: str) -> None:
    name = city + zone
    text = (
        f"{city}市发布年度报告。{name}引进企业六家,进出口额增长百分之五。\n加快推进{name}建设,力争年底前封关。\n"
        f"由{name}牵头落实,提高通关效率。会议由{name}负责人主持,并听取汇报。{name}发展很快。"
    )
    assert tampered(text) == []


def test_articles_before_an_office_are_no_name() -> None:
    """The office comes without its city throughout a document of that city."""
    text = (
        "The office of the Municipal People's Government will act. Leaders of the Municipal Government met. "
        "A report to the Municipal Party Committee was read. Members of the Municipal Bureau of Finance spoke. "
        "At the Municipal Museum tea was served to the guests of the Municipal Government."
    )
    assert tampered(text) == []


def test_a_customs_house_and_a_firm_bear_the_name_of_a_place() -> None:
    """No firm lends its name to a customs house; a firm and a park of its own may share one."""
    text = (
        "The {0} Land-Sea Corridor carried 842 trains. Bao Jun manages {0} Ocean Logistics Co., Ltd. and spoke. "
        "Cranes come from {0} Ocean Logistics Co., Ltd. by May. Rules are drafted by {0} {1} in June."
    )
    (one,) = tampered(text.format("Grand Bonus", "Customs"))
    assert (one.text, len(one.spans), one.proposal) == ("Grand Bonus", 4, UNKNOWN)
    assert tampered(text.format("Grand Bonus", "Steel Park")) == []
    assert tampered(text.format("Buenos Aires", "Customs")) == []


def _of_county(city: str) -> tuple[list[str], list[str]]:
    """Towns of a county city in the table of clues, and what else it alone has there."""
    own = [row for row in rows("clues") if row["points_to"] == city and row["quality"] == "sure"]
    others = [row["text"] for row in own if row["kind"] in ("sight", "water", "nickname", "zone")]
    return [row["text"] for row in own if row["kind"] == "town"], others


COUNTY_CITIES = sorted({row["points_to"] for row in rows("clues") if row["kind"] == "town"})


def _county_text(towns: list[str], others: list[str]) -> str:
    return (
        f"{ADVERT}市人民政府工作报告\n{ADVERT}市今年新增企业六家。{'、'.join(towns)}要加快整治。\n"
        f"全力建设{ADVERT}市中心医院,保护好{'、'.join(others) or '一山一水'}。"
    )


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([c for c in COUNTY_CITIES if all(_of_county(c))]), st.data())
def test_a_county_city_is_told_by_towns_and_another_kind(city: str, data: st.DataObject) -> None:
    towns, others = _of_county(city)
    name = divisions().bare_name(city)
    named = data.draw(st.permutations(towns))[:3]
    other = data.draw(st.sampled_from(others))
    (one,) = tampered(_county_text(named, [other]))
    assert one.proposal in (name, UNKNOWN)
    # with its own name in one of the clues nobody can tell that it was overwritten
    assert one.proposal == name or name in "".join([*named, other])
    (one,) = tampered(_county_text(named, []))
    assert one.proposal == UNKNOWN, "one kind of clue is not enough"
    (one,) = tampered(_county_text(named[:1], [other]))
    assert one.proposal == UNKNOWN, "one town may be a neighbour's"
    (one,) = tampered(_county_text(named, [other]) + f"\n考察团赴{name}市学习。")
    assert one.proposal != name


def test_towns_of_one_county_do_not_make_it_the_city_where_others_are_named() -> None:
    """A report of a prefecture names towns of one county city beside its other counties."""
    towns, others = _of_county("430181")
    (one,) = tampered(_county_text([*towns[:3], "长沙县", "望城区", "岳麓区"], others))
    assert one.proposal == UNKNOWN
    assert city_of("430181") == "430100"
