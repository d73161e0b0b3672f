"""What one region's demand does at home, elsewhere, and by way of elsewhere at home again.

With A_cc the home block, L the inverse of the whole system, sums over the columns of region c:

    intra      1' (I - A_cc)^-1                     as if the region stood alone
    feedback   1' L_cc - 1' (I - A_cc)^-1           comes back through the other regions
    spillover  1' L_rc, r other than c              stays in the other regions

Source: Miller & Blair (2009), sec. 3.3.2-3.3.4, pp. 80-86; sec. 6.3.
"""

import numpy as np
import pandas as pd

from citywright.accounts.coefficients import Coefficients
from citywright.accounts.labels import named
from citywright.accounts.leontief import Leontief
from citywright.accounts.system import System
from citywright.errors import AccountsError


def spillover(system: System, region: str, row: str = "output") -> pd.DataFrame:
    """Intra-regional, feedback and spillover part of the multipliers of one region's sectors.

    Parameters
    ----------
    system : of a table of several regions
    region : whose final demand rises; row : of `System.rows`

    Returns
    -------
    frame by sector of the region: intra, feedback, spillover, total (unit of the row per money);
    the parts add to the simple multiplier

    Raises
    ------
    AccountsError
        accounts.unknown_region, accounts.unknown_label.
    """
    labels = system.table.labels
    if region not in system.table.regions or not system.table.is_regional:
        known = named(pd.Index(system.table.regions)) if system.table.is_regional else "-"
        raise AccountsError("accounts.unknown_region", region=region, known=known)
    rows = system.rows()
    if row not in rows.index:
        raise AccountsError("accounts.unknown_label", table="rows", column="row", label=row)
    f = rows.loc[row].to_numpy()
    here = labels.get_level_values(0) == region
    at_home = system.leontief.carried(np.where(here, f, 0.0))[here]
    elsewhere = system.leontief.carried(np.where(here, 0.0, f))[here]
    block = system.table.Z.to_numpy()[np.ix_(here, here)]
    alone = Leontief(Coefficients(block, system.x[here]), allow_negative=True).carried(f[here])
    frame = pd.DataFrame(
        {"intra": alone, "feedback": at_home - alone, "spillover": elsewhere},
        index=labels[here].get_level_values(1),
    )
    return frame.assign(total=frame.sum(axis=1))
