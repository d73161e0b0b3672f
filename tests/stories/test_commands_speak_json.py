"""Another program reads what the commands print: one JSON document, whatever happens.

The plan is made in a process of its own, since C code writes to standard output past Python.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import Result
from typer.testing import CliRunner

from citywright.cli import app
from made_plans import Toy

TOY = Path(__file__).parents[1] / "toytown"
RUN = "from citywright.cli import main; main()"


def run(*words: str | Path) -> Result:
    """One command in this process."""
    return CliRunner().invoke(app, list(map(str, words)))


def process(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", RUN, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def one_document(text: str) -> Any:
    """The document, which starts with the first sign and ends with the last."""
    found, end = json.JSONDecoder().raw_decode(text)
    assert text[end:].strip() == ""
    return found


def hand_impact() -> dict[str, np.ndarray]:
    """anode_1 makes 30 of manufacturing's goods: x = (I − ρA)⁻¹ d, then with households closed.

    Written from the tables of Toytown, not from the code: a = flows / output, ρ = 1 − bought
    outside / local use, households spend 0.6 of wages on (70, 150, 200) / 420.
    """
    x = np.array([140.0, 1000.0, 660.0])
    a = np.array([[20, 60, 10], [30, 400, 100], [10, 150, 120]]) / x
    rho = 1 - np.array([44 / 164, 440 / 840, 110 / 710])
    wages = np.array([50, 140, 210]) / x
    basket = np.array([70, 150, 200]) / 420
    d = np.array([0.0, 30.0, 0.0])
    open_ = np.linalg.solve(np.eye(3) - rho[:, None] * a, d)
    spent = 0.6 * np.outer(rho * basket, wages)
    closed = np.linalg.solve(np.eye(3) - rho[:, None] * a - spent, d)
    return {"direct": d, "suppliers": open_ - d, "households": closed - open_, "total": closed}


@pytest.fixture(scope="module")
def impact() -> Any:
    done = run("impact", "anode_1", "--city", TOY, "--json")
    assert done.exit_code == 0, done.stderr
    return one_document(done.stdout)


def test_impact_is_the_leontief_result_by_hand(impact: Any) -> None:
    summary = {row["measure"]: row for row in impact["summary"]}
    x = np.array([140.0, 1000.0, 660.0])
    rates = {
        "output": np.ones(3),
        "value_added": np.array([80, 390, 430]) / x,
        "taxes": np.array([2, 50, 40]) / x,
    }
    for stage, made in hand_impact().items():
        for measure, rate in rates.items():
            assert summary[measure][stage] == pytest.approx(float(rate @ made), rel=1e-9), measure


def test_a_project_keeps_its_own_jobs_power_and_carbon(impact: Any) -> None:
    """600 jobs, 150 GWh and 8 000 t, not the averages of its sector; suppliers at theirs."""
    summary = {row["measure"]: row for row in impact["summary"]}
    assert summary["employment"]["direct"] == pytest.approx(0.06)
    assert summary["electricity"]["direct"] == pytest.approx(1.5)
    assert summary["co2"]["direct"] == pytest.approx(0.8)
    per = np.array([12 / 140, 20 / 1000, 25 / 660])
    made = hand_impact()["suppliers"]
    assert summary["employment"]["suppliers"] == pytest.approx(float(per @ made), rel=1e-9)
    assert summary["employment"]["unit"] == "10000 person"


def test_what_is_bought_here_and_outside(impact: Any) -> None:
    """The anode plant and all who follow buy a·x; of services 110 of 710 come from outside."""
    made = hand_impact()["total"]
    x = np.array([140.0, 1000.0, 660.0])
    bought = np.array([10, 150, 120]) / x @ made
    bought += 0.6 * (np.array([50, 140, 210]) / x @ made) * 200 / 420
    (row,) = [row for row in impact["purchases"] if row["sector"] == "03"]
    assert row["here"] == pytest.approx(bought * 600 / 710, rel=1e-9)
    assert row["outside"] == pytest.approx(bought * 110 / 710, rel=1e-9)


def test_describe_says_what_the_tables_hold() -> None:
    done = run("describe", TOY, "--json")
    assert done.exit_code == 0
    accounts = one_document(done.stdout)["accounts"]
    assert (accounts["gdp"], accounts["output"], accounts["employment"]) == (900, 1800, 57)


def test_new_says_what_is_to_fill(tmp_path: Path) -> None:
    done = run("new", tmp_path / "mine", "--from", TOY, "--json")
    assert done.exit_code == 0
    assert one_document(done.stdout) == {"target": str(tmp_path / "mine"), "to_fill": 0}
    again = run("new", tmp_path / "mine", "--from", TOY, "--json")
    assert again.exit_code == 2
    assert one_document(again.stdout)["error"] == "folder.exists"


@pytest.mark.parametrize("command", ["check", "describe", "plan"])
def test_findings_are_in_the_document(command: str, tmp_path: Path) -> None:
    """A zone that is not there: exit code 1, and the code, row and column of the cell."""
    toy = Toy().put("projects", ("anode_1",), "zone", "nowhere")
    folder = toy.save(tmp_path / "mine")
    extra = ["-o", tmp_path / "plan"] if command == "plan" else []
    done = run(command, folder, *extra, "--json", "--lang", "zh")
    assert done.exit_code == 1
    (finding,) = [f for f in one_document(done.stdout)["findings"] if f["severity"] == "error"]
    assert (finding["code"], finding["row"], finding["column"]) == ("E302", 2, "zone")
    assert not (tmp_path / "plan").exists()


@pytest.mark.nightly
def test_the_solver_says_nothing_even_as_plain_text(tmp_path: Path) -> None:
    """Neither its banner nor progress is on standard output; results and the headline are."""
    done = process("plan", TOY, "-o", tmp_path / "plan", "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "HiGHS" not in done.stdout + done.stderr
    assert "(MIP)" not in done.stdout
    assert str(tmp_path.name) in done.stdout.replace("\n", "")
    assert not done.stdout.startswith("{")
