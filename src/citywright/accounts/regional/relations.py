"""What an estimate assumes about sectors, as a table of one row per sector.

    government share g_i, trade rule and c_i, f_is over the national mean     (only relations)

`relations_china_42.csv` beside this file holds them for the 42-sector table of China; it is made by
data-raw/china_42/relations.py from published statistics. Another classification brings its own.
"""

from importlib.resources import files

import pandas as pd

from citywright.accounts.account import STRESSORS
from citywright.accounts.regional.estimate import Assumptions
from citywright.accounts.regional.quotients import ESTIMATE_DELTA, ESTIMATE_METHOD
from citywright.errors import AccountsError

CHINA_42 = "relations_china_42"
TRADE = ("quotient", "closed", "one_way")
COLUMNS = ("sector", "division", "government_share", "trade", "outside_share", *STRESSORS)


def relations_china_42() -> bytes:
    """Read the table for the 42 sectors of China, as bytes."""
    return files("citywright.accounts.regional").joinpath(f"{CHINA_42}.csv").read_bytes()


def assumptions_from_relations(
    relations: pd.DataFrame,
    size: float,
    *,
    method: str = ESTIMATE_METHOD,
    delta: float = ESTIMATE_DELTA,
    decimals: int = 4,
) -> tuple[pd.Series, Assumptions]:
    """Division of each sector, and the assumptions of the estimate.

    Parameters
    ----------
    relations : columns `COLUMNS`; outside_share is c_i of the closed sectors, and of no other
    size : city over nation, the same year (ratio)
    method : quotient of the trade step, "flq" or "aflq"; delta : its exponent
    decimals : of the rounded tables

    Raises
    ------
    AccountsError
        accounts.relations when a closed sector has no outside_share, or another sector has one.
    """
    table = relations.set_index(relations["sector"].astype(str))
    closed = table["trade"] == "closed"
    wrong = table.index[closed != table["outside_share"].notna()]
    if len(wrong):
        raise AccountsError("accounts.relations", sector=wrong[0], trade=table["trade"][wrong[0]])
    shares = table.loc[closed, "outside_share"].astype(float)
    return table["division"], Assumptions(
        government_share=table["government_share"].astype(float),
        intensities=table[list(STRESSORS)].astype(float),
        size=size,
        closed={str(code): float(share) for code, share in shares.items()},
        one_way=tuple(str(code) for code in table.index[table["trade"] == "one_way"]),
        method=method,
        delta=delta,
        decimals=decimals,
    )
