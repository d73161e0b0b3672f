"""An analyst asks what three events do: one command, a workbook, one document, clear faults."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import Result
from typer.testing import CliRunner

import citywright as cw
from citywright.cli import app

TOY = Path(__file__).parents[1] / "toytown"
HEAD = "event,name,kind,year,entry,code,value,bought,local_share,customers\n"
FAIR = "fair,Fair,demand,2026,demand,03,10,here,,\n"
SHUT = "shut,Shut works,loss,2027,output,02,100,,,buy_outside\n"
PHASE = "phase,First phase,project,2026,project,anode_1,0.5,,,\n"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, words)))


def told(*words: str | Path) -> Any:
    done = run("impact", *words, "--city", TOY, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def total(rows: list[dict[str, Any]], measure: str) -> float:
    return next(float(row["total"]) for row in rows if row["measure"] == measure)


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    path.write_text(HEAD + FAIR + SHUT + PHASE, encoding="utf-8")
    return path


def test_one_document_tells_everything(events: Path) -> None:
    found = told("--event", events)
    assert [(e["event"], e["kind"], e["year"]) for e in found["events"]] == [
        ("fair", "demand", 2026), ("shut", "loss", 2027), ("phase", "project", 2026),
    ]  # fmt: skip
    people = total(found["summary"], "employment")
    assert sum(row["total"] for row in found["skills"]) == pytest.approx(people)
    inside = sum(row["total"] for row in found["taxes"] if row["in_accounts"])
    assert inside == pytest.approx(total(found["summary"], "taxes"))
    assert sum(row["total"] for row in found["leakages"]) == pytest.approx(found["leakage"])
    assert sum(found["rests_on"].values()) == pytest.approx(1.0)
    alone = sum(total(event["summary"], "output") for event in found["events"])
    apart = total(found["interaction"], "output")
    assert alone + apart == pytest.approx(total(found["summary"], "output"))
    assert total(found["building"], "output") > 0


def test_half_a_project_is_half_of_its_effects(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(HEAD + PHASE, encoding="utf-8")
    half, whole = told("--event", path), told("anode_1")
    for part in ("summary", "building"):
        for one, other in zip(half[part], whole[part], strict=True):
            assert one["total"] == pytest.approx(0.5 * other["total"])


def test_a_project_spends_its_investment_as_the_city_does() -> None:
    """15 of money by the composition 2 : 150 : 120 of Toytown, at its local shares."""
    share = {"01": 1 - 44 / 164, "02": 1 - 440 / 840, "03": 1 - 110 / 710}
    met = sum(15 * share[s] * part / 272 for s, part in (("01", 2), ("02", 150), ("03", 120)))
    rows = {row["measure"]: row for row in told("anode_1")["building"]}
    assert rows["output"]["direct"] == pytest.approx(met, rel=1e-9)


def test_a_project_and_events_go_together(events: Path) -> None:
    both = told("cells_2", "--event", events)
    assert [event["event"] for event in both["events"]] == ["cells_2", "fair", "shut", "phase"]
    assert "project" not in both


def test_the_tables_and_the_workbook(events: Path, tmp_path: Path) -> None:
    book = tmp_path / "impact.xlsx"
    done = run("impact", "--event", events, "--city", TOY, "-o", book, "--lang", "en")
    assert done.exit_code == 0, done.output
    for word in ("Fair", "Shut works", "First phase", "Graduates", "City with its districts"):
        assert word in done.stdout
    assert "Method text" in openpyxl.load_workbook(book).sheetnames
    again = run("impact", "--event", events, "--city", TOY, "-o", book)
    assert again.exit_code == 2


@pytest.mark.parametrize(
    ("words", "code", "key"),
    [((), 2, "cli.impact_needs"), (("anode_1", "-o", "impact.csv"), 2, "cli.impact_xlsx"),
     (("anode", ), 2, "study.no_project_like"), (("--event", "none.csv"), 1,
                                                 "accounts.events_unusable")],
)  # fmt: skip
def test_wrong_use_is_named(words: tuple[str, ...], code: int, key: str) -> None:
    done = run("impact", *words, "--city", TOY, "--json")
    assert done.exit_code == code
    assert json.loads(done.stdout)["error"] == key


def test_findings_of_the_file_are_in_the_document(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(HEAD + FAIR.replace("03", "3x") + SHUT.replace("100", "-1"), encoding="utf-8")
    done = run("impact", "--event", path, "--city", TOY, "--json", "--lang", "zh")
    assert done.exit_code == 1
    found = json.loads(done.stdout)["findings"]
    assert [(f["row"], f["column"], f["value"]) for f in found] == [(2, "code", "3x"),
                                                                    (3, "value", "-1")]  # fmt: skip


def test_numbers_of_the_built_in_city_are_plausible() -> None:
    """Every project: households add less than the suppliers and the plant; value added of the whole
    lies between a tenth and all of the plant's output; the chain needs fewer than 300 jobs per 100
    million yuan; the city keeps more than the province and at most seven tenths of the taxes."""
    known = cw.Study(cw.open_city())
    projects = known.city.tables["projects"].set_index("project")
    for code in projects.index[projects["status"] == "candidate"][::12]:
        full = known.events([known.project_event(code)])
        rows = full.assessment.together.summary
        made = projects.loc[code, "output"]
        added = rows.loc["value_added"]
        assert 0 < added["households"] < added["direct"] + added["suppliers"]
        assert 0.1 < added["total"] / made < 1.0
        assert rows.loc["employment", "total"] * 1e4 / made < 300
        kept = full.taxes["total"].groupby(level="level").sum()
        assert 0 < kept["province"] < kept["city"] < 0.7 * kept.sum()
