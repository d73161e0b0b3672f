"""Power by the hour in the report: sums, units and sentences of a plan written by hand."""

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hour_plans import PLANNED, PRICES, YEARS, hour_city, hour_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from report_plans import HOSTILE
from rich.console import Console
from test_report_page import Page

from citywright.city import City
from citywright.report import html_report, write_plan_workbook
from citywright.report.charts import charts
from citywright.report.energy.colours import colours
from citywright.report.facts import statement
from citywright.report.hour_console import power_lines
from citywright.report.hour_facts import HourFacts, by_hour, kind_of, unit_name
from citywright.report.hour_tables import BOOK_KEYS, PAGE_KEYS, hour_tables, money_table
from citywright.report.hour_words import hour_sentences
from citywright.report.names import Names
from citywright.report.outcome_tables import supply_table
from citywright.report.page import page_tables
from citywright.report.workbook import SHEETS, sheets_of
from citywright.words import say

PROOF = {"ok": True, "worst": 1e-9, "count": 10, "checks": [], "bound": 1001.0, "power": "hourly"}


def names(lang: str = "en") -> Names:
    return Names(hour_city(), lang)


def rows(key: str) -> dict[str, tuple]:
    """Rows of a table by their first cell."""
    found = next(t for t in hour_tables(names(), hour_plan()) if t.key == key)
    return {row[0]: row[1:] for row in found.rows}


def by_the_year():
    """The same plan without any table of power by the hour."""
    plan = hour_plan()
    kept = {"drawn", "demand"} | {t for t in plan.tables if t.startswith("power_")}
    return replace(plan, tables={k: f.iloc[:0] if k in kept else f for k, f in plan.tables.items()})


def weights(city: City) -> dict[int, float]:
    """W of both planning years by hand: 2025 rests on each by half; the last year goes on for K more."""
    r, terminal = city.settings.discount_rate, round(city.assumption("terminal_years"))
    counted = [(1 + r) ** -n for n in (1, 2, 3)]
    counted[2] *= 1 + sum((1 + r) ** -k for k in range(1, terminal + 1))
    return {2024: counted[0] + counted[1] / 2, 2026: counted[2] + counted[1] / 2}


def test_cost_per_unit_counts_electricity_as_its_cost_is() -> None:
    facts, weight = HourFacts(names(), hour_plan()), weights(hour_city())
    used = sum(w * 4 * 11.0 for w in weight.values())
    assert facts.used("plan") == pytest.approx(used)
    assert facts.unit_cost("plan") == pytest.approx(150 / used)


def test_only_cost_beyond_the_accounts_is_new_money() -> None:
    """cost = what the accounts pay + what is beyond, with and without; 0.40 CNY/kWh is paid."""
    found = {r[0]: r[2:] for r in money_table(HourFacts(names(), hour_plan())).rows}
    cost, used = found["Cost of power, all years (discounted)"], list(found.values())[1]
    paid = found["Paid by the accounts already"]
    beyond = found["Beyond the accounts: what the plan is charged"]
    for k in range(3):
        assert paid[k] + beyond[k] == pytest.approx(cost[k])
        assert paid[k] == pytest.approx(0.4 * used[k])
    assert cost == (150.0, 130.0, 20.0)


def test_capacity_says_what_is_new_and_what_the_plan_adds() -> None:
    """A row: 2024 with, new, more than without; then 2026."""
    found = rows("power_size")
    assert found["solar"] == (80.0, 0.0, 0.0, 380.0, 300.0, 50.0)
    assert found["lines"] == (250.0, 0.0, 0.0, 280.0, 30.0, 0.0)
    assert "heat pumps" not in found  # a store in MWh is no capacity in MW


def test_supply_by_kind_sets_zero_carbon_apart() -> None:
    table = supply_table(names(), hour_plan())
    found = {row[0]: row[1:] for row in table.rows}
    assert found["coal"] == (40.0, -2.0, 40.0, -2.0)
    assert found["from the provincial grid"][0] == 10.0
    assert found["from the provincial grid, free of carbon"][0] == 3.0
    assert "vehicles" not in found  # they gave nothing


