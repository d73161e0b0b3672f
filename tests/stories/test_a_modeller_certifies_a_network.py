"""A modeller has a PyPSA network: one command gives the same optimum, with a certificate to check."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pypsa
import pytest
from click.testing import Result
from typer.testing import CliRunner

from citywright.cli import app
from citywright.energy import make_network
from citywright.energy.certificate import ARRAYS, HEAD
from citywright.energy.files import write_network

TOY = Path(__file__).parents[1] / "toytown"
HOURS = pd.date_range("2030-01-01", periods=72, freq="h")
RUN = "from citywright.cli import main; main()"
pypsa.options.general.allow_network_requests = False
# PyPSA warns that it will change this default; the story holds for both
pypsa.options.api.legacy_string_dtype = True


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["energy", *map(str, words)])


def told(*words: str | Path) -> Any:
    done = run(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def network() -> Any:
    """Wind that may grow, gas in place and new, a battery, two buses and a cap on carbon."""
    rng = np.random.default_rng(4)
    n = pypsa.Network(name="two buses")
    n.set_snapshots(HOURS)
    n.add("Carrier", "gas", co2_emissions=0.2)
    n.add("Carrier", "wind")
    n.add("Bus", ["north", "south"])
    day = 1 + 0.3 * np.sin(2 * np.pi * (np.arange(72) - 8) / 24)
    n.add("Load", "north load", bus="north", p_set=30 * day)
    n.add("Load", "south load", bus="south", p_set=60 * day)
    n.add(
        "Generator", "wind", bus="north", carrier="wind", p_nom=20.0, p_nom_extendable=True,
        capital_cost=900.0, p_max_pu=rng.uniform(0.05, 0.9, 72),
    )  # fmt: skip
    n.add(
        "Generator", "gas", bus="south", carrier="gas", p_nom_extendable=True, capital_cost=400.0,
        marginal_cost=70.0, efficiency=0.5,
    )  # fmt: skip
    n.add(
        "StorageUnit", "battery", bus="south", p_nom_extendable=True, capital_cost=300.0,
        max_hours=4.0, efficiency_store=0.95, efficiency_dispatch=0.95, cyclic_state_of_charge=True,
    )  # fmt: skip
    n.add("Link", "cable", bus0="north", bus1="south", p_nom=70.0, p_min_pu=-1.0)
    n.add("GlobalConstraint", "co2", sense="<=", constant=1200.0)
    return n


def saved(n: Any, path: Path) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        n.export_to_netcdf(str(path)) if path.suffix == ".nc" else n.export_to_csv_folder(str(path))
    return path


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the network as a file and as a folder."""
    folder = tmp_path_factory.mktemp("modeller")
    saved(network(), folder / "network.nc")
    saved(network(), folder / "network")
    return folder


@pytest.fixture(scope="module")
def peer() -> Any:
    """The network as PyPSA with HiGHS solves it."""
    n = network()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        n.optimize(
            solver_name="highs", log_to_console=False, io_api="direct",
            include_objective_constant=True,
        )  # fmt: skip
    return n


@pytest.fixture(scope="module")
def made(room: Path) -> Any:
    """The document of the command, and a folder of results beside it."""
    return told(room / "network.nc", "-o", room / "results", "--pypsa", room / "filled.nc")


def test_the_bracket_holds_what_pypsa_finds(made: Any, peer: Any) -> None:
    """In PyPSA's convention: without the yearly cost of wind that stands, which is the constant."""
    slack = 1e-6 * abs(peer.objective)
    assert made["lower_bound"] - slack <= peer.objective <= made["upper_bound"] + slack
    assert made["objective"] == pytest.approx(peer.objective, rel=1e-4)
    assert made["objective_constant"] == pytest.approx(900.0 * 20.0)
    assert made["gap"] <= 1e-4
    assert made["method"] == "whole"
    assert min(made[key] for key in ("wall_s", "cpu_s", "peak_mb")) > 0
    chosen = {row["name"]: row["capacity"] for row in made["capacities"]}
    for name, capacity in peer.generators.p_nom_opt.items():
        assert chosen[name] == pytest.approx(capacity, rel=1e-3)


def test_one_document_and_a_folder_with_the_same(made: Any, room: Path) -> None:
    whole = json.loads((room / "results" / "energy.json").read_text(encoding="utf-8"))
    paths = {"certificate", "folder", "pypsa"}
    assert {k: v for k, v in made.items() if k not in paths} == {
        k: v for k, v in whole.items() if k not in paths
    }
    assert made["certificate"] == str(room / "results" / whole["certificate"])
    assert "<title>" in (room / "results" / "report.html").read_text(encoding="utf-8")
    prices = pd.read_parquet(room / "results" / "tables" / "hourly_nodes_price.parquet")
    assert list(prices.columns) == ["hour", "north", "south"]
    assert len(prices) == 72


