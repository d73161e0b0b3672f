"""Numbers, dates and targets: rules of the corpus, numerals by property, figures on the dev documents."""

import time
from functools import cache
from typing import Any

import pytest
import scoring_quantities as scoring
from hypothesis import given
from hypothesis import strategies as st

from citywright.reading.document import Document
from citywright.reading.heading import head_of
from citywright.reading.items import Item
from citywright.reading.numbers import chinese_number
from citywright.reading.quantities import find_quantities
from citywright.reading.targets import find_targets
from citywright.reading.times import dates, implied_date, period_of
from citywright.reading.view import View, view_of
from citywright.words import tables

DIGITS = "零一二三四五六七八九"
WRITTEN = {
    "十": 10, "十二": 12, "二十": 20, "一百零五": 105, "两百": 200, "三千": 3000, "八百八十八": 888,
    "一千零一": 1001, "一万": 10_000, "十五万": 150_000, "三亿五千万": 350_000_000,
    "一万亿": 10**12, "半": 0.5,
}  # fmt: skip


def written(number: int) -> str:
    """A number below 10^16 in Chinese numerals, group by group of four digits."""
    for power, word in ((10**8, "亿"), (10**4, "万")):
        if number >= power:
            high, low = divmod(number, power)
            gap = "零" if low and low < power // 10 else ""
            return written(high) + word + gap + (written(low) if low else "")
    for power, word in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= power:
            high, low = divmod(number, power)
            gap = "零" if low and low < power // 10 else ""
            return DIGITS[high] + word + gap + (written(low) if low else "")
    return DIGITS[number]


def view(text: str) -> View:
    return view_of(Document("a.txt", "txt", "utf-8", "0", text))


def quantities(text: str) -> list[Item]:
    seen = view(text)
    return find_quantities(seen, head_of(seen))


@cache
def scores() -> tuple[dict[str, Any], list[str]]:
    return scoring.score("dev")


@pytest.mark.parametrize(("text", "value"), WRITTEN.items())
def test_written_numbers(text: str, value: float) -> None:
    assert chinese_number(text) == value


@given(st.integers(min_value=1, max_value=10**15))
def test_every_written_number_is_read_back(number: int) -> None:
    assert chinese_number(written(number)) == number


def test_what_is_no_numeral_has_no_value() -> None:
    assert chinese_number("") is None
    assert chinese_number("三大") is None


@pytest.mark.parametrize("kind", ["quantities", "targets"])
def test_dev_documents(kind: str) -> None:
    totals, wrong = scores()
    assert totals[kind].f1 >= 0.95, wrong


def test_a_document_without_a_numeric_target_has_none() -> None:
    without = [row for row in scoring.labelled("dev") if not row[3]["targets"]]
    assert without
    for document, seen, head, _ in without:
        assert find_targets(seen, head) == [], document.name


def test_heads_of_dev_documents() -> None:
    fields = ("language", "kind", "date", "place", "body")
    rows = [(d.name, head, label) for d, _, head, label in scoring.labelled("dev")]
    wrong = [
        (name, field, getattr(head, field), label[field])
        for name, head, label in rows
        for field in fields
        if getattr(head, field) != label[field]
    ]
    assert len(wrong) <= 0.04 * len(rows) * len(fields), wrong


def test_every_quote_is_a_span_of_the_original() -> None:
    for document, seen, head, _ in scoring.labelled("dev"):
        for one in find_quantities(seen, head):
            assert document.text[one.start : one.end] == one.quote
            assert f"reading.rule.{one.rule}" in tables()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("产值突破2万亿元。", {"value": 2, "unit": "万亿元", "comparison": "above"}),
        ("增长8%左右。", {"value": 8, "unit": "%", "comparison": "growth_about"}),
        ("能耗下降2%。", {"value": 2, "comparison": "fall"}),
        ("提高到58%。", {"value": 58, "comparison": "exact"}),
        ("产值翻一番。", {"value": 2, "unit": "倍", "comparison": "times"}),
        ("产值翻两番。", {"value": 4, "unit": "倍", "comparison": "times"}),
        ("增长5%-6%。", {"low": 5, "high": 6, "comparison": "between"}),
        ("占比超过六成。", {"value": 6, "unit": "成", "comparison": "above"}),
        ("居全省第2位。", {"value": 2, "unit": "位", "comparison": "rank"}),
        ("投入三千万元。", {"value": 3000, "unit": "万元"}),
        ("面积达到30万亩。", {"value": 30, "unit": "万亩"}),
    ],
)
def test_rules_of_labelling(text: str, facts: dict[str, object]) -> None:
    (one,) = quantities(text)
    assert {name: one.facts.get(name) for name in facts} == facts


@pytest.mark.parametrize(
    "text", ["2025年1月3日召开。", "第三章 目标", "PM2.5和5G", "三大工程", "城发〔2020〕16号"]
)
def test_what_is_no_quantity(text: str) -> None:
    assert quantities(text) == []


def test_times() -> None:
    assert period_of(14) == [2021, 2025]
    assert dates("2023年2月30日") == []
    told = implied_date("1月28日,兔年首个工作日,总结2022年、部署2023年、展望2024年工作")
    assert told is not None
    assert (told.day.isoformat(), told.reason) == ("2023-01-28", "animal_year")
    assert implied_date("1月28日召开会议") is None


def test_reading_is_fast() -> None:
    """Measured 0.45 to 3 MB a second; the floor leaves room for a busy machine."""
    _, seen, _, _ = next(r for r in scoring.labelled("dev") if r[0].name.startswith("yantai"))
    text = seen.text * (200_000 // len(seen.text.encode()))
    long = view(text)
    head = head_of(long)
    start = time.process_time()
    find_quantities(long, head)
    assert len(text.encode()) / (time.process_time() - start) > 100_000
