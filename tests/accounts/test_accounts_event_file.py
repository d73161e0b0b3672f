"""A file of events: what it says arrives, and each fault is found with row, column and value."""

import numpy as np
import pytest
from accounts_economies import economy

from citywright.accounts.impact import (
    DemandEvent,
    EventFileError,
    Line,
    LossEvent,
    PlantEvent,
    ProjectEvent,
    as_plant,
    read_events,
)

HEAD = "event,name,kind,year,entry,code,value,bought,local_share,customers"
ACCOUNT = economy(4, np.random.default_rng(3))
GOOD = """
fair,Fair,demand,2026,demand,s00,-2,anywhere,,
works,Works,plant,2026,output,s01,9,,,
works,Works,plant,2026,purchase,s00,3,share,0.4,
works,Works,plant,2026,purchase,s02,2,here,,
works,Works,plant,2026,compensation,,2,,,
works,Works,plant,2026,taxes,,-0.5,,,
works,Works,plant,2026,depreciation,,0.5,,,
works,Works,plant,2026,surplus,,2,,,
works,Works,plant,2026,employment,,0.03,,,
works,Works,plant,2026,building,s03,20,outside,,
closed,Closed,loss,2027,output,s02,1,,,stop
closed,Closed,loss,2027,customer,s03,0.5,,,
phase,Phase,project,2028,project,p1,0.5,,,
"""


def read(tmp_path, text, encoding="utf-8"):
    path = tmp_path / "events.csv"
    path.write_text(HEAD + "\n" + text.strip() + "\n", encoding=encoding)
    return read_events(path, ACCOUNT, ["p1"])


def test_a_file_becomes_events(tmp_path):
    assert read(tmp_path, GOOD).events == (
        DemandEvent("fair", "Fair", 2026, (Line("s00", -2.0),)),
        PlantEvent(
            "works", "Works", 2026, "s01", 9.0,
            purchases=(Line("s00", 3.0, 0.4), Line("s02", 2.0, 1.0)),
            items={"compensation": 2.0, "taxes": -0.5, "depreciation": 0.5, "surplus": 2.0},
            own={"employment": 0.03}, building=(Line("s03", 20.0, 0.0),),
        ),
        LossEvent("closed", "Closed", 2027, {"s02": 1.0}, {"s03": 0.5}),
        ProjectEvent("phase", "Phase", 2028, "p1", 0.5),
    )  # fmt: skip


def test_half_a_project_is_half_of_everything():
    full = PlantEvent(
        "p1", "P", None, "s01", 8.0, own={"employment": 2.0}, building=(Line("s03", 20.0),),
        project="p1",
    )  # fmt: skip
    half = as_plant(ProjectEvent("phase", "Phase", 2028, "p1", 0.5), full)
    assert (half.code, half.name, half.year, half.project) == ("phase", "Phase", 2028, "p1")
    assert (half.output, half.own, half.building) == (
        4.0,
        {"employment": 1.0},
        (Line("s03", 10.0),),
    )


def test_an_office_encoding_is_read_and_said(tmp_path):
    file = read(tmp_path, GOOD.replace("Fair", "交易会"), "gb18030")
    assert file.events[0].name == "交易会"
    assert [finding.code for finding in file.notices] == ["W101"]


SPOILED = [
    ("works,Works,plant,2026,surplus", "works,Mill,plant,2026,surplus", "E601", 9, "name"),
    ("fair,Fair,demand,2026,demand", "fair,Fair,demand,2026,customer", "E602", 2, "entry"),
    ("works,Works,plant,2026,taxes,,-0.5,,,\n", "", "E603", 3, "entry"),
    ("works,Works,plant,2026,output,s01,9,,,\n", "", "E603", 3, "entry"),
    ("closed,Closed,loss,2027,customer,s03,0.5,,,\n", "", "E603", 12, "entry"),
    ("s02,1,,,stop", "s02,1,,,buy_outside", "E603", 13, "entry"),
    ("output,s01,9", "output,s01,10", "E604", 3, "value"),
    ("compensation,,2", "compensation,s01,2", "E605", 6, "code"),
    ("employment,,0.03,,,", "employment,,0.03,here,,", "E605", 10, "bought"),
    ("output,s02,1", "output,s02,1e6", "E606", 12, "value"),
    ("-2,anywhere", "-2,", "E201", 2, "bought"),
    ("share,0.4", "share,", "E201", 4, "local_share"),
    ("s02,1,,,stop", "s02,1,,,", "E201", 12, "customers"),
    ("demand,s00", "demand,", "E201", 2, "code"),
    ("demand,s00", "demand,s000", "E302", 2, "code"),
    ("project,p1", "project,p2", "E302", 14, "code"),
    ("purchase,s02,2", "purchase,s02,-2", "E206", 5, "value"),
    ("project,p1,0.5", "project,p1,0", "E206", 14, "value"),
    ("purchase,s02,2,here", "purchase,s00,2,here", "E301", 5, "entry"),
    ("2026,surplus", "soon,surplus", "E202", 9, "year"),
    ("demand,s00,-2", "demand,s00,=2+2", "E205", 2, "value"),
    ("share,0.4", "share,1.4", "E207", 4, "local_share"),
]


@pytest.mark.parametrize(("old", "new", "code", "row", "column"), SPOILED)
def test_a_fault_is_found_where_it_is(tmp_path, old, new, code, row, column):
    assert GOOD.count(old) == 1
    with pytest.raises(EventFileError) as error:
        read(tmp_path, GOOD.replace(old, new))
    places = {(f.file, f.code, f.row, f.column) for f in error.value.findings}
    assert places == {("events.csv", code, row, column)}
    for lang in ("en", "zh"):
        text = error.value.text(lang)
        assert "events.csv" in text
        assert code in text


def test_all_faults_come_at_once(tmp_path):
    spoiled = GOOD.replace("demand,s00", "demand,s9").replace("output,s01,9", "output,s01,10")
    spoiled = spoiled.replace("project,p1", "project,p2")
    with pytest.raises(EventFileError) as error:
        read(tmp_path, spoiled)
    assert [f.code for f in error.value.findings] == ["E302", "E604", "E302"]


def test_production_where_nothing_is_made_is_refused(tmp_path):
    """All here, or a part here, asks for a sector without output; as the city buys does not."""
    path = tmp_path / "events.csv"
    Z, V, F, S = ACCOUNT.Z.copy(), ACCOUNT.V.copy(), ACCOUNT.F.copy(), ACCOUNT.S.copy()
    Z["s03"], V.loc["s03"], S.loc["s03"] = 0.0, 0.0, 0.0
    account = type(ACCOUNT)(Z, F, V, S)
    rows = [
        f"a{k},A,demand,2026,demand,s03,1,{bought}"
        for k, bought in enumerate(["here,,", "share,0.1,", "share,0,", "anywhere,,", "outside,,"])
    ]
    path.write_text("\n".join([HEAD, *rows]), encoding="utf-8")
    with pytest.raises(EventFileError) as error:
        read_events(path, account)
    assert [(f.code, f.row) for f in error.value.findings] == [("E408", 2), ("E408", 3)]


@pytest.mark.parametrize("text", ["", "\n"])
def test_a_file_without_rows_is_said(tmp_path, text):
    with pytest.raises(EventFileError) as error:
        read(tmp_path, text)
    assert [f.code for f in error.value.findings] == ["E111"]


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(EventFileError) as error:
        read_events(tmp_path / "none.csv", ACCOUNT)
    assert [(f.code, f.file) for f in error.value.findings] == [("E107", "none.csv")]
