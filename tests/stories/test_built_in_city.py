"""The built-in city is what its facts say, and nothing that they do not say."""

import numpy as np
import pandas as pd
import pytest

from citywright.cities import DEFAULT, builtin_path
from citywright.city import City, check_city
from citywright.study import Study, open_city


@pytest.fixture(scope="module")
def city() -> City:
    return open_city(DEFAULT)


def test_it_checks_without_a_single_finding() -> None:
    known, findings = check_city(builtin_path(DEFAULT))
    assert known is not None
    assert list(findings) == []


def test_its_size_is_as_promised(city: City) -> None:
    s = city.settings
    assert (s.base_year, s.first_year, s.last_year) == (2023, 2024, 2030)
    assert len(city.tables["sectors"]) == 42
    assert len(city.tables["zones"]) == 7
    assert len(city.tables["firms"]) >= 45
    assert len(city.tables["projects"]) >= 80
    named = city.tables["projects"]["quality"] != "illustrative"
    assert named.sum() >= 34


def test_the_accounts_balance_and_meet_the_published_product(city: City) -> None:
    t = city.tables
    added = t["value_added"].groupby("sector")["value"].sum()
    assert added.sum() == pytest.approx(10116.4, rel=1e-12)  # first figure for 2023
    inputs = t["flows"].groupby("to_sector")["value"].sum()
    uses = t["flows"].groupby("from_sector")["value"].sum()
    uses = uses.add(t["final_demand"].groupby("sector")["value"].sum(), fill_value=0.0)
    made = inputs.add(added, fill_value=0.0)
    gap = (uses - made).abs() / made.where(made > 0, made.sum())
    assert gap.max() <= 1e-9


def test_wujin_is_not_counted_with_and_without_the_zone(city: City) -> None:
    """Wujin with the zone 3,222.84, without it 2,239.58 (district bulletin for 2023)."""
    gdp = city.tables["zones"].set_index("zone")["gdp"]
    assert gdp["wujin"] == pytest.approx(2239.58)
    assert gdp["wujin"] + gdp["jingkai"] == pytest.approx(3222.84)
    assert gdp.sum() == pytest.approx(10116.4)


def test_targets_name_their_published_source(city: City) -> None:
    t = city.tables
    published = t["targets"][t["targets"]["quality"] == "published"].set_index(
        ["indicator", "year"]
    )
    assert published["value"].loc[("gdp_growth", 2024)] == 1.06
    assert published["value"].loc[("new_energy_output", 2024)] == 8800
    assert published["value"].loc[("new_energy_output", 2025)] == 10000
    assert published["value"].loc[("local_parts_share", 2024)] == 0.35
    sources = t["sources"].set_index("source")
    assert sources.loc[published["source"], "publisher"].ne("").all()


OFFICIAL = (
    ".gov.cn", "ceads.net", "jschina.com.cn", "jspv.org.cn", "news.cn", "people.com.cn", "xhby.net",
    "xinhua08.com", "xinhuanet.com",
)  # fmt: skip
"""Governments, the research group of the carbon data, and the newspapers' and agencies' own pages."""


def test_no_source_gives_the_address_of_a_copy(city: City) -> None:
    given = city.tables["sources"]["address"]
    hosts = [text.split("/")[2] for text in given if text]
    assert [host for host in hosts if not host.endswith(OFFICIAL)] == []


def test_every_number_has_a_quality_and_no_cell_is_endless(city: City) -> None:
    for name, frame in city.tables.items():
        if "quality" in frame:
            assert frame["quality"].ne("").all(), name
        numbers = frame.select_dtypes("float64")
        assert np.isfinite(numbers.fillna(0.0).to_numpy()).all(), name


def test_the_plan_is_proven(city: City) -> None:
    study = Study(city, tolerance=0.01, by_hour=False)
    assert study.proof.ok
    assert study.proof.worst <= 1e-6
    assert study.plan.gap <= 0.01
    assert study.plan.gain > 0
    starts = study.plan.tables["starts"]
    assert isinstance(starts, pd.DataFrame)
    assert set(starts["status"]) == {"committed", "candidate"}