@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(st.lists(st.floats(0, 1e3), min_size=14, max_size=14))
def test_kinds_lose_nothing(energy: list[float]) -> None:
    """Σ over kinds = Σ over plants, on each path and in each planning year."""
    plan = hour_plan()
    mix = plan.tables["power_mix"]
    mix = mix.assign(energy=(energy * 2)[: len(mix)])
    facts = HourFacts(names(), replace(plan, tables={**plan.tables, "power_mix": mix}))
    total = mix.groupby(["path", "power_year"])["energy"].sum()
    found = facts.by_kind(facts.given, "energy").sum()
    for key, value in total.items():
        assert found[key] == pytest.approx(value, abs=1e-6)


def test_carbon_stands_beside_budget_and_cap() -> None:
    """40 × 0.85 + 10 × 0.55 kg/kWh × 100 GWh = 395 (10 000 t) of a budget of 400."""
    found = rows("power_carbon")
    cap = hour_city().tables["carbon"].set_index("year")["cap"]
    budget, emitted, without, emitted_without, city, most, share = found[2026]
    assert (budget, without, city, most) == (400.0, 420.0, 700.0, cap[2026])
    assert emitted == pytest.approx(395.0)
    assert emitted_without == pytest.approx(412.0)
    assert share == pytest.approx(100 * 400 / cap[2026])


def test_a_year_without_a_cap_has_no_share() -> None:
    city, plan = hour_city(), hour_plan()
    tables = dict(city.tables)
    tables["carbon"] = tables["carbon"].iloc[:0]
    bare = Names(City(city.settings, tables), "en")
    carbon = next(t for t in hour_tables(bare, plan) if t.key == "power_carbon")
    assert [row[-2:] for row in carbon.rows] == [(None, None)] * 2
    assert any("The city has no cap in that year." in s for s in hour_sentences(bare, plan))


def test_prices_are_in_cny_per_kwh() -> None:
    table = next(t for t in hour_tables(names(), hour_plan()) if t.key == "power_margin")
    assert [c.unit for c in table.columns[2:]] == ["CNY/kWh"] * 2
    assert {row[:2]: row[2:] for row in table.rows} == {
        (names().zone(z), names().of("power_classes", c)): (pytest.approx(v),) * 2
        for (z, c), v in PRICES.items()
    }


def test_who_draws_nothing_has_no_price() -> None:
    plan = hour_plan()
    demand = plan.tables["demand"]
    none = (demand["zone"] == "south") & (demand["used_by"] == "work")
    tables = {**plan.tables, "demand": demand.assign(demand=demand["demand"].mask(none, 0.0))}
    said = hour_sentences(names(), replace(plan, tables=tables))
    assert not any("0.620" in sentence for sentence in said)
    assert any("“Households” in South in 2026 costs CNY 0.550" in sentence for sentence in said)


def test_sentences_say_what_an_analyst_must_defend() -> None:
    said = hour_sentences(names(), hour_plan())
    assert said[0].startswith(
        "All 8,760 hours of each planning year (2024 and 2026) are in the cert"
    )
    assert "2025 on 2024 (50%) and 2026 (50%)" in said[1]
    assert "The accounts of 2023 already pay CNY 0.400 for each kWh used" in said[2]
    assert said[-1] == (
        "One more kWh for “Farms, plants and offices” in South in 2026 costs CNY 0.620 at the margin, "
        "the most of all; for “Farms, plants and offices” in North it costs CNY 0.480, the least."
    )


def test_sentences_in_chinese() -> None:
    said = hour_sentences(names("zh"), hour_plan())
    assert "2025 年由 2024 年（50%）与 2026 年（50%）代表" in said[1]
    assert said[-1].startswith("2026 年南区“生产与服务”每多用 1 千瓦时，边际成本为 0.620 元")


def test_like_prices_are_one_sentence() -> None:
    plan = hour_plan()
    prices = plan.tables["power_prices"].assign(price=[0.6] * 7 + [0.601])
    said = hour_sentences(names(), replace(plan, tables={**plan.tables, "power_prices": prices}))
    assert said[-1].startswith("One more kWh in 2026 costs about CNY 0.601 at the margin, much")


def test_units_go_by_their_names() -> None:
    found = names("zh")
    assert unit_name(found, "generators", "pv_south:2026") == "南区屋顶"
    assert unit_name(found, "storage", "vehicles/cars_south") == "南区车辆"
    assert unit_name(found, "lines", "north_south") == "北区—南区线路"
    assert kind_of(found, "storage", "battery_south:2026")[1] == "电池储能"


