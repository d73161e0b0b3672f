"""Lines of a printed page are paragraphs again; lists, tables and headings stay lines."""

import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citywright.reading.formats.opening import open_document
from citywright.reading.formats.print_lines import goes_on, page_width, width
from citywright.reading.formats.print_pages import _joined
from citywright.reading.view import view_of

PROSE = (
    (
        "The gross domestic product of the city reached 493.1 billion yuan in 2018, up by 5.8 percent over "
        "the previous year, and the value added of the primary industry grew by 2.6 percent."
    ),
    (
        "Ports on the canal handled 45.6 million tonnes of goods, and exports to Japan grew by 9.4 percent "
        "from 2017 to 41.7 billion yuan although fewer ships than in the year before came."
    ),
    (
        "Coal output fell to 61.2 million tonnes while the machine makers of two districts sold goods worth "
        "88.5 billion yuan, of which one alone built 12,400 excavators in its three works."
    ),
)
HAN = (
    (
        "全市实现地区生产总值4930.1亿元,按可比价格计算比上年增长5.8%,其中第一产业增加值增长2.6%,第二产业增加值增长5.1%,"
        "第三产业增加值增长7.2%,一般公共预算收入403亿元,税收占比达到74%。"
    ),
    (
        "沿运河各港口完成货物吞吐量4560万吨,对日本出口增长9.4%,集装箱吞吐量突破120万标箱,新开通航线3条,"
        "累计开行班列460列,服务企业1200家,带动就业8600人。"
    ),
)


def _pages(paragraphs: list[list[str]], length: int) -> list[str]:
    """The lines of some paragraphs on pages, each with its number below."""
    lines = [line for paragraph in paragraphs for line in paragraph]
    made = []
    for page, at in enumerate(range(0, len(lines), length)):
        made += [*lines[at : at + length], f"- {page + 1} -"]
    return made


def _read(lines: list[str]) -> str:
    text, removed = _joined(lines, {"- # -"})
    for one in reversed(removed):
        text = text[: one.start] + text[one.end :]
    return text


@settings(max_examples=40, deadline=None)
@given(columns=st.integers(50, 110), length=st.integers(3, 9))
def test_english_paragraphs_are_whole_over_lines_and_pages(columns: int, length: int) -> None:
    lines = _pages([textwrap.wrap(one, columns) for one in PROSE], length)
    assert _read(lines).splitlines() == [*PROSE]


@settings(max_examples=40, deadline=None)
@given(columns=st.integers(25, 45), length=st.integers(3, 9))
def test_chinese_paragraphs_are_whole_wherever_a_line_ends(columns: int, length: int) -> None:
    broken = [[one[at : at + columns] for at in range(0, len(one), columns)] for one in HAN]
    assert _read(_pages(broken, length)).splitlines() == [*HAN]


@pytest.mark.parametrize(
    "lines",
    [
        [f"{n}. A firm of the city that makes machines for the mines of the county No {n}" for n in range(9)],
        ["Name | Output in 2018 in tonnes | Rise in percent | Share of it that was sold abroad"] * 6,
        ["Decision", "on the Award of Prizes", "of the City", "The Office", "5 May 2018"],
        ["甲市机械制造有限公司", "乙市化工股份有限公司", "丙市纺织集团有限公司", "丁市电子科技有限公司"],
        ["全市工业企业实现利润总额比上年有较大幅度的增长。"] * 5,
    ],
)  # fmt: skip
def test_lists_tables_titles_and_sentences_stay_lines(lines: list[str]) -> None:
    assert _read(lines).splitlines() == lines


def test_a_line_was_broken_only_where_the_next_word_did_not_fit() -> None:
    assert goes_on("the value added of the primary industry grew by 2.6", "percent, and", 58)
    assert not goes_on("the value added of the primary industry grew", "by 2.6 percent", 58)
    assert page_width([]) is None
    assert width("5万亩") == 5


def test_words_of_a_printed_plan_are_read_as_in_its_source() -> None:
    """The made PDF file of the corpus reads as the text that it was made of."""
    corpus = Path(__file__).parent / "corpus"
    name = "weihai_marine_plan_2021"
    source = (corpus / "sources" / f"{name}.txt").read_text(encoding="ascii")
    read = view_of(open_document(corpus / "dev" / f"{name}.pdf")).text
    paragraphs = [line.strip() for line in source.splitlines() if line.strip()]
    found = {line.strip() for line in read.splitlines()}
    assert sum(one in found for one in paragraphs) >= 0.9 * len(paragraphs)
