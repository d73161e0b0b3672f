"""Jobs by skill.

jobs_qs = sum_i l_qi e_is        l_qi share of skill q in sector i, e_is employment at stage s
"""

import numpy as np
import pandas as pd

from citywright.accounts.impact.effects import Impact
from citywright.errors import AccountsError


def jobs_by_skill(impact: Impact, mix: pd.DataFrame) -> pd.DataFrame:
    """Employment by skill and stage; the skills of a stage add to its employment.

    Parameters
    ----------
    impact : the effects
    mix : (sector, skill) shares that add to 1 in every sector; a plant's own jobs have the mix of
        its sector

    Returns
    -------
    (skill) x [direct, suppliers, households, total], 10000 person

    Raises
    ------
    AccountsError
        accounts.skill_shares where a sector is not there or its shares do not add to 1.
    """
    people = impact.of("employment")
    shares = mix.reindex(people.index)
    total = shares.sum(axis=1, min_count=1)
    wrong = people.index[~np.isclose(total.to_numpy(dtype=float), 1.0, rtol=0.0, atol=1e-9)]
    if len(wrong):
        raise AccountsError("accounts.skill_shares", sectors=" ".join(map(str, wrong)))
    return shares.T @ people
