"""Final use inside the city by kind: national structure of products, scaled to the city's totals.

    F_ik = S_ik T_k / sum_i S_ik

with S the national use of product i for kind k, domestic and imported together. The
non-competitive national table has one consumption column; it is split by the share g_i of
product i that government buys: S_i,government = g_i TC_i, S_i,households = (1 - g_i) TC_i.
"""

import pandas as pd

from citywright.accounts.account import DOMESTIC_KINDS
from citywright.accounts.readers.national import NationalTable
from citywright.accounts.regional.totals import Shell, shells
from citywright.errors import AccountsError


def national_final_use(national: NationalTable, government_share: pd.Series) -> pd.DataFrame:
    """S (i, kind): national final use of each product, domestic and imported, by kind.

    Parameters
    ----------
    government_share : g_i in [0, 1] for every sector

    Raises
    ------
    AccountsError
        accounts.government_share when a sector is missing or a share is outside [0, 1].
    """
    g = government_share.reindex(national.x.index)
    wrong = g[~((g >= 0.0) & (g <= 1.0))]
    if len(wrong):
        raise AccountsError("accounts.government_share", sector=wrong.index[0], share=wrong.iloc[0])
    F = national.Fd + national.Fm
    return pd.DataFrame(
        {
            "households": (1.0 - g) * F["consumption"],
            "government": g * F["consumption"],
            "investment": F["investment"],
            "inventories": F["inventories"],
        }
    )


def final_use_shells(
    S: pd.DataFrame, totals: pd.DataFrame, division: pd.Series, gdp: float, national_gdp: float
) -> tuple[dict[str, list[Shell]], list[str]]:
    """Shells of each kind; a kind without a total takes T_k = gdp sum_i S_ik / national gdp.

    Parameters
    ----------
    gdp : of the city (money); national_gdp : in the unit of S

    Returns
    -------
    (shells by kind, kinds that took the national ratio)
    """
    everything = tuple(str(code) for code in S.index)
    found: dict[str, list[Shell]] = {}
    assumed: list[str] = []
    for kind in DOMESTIC_KINDS:
        found[kind] = shells(totals, kind, division)
        covered = {code for shell in found[kind] for code in shell.members}
        if not found[kind]:
            amount = gdp * float(S[kind].sum()) / national_gdp
            found[kind] = [Shell("*", everything, everything, amount, amount)]
            assumed.append(kind)
        elif covered != set(everything):
            bare = " ".join(code for code in everything if code not in covered)
            raise AccountsError("accounts.total_cover", total=kind, sectors=bare)
    return found, assumed


def final_use(S: pd.DataFrame, by_kind: dict[str, list[Shell]]) -> pd.DataFrame:
    """F_ik = S_ik T / sum S over each shell (money), kinds inside the city.

    Raises
    ------
    AccountsError
        accounts.total_structure when the national structure of a shell cannot carry its total.
    """
    F = pd.DataFrame(0.0, index=S.index, columns=list(by_kind))
    for kind, parts in by_kind.items():
        for shell in parts:
            inside = list(shell.sectors)
            base = float(S.loc[inside, kind].sum())
            if inside and shell.amount != 0.0:
                if base * shell.amount <= 0.0:
                    raise AccountsError(
                        "accounts.total_structure",
                        total=kind,
                        group=shell.group,
                        left=shell.amount,
                        base=base,
                    )
                F.loc[inside, kind] = S.loc[inside, kind] * (shell.amount / base)
    return F
