"""What describe says of Toytown can be added up by hand."""

import json

import pytest

from citywright.city import City, describe


def test_accounts_by_hand(toy: City) -> None:
    """80 + 390 + 430 of value added on 920 of inputs."""
    accounts = describe(toy)["accounts"]
    assert accounts["gdp"] == pytest.approx(900)
    assert accounts["output"] == pytest.approx(140 + 1000 + 660)
    assert accounts["outside_sales"] - accounts["outside_purchases"] == pytest.approx(680 - 594)
    assert accounts["employment"] == pytest.approx(57)
    assert accounts["electricity"] == pytest.approx(53 + 8)
    assert accounts["population"] == pytest.approx(115)


def test_divisions_add_up(toy: City) -> None:
    rows = {row["division"]: row for row in describe(toy)["divisions"]}
    assert rows["industry"]["output"] == pytest.approx(1000)
    assert rows["construction"] == {
        "division": "construction", "sectors": 0, "output": 0.0, "gdp": 0.0, "employment": 0.0,
    }  # fmt: skip
    assert sum(row["gdp"] for row in rows.values()) == pytest.approx(900)


def test_quality_counts_every_row(toy: City) -> None:
    quality = describe(toy)["quality"]
    assert quality["tables"]["firms"] == {
        "published": 1, "secondhand": 1, "estimated": 0, "illustrative": 0,
    }  # fmt: skip
    rows = sum(len(frame) for frame in toy.tables.values() if "quality" in frame)
    assert sum(quality["rows"].values()) == rows
    assert sum(quality["shares"].values()) == pytest.approx(1)


def test_projects_and_factors(toy: City) -> None:
    data = describe(toy)
    by_status = {row["status"]: row for row in data["projects"]}
    assert [by_status[s]["count"] for s in ("running", "committed", "candidate")] == [1, 1, 4]
    assert by_status["candidate"]["investment"] == pytest.approx(15 + 30 + 28 + 6)
    land = next(row for row in data["factors"] if row["factor"] == "land")
    assert land["supply_last_year"] == pytest.approx(600 + 700)
    assert land["asked_by_projects"] == pytest.approx(200 + 350 + 330 + 60)
    assert data["targets"] == {"binding": 2, "expected": 3}


def test_is_plain_data(toy: City) -> None:
    assert json.loads(json.dumps(describe(toy), allow_nan=False)) == describe(toy)
