"""Found a city folder on a national table and totals: `citywright new --national --totals`.

    national table + totals + relations  ->  account of the city  ->  sectors, flows, final_demand,
    value_added, satellites, sources; every other table has its header only

What is estimated is said row by row; what is not known stays empty, and `check` asks for it.
"""

from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd

from citywright.accounts.long_form import tables_from_accounts
from citywright.accounts.readers.national import NationalTable, read_national
from citywright.accounts.regional.estimate import Estimate, estimate_city
from citywright.accounts.regional.estimate_report import EstimateReport
from citywright.accounts.regional.quotients import ESTIMATE_DELTA, ESTIMATE_METHOD
from citywright.accounts.regional.relations import (
    CHINA_42,
    assumptions_from_relations,
    relations_china_42,
)
from citywright.accounts.regional.totals import members_of
from citywright.city import CityError, Findings, Settings, check_city
from citywright.city.cells import blank_frame, typed
from citywright.city.declaration import declared, read_declaration
from citywright.city.folder import write_tables
from citywright.city.keys import check_keys
from citywright.city.raw import parse_csv
from citywright.errors import AccountsError, UsageError
from citywright.units import factor

NOTES = {
    "sectors": "Name of the national table",
    "flows": "National inputs, local level",
    "final_demand": "National structure, local totals",
    "value_added": "National shares, local totals",
    "satellites": "Relations between sectors, local totals",
}
"""How the rows of each table were made; the method is in docs/explanation/city-accounts.md."""
LEVELS = ("value_added", "employment", "electricity", "co2")
"""Totals without which nothing can be estimated: only their relations are known otherwise."""


@dataclass(frozen=True)
class Founding:
    """What an estimate takes beyond its tables.

    national_source : code of the national table in sources.csv
    national_unit : unit of money of the national table (10 000 yuan as published)
    size : city over nation in the same year (ratio); None takes the value added of the totals over
        the gross domestic product of the national table, which is too large where that is older
    method : quotient of the trade step, "flq" or "aflq"; delta : its exponent; see
        `quotients.ESTIMATE_METHOD` for the defaults and where they come from
    decimals : of the written tables
    """

    national_source: str = "national_table"
    national_unit: str = "wan_yuan"
    size: float | None = None
    method: str = ESTIMATE_METHOD
    delta: float = ESTIMATE_DELTA
    decimals: int = 4


def start_from_national(
    target: Path,
    national: Path,
    totals: Path,
    settings: Settings,
    sources: Path | None = None,
    relations: Path | None = None,
    given: Founding = Founding(),
) -> dict[str, Any]:
    """Estimate the accounts of a city and write them as a new city folder.

    Parameters
    ----------
    target : folder that does not exist yet
    national : national table, see `read_national`
    totals : what the city knows, declared in city/tables/totals.csv
    settings : entries of city.toml
    sources : rows of the table sources for the codes that the totals name; a code without a row
        gets one that is empty but for the code, and `check` asks for the rest
    relations : declared in city/tables/relations.csv; None takes those of the 42 sectors of China

    Returns
    -------
    The residual report: totals asked and met, quotients, GRAS, balance, multipliers, local shares,
    parameters, and the number of findings that remain to be filled; plain numbers and texts only.

    Raises
    ------
    UsageError
        `target` is there already or is a workbook.
    CityError
        With all faults in the cells of totals, relations and sources.
    AccountsError
        The national table or the totals do not add up, or the totals do not suffice.
    """
    if target.suffix.lower() == ".xlsx":
        raise UsageError("founding.folder_only", path=target)
    if target.exists():
        raise UsageError("folder.exists", path=target)
    tables = _read_tables(totals, relations, sources)
    nation = read_national(national)
    order = _in_order(tables["relations"], nation)
    size = city_size(tables["totals"], nation, settings, given)
    division, assumed = assumptions_from_relations(
        order, size, method=given.method, delta=given.delta, decimals=given.decimals
    )
    _check_levels(tables["totals"], division)
    estimate = estimate_city(nation, tables["totals"], division, assumed)
    frames = {name: blank_frame(table) for name, table in declared().items()}
    frames |= _estimated(estimate, nation, order, given.national_source)
    frames["sources"] = _sources(tables, given.national_source)
    write_tables(settings, frames, target)
    return residual_report(estimate.report) | {
        "parameters": asdict(given) | {"size": size, "relations": _name(relations)},
        "target": str(target),
        "to_fill": len(check_city(target)[1].errors),
    }


