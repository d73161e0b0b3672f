"""Builds the relations between the 42 sectors of China from published statistics.

    python data-raw/china_42/relations.py --statistics DIR

DIR holds the files that ../statistics.csv lists with their publishers. Writes
src/citywright/accounts/regional/relations_china_42.csv: one row per sector with its division, the share of
government in consumption, the trade rule, and employment, electricity and carbon per unit of
output over the national mean (1). Only relations: levels come from the totals of a city.
"""

import argparse
from pathlib import Path

import pandas as pd
from intensities import government_share, satellite_intensities

from citywright.accounts.readers.national import read_national

HERE = Path(__file__).parent
TARGET = HERE.parents[1] / "src" / "citywright" / "accounts" / "regional" / "relations_china_42.csv"
SOURCE = "relations_china_42"


def main() -> None:
    """Compute, round to four digits, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statistics", type=Path, required=True, metavar="DIR")
    folder = parser.parse_args().statistics
    national = read_national(folder / "china_2020_42_noncompetitive.csv")
    intensities = satellite_intensities(folder, HERE, national)
    weights = national.x / national.x.sum()
    relative = intensities / intensities.mul(weights, axis=0).sum()
    rules = pd.read_csv(HERE / "trade_rules.csv", dtype=str, keep_default_na=False)
    rules = rules.set_index("sector").reindex(national.x.index).fillna("")
    table = pd.DataFrame(
        {
            "sector": national.x.index,
            "division": [division(code) for code in national.x.index],
            "government_share": _digits(government_share(folder, HERE)),
            "trade": rules["rule"].replace("", "quotient"),
            "outside_share": rules["share"],
            **{name: _digits(relative[name]) for name in relative.columns},
            "source": SOURCE,
            "quality": "estimated",
            "note": rules["note"],
        }
    )
    table.to_csv(TARGET, index=False, lineterminator="\n", encoding="utf-8")


def division(code: str) -> str:
    """Broad division of a sector of the 42-sector table (GB/T 4754: A, B to D, E, F to T)."""
    number = int(code)
    if number == 1:
        return "primary"
    if number <= 26:
        return "industry"
    return "construction" if number == 27 else "services"


def _digits(values: pd.Series) -> pd.Series:
    return values.map(lambda value: f"{value:.4g}")


if __name__ == "__main__":
    main()
