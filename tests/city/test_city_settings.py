"""city.toml: each entry is needed, within reason, and reads back."""

from dataclasses import replace

import pytest
from city_toys import Toy, quick
from hypothesis import given
from hypothesis import strategies as st

from citywright.city import City, Findings
from citywright.city.settings import dump_settings, entry_kinds, parse_settings

BAD: dict[str, tuple[str, str]] = {
    "code": ('"not a code"', "E504"), "name_en": ('""', "E504"), "name_zh": ('"=1+1"', "E504"),
    "currency": ('" CNY"', "E504"), "money_unit": ('"acre"', "E405"), "base_year": ("1066", "E504"),
    "first_year": ("2025", "E504"), "last_year": ("2023", "E411"), "discount_rate": ("nan", "E504"),
    "hours_per_year": ("24", "E504"),
}  # fmt: skip
ODD = ["true", "2024-01-01", "[1]", "{a = 1}", "'text'", "1.5", "10000000000000000000000"]
MONEY = ["money", "亩", "9**9**9", "__import__('os')", "CNY/", "", "亿元" * 40, "1e9 CNY"]


@pytest.mark.parametrize("name", sorted(BAD))
def test_wrong_entry_is_found(name: str) -> None:
    value, code = BAD[name]
    city, findings = Toy().entry(name, value).check()
    assert city is None
    assert {f.code for f in findings if f.column in (name, "first_year")} >= {code}


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("name", sorted(entry_kinds()))
def test_entry_of_another_kind_is_found(name: str, value: str) -> None:
    kind = entry_kinds()[name]
    toy = Toy().entry(name, value)
    findings = Findings()
    settings = parse_settings(toy.toml.encode(), findings)
    fits = value == "'text'" and kind is str and name != "money_unit"
    assert (settings is not None) == fits


@pytest.mark.parametrize("unit", MONEY)
def test_money_unit_is_a_unit_of_money(unit: str) -> None:
    """Quickly as well: a tower of powers never reaches the parser of units."""
    _, findings = Toy().entry("money_unit", f'"{unit}"').check()
    assert [f.code for f in findings.errors] == ["E405"]


def test_settings_read_back(toy: City) -> None:
    odd = replace(toy.settings, name_en='A "quoted" \\ name', discount_rate=1e-05)
    assert parse_settings(dump_settings(odd).encode(), Findings()) == odd


@quick(25)
@given(text=st.text(max_size=40))
def test_any_name_is_found_or_reads_back(toy: City, text: str) -> None:
    odd = replace(toy.settings, name_en=text)
    findings = Findings()
    try:
        data = dump_settings(odd).encode()
    except UnicodeEncodeError:
        return
    read = parse_settings(data, findings)
    assert read == odd if read is not None else findings.errors


@pytest.mark.parametrize(
    "data", [b"a = [" * 5000, b"\xff\xfe\x00", b"= 1", b"a = 1\na = 2", b"\x00"]
)
def test_damaged_file_is_found(data: bytes) -> None:
    findings = Findings()
    assert parse_settings(data, findings) is None
    assert {f.code for f in findings} & {"E501", "E107"}
