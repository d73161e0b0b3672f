"""How near quotients come to a survey: output multipliers of Jiangsu 2007, estimated and surveyed.

    survey     A_local = diag(rho) A,  rho from what the province bought outside (two readings)
    estimate   A_local = min(1, q) A of the nation

Four tests. 1: recipes of the nation in 2018 and 2020, quotients of 2007. 2: the province's own
recipes, so that only the quotients are tested, once with the nation's import shares of 2018 and once
with half as much again. 3: the estimate of a city (`estimate_city`) by FLQ and by AFLQ, given the
province's totals. 4: what part of the surveyed multipliers the interval over delta holds.
"""

import argparse
from collections.abc import Callable, Collection, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.jiangsu_2007 import (
    HERE,
    READINGS,
    Survey,
    absent,
    concordance,
    read_nation,
    read_survey,
)
from citywright.accounts.account import STRESSORS
from citywright.accounts.leontief import Leontief
from citywright.accounts.readers.national import MONEY, NationalTable
from citywright.accounts.recipe import recipe_of
from citywright.accounts.regional.estimate import Assumptions, estimate_city
from citywright.accounts.regional.interval import DELTA_RANGE, quotient_intervals
from citywright.accounts.regional.quotients import WITH_DELTA
from citywright.accounts.regional.regionalise import BASES, METHOD, regionalise
from citywright.accounts.regional.relations import relations_china_42
from citywright.accounts.regional.totals import COLUMNS, UNITS
from citywright.accounts.table import IOTable

Array = npt.NDArray[np.float64]
YEARS = (2018, 2020)
DELTAS = (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3)
HEAD = "mean %  med %  abs %  wtd %   RMSE  Theil  rank  below"


def output_multipliers(A: Array) -> Array:
    """m_j = sum_i L_ij."""
    return Leontief(A).carried(np.ones(len(A)))


def errors(truth: Array, estimate: Array, weights: Array) -> dict[str, float]:
    """Errors of the estimate: relative ones in %, Theil's U in %, share of sectors below truth."""
    relative = 100.0 * (estimate / truth - 1.0)
    gap = estimate - truth
    ranks = pd.Series(truth).corr(pd.Series(estimate), method="spearman")
    return {
        "mean": float(relative.mean()),
        "median": float(np.median(relative)),
        "abs": float(np.abs(relative).mean()),
        "weighted": 100.0 * float(weights @ gap / (weights @ truth)),
        "rmse": float(np.sqrt((gap**2).mean())),
        "theil": 100.0 * float(np.sqrt((gap**2).sum() / (truth**2).sum())),
        "rank": float(ranks),
        "below": float((gap < 0.0).mean()),
    }


def table_of(domestic: Array, imported: Array, X: pd.Series) -> IOTable:
    """A national table with these coefficients and the output X; final use closes the rows."""
    codes, x = X.index, X.to_numpy()
    Z = pd.DataFrame(domestic * x, codes, codes)
    Y = pd.DataFrame({"final": X - Z.sum(axis=1)})
    value = pd.DataFrame([x * (1.0 - (domestic + imported).sum(axis=0))], ["value_added"], codes)
    return IOTable(Z, Y, value, MONEY, Zm=pd.DataFrame(imported * x, codes, codes))


def nation_table(nation: NationalTable) -> IOTable:
    """Domestic and imported coefficients of the nation, at the output of 2007."""
    x = nation.x.to_numpy()
    return table_of(nation.Zd.to_numpy() / x, nation.Zm.to_numpy() / x, nation.x)


def own_table(survey: Survey, nation: NationalTable, times: float = 1.0) -> IOTable:
    """The province's recipes at the nation's output, imported in `times` the nation's shares."""
    whole = nation.Z.to_numpy()
    share = np.divide(nation.Zm.to_numpy(), whole, out=np.zeros_like(whole), where=whole > 0.0)
    share = np.minimum(times * share, 1.0)
    return table_of(survey.A * (1.0 - share), survey.A * share, survey.X)


def by_quotients(table: IOTable, survey: Survey, base: str) -> Iterator[tuple[str, Array]]:
    """Output multipliers by each method and delta."""
    for method in ("slq", "cilq"):
        made = regionalise(table, survey.x, method=method, base=base)
        yield method.upper(), output_multipliers(made.local.to_numpy())
    for method in WITH_DELTA:
        for delta in DELTAS:
            made = regionalise(
                table, survey.x, method=method, base=base, size=survey.size, delta=delta
            )
            yield f"{method.upper()} {delta:.2f}", output_multipliers(made.local.to_numpy())


