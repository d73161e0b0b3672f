"""Proposals quote, lack what is not said, and become rows only by a person's yes; nothing is overwritten."""

import csv
import json
import shutil
import tempfile
import unicodedata
from copy import deepcopy
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_toys import FILLED, bytes_of, city_copy, report_file

from citywright.city import check_city
from citywright.city.cells import typed
from citywright.city.declaration import declared
from citywright.city.findings import Findings
from citywright.city.raw import RawTable, clean
from citywright.errors import ReadingError, UsageError
from citywright.reading.proposals import documents
from citywright.reading.proposals.acceptance import ReviewError
from citywright.reading.proposals.decisions import answer_of
from citywright.reading.proposals.documents import Proposer, document_paths
from citywright.reading.proposals.folder_rows import appended, folder_rows
from citywright.reading.proposals.known import Known
from citywright.reading.proposals.quotation import LONGEST, cell_text, narrowed
from citywright.reading.reader import read_document
from citywright.report.basis_tables import quotation_table
from citywright.report.names import Names
from citywright.reviewing import accept_review, write_workbook

TOYTOWN = Path(__file__).parents[1] / "toytown"
OVERWRITTEN = """2月18日,恒信彩票官网市召开大会。市委书记王建国出席会议。恒信彩票官网市委、市政府强调,
恒信彩票官网市要加快转型。溧阳市、金坛区负责人发言。恒信彩票官网经开区、驻常单位参加会议。西太湖、长荡湖治理有力。
会议强调,要抓牢产业项目。
"""


_READ = {}


@pytest.fixture(autouse=True)
def read_once(monkeypatch):
    """The rules run once for each text: what is tested here comes after them."""

    def read(document):
        key = document.name, document.sha256
        if key not in _READ:
            _READ[key] = read_document(document)
        return _READ[key]

    monkeypatch.setattr(documents, "read_document", read)


@pytest.fixture
def city(toytown, tmp_path):
    return city_copy(toytown, tmp_path)


@pytest.fixture
def report(tmp_path):
    return report_file(tmp_path)


def proposed(city, path):
    return Proposer(folder_rows(city).known).read(path)


