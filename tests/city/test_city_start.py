"""Start a city from a blank, a workbook, a folder or the built-in one; never half of one."""

from pathlib import Path

import pytest
from city_toys import Toy, same

from citywright.cities import DEFAULT, builtin_path, list_builtin
from citywright.city import City, CityError, check_city, open_folder, start_city, write_workbook
from citywright.city.declaration import OPTIONAL, POWER, declared
from citywright.city.rules import NEEDED
from citywright.city.rules.assumptions import declared_assumptions
from citywright.errors import UsageError


def test_blank_folder_says_what_to_fill(toy: City, tmp_path: Path) -> None:
    findings = start_city(tmp_path / "new", "blank", toy.settings)
    header = (tmp_path / "new" / "zones.csv").read_text(encoding="utf-8")
    assert header.splitlines() == [",".join(declared()["zones"].names)]
    assert {f.file for f in findings if f.code == "E111"} == {f"{name}.csv" for name in NEEDED}
    assert {f.value for f in findings if f.code == "E420"} == set(declared_assumptions())
    assert {f.value for f in findings if f.code == "E402"} == {"2024", "2025", "2026"}
    named = {f.file for f in findings}
    assert {f"{name}.csv" for name in declared() if name not in {*OPTIONAL, *POWER}} <= named


def test_blank_workbook_needs_nothing(toy: City, tmp_path: Path) -> None:
    findings = start_city(tmp_path / "form.xlsx")
    assert len([f for f in findings if f.code == "E502"]) == 10
    with_settings = start_city(tmp_path / "other.xlsx", "blank", toy.settings)
    assert {f.code for f in with_settings.errors} == {"E111", "E420", "E402"}


def test_blank_folder_needs_entries(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"entries of city\.toml"):
        start_city(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", ["copy", "copy.xlsx"])
def test_from_the_builtin_city(tmp_path: Path, target: str) -> None:
    assert not list(start_city(tmp_path / target, DEFAULT))
    assert same(open_folder(tmp_path / target), open_folder(builtin_path()))


@pytest.mark.parametrize("parquet", [False, True])
def test_from_a_filled_workbook(toy: City, tmp_path: Path, parquet: bool) -> None:
    write_workbook(toy, None, tmp_path / "filled.xlsx")
    assert not list(start_city(tmp_path / "new", tmp_path / "filled.xlsx", parquet=parquet))
    assert len(list((tmp_path / "new").glob("*.parquet"))) == (
        len(declared()) + 1 if parquet else 0
    )
    assert same(open_folder(tmp_path / "new"), toy)


def test_from_a_folder(toy: City, toytown: Path, tmp_path: Path) -> None:
    start_city(tmp_path / "deep" / "new", str(toytown))
    assert same(open_folder(tmp_path / "deep" / "new"), toy)


def test_from_an_origin_with_errors(tmp_path: Path) -> None:
    origin = Toy().put("zones", ("south",), "area", "x").save(tmp_path / "origin")
    with pytest.raises(CityError) as caught:
        start_city(tmp_path / "new", origin)
    assert [f.code for f in caught.value.findings] == ["E202"]
    assert [p.name for p in tmp_path.iterdir()] == ["origin"]


@pytest.mark.parametrize("target", ["there", "there.xlsx"])
def test_existing_target_is_refused(toytown: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / target).write_text("mine", encoding="utf-8")
    for origin in (toytown, "blank", DEFAULT):
        with pytest.raises(UsageError, match="is there already"):
            start_city(tmp_path / target, origin)
    assert (tmp_path / target).read_text(encoding="utf-8") == "mine"


def test_wrong_use_is_said(toy: City, toytown: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no built-in city"):
        start_city(tmp_path / "new", "atlantis")
    with pytest.raises(UsageError, match="Parquet is for folders"):
        start_city(tmp_path / "new.xlsx", toytown, parquet=True)
    with pytest.raises(UsageError, match="cannot be given beside it"):
        start_city(tmp_path / "new", toytown, toy.settings)
    assert list(tmp_path.iterdir()) == []


def test_builtin_cities() -> None:
    """Every built-in city is found by name and is without findings."""
    assert DEFAULT in list_builtin()
    with pytest.raises(UsageError):
        builtin_path("../toytown")
    for name in list_builtin():
        city, findings = check_city(builtin_path(name))
        assert city is not None
        assert not list(findings)
        assert city.settings.code == name