def by_estimate(survey: Survey, nation: NationalTable) -> Iterator[tuple[str, Array]]:
    """Output multipliers of the city estimate by each method and delta, given the totals."""
    totals, division, given = questions(survey)
    for method in WITH_DELTA:
        for delta in DELTAS:
            made = estimate_city(nation, totals, division, given(method, delta))
            recipe = recipe_of(made.accounts)
            local = recipe.rho[:, None] * recipe.A
            yield f"with {method.upper()} {delta:.2f}", output_multipliers(local)


def questions(
    survey: Survey,
) -> tuple[pd.DataFrame, pd.Series, Callable[[str, float], Assumptions]]:
    """Totals of the province, division of the sectors, and assumptions for a method and delta.

    Output and value added are given by sector, final use by purpose; people, power and carbon do
    not touch multipliers and are any number. Rules of trade and divisions are those of the first
    later sector joined in each of the 40.
    """
    rows = [("output", code, round(float(x), 4)) for code, x in survey.x.items()]
    rows += [("value_added", code, round(float(v), 4)) for code, v in survey.value.items()]
    rows += [(use, "*", round(float(survey.final[use].sum()), 4)) for use in survey.final]
    rows += [(stressor, "*", 1.0) for stressor in STRESSORS]
    totals = pd.DataFrame(
        [(total, code, value, UNITS[total], "", "", "") for total, code, value in rows],
        columns=list(COLUMNS),
    )
    relations = pd.read_csv(BytesIO(relations_china_42()), dtype={"sector": str})
    by = concordance().reindex(relations["sector"]).to_numpy()
    first = relations.groupby(by).first()
    closed = {
        str(code): float(share)
        for code, share in first["outside_share"].items()
        if first.loc[code, "trade"] == "closed"
    }

    def given(method: str, delta: float) -> Assumptions:
        return Assumptions(
            government_share=first["government_share"],
            intensities=first[list(STRESSORS)],
            size=survey.size,
            closed=closed,
            one_way=tuple(str(code) for code in first.index[first["trade"] == "one_way"]),
            method=method,
            delta=delta,
        )

    return totals, first["division"], given


def block(
    title: str, survey: Survey, estimates: Iterator[tuple[str, Array]]
) -> dict[tuple[str, str], float]:
    """Print one test under both readings; mean absolute error by estimate and reading."""
    truth = {reading: surveyed(survey, reading) for reading in READINGS}
    weights = survey.x.to_numpy()
    print(f"\n{title}\n{'':15s}| {READINGS[0]:55s}| {READINGS[1]}\n{'':15s}| {HEAD} | {HEAD}")
    found: dict[tuple[str, str], float] = {}
    for name, estimate in estimates:
        cells = []
        for reading in READINGS:
            e = errors(truth[reading], estimate, weights)
            found[name, reading] = e["abs"]
            cells.append(
                f"{e['mean']:6.1f} {e['median']:6.1f} {e['abs']:6.1f} {e['weighted']:6.1f} {e['rmse']:6.3f} "
                f"{e['theil']:6.1f} {e['rank']:5.2f} {e['below']:6.2f}"
            )
        print(f"{name:15s}| {cells[0]} | {cells[1]}")
    for reading in READINGS:
        name = min((size, name) for (name, read), size in found.items() if read == reading)[1]
        print(f"least mean absolute error, {reading}: {name} with {found[name, reading]:.1f} %")
    return found


def furthest(
    survey: Survey, estimates: Iterator[tuple[str, Array]], chosen: Collection[str]
) -> None:
    """Print the sector that each chosen estimate misses most, and the range of the others."""
    for name, estimate in estimates:
        for reading in READINGS if name in chosen else ():
            relative = pd.Series(estimate / surveyed(survey, reading) - 1.0, survey.x.index)
            worst = relative.abs().idxmax()
            others = relative.drop(worst)
            print(f"{name}, {reading}: furthest off sector {worst} with {relative[worst]:+.1%}, "
                  f"others from {others.min():+.1%} to {others.max():+.1%}")  # fmt: skip


def ranking(tests: list[dict[tuple[str, str], float]]) -> None:
    """Print the methods by their mean absolute error over tests and readings."""
    print(f"\n5. mean absolute error over the {len(tests)} tests with domestic coefficients")
    by_reading = pd.concat([pd.Series(test) for test in tests], axis=1).mean(axis=1).unstack()
    mean = by_reading.mean(axis=1).sort_values(kind="stable")
    for name, size in mean.head(8).items():
        parts = ", ".join(f"{read} {by_reading.loc[name, read]:.1f} %" for read in READINGS)
        print(f"{name:10s} {size:.1f} %  ({parts})")


