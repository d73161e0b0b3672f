"""Tables of the strategy: days as a type, each table optional, one tree, levers, quotations."""

import datetime as dt
import hashlib
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from city_toys import Toy, differing, found, quick
from hypothesis import given
from hypothesis import strategies as st

from citywright.cities import builtin_path
from citywright.city import City, check_city, open_folder
from citywright.city.cells import is_date
from citywright.city.datapackage import data_package
from citywright.city.declaration import OPTIONAL, ORDER, POWER, declared, missing_tables
from citywright.city.findings import Findings
from citywright.city.folder import write_folder
from citywright.city.raw import raw_from_values
from citywright.city.rules.strategy import LEVERS, row_keys
from citywright.city.workbook_writer import write_workbook

SPEECH = (
    "Toytown is the city of batteries. Mend the anode gap first. Bring graduates to Toytown by "
    "the end of 2025. Northcell is a lighthouse plant."
)
"""The document from which Toytown's evidence is quoted."""


@given(st.dates())
@quick(60)
def test_every_day_is_written_one_way(day: dt.date) -> None:
    text = day.isoformat()
    assert is_date(text)
    assert not is_date(text.replace("-", "/"))
    assert not is_date(text.replace("-", ""))
    assert not is_date(f"{text} ")
    assert not is_date(f"{text}T00:00")


@pytest.mark.parametrize("text", ["2023-02-29", "2024-2-18", "2024-13-01", "2024", "18.2.2024"])
def test_what_is_no_day(text: str) -> None:
    _, findings = Toy().put("tasks", ("hire",), "due", text).check()
    assert found(findings) == {("E215", "tasks", 2, "due")}


def test_an_unknown_day_stays_empty() -> None:
    city, findings = Toy().put("tasks", ("hire",), "due", "").check()
    assert city is not None
    assert not list(findings)
    assert city.tables["tasks"]["due"].tolist() == [""]


