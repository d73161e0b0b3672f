"""Builds the accounts of the built-in city from published statistics.

    python data-raw/changzhou/build.py --statistics DIR

DIR holds the tables of the publishers named in sources_accounts.csv, in the file names of
`intensities.py`. Writes sectors, flows, final_demand, value_added, satellites and zone_output into
src/citywright/cities/changzhou/ and prints what was asked and met.
"""

import argparse
from pathlib import Path

import pandas as pd
from intensities import government_share, satellite_intensities
from zones import zone_gaps, zone_output

from citywright.accounts.estimate import Assumptions, Estimate, estimate_city
from citywright.accounts.estimate_report import EstimateReport
from citywright.accounts.long_form import tables_from_accounts
from citywright.accounts.national import read_national

HERE = Path(__file__).parent
CITY = HERE.parents[1] / "src" / "citywright" / "cities" / "changzhou"
# GDP of the city over that of the nation in 2023, both first figures: 10116.4 / 1260582 (NBS
# statistical communique of 2023)
SIZE = 10116.4 / 1_260_582
NOTES = {
    "flows": "National inputs of 2020, local level",
    "final_demand": "National structure, local totals",
    "value_added": "National shares, local totals",
    "satellites": (
        "Relations: persons per output 2018, power purchases 2020, CEADs Jiangsu 2019; local totals"
    ),
}


def main() -> None:
    """Estimate, write, report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statistics", type=Path, required=True, metavar="DIR")
    folder = parser.parse_args().statistics
    sectors = pd.read_csv(HERE / "sectors.csv", dtype={"sector": str}, keep_default_na=False)
    totals = pd.read_csv(HERE / "totals.csv", dtype={"sectors": str})
    rules = pd.read_csv(HERE / "trade_rules.csv", dtype={"sector": str})
    closed = rules[rules["rule"] == "closed"]
    national = read_national(folder / "china_2020_42_noncompetitive.csv")
    division = sectors.set_index("sector")["division"]
    given = Assumptions(
        government_share=government_share(folder, HERE),
        intensities=satellite_intensities(folder, HERE, national),
        size=SIZE,
        closed=dict(zip(closed["sector"], closed["share"], strict=True)),
        one_way=tuple(rules.loc[rules["rule"] == "one_way", "sector"]),
    )
    estimate = estimate_city(national, totals, division, given)
    write_sectors(sectors)
    write_accounts(estimate)
    shares = zone_output(HERE, estimate.accounts, division)
    _write(shares, "zone_output")
    show(estimate.report)
    print(zone_gaps(HERE, shares, estimate.accounts).round(2).to_string())


def write_sectors(sectors: pd.DataFrame) -> None:
    """sectors.csv with source and quality."""
    rows = sectors.assign(source="citywright_estimate", quality="estimated")
    columns = [name for name in rows.columns if name not in {"note", "source", "quality"}]
    _write(rows[[*columns, "source", "quality", "note"]], "sectors")


def write_accounts(estimate: Estimate) -> None:
    """flows, final_demand, value_added, satellites; zero flows are not written."""
    for name, table in tables_from_accounts(estimate.accounts).items():
        _write(table.assign(source="nbs_io_2020", quality="estimated", note=NOTES[name]), name)


def show(report: EstimateReport) -> None:
    """Print the residual report."""
    with pd.option_context("display.width", 120, "display.max_rows", None):
        print(report.totals.to_string(index=False))
        print(f"national ratio to GDP taken for: {', '.join(report.assumed) or 'nothing'}")
        print(f"GRAS: {report.iterations} rounds, residual {report.residual:.1e}")
        print(f"rows {report.row_residual:.1e}, columns {report.column_residual:.1e} (money)")
        change = report.multipliers["change"]
        print(
            f"output multipliers by balancing: mean {change.mean():+.2%}, "
            f"largest {change.abs().max():.2%} (sector {change.abs().idxmax()})"
        )
        print(report.coefficients.round(4).to_string(index=False))


def _write(table: pd.DataFrame, name: str) -> None:
    beside = CITY / f"{name}.csv.part"
    table.to_csv(beside, index=False, lineterminator="\n", encoding="utf-8")
    beside.replace(CITY / f"{name}.csv")


if __name__ == "__main__":
    main()