@cache
def drafted(text):
    """The JSON list for a document about Toytown, read once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(text, encoding="utf-8")
        return proposed(TOYTOWN, path).as_dict("en")


def reviewed(city, path, tmp_path, tables, change=lambda entry: None):
    """The list as a reviewer leaves it: yes to every row of the tables, cells filled."""
    document = deepcopy(drafted(path.read_text(encoding="utf-8")))
    sector = rows_of(city, "sectors")[0]["sector"]
    for one in document["proposals"]:
        one["accept"] = one["table"] in tables
        for column, text in FILLED.get(one["table"], {}).items():
            one["row"].setdefault(column, text or sector)
        change(one)
    target = tmp_path / "reviewed.json"
    target.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return target


def rows_of(city, table):
    path = city / f"{table}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_every_proposal_quotes_the_file_and_fits_its_table(city, report):
    read = proposed(city, report)
    text = read.reading.document.text
    assert {one.table for one in read.proposals} >= {
        "sources", "documents", "strategy", "tasks", "projects", "targets", "firms",
    }  # fmt: skip
    for one in read.proposals:
        for quotation in one.quotations:
            assert text[quotation.start : quotation.end] == quotation.quote
        table, findings = declared()[one.table], Findings()
        row = [one.row.get(name, "") for name in table.names]
        typed(table, RawTable(one.table, one.table, list(table.names), [row], [2]), findings)
        assert {f.code for f in findings} <= {"E201"}
        assert {f.column for f in findings} == set(one.missing)


def test_what_the_document_does_not_say_stays_empty(city, report):
    project = next(one for one in proposed(city, report).proposals if one.table == "projects")
    assert project.row["zone"] == "north"
    assert project.row["investment"] == "36"
    assert {"sector", "status", "jobs", "output"} <= set(project.missing)
    amount = next(q for q in project.quotations if q.column == "investment")
    assert amount.quote == "36亿元"


def test_without_a_city_units_and_areas_are_not_guessed(report):
    project = next(one for one in Proposer().read(report).proposals if one.table == "projects")
    assert "investment" not in project.row
    assert "zone" not in project.row
    assert project.said["amount"] == 36


def test_a_contradiction_is_shown_side_by_side_and_left(city, report, tmp_path):
    read = proposed(city, report)
    goals = {one.row["indicator"]: one for one in read.proposals if one.table == "targets"}
    assert goals["gdp"].state == "contradicts"
    assert goals["gdp"].there["value"] == "1040"
    assert goals["gdp"].row["value"] == "1100"
    assert goals["gdp"].differs == ("value",)
    before = rows_of(city, "targets")
    made = accept_review(
        str(city),
        [report],
        reviewed(city, report, tmp_path, ("sources", "documents", "targets")),
    )
    assert [one["row"]["indicator"] for one in made["left"]] == ["gdp", "emissions"]
    assert "targets" not in made["added"]
    assert rows_of(city, "targets") == before


def test_accepted_rows_stand_with_their_evidence_and_the_city_is_sound(city, report, tmp_path):
    before = bytes_of(city)
    tables = ("sources", "documents", "strategy", "tasks", "firms", "projects")
    made = accept_review(str(city), [report], reviewed(city, report, tmp_path, tables))
    checked, found = check_city(city)
    assert not found.errors
    assert checked is not None
    evidence = checked["evidence"].set_index(["table", "row", "column"])
    number = evidence.loc[("projects", "report.j97", "investment")]
    assert (number["quote"], number["document"], number["confidence"]) == ("36亿元", "report", 1)
    project = checked["projects"].set_index("project").loc["report.j97"]
    assert project["source"] == "report"
    assert "filled by the reviewer" in project["note"]
    assert "investment" not in project["note"]
    task = checked["tasks"].set_index("task").loc["report.t146"]
    assert (task["due"], task["owner"]) == ("2025-09-30", "市人力资源局")
    assert task["evidence"] == "report.t146.e"
    shown = quotation_table(Names(checked, "zh")).rows
    assert ("项目", project["name_zh"], "investment", "36亿元") in {row[:4] for row in shown}
    for name, data in before.items():
        after = (city / name).read_bytes()
        assert after.startswith(data)
        assert after == data or name.removesuffix(".csv") in {*made["added"]}


def test_reading_twice_adds_nothing(city, report, tmp_path):
    tables = ("sources", "documents", "strategy", "tasks", "firms", "projects")
    answers = reviewed(city, report, tmp_path, tables)
    accept_review(str(city), [report], answers)
    before = bytes_of(city)
    again = accept_review(str(city), [report], answers)
    assert again["added"] == {}
    assert bytes_of(city) == before
    read = proposed(city, report)
    assert {one.state for one in read.proposals if one.table in tables} == {"proven"}
    copy = shutil.copy(report, tmp_path / "other_name.txt")
    states = {one.state for one in proposed(city, copy).proposals if one.table in tables}
    assert states == {"proven"}


def test_a_row_that_is_there_gets_the_quotation_alone(city, report, tmp_path):
    firms = city / "firms.csv"
    header = firms.read_text(encoding="utf-8").splitlines()[0].split(",")
    row = dict.fromkeys(header, "") | {
        "firm": "cells", "name_en": "Cells", "name_zh": "嘉禾电芯科技有限公司",
        "source": "toy", "quality": "illustrative",
    }  # fmt: skip
    firms.write_bytes(appended(firms.read_bytes(), [[row[name] for name in header]]))
    assert next(p for p in proposed(city, report).proposals if p.table == "firms").state == "known"
    made = accept_review(
        str(city), [report], reviewed(city, report, tmp_path, ("sources", "documents", "firms"))
    )
    assert made["added"] == {"sources": 1, "documents": 1, "evidence": 3}
    assert rows_of(city, "evidence")[-1]["row"] == "cells"


def test_all_that_cannot_be_taken_is_said_at_once_and_nothing_is_written(city, report, tmp_path):
    before = bytes_of(city)

    def spoil(one):
        if one["table"] == "projects":
            one["row"].pop("sector")
        if one["table"] == "firms":
            one["row"]["zone"] = "=1+1"

    answers = reviewed(city, report, tmp_path, ("projects", "firms"), spoil)
    with pytest.raises(ReviewError) as raised:
        accept_review(str(city), [report], answers)
    keys = [key for key, _ in raised.value.faults]
    assert keys.count("reading.review.missing") == 1
    assert keys.count("reading.review.needs") == 2
    assert "sector" in raised.value.text("en")
    assert bytes_of(city) == before
    fixed = reviewed(city, report, tmp_path, ("sources", "documents", "firms"), spoil)
    with pytest.raises(ReviewError) as raised:
        accept_review(str(city), [report], fixed)
    assert "E205" in raised.value.text("zh")
    assert bytes_of(city) == before


def test_a_changed_document_is_not_the_one_that_was_reviewed(city, report, tmp_path):
    answers = reviewed(city, report, tmp_path, ("sources", "documents", "firms"))
    report.write_text(report.read_text(encoding="utf-8").replace("36", "63"), encoding="utf-8")
    with pytest.raises(ReviewError) as raised:
        accept_review(str(city), [report], answers)
    assert {key for key, _ in raised.value.faults} == {"reading.review.unknown"}


def test_codes_that_a_reviewer_changes_are_followed(city, report, tmp_path):
    def rename(one):
        if one["table"] == "documents":
            one["row"]["document"] = "work_report"
        if one["row"].get("strategy") == "report.n139.4" and one["table"] == "strategy":
            one["row"]["strategy"] = "people_first"

    tables = ("sources", "documents", "strategy", "tasks")
    accept_review(str(city), [report], reviewed(city, report, tmp_path, tables, rename))
    assert not check_city(city)[1].errors
    assert rows_of(city, "tasks")[-1]["strategy"] == "people_first"
    assert {row["document"] for row in rows_of(city, "evidence")} >= {"work_report"}


def test_overwritten_words_wait_for_a_person(city, tmp_path):
    path = tmp_path / "copy.txt"
    path.write_text(OVERWRITTEN, encoding="utf-8")
    read = proposed(city, path)
    assert [one.tampering.text for one in read.doubts] == ["恒信彩票官网"]
    for one in read.proposals:
        assert "恒信彩票官网" not in " ".join(one.row.values())
    tables = ("sources", "documents", "strategy")

    def fill(one):
        one["row"].update(title_en="A title", title_zh=one["row"].get("title_zh", "标题"))
        if one["table"] == "sources":
            one["row"].update(title="t", publisher="p")

    answers = reviewed(city, path, tmp_path, tables, fill)
    with pytest.raises(ReviewError) as raised:
        accept_review(str(city), [path], answers)
    assert {key for key, _ in raised.value.faults} == {"reading.review.doubt"}
    made = json.loads(answers.read_text(encoding="utf-8"))
    made["tampering"][0]["accept"] = True
    answers.write_text(json.dumps(made), encoding="utf-8")
    accept_review(str(city), [path], answers)
    assert not check_city(city)[1].errors
    assert rows_of(city, "documents")[-1]["place"] == read.doubts[0].word != ""


def test_the_workbook_comes_back_as_it_was_answered(city, report, tmp_path):
    document = proposed(city, report).as_dict("zh")
    target = tmp_path / "review.xlsx"
    write_workbook([document], folder_rows(city).known, "zh", target)
    book = openpyxl.load_workbook(target)
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    fill = {**FILLED, "projects": None}
    for table in ("sources", "documents", "firms"):
        sheet = book[table]
        heads = {cell.value: cell.column for cell in sheet[1]}
        sheet.cell(2, 1).value = "是"
        for column, text in fill[table].items():
            sheet.cell(2, heads[column]).value = text
    book["strategy"].cell(2, 1).value = "No"
    book.save(target)
    made = accept_review(str(city), [report], target)
    assert made["added"] == {"sources": 1, "documents": 1, "evidence": 3, "firms": 1}
    assert made["counts"]["rejected"] == 1
    assert rows_of(city, "firms")[-1]["name_en"] == "Jiahe Cells"
    assert not check_city(city)[1].errors


def test_a_formula_from_a_document_is_text_in_the_workbook(city, tmp_path):
    path = tmp_path / "formula.txt"
    path.write_text("一、=cmd|'/c calc'!A1 做强产业\n要推进建设。\n" * 2, encoding="utf-8")
    document = proposed(city, path).as_dict("en")
    document["proposals"][0]["row"]["title_zh"] = "=1+1"
    write_workbook([document], None, "en", tmp_path / "review.xlsx")
    book = openpyxl.load_workbook(tmp_path / "review.xlsx")
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_a_builtin_city_and_a_workbook_are_not_written_to(report, tmp_path):
    with pytest.raises(UsageError, match="built-in"):
        accept_review("changzhou", [report], tmp_path / "none.json")
    (tmp_path / "city.xlsx").write_bytes(b"")
    (tmp_path / "list.json").write_text("[]", encoding="utf-8")
    with pytest.raises(UsageError, match="workbook"):
        accept_review(str(tmp_path / "city.xlsx"), [report], tmp_path / "list.json")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("{", "reading.review.damaged"),
        ('{"proposals": 3}', "reading.review.damaged"),
        ('{"proposals": [3]}', "reading.review.damaged"),
        ('{"proposals": [{"accept": true}]}', "reading.review.damaged"),
        ('{"proposals": [{"id": "a", "accept": "perhaps"}]}', "reading.review.answer"),
        ('{"proposals": [{"id": "a"}, {"id": "a"}]}', "reading.review.twice"),
        ("[" * 100_000, "reading.review.damaged"),
    ],
)
def test_a_damaged_list_is_named(city, report, tmp_path, text, key):
    path = tmp_path / "list.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReadingError) as raised:
        accept_review(str(city), [report], path)
    assert raised.value.key == key


@pytest.mark.parametrize(
    ("given_", "answer"),
    [("yes", True), ("是", True), (" YES ", True), ("否", False), ("no", False), ("", None)],
)
def test_answers_in_both_languages(given_, answer):
    assert answer_of(given_, "here") is answer


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400), st.integers(0, 400), st.integers(0, 400))
def test_a_narrowed_quotation_is_exact_and_can_stand_in_a_cell(text, a, b):
    start, end = narrowed(text, min(a, len(text)), min(max(a, b), len(text)))
    quote = text[start:end]
    assert end - start <= LONGEST
    if quote:
        assert clean(quote) in (quote, unicodedata.normalize("NFC", quote))
        assert quote[0] not in "=+-@"
        assert not any(ord(sign) < 32 for sign in quote)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=100))
def test_words_of_a_document_make_a_cell_that_the_tables_take(words):
    cell = cell_text(words)
    table = declared()["firms"]
    row = ["f", "n", cell or "n", "", "", "", "", "", "", "", "s", "published", ""]
    findings = Findings()
    typed(table, RawTable("firms", "firms", list(table.names), [row], [2]), findings)
    assert not findings.errors


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.lists(st.text(st.sampled_from('甲乙ab,"'), min_size=1, max_size=5), min_size=2, max_size=2),
)
def test_rows_are_added_in_the_file_s_own_encoding(encoding, end, is_ended, cells):
    text = f"a,b{end}1,二" + (end if is_ended else "")
    data = text.encode(encoding)
    after = appended(data, [cells])
    assert after.startswith(data)
    rows = list(csv.reader(after.decode(encoding).splitlines()))
    assert rows == [["a", "b"], ["1", "二"], cells]


def test_folders_stand_for_the_files_in_them(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("b.txt", "a.html", "in/c.pdf", "d.exe", ".hidden.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    read, left = document_paths([tmp_path, tmp_path / "no.txt"])
    assert [p.name for p in read] == ["a.html", "b.txt", "c.pdf", "no.txt"]
    assert [p.name for p in left] == ["d.exe"]


def test_an_empty_city_knows_nothing():
    assert Known().document_code("计划.txt", "a" * 64) == "doc_aaaaaaaa"