def surveyed(survey: Survey, reading: str) -> Array:
    """Output multipliers of the survey table."""
    rho = survey.rho(reading).clip(lower=0.0).to_numpy()
    return output_multipliers(rho[:, None] * survey.A)


def recipes_alone(survey: Survey, nation: NationalTable, year: int) -> None:
    """Print the error of the nation's recipes when trade is that of the survey."""
    A = nation.Z.to_numpy() / nation.x.to_numpy()
    for reading in READINGS:
        rho = survey.rho(reading).clip(lower=0.0).to_numpy()
        found = output_multipliers(rho[:, None] * A)
        e = errors(surveyed(survey, reading), found, survey.x.to_numpy())
        print(f"recipes of {year} with the survey's own trade, {reading}: mean {e['mean']:+.1f} %, "
              f"absolute {e['abs']:.1f} %, weighted {e['weighted']:+.1f} %")  # fmt: skip


def coverage(survey: Survey, table: IOTable) -> None:
    """Print the width of the interval and the share of surveyed multipliers inside it."""
    found = quotient_intervals(
        table, survey.x, {}, method=METHOD, base="domestic", size=survey.size, deltas=DELTA_RANGE
    )
    one = found[(found["row"] == "output") & (found["kind"] == "simple")].set_index("sector")
    low, high = one["low"].to_numpy(), one["high"].to_numpy()
    width = 100.0 * float(((high - low) / one["mid"].to_numpy()).mean())
    print(f"\n4. {METHOD.upper()}, delta {DELTA_RANGE.low} to {DELTA_RANGE.high}: mean width of the "
          f"interval {width:.1f} % of its middle")  # fmt: skip
    for reading in READINGS:
        truth = surveyed(survey, reading)
        inside = (truth >= low) & (truth <= high)
        print(f"surveyed multipliers inside, {reading}: {inside.mean():.0%} of the sectors, "
              f"{survey.x.to_numpy() @ inside / survey.x.sum():.0%} of output")  # fmt: skip


def by_base(
    survey: Survey, nations: dict[int, NationalTable]
) -> list[dict[tuple[str, str], float]]:
    """Print tests 1 and 2; the errors of those with domestic coefficients."""
    tests = []
    for year, nation in nations.items():
        print()
        recipes_alone(survey, nation, year)
        for base in BASES:
            title = f"1. recipes of the nation {year}, {base} coefficients"
            found = block(title, survey, by_quotients(nation_table(nation), survey, base))
            tests += [found] if base == "domestic" else []
        made = by_quotients(nation_table(nation), survey, "domestic")
        furthest(survey, made, ("FLQ 0.10", "AFLQ 0.10"))
    for times in (1.0, 1.5):
        own = own_table(survey, nations[2018], times)
        title = f"2. own recipes, domestic by {times} times the import shares of the nation 2018"
        tests.append(block(title, survey, by_quotients(own, survey, "domestic")))
    own = own_table(survey, nations[2018])
    block("2. own recipes, total coefficients", survey, by_quotients(own, survey, "total"))
    return tests


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks survey_truth", description=__doc__)
    parser.add_argument(
        "--statistics", type=Path, default=HERE.parent / "shared" / "data", metavar="DIR",
        help="folder of the published tables (names in benchmarks/jiangsu_2007.py)",
    )  # fmt: skip
    folder = parser.parse_args().statistics
    missing = absent(folder)
    if missing:
        print(f"not run: {folder} does not hold {', '.join(missing)}. These published statistics "
              "are not part of the project; give their folder with --statistics DIR.")  # fmt: skip
        return
    survey = read_survey(folder)
    nations = {year: read_nation(folder, year, survey.X) for year in YEARS}
    below = survey.rho("home")
    print(f"40 sectors; size {survey.size:.3f}; bought more than used, counted as no local share "
          f"(home): {', '.join(below.index[below < 0.0])}")  # fmt: skip
    for reading in READINGS:
        m = surveyed(survey, reading)
        print(f"surveyed output multiplier, {reading}: mean {m.mean():.3f}, weighted "
              f"{survey.x.to_numpy() @ m / survey.x.sum():.3f}")  # fmt: skip
    tests = by_base(survey, nations)
    for year, nation in nations.items():
        made = list(by_estimate(survey, nation))
        block(f"3. estimate of a city, nation {year}", survey, iter(made))
        furthest(survey, iter(made), ("with FLQ 0.10", "with AFLQ 0.05"))
    coverage(survey, nation_table(nations[2018]))
    ranking(tests)


if __name__ == "__main__":
    main()