def test_a_folder_by_weeks_and_a_file_of_another_name_bring_the_same(made: Any, room: Path) -> None:
    """Told by what is in them; solved in blocks of half a day or whole."""
    shutil.copy(room / "network.nc", room / "unnamed.dat")
    other = told(room / "unnamed.dat", "-o", room / "other", "--lang", "zh")
    weeks = told(
        room / "network", "-o", room / "weeks", "--method", "weeks", "--block-hours", "12",
        "--workers", "1", "--gap", "1e-3",
    )  # fmt: skip
    assert other["objective"] == made["objective"]
    assert weeks["method"] == "weeks"
    assert weeks["gap"] <= 1e-3
    assert weeks["lower_bound"] <= made["upper_bound"]
    assert weeks["upper_bound"] >= made["lower_bound"]


def test_pypsa_reads_the_results(made: Any, room: Path, peer: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        n = pypsa.Network(str(room / "filled.nc"))
    assert n.objective == pytest.approx(peer.objective, rel=1e-4)
    assert made["pypsa"] == str(room / "filled.nc")
    balance = n.generators_t.p.sum(axis=1) + n.storage_units_t.p.sum(axis=1)
    np.testing.assert_allclose(balance, n.loads_t.p_set.sum(axis=1), atol=1e-4)


def test_the_certificate_is_checked_without_a_solver(made: Any, room: Path) -> None:
    document = told("--check", made["certificate"])
    assert document["ok"]
    for ours, name in (("cost_at_least", "lower_bound"), ("cost_at_most", "upper_bound")):
        assert document[ours] == pytest.approx(made[name] + made["objective_constant"])
    assert told(room / "network.nc", "--check", room / "results")["ok"]


@pytest.mark.parametrize(("lang", "word"), [("en", "NOT"), ("zh", "不成立")])
def test_one_altered_number_is_refused(made: Any, room: Path, lang: str, word: str) -> None:
    """One multiplier, or the bound that is claimed."""
    for file in (ARRAYS, HEAD):
        false = room / f"false-{lang}-{file}"
        shutil.copytree(made["certificate"], false)
        if file == HEAD:
            head = json.loads((false / HEAD).read_text(encoding="utf-8"))
            head["lower_bound"] += 1.0
            (false / HEAD).write_text(json.dumps(head), encoding="utf-8")
        else:
            with np.load(false / ARRAYS) as arrays:
                changed = {name: arrays[name].copy() for name in arrays.files}
            changed["multipliers_0"][3] += 1e-9
            np.savez_compressed(false / ARRAYS, **changed)
        done = run("--check", false, "--lang", lang)
        assert done.exit_code == 1
        assert word in done.stdout
        document = json.loads(run("--check", false, "--lang", lang, "--json").stdout)
        assert not document["ok"]
        assert document["faults"]


def test_a_certificate_of_another_network_proves_nothing_here(made: Any, room: Path) -> None:
    n = network()
    n.c.loads.dynamic["p_set"].iloc[5, 0] += 0.001
    other = saved(n, room / "grown.nc")
    done = run(other, "--check", made["certificate"], "--json")
    assert done.exit_code == 1
    (fault,) = json.loads(done.stdout)["faults"]
    assert fault["fault"] == "energy_command.other_network"


def hostile(folder: Path) -> dict[str, tuple[Path, int, str]]:
    """Source, exit code and key of the error."""
    (folder / "text.nc").write_text("snapshots,1\n")
    (folder / "cut.nc").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(100))
    (folder / "empty").mkdir()
    (folder / "text.m").write_text("x = 1\n")
    (folder / "plain.txt").write_text("hello")
    (folder / "broken").mkdir()
    (folder / "broken" / "network.json").write_text("{}")
    n = network()
    n.add("Load", "lost", bus="nowhere", p_set=1.0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        saved(n, folder / "lost.nc")
    return {
        "text": (folder / "text.nc", 1, "energy.interchange.not_netcdf"),
        "cut": (folder / "cut.nc", 1, "energy.interchange.not_netcdf"),
        "missing": (folder / "missing", 2, "energy_command.no_source"),
        "empty": (folder / "empty", 2, "energy_command.unknown_source"),
        "plain": (folder / "plain.txt", 2, "energy_command.unknown_source"),
        "case": (folder / "text.m", 1, "energy.interchange.case_missing"),
        "broken": (folder / "broken", 1, "energy.network_file.format"),
        "lost": (folder / "lost.nc", 1, "energy.interchange.refusals"),
    }


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_no_network_is_named(tmp_path: Path, lang: str) -> None:
    for name, (source, code, key) in hostile(tmp_path).items():
        target = tmp_path / f"{name}-out"
        done = run(source, "-o", target, "--json", "--lang", lang)
        document = json.loads(done.stdout)
        assert (done.exit_code, document["error"]) == (code, key), name
        assert document["text"]
        if name == "lost":
            assert "nowhere" in document["text"]
        assert not target.exists()


def flat(folder: Path, **generator: Any) -> Path:
    """One node with 60 MW of demand and one generator, as a network folder."""
    given = {"node": "town", "capacity": 80.0, "marginal_cost": 50.0, **generator}
    tables = {
        "nodes": pd.DataFrame(index=["town"]),
        "generators": pd.DataFrame([given], index=["plant"]),
        "loads": pd.DataFrame([{"node": "town", "demand": 60.0}], index=["all"]),
    }
    folder.mkdir()
    write_network(make_network("flat", HOURS[:24], tables), folder)
    return folder


def test_faults_of_a_network_are_findings(tmp_path: Path) -> None:
    """All at once: a node that is not there, and a capacity below zero."""
    source = flat(tmp_path / "flat", node="twon", capacity=-5.0)
    done = run(source, "-o", tmp_path / "out", "--json")
    assert done.exit_code == 1
    findings = json.loads(done.stdout)["findings"]
    places = {(f["file"], f["name"], f["column"]) for f in findings}
    assert {("generators", "plant", "node"), ("generators", "plant", "capacity")} <= places


@pytest.mark.parametrize(("lang", "word"), [("en", "cannot be met"), ("zh", "无法满足")])
def test_where_demand_cannot_be_met_is_said(tmp_path: Path, lang: str, word: str) -> None:
    source = flat(tmp_path / "flat", capacity=50.0)
    done = run(source, "-o", tmp_path / "out", "--json", "--lang", lang)
    assert done.exit_code == 3
    clash = json.loads(done.stdout)["clashes"][0]
    assert clash["amount"] == pytest.approx(24 * 10.0)
    assert "town" in clash["text"]
    assert word in clash["text"]
    assert not (tmp_path / "out").exists()


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    """A folder that holds no results is not replaced; older results are."""
    source = flat(tmp_path / "flat")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    assert run(source, "-o", tmp_path / "mine").exit_code == 2
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    first = told(source, "-o", tmp_path / "out")
    assert first["objective"] == pytest.approx(24 * 60 * 50.0)
    assert told(source, "-o", tmp_path / "out")["objective"] == first["objective"]
    assert run(source, "-o", tmp_path / "out", "--pypsa", tmp_path / "mine").exit_code == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["flat", "mine", "out"]


def test_options_that_do_not_fit_are_named(tmp_path: Path) -> None:
    source = flat(tmp_path / "flat")
    for words, key in (
        (["--year", "2030"], "energy_command.year_of_network"),
        (["--method", "guess"], "energy.no_such_method"),
        (["--cluster", "tcp://127.0.0.1:1"], "energy_command.no_cluster"),
        (["--cluster", "here"], "energy_command.no_cluster"),
    ):
        done = run(source, *words, "-o", tmp_path / "out", "--json")
        assert (done.exit_code, json.loads(done.stdout)["error"]) == (2, key)
    for words, key in (
        (["--check", tmp_path / "none"], "energy_command.no_certificate"),
        (["--check", source, "--year", "2030"], "energy_command.year_alone"),
    ):
        done = run(*words, "--json")
        assert (done.exit_code, json.loads(done.stdout)["error"]) == (2, key)


def test_a_city_is_planned_from_its_tables(tmp_path: Path) -> None:
    """Every hour of the last planning year of Toytown; the year is part of the name."""
    made = told(TOY, "-o", tmp_path / "out", "--gap", "0.01", "--workers", "1")
    assert made["hours"] == 8760
    assert made["source"]["kind"] == "city"
    assert made["network"] == f"toytown-{made['source']['years'][0]}"
    assert 0 <= made["gap"] <= 0.01
    assert told("--check", tmp_path / "out")["ok"]
    unknown = run(TOY, "--year", "1950", "--json")
    assert (unknown.exit_code, json.loads(unknown.stdout)["error"]) == (1, "energy.city_year")


@pytest.mark.nightly
def test_an_interrupted_search_leaves_its_certified_plan(tmp_path: Path) -> None:
    """The built-in city at a gap that takes long; Ctrl-C ends with what is there, exit code 130."""
    words = ["energy", "--gap", "1e-7", "--json", "-o", str(tmp_path / "out")]
    command = [sys.executable, "-c", RUN, *words]
    started = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "CITYWRIGHT_LANG": "en"},
    )  # fmt: skip
    time.sleep(30)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=120)
    assert started.returncode == 130, err
    assert json.loads(out)["interrupted"]
    assert "Interrupted" in err
    assert told("--check", tmp_path / "out")["ok"]
