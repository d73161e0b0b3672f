"""Another program reads the folder by its descriptor: Frictionless, an independent peer."""

import json
import shutil
from pathlib import Path

import pytest

from citywright.cities import builtin_path
from citywright.city import City, data_package, open_folder, write_folder
from citywright.city.declaration import HOURS, declared

pytestmark = pytest.mark.filterwarnings("ignore")


def frictionless_errors(folder: Path) -> list[str]:
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(folder / "datapackage.json"))
    return [f"{e[0]} {e[1]} {e[2]}" for e in report.flatten(["title", "fieldName", "message"])]


def test_descriptor_states_units_and_keys(toy: City) -> None:
    resources = {r["name"]: r["schema"] for r in data_package(toy)["resources"]}
    assert list(resources) == [*declared(), HOURS]
    supply = resources["factor_supply"]
    assert supply["primaryKey"] == ["factor", "zone", "year"]
    assert [key["fields"] for key in supply["foreignKeys"]] == [["factor"], ["source"]]
    investment = next(f for f in resources["projects"]["fields"] if f["name"] == "output")
    assert investment["unit"] == "亿元/year"
    assert investment["constraints"] == {"required": True, "minimum": 0.0, "maximum": 1e12}


def test_toytown_is_valid_for_frictionless(toytown: Path) -> None:
    assert frictionless_errors(toytown) == []


def test_builtin_city_is_valid_for_frictionless(tmp_path: Path) -> None:
    write_folder(open_folder(builtin_path()), tmp_path / "city")
    assert frictionless_errors(tmp_path / "city") == []


def test_frictionless_finds_what_we_find(toytown: Path, tmp_path: Path) -> None:
    """The peer is awake: an unknown area, a word for a number and a doubled key."""
    folder = tmp_path / "city"
    shutil.copytree(toytown, folder)
    for name, old, new in (
        ("zone_output", "south,03,", "west,03,"), ("zones", ",620,", ",large,"),
        ("carbon", "2025,", "2024,"),
    ):  # fmt: skip
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    errors = " ".join(frictionless_errors(folder))
    for kind in ("ForeignKey Error", "Type Error", "PrimaryKey Error"):
        assert kind in errors


def test_descriptor_is_written_beside_csv(toy: City, tmp_path: Path) -> None:
    write_folder(toy, tmp_path / "csv")
    write_folder(toy, tmp_path / "parquet", parquet=True)
    text = (tmp_path / "csv" / "datapackage.json").read_text(encoding="utf-8")
    assert json.loads(text) == data_package(toy)
    assert not (tmp_path / "parquet" / "datapackage.json").exists()
