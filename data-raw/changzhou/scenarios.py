"""Writes the tables of doubt of the built-in city: scenarios, scenario_changes, ranges and nation.

    python data-raw/changzhou/scenarios.py --statistics DIR

DIR holds the files that ../statistics.csv lists. The nation is the table of 2020, moved to 2023 by its
gross domestic product alone; every width of a range is a judgement and says so.
"""

import argparse
from io import BytesIO
from pathlib import Path

import pandas as pd
from build import CITY, DELTA, HERE, METHOD, SIZE

from citywright.accounts.readers.national import read_national
from citywright.accounts.regional.relations import assumptions_from_relations, relations_china_42
from citywright.accounts.regional.totals import given_local_shares
from citywright.city.declaration import declared

SCENARIOS = [
    # scenario, English, Chinese, kind, draws, seed, design, note
    ("slow_markets", "Markets outside the city grow slowly", "市外市场增长放缓", "given", None, None,
     "", "Our choice: markets of every sector grow 1.5 points a year less."),
    ("dear_capital", "Building is dear and capital is scarce", "建设成本上升且资本偏紧", "given", None,
     None, "", "Our choice: investment a fifth dearer, capital for listed projects a tenth less."),
    ("tight_land", "A fifth less industrial land is opened", "工业用地少供两成", "given", None, None,
     "", "Our choice."),
    ("all_ranges", "All ranges at once", "全部区间", "ensemble", 200, 2023, "latin_hypercube",
     "Draws from all ranges."),
]  # fmt: skip
CHANGES = [
    # scenario, table, rows, column, how, value
    ("slow_markets", "sectors", "*", "market_growth", "add", -0.015),
    ("dear_capital", "projects", "*", "investment", "times", 1.2),
    ("dear_capital", "project_uses", "*/capital", "amount", "times", 1.2),
    ("dear_capital", "factor_supply", "capital/*/*", "supply", "times", 0.9),
    ("tight_land", "factor_supply", "land/*/*", "supply", "times", 0.8),
]
RANGES = [
    # range, English, Chinese, table, rows, column, how, low, likely, high, distribution, chance, draw,
    # group, loading, note
    ("capital_cost", "Cost of building", "建设成本", "projects", "*", "investment", "times", 0.9, 1.0,
     1.25, "triangular", None, "together", "building", 1.0,
     "Our judgement: overruns are more usual than savings."),
    ("capital_need", "Capital that building takes", "建设所需资本", "project_uses", "*/capital",
     "amount", "times", 0.9, 1.0, 1.25, "triangular", None, "together", "building", 1.0,
     "Moves with the cost of building: the same group, loading 1."),
    ("delta", "Delta of the accounts", "账户的 delta", "accounts", METHOD, "delta", "set", 0.05, DELTA,
     0.2, "uniform", None, "together", "", None,
     ("The tables were estimated with 0.1; textbooks take 0.25 to 0.3, the survey of a province "
      "fits 0.05 to 0.1 best (docs/explanation/regional-methods.md).")),
    ("grid_carbon", "Carbon dioxide of power from the provincial grid", "省网购电碳排放因子",
     "power_supply", "import_grid_*", "co2", "times", 0.9, 1.0, 1.05, "triangular", None, "together",
     "", None, "Our judgement: the path of the table already falls by 2 % a year."),
    ("grid_price", "Price of power from the provincial grid", "省网购电价格", "power_supply",
     "import_grid_*", "cost", "times", 0.85, 1.0, 1.25, "triangular", None, "together", "", None,
     "Our judgement."),
    ("household_growth", "Growth of household spending", "居民消费增长", "assumptions",
     "household_growth", "value", "add", -0.01, None, 0.01, "normal", None, "together", "demand", 0.7,
     "Our judgement: one point a year to either side, 5 % and 95 %."),
    ("market_growth", "Growth of markets outside the city", "市外市场增长", "sectors", "*",
     "market_growth", "add", -0.01, None, 0.01, "normal", None, "together", "demand", 0.7,
     "Our judgement: one point a year to either side, 5 % and 95 %; half correlated with households."),
    ("productivity", "Growth of output per person", "劳动生产率增长", "assumptions",
     "productivity_growth", "value", "add", -0.01, None, 0.01, "normal", None, "together", "", None,
     "Our judgement: one point a year to either side, 5 % and 95 %."),
    ("success", "Output that projects reach", "项目达产程度", "projects", "*", "output", "times", 0.6,
     None, 1.0, "two_point", 0.85, "apart", "", None,
     ("Our judgement: every project by itself reaches its output with a chance of 85 %, else 60 % of "
      "it; what it uses stays as planned.")),
]  # fmt: skip


def main() -> None:
    """Write the four tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statistics", type=Path, required=True, metavar="DIR")
    folder = parser.parse_args().statistics
    scenarios = pd.DataFrame(
        SCENARIOS,
        columns=["scenario", "name_en", "name_zh", "kind", "draws", "seed", "design", "note"],
    ).astype({"draws": "Int64", "seed": "Int64"})
    changes = pd.DataFrame(
        CHANGES, columns=["scenario", "table", "rows", "column", "how", "value"]
    ).assign(text="", note="")
    ranges = pd.DataFrame(RANGES, columns=[c for c in declared()["ranges"].names
                                           if c not in ("source", "quality")])  # fmt: skip
    for name, table in (
        ("scenarios", scenarios),
        ("scenario_changes", changes),
        ("ranges", ranges),
    ):
        quality = "estimated" if name == "ranges" else "illustrative"
        source = "citywright_estimate" if name == "ranges" else "illustrative"
        write(table.assign(source=source, quality=quality), name)
    write(nation(folder), "nation")


def nation(folder: Path) -> pd.DataFrame:
    """Output and value added of the nation in 2023, and which local shares came from quotients."""
    national = read_national(folder / "china_2020_42_noncompetitive.csv")
    relations = pd.read_csv(BytesIO(relations_china_42()), dtype={"sector": str})
    division, given = assumptions_from_relations(relations, SIZE, method=METHOD, delta=DELTA)
    totals = pd.read_csv(HERE / "totals.csv", dtype={"sectors": str})
    ruled = {*given.closed, *given.one_way, *given_local_shares(totals, division).index}
    added = national.V.sum(axis=1)
    city = pd.read_csv(CITY / "value_added.csv")["value"].sum()
    scale = float(city) / SIZE / float(added.sum())
    table = pd.DataFrame({"output": national.x * scale, "value_added": added * scale}).round(1)
    table.index.name = "sector"
    table["by_quotient"] = ["no" if code in ruled else "yes" for code in table.index]
    return table.reset_index().assign(
        source="nbs_io_2020", quality="estimated",
        note="National table of 2020, times the growth of gross domestic product to 2023.",
    )  # fmt: skip


def write(table: pd.DataFrame, name: str) -> None:
    """One table of the city folder."""
    beside = CITY / f"{name}.csv.part"
    columns = list(declared()[name].names)
    table[columns].to_csv(beside, index=False, lineterminator="\n", encoding="utf-8")
    beside.replace(CITY / f"{name}.csv")


if __name__ == "__main__":
    main()
