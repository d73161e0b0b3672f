"""Excel is the door: a generated form with units and drop-downs, and a round trip without loss."""

import datetime as dt
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from city_toys import found, quick, same
from hypothesis import given
from hypothesis import strategies as st

from citywright.cities import builtin_path
from citywright.city import City, check_city, open_folder, write_folder, write_workbook
from citywright.city.declaration import HOUR, HOURS, POWER, declared
from citywright.city.workbook import LISTS_SHEET, help_sheet
from citywright.errors import UsageError

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "−")


@pytest.fixture(scope="module")
def whole_toy(toytown: Path) -> City:
    return open_folder(toytown)


@pytest.fixture(scope="module")
def toy(whole_toy: City) -> City:
    """Toytown without its power system by the hour: that may be left out, and its 8760 rows are
    a second at every opening."""
    bare = {name: whole_toy.tables[name].head(0) for name in POWER}
    hours = whole_toy.tables[HOURS].head(0)[[HOUR]]
    return City(whole_toy.settings, {**whole_toy.tables, **bare, HOURS: hours})


@pytest.fixture(scope="module")
def workbook(toy: City, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("toy") / "toy.xlsx"
    write_workbook(toy, None, path)
    return path.read_bytes()


@pytest.fixture
def filled(workbook: bytes, tmp_path: Path) -> Path:
    (tmp_path / "toy.xlsx").write_bytes(workbook)
    return tmp_path / "toy.xlsx"


def change(path: Path, sheet: str, cell: str, value: Any) -> None:
    """What a person does: open the workbook, write into one cell, save."""
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def test_workbook_and_back(whole_toy: City, tmp_path: Path, toytown: Path) -> None:
    write_workbook(whole_toy, None, tmp_path / "toy.xlsx")
    city = open_folder(tmp_path / "toy.xlsx")
    assert same(city, whole_toy)
    write_folder(city, tmp_path / "copy")
    for path in toytown.iterdir():
        assert (tmp_path / "copy" / path.name).read_bytes() == path.read_bytes()


def test_builtin_city_through_a_workbook(tmp_path: Path) -> None:
    city = open_folder(builtin_path())
    write_workbook(city, None, tmp_path / "city.xlsx")
    assert same(open_folder(tmp_path / "city.xlsx"), city)


def test_same_city_same_workbook(toy: City, filled: Path, tmp_path: Path) -> None:
    write_workbook(toy, None, tmp_path / "again.xlsx")
    assert filled.read_bytes() == (tmp_path / "again.xlsx").read_bytes()


def test_saved_by_another_program(toy: City, filled: Path) -> None:
    """Opened and saved again, with its notes, formats and drop-downs."""
    change(filled, "zones", "A1", "zone")
    assert same(open_folder(filled), toy)


ODD_TEXTS = [
    "_x0041_", "_x000A_", "x005F_", "_x005F_", "__x0041_x0042_", "http://a.b", "01", "1e5", "TRUE",
    "<r>&</r>", "<r><t>a</t></r>", "{=1+1}", "'quoted", "a b", "&amp;", "]]>", "0.10",
]  # fmt: skip
TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=20) | st.sampled_from(
    ODD_TEXTS
)


