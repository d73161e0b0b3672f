"""Words and numbers of the report."""

import re
from pathlib import Path

import pytest

from citywright import report
from citywright.report.numbers import money, number, percent, power_of_ten, unit_words
from citywright.words import LANGUAGES, tables

ROOM = Path(report.__file__).parent
PLACE = re.compile(r"{(\w+)}")


def own_words() -> dict[str, dict[str, str]]:
    return {k: v for k, v in tables().items() if k.startswith("report.")}


def test_both_languages_say_the_same() -> None:
    for key, words in own_words().items():
        assert all(words[lang].strip() for lang in LANGUAGES), key
        assert set(PLACE.findall(words["en"])) == set(PLACE.findall(words["zh"])), key


def test_every_word_is_used() -> None:
    code = "".join(
        p.read_text(encoding="utf-8") for p in ROOM.rglob("*.*") if p.suffix in (".py", ".html")
    )
    for key in own_words():
        short = key.removeprefix("report.")
        groups = [short[:k] for k, sign in enumerate(short) if sign == "."]
        made = [f"{g}.{{" for g in groups] + [f'"{g}." ~' for g in groups]
        made += [f'word("{g}"' for g in groups] + [f'kind in ("{g}"' for g in groups]
        assert f'"{short}"' in code or any(m in code for m in made), key


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.0, "0"), (14074.909, "14,075"), (0.4123456, "0.4123"), (-12.34567, "−12.35"),
     (100.0, "100.0"), (1e-12, "0"), (-1e-13, "0"), (float("nan"), "—")],
)  # fmt: skip
def test_numbers_have_four_digits_that_count(value: float, text: str) -> None:
    assert number(value) == text


def test_shares() -> None:
    assert percent(0.04478) == "4.5%"
    assert percent(0.0) == "0.0%"
    assert percent(1e-6) == "< 0.1%"
    assert power_of_ten(3.2e-9) == "3.2 × 10⁻⁹"
    assert power_of_ten(0.0) == "0"
    assert power_of_ten(float("inf")) == power_of_ten(1e300) == "∞"


def test_money_takes_the_step_that_reads_best() -> None:
    assert money(0.0636, "亿元", "zh") == "636.0 万元"
    assert money(0.0636, "亿元", "en") == "CNY 6.36 million"
    assert money(1234.5, "亿元", "zh") == "1,234 亿元"
    assert money(1234.5, "亿元", "en") == "CNY 123.5 billion"
    assert money(-2.0, "万元", "zh") == "−2.00 万元"


def test_units_are_said_part_by_part() -> None:
    assert unit_words("亿元/10000 person", "zh") == "亿元/万人"
    assert unit_words("亿元/亩", "en") == "CNY 100 million/mu"
    assert unit_words("furlong", "en") == "furlong"