def city_size(
    totals: pd.DataFrame, nation: NationalTable, settings: Settings, given: Founding
) -> float:
    """City over nation: as given, or value added over * / gross domestic product of the table.

    Raises
    ------
    AccountsError
        founding.size when neither is there.
    """
    if given.size is not None:
        return given.size
    whole = totals[(totals["total"] == "value_added") & (totals["sectors"] == "*")]["value"]
    if whole.empty:
        raise AccountsError("founding.size")
    return float(whole.iloc[0]) / (nation.gdp * factor(given.national_unit, settings.money_unit))


def residual_report(report: EstimateReport) -> dict[str, Any]:
    """Totals asked and met, quotients, GRAS, balance, multipliers, local shares; for JSON."""
    change = report.multipliers["change"]
    return {
        "totals": report.totals.to_dict("records"),
        "assumed": list(report.assumed),
        "quotients": {"method": report.method, "delta": report.delta},
        "gras": {"rounds": report.iterations, "residual": report.residual},
        "balance": {"rows": report.row_residual, "columns": report.column_residual},
        "multipliers": {
            "mean_change": float(change.mean()),
            "largest_change": float(change.abs().max()),
            "sector": str(change.abs().idxmax()),
        },
        "coefficients": report.coefficients.to_dict("records"),
        "local_shares": report.local_shares["account"].to_dict(),
    }


def _read_tables(
    totals: Path, relations: Path | None, sources: Path | None
) -> dict[str, pd.DataFrame]:
    """Totals, relations and sources, typed; every fault of the three in one error."""
    findings = Findings()
    frames, names = {}, {}
    for name, path in (("totals", totals), ("relations", relations), ("sources", sources)):
        if path is None and name == "sources":
            continue
        names[name] = path.name if path else f"{CHINA_42}.csv"
        data = _bytes(path, findings)
        raw = None if data is None else parse_csv(name, names[name], data, findings)
        if raw:
            frames[name] = typed(read_declaration(name), raw, findings)
            if frames[name].empty and not findings.count(names[name]):
                findings.add("E111", names[name])
    check_keys({name: read_declaration(name) for name in frames}, frames, names, findings)
    if findings.errors:
        raise CityError(findings.errors)
    return frames


def _bytes(path: Path | None, findings: Findings) -> bytes | None:
    if path is None:
        return relations_china_42()
    try:
        return path.read_bytes()
    except OSError as error:
        findings.add("E107", path.name, value=error.strerror)
        return None


def _in_order(relations: pd.DataFrame, nation: NationalTable) -> pd.DataFrame:
    codes = list(nation.x.index)
    missing = [code for code in codes if code not in set(relations["sector"])]
    unknown = sorted(set(relations["sector"]) - set(codes))
    if missing or unknown:
        raise AccountsError(
            "founding.sectors_differ",
            missing=" ".join(missing) or "-",
            unknown=" ".join(unknown) or "-",
        )
    return relations.set_index("sector").loc[codes].reset_index()


def _check_levels(totals: pd.DataFrame, division: pd.Series) -> None:
    covered: dict[str, set[str]] = {name: set() for name in LEVELS}
    for total, text in zip(totals["total"], totals["sectors"], strict=True):
        if total in covered:
            covered[total] |= set(members_of(text, division))
    bare = [name for name, inside in covered.items() if not inside]
    if bare:
        raise AccountsError("founding.totals_missing", totals=", ".join(bare))


def _estimated(
    estimate: Estimate, nation: NationalTable, relations: pd.DataFrame, source: str
) -> dict[str, pd.DataFrame]:
    """Write the account as five tables; headroom and growth are not known and stay empty."""
    tables = tables_from_accounts(estimate.accounts)
    tables["sectors"] = relations[["sector", "division"]].assign(
        name_en=nation.names["name_en"].to_numpy(), name_zh=nation.names["name_zh"].to_numpy()
    )
    whole = {}
    for name, note in NOTES.items():
        rows = tables[name].assign(source=source, quality="estimated", note=note)
        if name == "satellites":
            rows["source"] = relations["source"].to_numpy()
        whole[name] = rows.reindex(columns=list(declared()[name].names))
    return whole


def _sources(tables: dict[str, pd.DataFrame], national_source: str) -> pd.DataFrame:
    """Collect a row per code that is named: as given, as shipped, or the code alone."""
    columns = list(declared()["sources"].names)
    shipped = files("citywright.accounts.regional").joinpath(f"{CHINA_42}_source.csv")
    with shipped.open(encoding="utf-8") as file:
        known = pd.read_csv(file, dtype=str, keep_default_na=False)
    if "sources" in tables:
        known = pd.concat([tables["sources"], known]).drop_duplicates("source")
    named = {national_source, *tables["totals"]["source"], *tables["relations"]["source"]}
    rows = known.set_index("source").reindex(sorted(named)).fillna("")
    return rows.rename_axis("source").reset_index()[columns]


def _name(path: Path | None) -> str:
    return path.stem if path else CHINA_42