def test_days_as_a_spreadsheet_program_stores_them(toy: City, tmp_path: Path) -> None:
    """A stored day is right in a column of days; with a time of day, or elsewhere, it is not."""
    write_workbook(toy, None, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["tasks"]["F2"] = dt.datetime(2025, 12, 31)
    book["tasks"]["C2"] = dt.datetime(2025, 12, 31)
    book["documents"]["E2"] = dt.datetime(2024, 1, 10, 9, 30)
    book.save(tmp_path / "b.xlsx")
    _, findings = check_city(tmp_path / "b.xlsx")
    places = {(f.code, f.file, f.row, f.column) for f in findings.errors}
    assert places == {
        ("E214", "b.xlsx[tasks]", 2, "owner"), ("E214", "b.xlsx[documents]", 2, "date"),
    }  # fmt: skip


@given(st.dates(dt.date(1000, 1, 1)))
@quick(30)
def test_a_stored_day_reads_as_the_written_one(day: dt.date) -> None:
    findings = Findings()
    for cell in (day, dt.datetime.combine(day, dt.time()), day.isoformat()):
        raw = raw_from_values("t", "t", ["a", "due"], [["x", cell, None]], findings, ("due",))
        assert raw.rows[0][:2] == ["x", day.isoformat()]
    assert not list(findings)


def test_a_day_in_parquet_is_a_day(toy: City, tmp_path: Path) -> None:
    write_folder(toy, tmp_path / "city", parquet=True)
    path = tmp_path / "city" / "documents.parquet"
    frame = pd.read_parquet(path)
    frame["date"] = [dt.date.fromisoformat(d) for d in frame["date"]]
    frame.to_parquet(path, index=False)
    assert differing(open_folder(tmp_path / "city"), toy) == []


def test_other_programs_learn_that_it_is_a_day(toy: City) -> None:
    tasks = next(r for r in data_package(toy)["resources"] if r["name"] == "tasks")
    kinds = {field["name"]: field["type"] for field in tasks["schema"]["fields"]}
    assert kinds["due"] == "date"


def test_a_node_refers_to_its_own_table_as_the_specification_wants(toy: City) -> None:
    """Table Schema v1: a self-referencing foreign key has an empty resource."""
    tree = next(r for r in data_package(toy)["resources"] if r["name"] == "strategy")
    parent = next(k for k in tree["schema"]["foreignKeys"] if k["fields"] == ["parent"])
    assert parent["reference"] == {"resource": "", "fields": ["strategy"]}


def test_power_is_still_all_or_nothing() -> None:
    assert not set(POWER) & set(OPTIONAL)
    assert missing_tables(ORDER) == []
    assert missing_tables(set(ORDER) - set(OPTIONAL)) == []
    assert missing_tables({"power_nodes"} | set(ORDER) - set(POWER)) == [
        name for name in POWER if name != "power_nodes"
    ]


@pytest.mark.parametrize("gone", [OPTIONAL, ("honours",), ("tasks", "strategy_levers")])
def test_a_city_without_them_is_valid(gone: tuple[str, ...], tmp_path: Path) -> None:
    toy = Toy()
    kept = [r for r in toy.tables["evidence"] if r[7] not in gone]
    toy.tables["evidence"] = kept
    folder = toy.save(tmp_path / "city")
    for name in gone:
        (folder / f"{name}.csv").unlink()
    city, findings = check_city(folder)
    assert not list(findings)
    assert city is not None
    assert all(len(city.tables[name]) == 0 for name in gone)
    write_folder(city, tmp_path / "again")
    again, findings = check_city(tmp_path / "again")
    assert not list(findings)
    assert again is not None
    assert differing(city, again) == []


def test_every_kind_of_lever_names_the_key_of_a_table() -> None:
    assert tuple(LEVERS) == declared()["strategy_levers"].column("lever").choices
    assert all(len(declared()[table].key) == 1 for table in LEVERS.values())


@pytest.mark.parametrize("lever", sorted(LEVERS))
def test_a_lever_is_there(lever: str) -> None:
    """A code of the table of its kind is right; one letter more is found, with the right one."""
    (key,) = declared()[LEVERS[lever]].key
    toy = Toy()
    code = toy.tables[LEVERS[lever]][1][toy.place(LEVERS[lever], key)]
    role = "measures" if lever in ("indicator", "target") else "means"
    toy.add("strategy_levers", strategy="roofs", lever=lever, item=code, role=role)
    assert not list(toy.check()[1])
    toy.tables["strategy_levers"][-1][2] = f"{code}x"
    (finding,) = toy.check()[1].errors
    assert (finding.code, finding.column, finding.allowed) == ("E302", "item", LEVERS[lever])
    assert finding.nearest == code or len(code) < 3


def test_a_target_can_be_a_means_as_well() -> None:
    toy = Toy().add("strategy_levers", strategy="green", lever="target", item="emissions_2026")
    assert not list(toy.check()[1])
    toy = Toy().add("strategy_levers", strategy="roofs", lever="indicator", item="gdp")
    assert found(toy.check()[1]) == {("E903", "strategy_levers", 8, "role")}


def test_a_circle_is_named_once() -> None:
    toy = Toy().put("strategy", ("batteries",), "parent", "mend")
    (finding,) = toy.check()[1].errors
    assert finding.code == "E901"
    assert {"batteries", "mend"} <= set(finding.value.split(" → "))
    assert Toy().put("strategy", ("toy",), "parent", "toy").check()[1].errors[0].code == "E901"


def test_years_of_a_node_run_forward() -> None:
    _, findings = Toy().put("strategy", ("talent",), "first_year", "2030").check()
    assert found(findings) == {("E411", "strategy", 7, "first_year")}


def test_toytown_quotes_its_document(toy: City) -> None:
    assert toy.tables["documents"]["sha256"][0] == hashlib.sha256(SPEECH.encode()).hexdigest()
    for row in toy.tables["evidence"].itertuples():
        assert SPEECH[row.start : row.end] == row.quote


def test_evidence_names_rows_by_their_whole_key() -> None:
    toy = Toy().put("evidence", ("e_city",), "table", "zone_output")
    toy.put("evidence", ("e_city",), "row", "north/02")
    assert not list(toy.check()[1])
    toy.put("evidence", ("e_city",), "row", "north/2")
    assert found(toy.check()[1]) == {("E302", "evidence", 3, "row")}


def test_evidence_names_a_table() -> None:
    (finding,) = Toy().put("evidence", ("e_city",), "table", "stratgy").check()[1].errors
    assert (finding.code, finding.column, finding.nearest) == ("E907", "table", "strategy")


def test_keys_are_joined_in_the_order_of_the_declaration() -> None:
    frame = pd.DataFrame({"a": ["x", "y"], "b": [2024, 2025], "c": [0.0, 1.0]})
    assert row_keys(frame, ("a", "b")) == {"x/2024", "y/2025"}


def test_an_invented_honour_bears_no_real_name() -> None:
    _, findings = Toy().put("honours", ("light",), "quality", "illustrative").check()
    assert found(findings) == {
        ("E417", "honours", 2, column) for column in ("firm", "recipient_en", "recipient_zh")
    }


@pytest.fixture(scope="module")
def built_in() -> City:
    return open_folder(builtin_path())


def test_built_in_city_has_the_whole_tree(built_in: City) -> None:
    """The meeting names one position, five pillars, three tasks of the mayor; 532 is 5 + 3 + 2."""
    tree = built_in.tables["strategy"]
    top = tree[tree["parent"] == "position"]
    assert tree[tree["parent"] == ""]["kind"].tolist() == ["position"]
    assert top["kind"].value_counts().to_dict() == {
        "pillar": 5, "task": 3, "strategy": 3, "slogan": 4, "measure": 1,
    }  # fmt: skip
    size = tree.groupby("parent").size()
    assert [size[p] for p in ("s532_axes", "s532_centres", "s532_areas", "loop")] == [5, 3, 2, 5]
    named = {"new_energy_capital", "two_lakes", "dragon", "science_recruiting", "award_stars"}
    assert named <= set(tree["strategy"])


def test_built_in_quotations_are_short_and_the_row_says_where_from(built_in: City) -> None:
    evidence = built_in.tables["evidence"]
    assert evidence["quote"].str.len().max() <= 30
    assert evidence["confidence"].eq(1).all()
    for table in ("strategy", "tasks"):
        rows = built_in.tables[table].set_index(
            table.removesuffix("s") if table == "tasks" else table
        )
        quoted = evidence[evidence["table"] == table].set_index("evidence")["row"]
        own = rows[rows["evidence"] != ""]["evidence"]
        assert (quoted[own].to_numpy() == own.index).all()
        assert set(quoted.index) == set(own)
        assert rows.loc[own.index, "source"].eq("meeting_2024_02_18").all()
    spans = evidence.sort_values(["start", "end"])
    assert spans["start"].is_unique


def test_built_in_owners_and_dates_are_only_what_is_published(built_in: City) -> None:
    """The meeting names no owner and no date; the aims of 2024 end with the year."""
    tasks = built_in.tables["tasks"]
    told = tasks[tasks["source"] == "meeting_2024_02_18"]
    assert set(told["owner"]) == set(told["due"]) == {""}
    assert set(tasks[tasks["source"] == "work_report_2024"]["due"]) == {"2024-12-31"}


def test_built_in_honours_are_of_firms_it_knows(built_in: City) -> None:
    honours = built_in.tables["honours"]
    firms = built_in.tables["firms"].set_index("firm")
    own = honours[honours["firm"] != ""]
    assert (firms["name_zh"][own["firm"]].to_numpy() == own["recipient_zh"]).all()
    assert not honours["quality"].isin(["estimated", "illustrative"]).any()


def test_built_in_titles_are_our_own() -> None:
    """No title is a sentence of the report, and none carries the advert of the copy."""
    text = (builtin_path() / "strategy.csv").read_text(encoding="utf-8")
    assert not re.search("。|app", text)
