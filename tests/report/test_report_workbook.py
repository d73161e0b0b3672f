"""The workbook: text is text, numbers are those of the tables, same input same bytes."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
from report_plans import HOSTILE, emptied, hostile

from citywright.city import City
from citywright.errors import UsageError
from citywright.plan.result import Plan
from citywright.report import write_plan_workbook
from citywright.report.workbook import SHEETS
from citywright.words import say


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheets_are_named_frozen_and_have_units(
    toy: City, plan: Plan, lang: str, tmp_path: Path
) -> None:
    write_plan_workbook(toy, plan, None, lang, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert book.sheetnames == [say(f"report.sheet.{key}", lang) for key in SHEETS]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
    assert len(book.worksheets[0]._charts) == 1
    money = "亿元" if lang == "zh" else "CNY 100 million"
    reasons = book[say("report.sheet.reasons", lang)]
    assert sum(money in str(cell.value) for cell in reasons[1]) == 3


def test_numbers_are_those_of_the_tables(toy: City, plan: Plan, tmp_path: Path) -> None:
    write_plan_workbook(toy, plan, None, "en", tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    rows = list(book["Indicators"].iter_rows(values_only=True))
    years = [int(y) for y in rows[0][3:]]
    shown = {(row[0], row[2]): dict(zip(years, row[3:], strict=True)) for row in rows[1:]}
    names = toy.tables["indicators"].set_index("indicator")["name_en"]
    for r in plan.tables["indicators"].itertuples():
        assert shown[names[r.indicator], "With the plan"][r.year] == r.value
        assert shown[names[r.indicator], "Without the plan"][r.year] == r.without
    prices = [row[3] for row in book["Prices"].iter_rows(min_row=2, values_only=True)]
    assert sorted(prices) == sorted(plan.tables["prices"]["value"])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_cell_is_a_formula(toy: City, plan: Plan, lang: str, tmp_path: Path) -> None:
    write_plan_workbook(hostile(toy), plan, None, lang, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type in ("s", "n", "inlineStr") for cell in cells)
    assert sum(str(cell.value).startswith(HOSTILE) for cell in cells) > 20
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as parts:
        sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in parts.read(name) for name in sheets)
        assert not any("hyperlink" in parts.read(name).decode() for name in sheets)


def test_empty_tables_are_fine(toy: City, plan: Plan, tmp_path: Path) -> None:
    write_plan_workbook(toy, emptied(plan), None, "zh", tmp_path / "plan.xlsx")
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames


def test_same_input_same_bytes(toy: City, plan: Plan, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_plan_workbook(toy, plan, None, "zh", tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_a_workbook_that_is_there_stays(toy: City, plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        write_plan_workbook(toy, plan, None, "en", path)
    assert path.read_text(encoding="utf-8") == "mine"
