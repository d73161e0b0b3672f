"""People, electricity and carbon by sector: given intensities, scaled to the city's totals.

S_is = f_is x_i T_s / sum_i f_is x_i     inside each shell of stressor s
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from citywright.accounts.regional.rounding import Grid
from citywright.accounts.regional.settle import round_in_shells
from citywright.accounts.regional.totals import Shell
from citywright.errors import AccountsError


def satellites_to_totals(
    x: pd.Series,
    intensities: pd.DataFrame,
    totals: Mapping[str, Sequence[Shell]],
    grid: Grid,
) -> pd.DataFrame:
    """S_is = f_is x_i T / sum f x in each shell; rounded so that every total holds exactly.

    Parameters
    ----------
    x : output of the city by sector (money)
    intensities : f (i, s), not negative; the relations between sectors count, not the level
    totals : shells by stressor; they must cover every sector
    grid : decimals

    Raises
    ------
    AccountsError
        accounts.intensity, accounts.total_cover, accounts.total_structure.
    """
    answer = pd.DataFrame(0.0, index=x.index, columns=list(totals))
    for name, parts in totals.items():
        f = intensities[name].reindex(x.index)
        wrong = f[~(f >= 0.0)]
        if len(wrong):
            raise AccountsError("accounts.intensity", stressor=name, sector=wrong.index[0])
        covered = {code for shell in parts for code in shell.members}
        bare = [str(code) for code in x.index if code not in covered]
        if bare:
            raise AccountsError("accounts.total_cover", total=name, sectors=" ".join(bare))
        raw = f * x
        for shell in parts:
            inside = list(shell.sectors)
            base = float(raw[inside].sum())
            if inside and (shell.amount < 0.0 or (base == 0.0 and shell.amount != 0.0)):
                raise AccountsError(
                    "accounts.total_structure",
                    total=name,
                    group=shell.group,
                    left=shell.amount,
                    base=base,
                )
            if base > 0.0:
                answer.loc[inside, name] = raw[inside] * (shell.amount / base)
        answer[name] = grid.money(round_in_shells(answer[name], parts, grid))
    return answer
