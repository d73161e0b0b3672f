"""Builds the accounts of the built-in city from published statistics.

    python data-raw/changzhou/build.py --statistics DIR

DIR holds the files that ../statistics.csv lists with their publishers. Writes sectors, flows,
final_demand, value_added, satellites and zone_output into src/citywright/cities/changzhou/, the
numbers that follow from them into indicator_terms, labour and power_grid (`dependent.py`), and
prints what was asked and met.
"""

import argparse
from io import BytesIO
from pathlib import Path

import pandas as pd
from dependent import dependent_tables
from province import manufacturing_bound
from zones import zone_gaps, zone_output

from citywright.accounts.long_form import tables_from_accounts
from citywright.accounts.readers.national import read_national
from citywright.accounts.regional.estimate import Estimate, estimate_city
from citywright.accounts.regional.estimate_report import EstimateReport
from citywright.accounts.regional.relations import assumptions_from_relations, relations_china_42

HERE = Path(__file__).parent
CITY = HERE.parents[1] / "src" / "citywright" / "cities" / "changzhou"
# GDP of the city over that of the nation in 2023, both first figures: 10116.4 / 1260582 (NBS
# statistical communique of 2023)
SIZE = 10116.4 / 1_260_582
# The shipped tables were made with these, before the survey of a province was compared with the
# estimate; new cities take other ones (quotients.ESTIMATE_METHOD). They probably leave multipliers
# too low where no local share is given: docs/explanation/city-accounts.md
METHOD, DELTA = "flq", 0.1
NOTES = {
    "flows": "National inputs of 2020, local level",
    "final_demand": "National structure, local totals",
    "value_added": "National shares, local totals",
    "satellites": (
        "Relations: persons per output 2018, power purchases 2020, CEADs Jiangsu 2019; local totals"
    ),
}
SOURCES = {
    "flows": "nbs_io_2020",
    "final_demand": "nbs_io_2020",
    "value_added": "xinhua_gdp_2024",
    "satellites": "citywright_estimate",
}


def main() -> None:
    """Estimate, write, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statistics", type=Path, required=True, metavar="DIR")
    folder = parser.parse_args().statistics
    sectors = pd.read_csv(HERE / "sectors.csv", dtype={"sector": str}, keep_default_na=False)
    totals = pd.read_csv(HERE / "totals.csv", dtype={"sectors": str})
    national = read_national(folder / "china_2020_42_noncompetitive.csv")
    relations = pd.read_csv(BytesIO(relations_china_42()), dtype={"sector": str})
    division, given = assumptions_from_relations(relations, SIZE, method=METHOD, delta=DELTA)
    estimate = estimate_city(national, totals, division, given)
    write_sectors(sectors)
    write_accounts(estimate)
    shares = zone_output(HERE, estimate.accounts, division)
    _write(shares, "zone_output")
    for name, table in dependent_tables(HERE, CITY, estimate.accounts).items():
        _write(table, name)
    show(estimate.report)
    show_local_shares(estimate.report, manufacturing_bound(folder, HERE.parent / "china_42"))
    print(zone_gaps(HERE, shares, estimate.accounts).round(2).to_string())


def write_sectors(sectors: pd.DataFrame) -> None:
    """Write sectors with source and quality."""
    rows = sectors.assign(source="citywright_estimate", quality="estimated")
    columns = [name for name in rows.columns if name not in {"note", "source", "quality"}]
    _write(rows[[*columns, "source", "quality", "note"]], "sectors")


def write_accounts(estimate: Estimate) -> None:
    """Write flows, final_demand, value_added, satellites; zero flows are not written."""
    for name, table in tables_from_accounts(estimate.accounts).items():
        _write(table.assign(source=SOURCES[name], quality="estimated", note=NOTES[name]), name)


def show(report: EstimateReport) -> None:
    """Print the residual report."""
    with pd.option_context("display.width", 120, "display.max_rows", None):
        print(report.totals.to_string(index=False))
        print(f"national ratio to GDP taken for: {', '.join(report.assumed) or 'nothing'}")
        print(f"quotients: {report.method}, delta {report.delta}")
        print(f"GRAS: {report.iterations} rounds, residual {report.residual:.1e}")
        print(f"rows {report.row_residual:.1e}, columns {report.column_residual:.1e} (money)")
        change = report.multipliers["change"]
        print(
            f"output multipliers by balancing: mean {change.mean():+.2%}, "
            f"largest {change.abs().max():.2%} (sector {change.abs().idxmax()})"
        )
        print(report.coefficients.round(4).to_string(index=False))


def show_local_shares(report: EstimateReport, bound: pd.Series) -> None:
    """Print the local shares, and the manufactured goods above what the province allows."""
    table = report.local_shares.assign(bound=bound)
    print(table.round(3).to_string())
    above = table[table["account"] > table["bound"] + 0.01]
    print(f"local shares above the bound of the province: {' '.join(above.index) or 'none'}")


def _write(table: pd.DataFrame, name: str) -> None:
    beside = CITY / f"{name}.csv.part"
    table.to_csv(beside, index=False, lineterminator="\n", encoding="utf-8")
    beside.replace(CITY / f"{name}.csv")


if __name__ == "__main__":
    main()
