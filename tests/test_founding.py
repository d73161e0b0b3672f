"""A city founded on a national table and totals."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from accounts.accounts_economies import national_table, write_national
from citywright.accounts.balance import check_balance
from citywright.accounts.long_form import accounts_from_tables
from citywright.accounts.regional.quotients import ESTIMATE_DELTA, ESTIMATE_METHOD
from citywright.accounts.regional.relations import assumptions_from_relations
from citywright.cities import builtin_path
from citywright.city import CityError, Settings, check_city, declared
from citywright.city.declaration import OPTIONAL, POWER
from citywright.city.settings import dump_settings
from citywright.cli import app
from citywright.errors import AccountsError, InputError, UsageError
from citywright.founding import Founding, start_from_national

HERE = Path(__file__).resolve().parents[1]
STATISTICS = HERE.parent / "shared" / "data"
SETTINGS = Settings("smallton", "Smallton", "小城", "CNY", "万元", 2023, 2024, 2030, 0.05, 8760)
TOTALS = """total,sectors,value,unit,source,quality,note
value_added,*,61.1234,money,bulletin,published,
value_added,industry,30.5,money,bulletin,published,
output,industry,95,money,bulletin,published,
households,*,20,money,survey,estimated,
employment,*,30,10000 person,bulletin,published,
electricity,*,50,100 GWh,bulletin,published,
co2,*,200,10000 t,inventory,secondhand,
local_share,02,0.3,ratio,survey,estimated,
"""
RELATIONS = """sector,division,government_share,trade,outside_share,employment,electricity,co2,source,quality,note
01,primary,0,quotient,,2,0.5,1,own_relations,estimated,
02,industry,0,quotient,,0.5,1,2,own_relations,estimated,
03,industry,0,quotient,,0.4,2,3,own_relations,estimated,
04,construction,0,closed,0.3,1,0.2,0.1,own_relations,estimated,
05,services,0.2,quotient,,1.5,0.3,0.1,own_relations,estimated,
06,services,0.9,closed,0.1,1.2,0.4,0.1,own_relations,estimated,
"""
SOURCES = """source,title,publisher,date,address,licence,note
bulletin,Bulletin of Smallton 2023,Smallton Bureau of Statistics,2024,,public text,
"""
ACCOUNT = ("sectors", "flows", "final_demand", "value_added", "satellites")


@pytest.fixture
def door(tmp_path):
    """The files that a founder brings, and a place for the city."""
    files = {"totals": TOTALS, "relations": RELATIONS, "sources": SOURCES}
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    write_national(national_table(), tmp_path / "national.csv")
    return tmp_path


def found(door, settings=SETTINGS, **changes):
    return start_from_national(
        door / "city",
        door / "national.csv",
        door / "totals.csv",
        settings,
        sources=door / "sources.csv",
        relations=door / "relations.csv",
        given=Founding(**changes),
    )


def edit(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def read(folder, name):
    codes = dict.fromkeys(["sector", "from_sector", "to_sector"], str)
    return pd.read_csv(folder / f"{name}.csv", dtype=codes, keep_default_na=False)


def account_of(folder):
    return accounts_from_tables(*(read(folder, name) for name in ACCOUNT))


def test_account_in_the_folder_balances_and_meets_the_totals(door):
    report = found(door)
    account = account_of(door / "city")
    check_balance(account, 1e-9)
    assert account.value_added.sum() == pytest.approx(61.1234, rel=1e-12)
    assert account.output[["02", "03"]].sum() == pytest.approx(95.0, rel=1e-12)
    assert account.S.sum().tolist() == pytest.approx([30.0, 50.0, 200.0])
    rho = 1.0 - account.outside_purchases / account.local_use
    assert rho["02"] == pytest.approx(0.3, abs=1e-4)
    assert report["local_shares"] == pytest.approx(rho.to_dict())
    assert max(abs(row["difference"]) for row in report["totals"]) < 1e-4
    assert report["assumed"] == ["government", "investment", "inventories"]


def test_report_is_plain_data(door):
    report = found(door)
    assert json.loads(json.dumps(report)) == report
    nation = national_table()
    assert report["parameters"]["size"] == pytest.approx(61.1234 / nation.gdp)
    assert report["gras"]["residual"] <= 1e-12


def test_report_says_which_quotients_were_taken_asked_or_not(door):
    """What nobody chose is named too, and is what the estimate itself falls back on."""
    default = found(door)
    unasked = {"method": ESTIMATE_METHOD, "delta": ESTIMATE_DELTA}
    assert default["quotients"] == unasked
    assert {name: default["parameters"][name] for name in unasked} == unasked
    (door / "city").rename(door / "first")
    chosen = found(door, method="flq", delta=0.2)
    assert chosen["quotients"] == {"method": "flq", "delta": 0.2}
    assert chosen["local_shares"]["03"] < default["local_shares"]["03"]


def test_money_of_nation_and_city_may_differ_in_unit(door):
    """The same totals in 亿元 make a city ten thousand times as large."""
    nation = national_table()
    small = found(door)["parameters"]["size"]
    (door / "city").rename(door / "first")
    edit(door / "totals.csv", "value_added,*,61.1234", "value_added,*,61.1235")
    large = Settings("s", "S", "小", "CNY", "亿元", 2023, 2024, 2030, 0.05, 8760)
    with pytest.raises(AccountsError) as error:
        found(door, settings=large)
    assert error.value.key == "accounts.region_factor"
    assert small == pytest.approx(61.1234 / nation.gdp)


def test_check_asks_for_what_nobody_said(door):
    """Headroom and growth of 6 sectors, and 4 cells of each source without a row, remain."""
    report = found(door)
    findings = check_city(door / "city")[1]
    asked = {(f.file, f.column) for f in findings.errors}
    assert asked == {
        *(("sectors.csv", name) for name in ("headroom", "organic_growth", "market_growth")),
        *(("sources.csv", name) for name in ("title", "publisher", "date", "licence")),
    }
    bare = {"inventory", "national_table", "own_relations", "survey"}
    assert {f.code for f in findings.errors} == {"E201"}
    assert report["to_fill"] == len(findings.errors) == 6 * 3 + len(bare) * 4
    sources = read(door / "city", "sources").set_index("source")
    assert set(sources.index) == bare | {"bulletin"}
    assert sources.loc["bulletin", "publisher"] == "Smallton Bureau of Statistics"
    assert (sources.loc[sorted(bare)] == "").all().all()
    empty = {f.file for f in findings.notices if f.code == "W103"}
    filled = {*ACCOUNT, "sources", "zones", "skills"}
    assert empty == {
        f"{name}.csv" for name in declared() if name not in {*filled, *OPTIONAL, *POWER}
    }


def test_with_the_cells_filled_check_asks_for_the_tables(door):
    """No area and no skill group is an error; so is every assumption that nobody made."""
    found(door)
    city = door / "city"
    sectors = read(city, "sectors").assign(headroom=1.05, organic_growth=0.02, market_growth=0.02)
    sectors.to_csv(city / "sectors.csv", index=False)
    sources = read(city, "sources").replace("", "to be found")
    sources.to_csv(city / "sources.csv", index=False)
    errors = check_city(city)[1].errors
    assert {("zones.csv", "E111"), ("skills.csv", "E111")} <= {(f.file, f.code) for f in errors}
    assert {f.file for f in errors}.isdisjoint({"flows.csv", "satellites.csv", "value_added.csv"})
    assert "E406" not in {f.code for f in errors}, "the account balances"


def test_every_estimated_row_says_so(door):
    found(door, national_source="nation_2020")
    for name in ACCOUNT:
        rows = read(door / "city", name)
        assert list(rows.columns) == list(declared()[name].names)
        source = "own_relations" if name == "satellites" else "nation_2020"
        assert set(rows["source"]) == {source}
        assert set(rows["quality"]) == {"estimated"}
        assert (rows["note"] != "").all()


def test_all_faults_of_all_tables_come_at_once(door):
    edit(door / "totals.csv", "output,industry,95", "output,industry,many")
    edit(door / "totals.csv", "households,*", "household,*")
    edit(door / "totals.csv", "co2,*,200", "employment,*,200")
    edit(door / "relations.csv", "05,services,0.2", "05,service,2")
    edit(door / "sources.csv", "bulletin,Bulletin", "bulletin of 2023,Bulletin")
    with pytest.raises(CityError) as error:
        found(door)
    seen = {(f.file, f.row, f.column, f.code) for f in error.value.findings}
    assert seen == {
        ("totals.csv", 4, "value", "E202"),
        ("totals.csv", 5, "total", "E208"),
        ("totals.csv", 8, "total", "E301"),
        ("relations.csv", 6, "division", "E208"),
        ("relations.csv", 6, "government_share", "E207"),
        ("sources.csv", 2, "source", "E210"),
    }
    assert not (door / "city").exists()


@pytest.mark.parametrize(
    ("file", "before", "after", "key"),
    [
        ("totals", "households,*,20,money", "households,*,20,ratio", "accounts.total_unit"),
        ("totals", "value_added,*,61.1234,money", "output,*,161,money", "founding.size"),
        ("relations", "06,services", "07,services", "founding.sectors_differ"),
        (
            "relations",
            "04,construction,0,closed",
            "04,construction,0,quotient",
            "accounts.relations",
        ),
        (
            "relations",
            "02,industry,0,quotient",
            "02,industry,0,one_way",
            "accounts.local_share_rule",
        ),
        ("totals", "local_share,02,0.3", "local_share,02,1.3", "accounts.local_share_value"),
        ("totals", "local_share,02", "local_share,04", "accounts.local_share_rule"),
    ],
)
def test_what_does_not_suffice_is_named_and_nothing_is_written(door, file, before, after, key):
    edit(door / f"{file}.csv", before, after)
    with pytest.raises(InputError) as error:
        found(door)
    assert error.value.key == key
    assert error.value.text("zh") != error.value.text("en")
    assert not (door / "city").exists()


def test_satellites_without_totals_are_named_together(door):
    rows = [line for line in TOTALS.splitlines() if line.split(",")[0] not in ("co2", "employment")]
    (door / "totals.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(AccountsError, match="employment, co2") as error:
        found(door)
    assert error.value.key == "founding.totals_missing"


def test_a_place_that_is_taken_or_a_workbook_is_refused(door):
    (door / "city").mkdir()
    with pytest.raises(UsageError):
        found(door)
    with pytest.raises(UsageError):
        start_from_national(
            door / "city.xlsx", door / "national.csv", door / "totals.csv", SETTINGS
        )


def test_the_command_line_takes_the_same_quotients_and_those_it_is_told(door):
    """Without options as `Founding()`, with them as they say; any other method is refused."""
    settings = door / "settings.toml"
    settings.write_text(dump_settings(SETTINGS), encoding="utf-8")

    def run(*options):
        target = door / f"city{len(list(door.iterdir()))}"
        files = [f"--{name}={door / name}.csv" for name in ("national", "totals", "relations")]
        told = ["new", str(target), *files, f"--settings={settings}", "--json", *options]
        return CliRunner().invoke(app, told)

    unasked = {"method": ESTIMATE_METHOD, "delta": ESTIMATE_DELTA}
    assert json.loads(run().stdout)["quotients"] == unasked
    told = json.loads(run("--method", "flq", "--delta", "0.2").stdout)["quotients"]
    assert told == {"method": "flq", "delta": 0.2}
    refused = run("--method", "slq")
    assert json.loads(refused.stdout)["error"] == "accounts.estimate_method"
    assert refused.exit_code == 1


def test_a_file_that_is_not_there_is_a_finding(door):
    (door / "totals.csv").unlink()
    with pytest.raises(CityError) as error:
        found(door)
    assert [(f.file, f.code) for f in error.value.findings] == [("totals.csv", "E107")]


def test_relations_of_a_closed_sector_need_its_share():
    table = pd.DataFrame({"sector": ["1"], "trade": ["closed"], "outside_share": [None]})
    with pytest.raises(AccountsError) as error:
        assumptions_from_relations(table, 0.1)
    assert error.value.key == "accounts.relations"


def test_the_built_in_city_can_be_founded_again(tmp_path):
    """Story: the analyst has the table of the National Bureau of Statistics and a list of totals."""
    table = STATISTICS / "china_2020_42_noncompetitive.csv"
    if not table.is_file():
        pytest.skip(f"the national table of 2020 is not at {table}")
    settings = Settings("cz", "Changzhou", "常州", "CNY", "亿元", 2023, 2024, 2030, 0.05, 8760)
    # GDP of city and nation in 2023, method and delta of the shipped tables, which are not the
    # defaults of a new city: data-raw/changzhou/build.py
    given = Founding(
        national_source="nbs_io_2020", size=10116.4 / 1_260_582, method="flq", delta=0.1
    )
    built_in = builtin_path("changzhou")
    report = start_from_national(
        tmp_path / "cz",
        table,
        HERE / "data-raw" / "changzhou" / "totals.csv",
        settings,
        sources=built_in / "sources.csv",
        given=given,
    )
    assert report["local_shares"]["18"] == pytest.approx(0.33, abs=1e-6)
    ours, shipped = account_of(tmp_path / "cz"), account_of(built_in)
    for name in ("Z", "F", "V", "S"):
        pd.testing.assert_frame_equal(getattr(ours, name), getattr(shipped, name), check_exact=True)
    assert {f.file for f in check_city(tmp_path / "cz")[1].errors} == {"sectors.csv"}
