"""A plan on disk: written whole or not at all, read back as it was, refused where it is damaged."""

import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import citywright.study as room
from citywright.city import City
from citywright.errors import PlanFolderError, UsageError
from citywright.plan import make_plan
from citywright.plan.folder import HEAD, document, read_plan, write_tables
from citywright.study import Study, prove_folder
from made_plans import (
    Toy,
    build,
    city_of,
    proof_of,
    still,
    toytown_city,
    toytown_plan,
    without_projects,
    without_targets,
)


@pytest.fixture(scope="module")
def study() -> Study:
    """A study of Toytown whose plan is made already."""
    known = Study(toytown_city())
    known.__dict__["plan"] = toytown_plan()
    return known


@pytest.fixture(scope="module")
def written(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return study.report(tmp_path_factory.mktemp("plans") / "plan")


@pytest.fixture
def copy(written: Path, tmp_path: Path) -> Path:
    return shutil.copytree(written, tmp_path / "copy")


def test_reads_back_what_was_written(written: Path) -> None:
    head, tables = read_plan(written)
    plan = toytown_plan()
    assert head == json.loads(json.dumps(document(plan, head["proof"])))
    assert set(tables) == set(plan.tables)
    for name, frame in plan.tables.items():
        pd.testing.assert_frame_equal(tables[name], frame, check_exact=True)
    proof = prove_folder(toytown_city(), written).as_dict()
    (more,) = [check for check in proof["checks"] if check not in head["proof"]["checks"]]
    assert (more["name"], more["ok"]) == ("plan.json", True)  # what only a plan on disk has
    assert len(proof["checks"]) == len(head["proof"]["checks"]) + 1


def test_an_older_plan_is_replaced(study: Study, copy: Path) -> None:
    (copy / "old.txt").write_text("left from before", encoding="utf-8")
    study.report(copy)
    assert {p.name for p in copy.iterdir()} == {"plan.json", "plan.xlsx", "report.html", "tables"}


def test_any_other_folder_is_left_alone(study: Study, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        study.report(tmp_path / "mine")
    assert caught.value.key == "folder.exists"
    assert [p.name for p in tmp_path.rglob("*")] == ["mine", "notes.txt"]


@pytest.mark.parametrize("older", [False, True])
@pytest.mark.parametrize("step", ["write_tables", "html_report", "write_plan_workbook"])
def test_interrupted_writing_leaves_nothing_half_written(
    study: Study, copy: Path, step: str, older: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(room, step, interrupted)
    target = copy if older else copy.parent / "new"
    before = {p.relative_to(copy.parent): p.stat().st_mtime_ns for p in copy.parent.rglob("*")}
    with pytest.raises(KeyboardInterrupt):
        study.report(target)
    del before[copy.relative_to(copy.parent)]
    after = {p.relative_to(copy.parent): p.stat().st_mtime_ns for p in copy.parent.rglob("*")}
    del after[copy.relative_to(copy.parent)]
    assert before == after


def spoil_head(folder: Path, **entries: object) -> None:
    head = json.loads((folder / HEAD).read_text(encoding="utf-8"))
    head.update(entries)
    (folder / HEAD).write_text(json.dumps(head), encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [
        lambda f: (f / HEAD).unlink(),
        lambda f: (f / HEAD).write_text("[]", encoding="utf-8"),
        lambda f: (f / HEAD).write_text("{", encoding="utf-8"),
        lambda f: (f / HEAD).write_bytes(b"\xff\xfe"),
        lambda f: (f / HEAD).write_text("[" * 100_000, encoding="utf-8"),
        lambda f: spoil_head(f, objective=None),
        lambda f: spoil_head(f, gap="0"),
        lambda f: spoil_head(f, years=2024),
        lambda f: spoil_head(f, chosen=None),
        lambda f: spoil_head(f, quality={"published": "all"}),
        lambda f: spoil_head(f, steps=[[]]),
        lambda f: (f / "tables" / "starts.parquet").unlink(),
        lambda f: (f / "tables" / "starts.parquet").write_bytes(b"PAR1"),
        lambda f: pd.DataFrame({"project": []}).to_parquet(f / "tables" / "starts.parquet"),
        lambda f: respelled(f, "sectors", "output", "many"),
        lambda f: respelled(f, "starts", "start", None),
        lambda f: respelled(f, "starts", "project", 7),
        shutil.rmtree,
    ],
)  # fmt: skip
def test_a_damaged_folder_is_named(copy: Path, damage: object) -> None:
    damage(copy)
    with pytest.raises(PlanFolderError) as caught:
        prove_folder(toytown_city(), copy)
    assert caught.value.key == "plan.unreadable"
    assert str(copy) in caught.value.text("en")


def respelled(folder: Path, table: str, column: str, value: object) -> None:
    path = folder / "tables" / f"{table}.parquet"
    frame = pd.read_parquet(path)
    frame[column] = [value] * len(frame)
    frame.to_parquet(path, index=False)


def test_the_plan_of_another_city_is_refused(written: Path) -> None:
    other = city_of(Toy().entry("code", '"elsewhere"'))
    with pytest.raises(PlanFolderError) as caught:
        prove_folder(other, written)
    assert caught.value.key == "plan.other_city"


def test_a_number_altered_on_disk_is_found(copy: Path) -> None:
    path = copy / "tables" / "sectors.parquet"
    frame = pd.read_parquet(path)
    frame.loc[3, "output"] *= 1 + 1e-5
    frame.to_parquet(path, index=False)
    assert not prove_folder(toytown_city(), copy).ok


@pytest.mark.parametrize("bare", ["projects", "nodes", "rest"])
def test_a_city_that_lacks_a_table_is_planned_and_proven(bare: str, tmp_path: Path) -> None:
    """No candidate; no chain; no target, programme and link: each is a city all the same."""
    city = lacking(bare)
    plan = make_plan(city)
    proof = proof_of(city, plan)
    assert proof.ok, [c for c in proof.checks if not c.ok]
    write_tables(plan, tmp_path)
    (tmp_path / HEAD).write_text(json.dumps(document(plan, {})), encoding="utf-8")
    assert prove_folder(city, tmp_path).ok
    if bare == "projects":
        assert plan.objective == pytest.approx(plan.without, rel=1e-9)


def lacking(bare: str) -> City:
    toy = Toy()
    # what names the rows that go: the tree's levers, honours of firms, scenarios and ranges
    for table in (
        "scenarios",
        "strategy",
        "strategy_levers",
        "tasks",
        "honours",
        "evidence",
        "ranges",
        "scenario_changes",
    ):
        del toy.tables[table][1:]
    if bare == "projects":
        toy = without_targets(without_projects(still()))
    elif bare == "rest":
        toy = without_targets(toy)
        del toy.tables["programmes"][1:]
        del toy.tables["project_links"][1:]
    else:
        for table in ("chain_links", "chain_nodes", "chains", "firms", "firm_links"):
            del toy.tables[table][1:]
        toy.tables["indicator_terms"] = [
            r for r in toy.tables["indicator_terms"] if r[4] != "replaced"
        ]
        for row in toy.tables["projects"][1:]:
            row[toy.place("projects", "node")] = ""
            row[toy.place("projects", "local_share")] = "0"
    return city_of(toy)


def test_every_variable_has_a_finite_bound() -> None:
    """So that the bound on the optimum needs no trust in the solver."""
    program = build(toytown_city()).program
    assert np.isfinite(program.lower).all()
    assert np.isfinite(program.upper).all()
