"""Small economies for the tests: random ones, and a synthetic national table."""

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from citywright.accounts.account import ITEMS, KINDS, STRESSORS, Accounts
from citywright.accounts.readers.national import NationalTable


@st.composite
def economies(draw, most=6):
    """A balanced account: any flows and local sales, outside sales close the rows."""
    n = draw(st.integers(2, most))
    seed = draw(st.integers(0, 2**32 - 1))
    return economy(n, np.random.default_rng(seed))


def economy(n, rng) -> Accounts:
    codes = [f"s{i:02d}" for i in range(n)]
    Z = rng.uniform(0.0, 10.0, (n, n)) * (rng.uniform(size=(n, n)) < 0.7)
    V = rng.uniform(0.5, 12.0, (n, len(ITEMS)))
    V[:, 1] -= 2.0
    F = rng.uniform(0.0, 10.0, (n, len(KINDS)))
    F[:, 3] -= 3.0
    x = Z.sum(axis=0) + V.sum(axis=1)
    F[:, 2] += 5.0
    use = Z.sum(axis=1) + F[:, :4].sum(axis=1)
    local = rng.uniform(0.1, 1.0, n) * np.minimum(use, x)
    F[:, 4], F[:, 5] = x - local, local - use
    S = rng.uniform(0.1, 3.0, (n, len(STRESSORS)))
    return Accounts(
        pd.DataFrame(Z, codes, codes),
        pd.DataFrame(F, codes, list(KINDS)),
        pd.DataFrame(V, codes, list(ITEMS)),
        pd.DataFrame(S, codes, list(STRESSORS)),
    )


def national_table(n=6, seed=7) -> NationalTable:
    """A synthetic nation that balances: imports in every use, inventories of both signs."""
    rng = np.random.default_rng(seed)
    codes = [f"{i + 1:02d}" for i in range(n)]
    uses = ["consumption", "investment", "inventories", "exports"]
    x = rng.uniform(500.0, 2000.0, n)
    A = rng.uniform(0.01, 0.12, (n, n))
    Z = A * x
    imported = rng.uniform(0.02, 0.4, (n, n))
    Zm, Zd = Z * imported, Z * (1 - imported)
    rest = x - Zd.sum(axis=1)
    share = rng.dirichlet([6.0, 4.0, 5.0], n)
    inventories = rng.uniform(-5.0, 20.0, n)
    left = rest - inventories
    Fd = np.column_stack([share[:, 0] * left, share[:, 1] * left, inventories, share[:, 2] * left])
    Fm = np.column_stack([0.1 * Fd[:, 0], 0.2 * Fd[:, 1], 0.1 * np.abs(inventories), np.zeros(n)])
    value = x - Z.sum(axis=0)
    parts = rng.dirichlet([5.0, 1.0, 2.0, 3.0], n)
    return NationalTable(
        names=pd.DataFrame({"name_en": codes, "name_zh": codes}, index=codes),
        Zd=pd.DataFrame(Zd, codes, codes),
        Zm=pd.DataFrame(Zm, codes, codes),
        Fd=pd.DataFrame(Fd, codes, uses),
        Fm=pd.DataFrame(Fm, codes, uses),
        V=pd.DataFrame(value[:, None] * parts, codes, list(ITEMS)),
        x=pd.Series(x, codes),
    )


def write_national(table: NationalTable, path) -> pd.DataFrame:
    """The table as a file in the layout of the National Bureau of Statistics; returns the frame."""
    codes = list(table.x.index)
    names = {"consumption": "TC", "investment": "FU201", "inventories": "FU202", "exports": "EX"}
    blocks = []
    for origin, Z, F in (("Domestic", table.Zd, table.Fd), ("Imports", table.Zm, table.Fm)):
        block = pd.concat([Z, F.rename(columns=names)], axis=1)
        block.insert(len(codes), "TIU", Z.sum(axis=1))
        block["TFU"] = F.sum(axis=1)
        block["GO"] = block["TIU"] + block["TFU"]
        block.insert(0, "Origin", origin)
        blocks.append(block)
    lower = pd.DataFrame(
        index=["TII", "VA001", "VA002", "VA003", "VA004", "TVA", "TI"], columns=codes
    )
    lower.loc["TII"] = table.Z.sum()
    lower.loc[["VA001", "VA002", "VA003", "VA004"]] = table.V.T.to_numpy()
    lower.loc["TVA"] = table.V.sum(axis=1)
    lower.loc["TI"] = table.x
    lower.insert(0, "Origin", "TOT")
    frame = pd.concat([*blocks, lower.astype(object)]).rename_axis("Code").reset_index()
    frame.insert(1, "Description", frame["Code"])
    frame.insert(2, "DescriptionInChinese", frame["Code"])
    frame.to_csv(path, index=False)
    return frame
