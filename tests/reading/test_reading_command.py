"""The command `read`: one document, many documents, a review; in both languages, in one JSON document."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from review_toys import city_copy, report_file
from typer.testing import CliRunner

from citywright.cli import app
from citywright.reading.proposals.tabled import tabled
from citywright.words import tables

PLAIN = "市政府召开会议。要推进重大项目建设,要培育企业主体。\n"


def run(*words):
    return CliRunner().invoke(app, ["read", *map(str, words)])


def test_one_document_is_one_json_document(tmp_path):
    done = run(report_file(tmp_path), "--json", "--lang", "en")
    assert done.exit_code == 0
    document = json.loads(done.stdout)
    assert document["document"]["kind"] == "work_report"
    assert {one["table"] for one in document["proposals"]} >= {"strategy", "projects", "targets"}
    for group in ("people", "organisations", "quantities", "removed", "tampering"):
        assert isinstance(document[group], list)


@pytest.mark.parametrize(("lang", "words"), [("en", "Proposed for"), ("zh", "拟入")])
def test_a_person_sees_proposals_by_table(tmp_path, toytown, lang, words):
    done = run(report_file(tmp_path), "--city", toytown, "--lang", lang)
    assert done.exit_code == 0
    assert f"{words} targets" in done.stdout
    assert "1040" in done.stdout
    assert "1100" in done.stdout


def test_the_errand_of_an_analyst(tmp_path, toytown):
    city, path = city_copy(toytown, tmp_path), report_file(tmp_path)
    book, kept = tmp_path / "review.xlsx", tmp_path / "kept.json"
    done = run(path, "--city", city, "--workbook", book, "-o", kept, "--lang", "zh")
    assert done.exit_code == 0
    assert book.is_file()
    document = json.loads(kept.read_text(encoding="utf-8"))
    for one in document["proposals"]:
        one["accept"] = "是" if one["table"] in ("sources", "documents", "firms") else "否"
        one["row"] |= {"licence": "公开文本", "title_en": "Work report", "name_en": "Jiahe Cells"}
    kept.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    done = run(path, "--city", city, "--accept", kept, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["added"]["firms"] == 1
    assert CliRunner().invoke(app, ["check", str(city)]).exit_code == 0
    again = run(path, "--city", city, "--accept", kept, "--json")
    assert json.loads(again.stdout)["added"] == {}


def test_many_documents_are_lines_and_a_bad_one_does_not_stop_the_rest(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(PLAIN + str(number), encoding="utf-8")
    (folder / "bad.docx").write_bytes(b"PK\x03\x04")
    (folder / "same.txt").write_text(PLAIN + "1", encoding="utf-8")
    (folder / "left.xyz").write_bytes(b"x")
    done = run(folder, "--json", "--lang", "en")
    assert done.exit_code == 1
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 5
    failed = {line["document"]["name"]: line["error"] for line in lines if "error" in line}
    assert failed == {"bad.docx": "reading.broken", "same.txt": "reading.repeated"}
    target = tmp_path / "out.jsonl"
    done = run(folder, "--json", "-o", target, "--workbook", tmp_path / "r.xlsx", "--lang", "en")
    summary = json.loads(done.stdout)
    assert (summary["documents"], summary["failures"]) == (5, 2)
    assert [Path(name).name for name in summary["left_aside"]] == ["left.xyz"]
    assert len(target.read_text(encoding="utf-8").splitlines()) == 5


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (["{report}", "--accept", "list.json"], "read_command.accept_needs_city"),
        (["{empty}"], "read_command.no_documents"),
        (["{report}", "-o", "{report}"], "folder.exists"),
        (["{report}", "--workbook", "review.csv"], "reading.review.xlsx"),
        (["{report}", "--model", "http://localhost:1"], "reading.model.needs"),
        (["{report}", "--city", "nowhere"], "city.no_builtin"),
    ],
)
def test_wrong_use_is_named(tmp_path, words, key):
    report, empty = report_file(tmp_path), tmp_path / "empty"
    empty.mkdir()
    given = [word.format(report=report, empty=empty) for word in words]
    done = run(*given, "--json")
    assert json.loads(done.stdout)["error"] == key
    assert done.exit_code == 2


def test_a_document_that_is_not_there_is_an_error_of_one(tmp_path):
    done = run(tmp_path / "none.txt", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["error"] == "reading.no_file"


def test_tables_that_are_proposed_for_are_declared():
    for name, kind in tabled().items():
        assert set(kind.identity) | set(kind.stated)
        assert f"city.table.{name}" in tables()


def test_reading_a_text_loads_neither_solver_nor_readers_that_it_does_not_need(tmp_path):
    path = report_file(tmp_path)
    code = (
        "import sys; from pathlib import Path;"
        "from citywright.reading.proposals.documents import Proposer;"
        f"Proposer().read(Path({str(path)!r}));"
        "print([n for n in ('linopy', 'highspy', 'docx', 'pypdf') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