def test_power_by_the_year_has_none_of_it() -> None:
    plan = by_the_year()
    assert not by_hour(plan)
    assert hour_tables(names(), plan) == ()
    assert hour_sentences(names(), plan) == power_lines(hour_city(), plan, "en") == []
    assert sheets_of(plan) == SHEETS
    assert [c["key"] for c in charts(names(), plan)["power"]] == ["load", "supply"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_all_of_it(lang: str) -> None:
    plan = hour_plan()
    page = Page(html_report(hour_city(), plan, PROOF, lang))
    assert {f"table-{key}" for key in (*PAGE_KEYS, "supply")} <= set(page.tables)
    assert [t.removeprefix("table-") for t in page.tables if "power_" in t][:3] == list(
        PAGE_KEYS[:3]
    )
    place = page_tables(plan).index
    assert place("projects") + 1 == place(PAGE_KEYS[0])
    assert place("supply") + 1 == place("people")
    text = "".join(page.texts)
    assert all(sentence in text for sentence in hour_sentences(names(lang), plan))
    keys = [chart["key"] for chart in page.data["power"]]
    assert keys == ["load", "power_use", "power_supply", "power_size"]
    supply = page.data["power"][2]
    assert [label.split("\n")[0] for label in supply["years"]] == ["2024", "2024", "2026", "2026"]
    assert all(len(layer["values"]) == 4 for layer in supply["layers"])


def test_the_supply_and_the_capacity_have_the_same_colours() -> None:
    """Each kind its own, and those of the pages on energy."""
    both = [chart["layers"] for chart in charts(names(), hour_plan())["power"][2:]]
    supply, size = ([(layer["name"], layer["colour"]) for layer in layers] for layers in both)
    assert supply == size
    assert len({colour for _, colour in supply}) == len(supply)
    assert dict(supply)["coal"] == colours(["coal"])["coal"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_has_a_sheet_for_each(lang: str, tmp_path: Path) -> None:
    plan = hour_plan()
    write_plan_workbook(hour_city(), plan, PROOF, lang, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert book.sheetnames == [say(f"report.sheet.{key}", lang) for key in sheets_of(plan)]
    assert set(BOOK_KEYS) < set(sheets_of(plan))
    summary = [row[2] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert set(hour_sentences(names(lang), plan)) < set(summary)
    units = list(book[say("report.sheet.power_units", lang)].iter_rows(min_row=2, values_only=True))
    sizes = plan.tables["power_capacity"]
    assert len(units) == (sizes["path"] == "plan").sum()
    assert sum(row[5] for row in units) == sizes.loc[sizes["path"] == "plan", "capacity"].sum()


def test_hours_are_proven_only_where_the_proof_says_so() -> None:
    plan = hour_plan()
    good = statement(names(), plan, PROOF).lines[-1]
    assert good.startswith(
        "Power was checked by the hour: all 8,760 hours of each planning year (2024"
    )
    for proof in (None, {**PROOF, "ok": False}, {**PROOF, "power": "yearly"}):
        assert not any("8,760" in line for line in statement(names(), plan, proof).lines)


def test_the_terminal_shows_prices_over_the_areas() -> None:
    screen = Console(width=160, record=True, file=io.StringIO())
    for part in power_lines(hour_city(), hour_plan(), "en"):
        screen.print(part)
    text = screen.export_text()
    assert "0.500–0.550" in text
    assert "0.480–0.620" in text
    assert "all 8,760 hours of 2024 and 2026" in text


def test_hostile_names_stay_text() -> None:
    city = hour_city()
    tables = dict(city.tables)
    for table in ("power_classes", "power_generators", "power_storage", "power_nodes"):
        tables[table] = tables[table].assign(name_en=HOSTILE, name_zh=HOSTILE)
    page = Page(html_report(City(city.settings, tables), hour_plan(), None, "en"))
    assert len(page.scripts) == len(Page(html_report(city, hour_plan(), None, "en")).scripts)
    assert any(HOSTILE in text for text in page.texts)


def test_every_year_rests_whole() -> None:
    """The shares of each year are 100 % together."""
    found = rows("power_rests")
    assert list(found) == list(YEARS)
    assert all(sum(shares) == pytest.approx(100.0) for shares in found.values())
    assert found[2025] == (50.0, 50.0)
    assert len(PLANNED) == 2


def test_use_is_that_of_the_classes() -> None:
    table = next(t for t in hour_tables(names(), hour_plan()) if t.key == "power_use")
    drawn = hour_plan().tables["drawn"]
    shown = pd.DataFrame([row[2:] for row in table.rows]).to_numpy().sum()
    assert shown == pytest.approx(drawn["drawn"].sum())
