"""The workbook and text of events: numbers of the document, text as text, both languages."""

import copy
import re
import zipfile
from pathlib import Path
from string import Formatter
from typing import Any

import openpyxl
import pytest

import citywright as cw
from citywright.city import City
from citywright.errors import UsageError
from citywright.report.effects import impact_document
from citywright.report.impact_workbook import write_impact_workbook
from citywright.words import LANGUAGES, say, tables

EVENTS = """event,name,kind,year,entry,code,value,bought,local_share,customers
mill,=Mill(1),plant,2026,output,02,30,,,
mill,=Mill(1),plant,2026,purchase,02,12,share,0.5,
mill,=Mill(1),plant,2026,purchase,03,5,anywhere,,
mill,=Mill(1),plant,2026,compensation,,6,,,
mill,=Mill(1),plant,2026,taxes,,1,,,
mill,=Mill(1),plant,2026,depreciation,,2,,,
mill,=Mill(1),plant,2026,surplus,,4,,,
mill,=Mill(1),plant,2026,building,03,10,here,,
shut,Shut works,loss,2027,output,02,20,,,buy_outside
half,Half of the anode plant,project,2026,project,anode_1,0.5,,,
"""
SHEETS = ("summary", "events", "sectors", "leakages", "substitution", "jobs", "taxes", "building",
          "method")  # fmt: skip


@pytest.fixture(scope="module")
def document(toy: City, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What three events do to Toytown; the name of the first looks like a formula."""
    path = tmp_path_factory.mktemp("events") / "events.csv"
    path.write_text(EVENTS.replace("=Mill(1)", "Mill"), encoding="utf-8")
    known = cw.Study(toy)
    found = impact_document(toy, known.events(known.read_events(path).events))
    hostile = copy.deepcopy(found)
    hostile["events"][0]["name"] = "=Mill(1)"
    return hostile


@pytest.fixture(scope="module", params=LANGUAGES)
def book(request: Any, toy: City, document: dict[str, Any], tmp_path_factory: Any) -> Any:
    path = tmp_path_factory.mktemp("book") / "impact.xlsx"
    write_impact_workbook(toy, document, request.param, path)
    return request.param, path, openpyxl.load_workbook(path)


def sheet(book: Any, key: str) -> Any:
    return book[2][say(f"report.sheet.impact_{key}", book[0])]


def rows(found: Any) -> list[tuple[Any, ...]]:
    return list(found.iter_rows(values_only=True))


def test_sheets_and_charts_are_there(book: Any) -> None:
    assert book[2].sheetnames == [say(f"report.sheet.impact_{k}", book[0]) for k in SHEETS]
    for key in ("summary", "leakages", "jobs", "taxes"):
        assert len(sheet(book, key)._charts) == 1, key


def test_numbers_are_those_of_the_document(book: Any, document: dict[str, Any]) -> None:
    lang = book[0]
    shown = {row[0]: row[1:5] for row in rows(sheet(book, "summary"))}
    for row in document["summary"]:
        values = shown[say(f"console.measure.{row['measure']}", lang)]
        assert values == tuple(row[s] for s in ("direct", "suppliers", "households", "total"))
    outside = {row[0]: row[6] for row in rows(sheet(book, "leakages"))[1:]}
    assert outside == {row["sector"]: row["total"] for row in document["leakages"]}
    jobs = [row[4] for row in rows(sheet(book, "jobs"))[1:]]
    assert jobs == [pytest.approx(1e4 * row["total"]) for row in document["skills"]]
    taxes = [row[6] for row in rows(sheet(book, "taxes"))[1:] if row[0]]
    assert sorted(taxes) == sorted(row["total"] for row in document["taxes"])
    levels = [row[9:11] for row in rows(sheet(book, "taxes"))[1:4]]
    taxed = {row["measure"]: row["total"] for row in document["summary"]}["taxes"]
    assert sum(inside for inside, _ in levels) == pytest.approx(taxed)
    values = [row[9] for row in rows(sheet(book, "sectors"))[1:]]
    added = [r["total"] for r in document["effects"] if r["measure"] == "value_added"]
    assert sorted(values) == sorted(added)


def test_text_is_never_a_formula(book: Any) -> None:
    cells = [cell for page in book[2] for row in page.iter_rows() for cell in row]
    assert all(cell.data_type in ("s", "n", "inlineStr") for cell in cells)
    assert sum(str(cell.value).startswith("=Mill") for cell in cells) > 5
    with zipfile.ZipFile(book[1]) as parts:
        pages = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in parts.read(name) for name in pages)


def test_method_stands_in_both_languages(book: Any, document: dict[str, Any]) -> None:
    texts = [row[0] for row in rows(sheet(book, "method")) if row[0]]
    for lang in LANGUAGES:
        assert texts[texts.index(say("impact.method_title", lang)) + 1:][
            : len(document["method"][lang])
        ] == document["method"][lang]  # fmt: skip
    assert texts[0] == say("impact.method_title", book[0])


def test_a_workbook_that_is_there_stays(
    toy: City, document: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "impact.xlsx"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        write_impact_workbook(toy, document, "en", path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_same_events_same_bytes(toy: City, document: dict[str, Any], tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_impact_workbook(toy, document, "zh", tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


def test_the_text_says_the_figures_of_the_events(document: dict[str, Any]) -> None:
    """Both languages name the same numbers, among them the effects by stage and the taxes."""
    added = next(r for r in document["summary"] if r["measure"] == "value_added")
    whole = {lang: " ".join(document["method"][lang]) for lang in LANGUAGES}
    number = r"\d[\d,]*\.\d+"
    assert re.findall(number, whole["en"]) == re.findall(number, whole["zh"])
    assert f"{added['direct']:.3f}"[:4] in whole["en"]
    assert len(document["method"]["en"]) == len(document["method"]["zh"]) == 15
    assert not any("{" in text for text in whole.values())


def test_every_sentence_of_the_method_is_used(toy: City, document: dict[str, Any]) -> None:
    """All but the one for a city without a table of taxes, which a bare city then gets."""
    said = {key for key in tables() if key.startswith("impact.method.")}
    texts = set(document["method"]["en"])
    unused = {key for key in said if not any(fits(tables()[key]["en"], text) for text in texts)}
    assert unused == {"impact.method.no_taxes"}
    bare = City(toy.settings, {**toy.tables, "tax_bases": toy["tax_bases"].iloc[:0],
                               "tax_shares": toy["tax_shares"].iloc[:0]})  # fmt: skip
    known = cw.Study(bare)
    without = impact_document(bare, known.events([known.project_event("anode_1")]))
    assert without["taxes"] is None
    assert any(fits(tables()["impact.method.no_taxes"]["en"], t) for t in without["method"]["en"])


def fits(sentence: str, text: str) -> bool:
    parts = [re.escape(fixed) for fixed, _, _, _ in Formatter().parse(sentence)]
    return re.fullmatch(".*".join(parts) + ".*", text) is not None
