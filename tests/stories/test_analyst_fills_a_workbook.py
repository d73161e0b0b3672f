"""An analyst starts from a workbook, makes a mistake, mends it, plans and proves.

The errand runs through the command line. One story uses a process of its own, since the solver
writes a banner to the process's standard output that must not reach a JSON document.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner

from citywright.cli import app

TOY = Path(__file__).parents[1] / "toytown"
RUN = "from citywright.cli import main; main()"


def citywright(*words: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.stdout, done.stderr


def document(*words: str | Path) -> tuple[int, Any]:
    """Exit code and the one JSON document on standard output."""
    code, out, _ = citywright(*words, "--json")
    return code, json.loads(out)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    folder = tmp_path_factory.mktemp("story") / "plan"
    code, found = document("plan", TOY, "-o", folder)
    assert code == 0
    return folder, found


def test_a_wrong_cell_is_named_and_the_mended_workbook_is_planned(tmp_path: Path) -> None:
    book = tmp_path / "mine.xlsx"
    assert citywright("new", book, "--from", TOY)[0] == 0
    sheet = openpyxl.load_workbook(book)
    heads = [str(cell.value).split(" [")[0] for cell in sheet["projects"][1]]
    cell = sheet["projects"].cell(2, heads.index("zone") + 1)
    right, cell.value = cell.value, "nowhere"
    sheet.save(book)
    code, found = document("check", book)
    assert code == 1
    (finding,) = [f for f in found["findings"] if f["severity"] == "error"]
    assert (finding["code"], finding["row"], finding["column"]) == ("E302", 2, "zone")
    assert finding["value"] == "nowhere"
    cell.value = right
    sheet.save(book)
    assert document("check", book) == (0, {"city": str(book), "ok": True, "findings": []})
    code, plan = document("plan", book, "-o", tmp_path / "plan", "--power", "years")
    assert code == 0
    assert plan["proof"]["ok"]


@pytest.mark.nightly
def test_a_process_prints_one_document_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUN, "plan", str(TOY), "-o", str(tmp_path / "plan"), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert json.loads(done.stdout)["proof"]["ok"]


def test_the_plan_document_has_what_its_readers_need(planned: tuple[Path, Any]) -> None:
    _, plan = planned
    wanted = {
        "city", "years", "chosen", "rejected", "indicators", "targets", "prices", "gap", "quality",
        "proof",
    }  # fmt: skip
    assert wanted <= set(plan)
    assert {"project", "start"} <= set(plan["chosen"][0])
    assert all({"project", "reason"} <= set(row) for row in plan["rejected"])
    assert {"indicator", "year", "target", "value", "met"} <= set(plan["targets"][0])
    assert {"limit", "year", "value", "unit"} <= set(plan["prices"][0])
    assert {"ok", "checks", "worst"} <= set(plan["proof"])
    assert plan["proof"]["worst"] <= 1e-6
    assert sum(plan["quality"].values()) == pytest.approx(1.0)
    path = next(iter(plan["indicators"].values()))
    assert set(map(str, plan["years"])) <= set(path)


def test_the_plan_folder_holds_page_workbook_and_tables(planned: tuple[Path, Any]) -> None:
    folder, plan = planned
    names = {p.name for p in folder.iterdir()}
    assert names == {"plan.json", "plan.xlsx", "report.html", "tables"}
    assert json.loads((folder / "plan.json").read_text(encoding="utf-8")) == plan


def test_prove_says_yes_to_the_plan_and_no_to_a_forged_one(planned: tuple[Path, Any]) -> None:
    folder, plan = planned
    code, proof = document("prove", folder, "--city", TOY)
    assert (code, proof["ok"]) == (0, True)
    forged = plan | {"objective": plan["objective"] * 1.01}
    kept = (folder / "plan.json").read_text(encoding="utf-8")
    try:
        (folder / "plan.json").write_text(json.dumps(forged), encoding="utf-8")
        code, proof = document("prove", folder, "--city", TOY)
    finally:
        (folder / "plan.json").write_text(kept, encoding="utf-8")
    assert (code, proof["ok"]) == (1, False)
    assert [c["name"] for c in proof["checks"] if not c["ok"]][:1] == ["objective"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reader_has_a_language(lang: str) -> None:
    code, out, err = citywright("describe", TOY, "--lang", lang)
    assert code == 0, err
    assert ("地区生产总值" in out) == (lang == "zh")
    assert ("Gross domestic product" in out) == (lang == "en")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["check", "no-such-folder"], 2),
        (["impact", "no_such_project", "--city", str(TOY)], 2),
        (["describe", str(TOY), "--lang", "fr"], 2),
        (["prove", str(TOY), "--city", str(TOY)], 1),
        (["plan", str(TOY), "-o", str(TOY)], 2),
    ],
)
def test_an_error_is_one_document_and_an_exit_code(words: list[str], code: int) -> None:
    found, answer = document(*words)
    assert found == code
    assert answer["text"]


def test_an_impossible_folder_ends_with_3_and_names_what_must_give(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    assert citywright("new", folder, "--from", TOY)[0] == 0
    carbon = folder / "carbon.csv"
    head, *rows = carbon.read_text(encoding="utf-8").splitlines()
    none = [[row.split(",")[0], "0", *row.split(",")[2:]] for row in rows]
    carbon.write_text("\n".join([head, *(",".join(row) for row in none)]) + "\n", encoding="utf-8")
    code, answer = document("plan", folder, "-o", tmp_path / "plan")
    assert code == 3
    assert "carbon" in {clash["limit"] for clash in answer["clashes"]}
    assert not (tmp_path / "plan").exists()
