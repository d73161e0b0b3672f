"""Primary inputs of sectors and of final users.

    x_j = sum_i Z_ij + sum_k V_kj          what sectors pay: taxes on products, value added
    total final use_d = sum_i Y_id + sum_k VY_kd

An `IOTable` has no place for VY, which final users pay beside products (taxes on what they buy). An
item with such a row is therefore also kept as a satellite, the same numbers for the sectors and VY
for the final users, so that nothing is lost and its footprint is whole.
"""

import pandas as pd


def with_final_users(
    V: pd.DataFrame, VY: pd.DataFrame, money: str
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """S, SY and their unit from the items that final users pay too.

    Parameters
    ----------
    V : (k, n) primary inputs of sectors (money)
    VY : (k, m) the same items paid by final users (money)
    money : unit of both

    Returns
    -------
    S (s, n), SY (s, m), units (s): rows of the s items with any amount in VY
    """
    paid = VY.index[(VY != 0.0).any(axis=1).to_numpy()]
    return V.loc[paid], VY.loc[paid], pd.Series(money, index=paid, dtype=object)
