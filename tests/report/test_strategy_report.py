"""The strategy on the page and in the workbook: every node, with words for what the plan does."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import openpyxl
import pytest
from report_plans import HOSTILE, emptied
from test_report_page import Page

from citywright.city import City
from citywright.plan.result import Plan
from citywright.plan.strategy import strategy_table as compute
from citywright.report import html_report
from citywright.report.names import Names
from citywright.report.strategy_tables import (
    SHORT,
    STEP,
    honour_table,
    strategy_paths,
    strategy_table,
    task_table,
)
from citywright.report.workbook import write_plan_workbook
from citywright.words import LANGUAGES, say


@pytest.fixture(scope="module")
def whole(toy: City, plan: Plan) -> Plan:
    """The plan of Toytown with the table of its strategy."""
    return replace(plan, tables={**plan.tables, "strategy": compute(toy, plan.tables)})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_shows_every_node_in_the_order_of_the_tree(toy: City, whole: Plan, lang: str) -> None:
    cells = Page(html_report(toy, whole, None, lang)).tables["table-strategy"]
    titles = toy.tables["strategy"].set_index("strategy")[f"title_{lang}"]
    table = whole.tables["strategy"]
    assert [row[0] for row in cells[1:]] == [
        STEP * (r.depth - 1) + titles[r.strategy] for r in table.itertuples()
    ]
    state = SHORT.index("state")
    assert [row[state] for row in cells[1:]] == [
        say(f"report.node_state.{word}", lang) for word in table["state"]
    ]
    assert say("report.node_state.no lever", lang) in {row[state] for row in cells}
    chosen = SHORT.index("chosen")
    assert [row[chosen] for row in cells[1:]] == [str(n) for n in table["chosen"]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_says_where_there_is_no_strategy(toy: City, plan: Plan, lang: str) -> None:
    without = {name: frame for name, frame in plan.tables.items() if name != "strategy"}
    texts = Page(html_report(toy, replace(plan, tables=without), None, lang)).texts
    assert say("report.empty.strategy", lang) in texts
    html_report(toy, emptied(plan), None, lang)


def test_workbook_has_the_numbers_of_the_plan(toy: City, whole: Plan, tmp_path: Path) -> None:
    write_plan_workbook(toy, whole, None, "en", tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    head, *rows = book[say("report.sheet.strategy", "en")].iter_rows(values_only=True)
    column = {str(name).split(" (")[0]: k for k, name in enumerate(head)}
    table = whole.tables["strategy"]
    for key in ("candidates", "chosen", "committed", "investment", "output", "value_added",
                "people", "scarce", "base", "without", "goal", "shortfall"):  # fmt: skip
        k = column[say(f"report.strategy.{key}", "en")]
        shown = [float("nan") if row[k] is None else row[k] for row in rows]
        assert shown == pytest.approx(table[key].tolist(), nan_ok=True), key
    k = column[say("report.strategy.quote", "en")]
    assert "Mend the anode gap first" in [row[k] for row in rows]


def test_paths_are_those_of_the_indicators(toy: City, whole: Plan) -> None:
    table = strategy_paths(Names(toy, "en"), whole)
    paths = whole.tables["indicators"].set_index(["indicator", "year"])
    row = next(r for r in table.rows if r[0] == "City of batteries" and r[3] == "With the plan")
    years = [int(column.name) for column in table.columns[4:]]
    assert years == [2023, 2024, 2025, 2026]
    assert list(row[4:]) == [paths["value"]["gdp", year] for year in years]
    measured = whole.tables["strategy"]["indicator"].ne("").sum()
    assert len(table.rows) == 2 * measured


@pytest.mark.parametrize("lang", LANGUAGES)
def test_tasks_and_honours_say_who(toy: City, lang: str) -> None:
    names = Names(toy, lang)
    (task,) = task_table(names).rows
    titles = {"en": ("Bring graduates", "Talent"), "zh": ("引进毕业生", "人才")}
    assert task[:4] == (*titles[lang], "Labour office", "2025-12-31")
    (honour,) = honour_table(names).rows
    assert honour[0] == {"en": "Lighthouse plant", "zh": "灯塔工厂"}[lang]
    assert honour[2] == say("report.recipient_kind.firm", lang)
    assert honour[3] == 2023


def test_an_honour_of_an_unknown_year_has_an_empty_cell(toy: City) -> None:
    honours = toy.tables["honours"]
    bare = honours.assign(year=honours["year"].where(honours["year"] < 0))
    city = City(toy.settings, MappingProxyType({**toy.tables, "honours": bare}))
    table = honour_table(Names(city, "en"))
    assert table.rows[0][3] is None
    assert table.texts(Names(city, "en"))[0][3] == ""


def test_hostile_titles_stay_text(toy: City, whole: Plan, tmp_path: Path) -> None:
    tables = dict(toy.tables)
    for name in ("strategy", "tasks", "honours"):
        tables[name] = tables[name].assign(title_en=HOSTILE, title_zh=HOSTILE)
    tables["evidence"] = tables["evidence"].assign(quote=HOSTILE)
    city = City(toy.settings, MappingProxyType(tables))
    html = html_report(city, whole, None, "en")
    assert "<script>alert" not in html
    assert Page(html).tables["table-tasks"][1][0] == HOSTILE
    write_plan_workbook(city, whole, None, "en", tmp_path / "plan.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "plan.xlsx")[say("report.sheet.honours", "en")]
    assert sheet["A2"].value == HOSTILE
    assert sheet["A2"].data_type == "s"


def test_page_has_part_of_the_workbook(toy: City, whole: Plan) -> None:
    names = Names(toy, "zh")
    every = [c.name for c in strategy_table(names, whole).columns]
    few = [c.name for c in strategy_table(names, whole, whole=False).columns]
    assert set(few) < set(every)