@quick(8)
@given(
    values=st.lists(st.floats(1e-9, 1e12), min_size=30, max_size=30),
    texts=st.lists(TEXT, min_size=30, max_size=30),
)
def test_every_float_and_text_survives(
    toy: City, values: list[float], texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    meant = [unicodedata.normalize("NFC", t) if t[:1] not in FORMULA else "" for t in texts]
    uses = toy["project_uses"].assign(note=meant, amount=values)
    path = tmp_path_factory.mktemp("exact") / "city.xlsx"
    write_workbook(City(toy.settings, {**toy.tables, "project_uses": uses}), None, path)
    read, findings = check_city(path)
    assert read is not None, [f.text() for f in findings]
    assert read.tables["project_uses"]["amount"].tolist() == values
    assert read.tables["project_uses"]["note"].tolist() == meant


def test_headers_name_units(filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    headers = [cell.value for cell in book["zones"][1]]
    assert headers[3:7] == [
        "area [km2]", "population [10000 person]", "gdp [亿元]", "household_electricity [100 GWh]",
    ]  # fmt: skip
    assert "output [亿元/year]" in [cell.value for cell in book["projects"][1]]
    assert book["zones"].freeze_panes == "B2"
    assert "Gross domestic product" in book["zones"]["F1"].comment.text
    assert "基年地区生产总值" in book["zones"]["F1"].comment.text


def test_every_column_has_its_form(filled: Path) -> None:
    """Each declared column: drop-down, limits or a note; text columns formatted as text."""
    book = openpyxl.load_workbook(filled)
    assert book.sheetnames == [help_sheet(), "city", *declared(), HOURS, LISTS_SHEET]
    for name, table in declared().items():
        sheet = book[name]
        rules = {str(r.sqref).split("$")[0]: r for r in sheet.data_validations.dataValidation}
        by_column = {re.match("[A-Z]+", place)[0]: rule for place, rule in rules.items()}
        assert len(by_column) == len(table.columns)
        for column, cell in zip(table.columns, sheet[1], strict=True):
            rule = by_column[cell.column_letter]
            assert cell.value.split(" [")[0] == column.name
            assert column.sentence["zh"] in cell.comment.text
            assert (rule.type == "list") == bool(column.choices or column.refers_to)
            assert rule.promptTitle == column.name
            if column.refers_to:
                assert column.refers_to[0] in rule.formula1
                assert (rule.errorStyle == "warning") == column.allows_city_wide
            if column.is_numeric:
                assert rule.type in ("decimal", "whole")


def test_text_cells_are_text(filled: Path) -> None:
    """A code such as 01 stays 01, and no cell of the workbook is a formula."""
    book = openpyxl.load_workbook(filled)
    assert [cell.value for cell in book["sectors"]["A"][1:]] == ["01", "02", "03"]
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    with zipfile.ZipFile(filled) as archive:
        assert not any(
            b"<f>" in archive.read(name) for name in archive.namelist() if "sheet" in name
        )


def test_number_typed_into_a_text_cell_is_read_as_its_digits(toy: City, filled: Path) -> None:
    change(filled, "sources", "D2", 2026)
    assert same(open_folder(filled), toy)


ODD: dict[str, tuple[str, str, Any, str]] = {
    "date": ("zones", "D2", dt.date(2024, 1, 1), "E214"),
    "truth value": ("zones", "D2", True, "E214"),
    "date in a text": ("zones", "C2", dt.datetime(2024, 1, 1, 8), "E214"),
    "formula in a number": ("zones", "D2", "=1+1", "E205"),
    "formula in a text": ("zones", "C2", '=HYPERLINK("http://a.b")', "E205"),
    "division by zero": ("zones", "D2", "#DIV/0!", "E214"),
    "text in a number": ("zones", "D2", "many", "E202"),
    "beside the table": ("zones", "Z2", "more", "E106"),
    "unknown header": ("zones", "Z1", "more", "E104"),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(ODD))
def test_odd_cells_are_found(filled: Path, kind: str) -> None:
    sheet, cell, value, code = ODD[kind]
    change(filled, sheet, cell, value)
    city, findings = check_city(filled)
    assert city is None
    assert code in {f.code for f in findings}
    assert all(f.file == f"toy.xlsx[{sheet}]" for f in findings if f.code == code)
    at_cell = [f.code for f in findings.errors if f.row == 2 and f.column in ("area", "name_zh")]
    assert at_cell in ([code], []), "one fault, one finding"


def test_other_unit_is_found(filled: Path) -> None:
    """Somebody writes 万元 over 亿元: a factor of ten thousand that no one would see."""
    change(filled, "zones", "F1", "gdp [万元]")
    _, findings = check_city(filled)
    assert [(f.code, f.row, f.column, f.value, f.allowed) for f in findings] == [
        ("E110", 1, "gdp", "万元", "亿元")
    ]


def test_missing_and_unknown_sheets_are_found(filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    del book["carbon"]
    del book["city"]
    book["zones"].title = "zone"
    book.create_sheet("empty")
    book.save(filled)
    _, findings = check_city(filled)
    assert {(f.code, f.file, f.nearest) for f in findings if f.code in ("E101", "E109")} == {
        ("E101", "toy.xlsx[carbon]", ""), ("E101", "toy.xlsx[zones]", ""),
        ("E101", "toy.xlsx[city]", ""), ("E109", "toy.xlsx[zone]", "zones"),
    }  # fmt: skip


SETTINGS: dict[str, tuple[Any, str]] = {
    "text": ("next year", "E504"), "date": (dt.date(2023, 1, 1), "E214"), "none": (None, "E502"),
    "half": (2023.5, "E504"), "formula": ("=2000+23", "E504"),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(SETTINGS))
def test_settings_are_checked_where_they_stand(filled: Path, kind: str) -> None:
    value, code = SETTINGS[kind]
    change(filled, "city", "B7", value)
    city, findings = check_city(filled)
    assert city is None
    assert (code, "toy.xlsx[city]") in {(f.code, f.file) for f in findings}


def test_settings_typed_as_text_are_read(toy: City, filled: Path) -> None:
    change(filled, "city", "B7", "２０２３")
    change(filled, "city", "B10", "0.06")
    assert open_folder(filled).settings == toy.settings


def test_entry_twice_is_found(filled: Path) -> None:
    change(filled, "city", "A12", "base_year")
    _, findings = check_city(filled)
    assert ("E301", "toy", 12, "entry") in found(findings)


def test_blank_form(tmp_path: Path) -> None:
    """No rows, no settings: the form asks for every entry."""
    write_workbook(None, None, tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    assert all(book[name].max_row == 1 for name in declared())
    assert "gdp [money]" in [cell.value for cell in book["zones"][1]]
    city, findings = check_city(tmp_path / "form.xlsx")
    assert city is None
    assert len([f for f in findings if f.code == "E502"]) == 10


def test_form_filled_by_hand(toy: City, tmp_path: Path) -> None:
    """The analyst's errand: a blank form, filled cell by cell, is the city."""
    write_workbook(None, None, tmp_path / "form.xlsx")
    book = openpyxl.load_workbook(tmp_path / "form.xlsx")
    for row in book["city"].iter_rows(min_row=2):
        row[1].value = getattr(toy.settings, row[0].value)
    for name, frame in toy.tables.items():
        for line, values in enumerate(zip(*(frame[c].tolist() for c in frame), strict=True), 2):
            for k, value in enumerate(values, 1):
                if isinstance(value, (int, float, str)) and value == value and value != "":
                    book[name].cell(line, k, value)
    book.save(tmp_path / "form.xlsx")
    assert same(open_folder(tmp_path / "form.xlsx"), toy)


@quick(25)
@given(noise=st.binary(max_size=60), at=st.floats(0, 1), cut=st.booleans())
def test_damaged_workbook_is_named_or_read(
    toy: City,
    workbook: bytes,
    noise: bytes,
    at: float,
    cut: bool,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = tmp_path_factory.mktemp("noise") / "toy.xlsx"
    old = workbook
    k = round(at * len(old))
    path.write_bytes(old[:k] + noise + (b"" if cut else old[k + len(noise) :]))
    city, findings = check_city(path)
    assert (city is None) == bool(findings.errors)
    assert city is None or same(city, toy)


def test_damaged_parts_are_named(filled: Path, tmp_path: Path) -> None:
    """A sound archive with spoiled insides: XML bombs, cut sheets, wild row numbers."""
    inside = {
        "bomb": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        "cut": b"<worksheet><sheetData><row r=",
        "wild": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetData><row r="99999999"><c r="A99999999"><v>1</v></c></row></sheetData></worksheet>',
    }
    for kind, data in inside.items():
        path = tmp_path / f"{kind}.xlsx"
        with zipfile.ZipFile(filled) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                new.writestr(name, data if name.endswith("sheet5.xml") else old.read(name))
        city, findings = check_city(path)
        assert city is None, kind
        assert findings.errors, kind


def test_nothing_half_written(toy: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("citywright.city.workbook_writer._Writer.write_lists", stop)
    with pytest.raises(KeyboardInterrupt):
        write_workbook(toy, None, tmp_path / "toy.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_existing_workbook_is_left_alone(toy: City, tmp_path: Path) -> None:
    (tmp_path / "toy.xlsx").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        write_workbook(toy, None, tmp_path / "toy.xlsx")
    assert (tmp_path / "toy.xlsx").read_text(encoding="utf-8") == "mine"
    assert len(list(tmp_path.iterdir())) == 1
