"""From supply and use tables to a symmetric table, by the four models of the Eurostat manual.

    A  product technology        T = (V')^-1 diag(q)   Z = U T,  products by products
    B  industry technology       T = diag(x)^-1 V      Z = U T,  products by products
    C  fixed industry sales      T = diag(x) (V')^-1   Z = T U,  industries by industries
    D  fixed product sales       T = V diag(q)^-1      Z = T U,  industries by industries

V (industry, product) is the make matrix, x = V 1 and q = V' 1 the outputs; T is (industry, product).
A: each product has one recipe, whoever makes it. B: each industry has one recipe, whatever it makes.
C: each industry has its own customers, whatever it sells. D: each product has its own customers,
whoever sells it.

Columns move in A and B: primary inputs W T, satellites S T, inputs from outside Um T; the rows of T
add to 1, so each row keeps its total, and x' T = q' turns the outputs of industries into those of
products. Rows move in C and D: final use T Y; the columns of T add to 1, so each column keeps its
total, and T q = x.

Source: Eurostat Manual of Supply, Use and Input-Output Tables (2008), ch. 11; Miller & Blair (2009),
ch. 5: with B = U diag(x)^-1, C = V' diag(x)^-1, D = V diag(q)^-1 the coefficients are
B C^-1 (A), B D (B), C^-1 B (C) and D B (D).
"""

from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.linalg.lapack import dgecon, dgetrf, dgetrs

from citywright.accounts.labels import named
from citywright.accounts.supply_use import SupplyUse, check_supply_use
from citywright.accounts.table import IOTable
from citywright.accounts.warning import warn
from citywright.errors import AccountsError

Array = npt.NDArray[np.float64]
Model = Literal["A", "B", "C", "D"]
Imports = Literal["as home", "products"]
MODELS = ("A", "B", "C", "D")
SINGULAR = 1e-14
"""Reciprocal condition of V below which no digit of its inverse could be trusted."""
NOISE = 1e-12
"""A cell counts as negative below -NOISE times the largest of its part: less is rounding."""


def transformation(V: Array, model: Model) -> Array:
    """T of models A to D, (industry, product); see the head of this file.

    Parameters
    ----------
    V : (industry, product) make matrix (money)
    model : A, B, C or D

    Returns
    -------
    T, ratio: rows add to 1 in A and B, columns add to 1 in C and D; a row (B) or a column (D) of
    what is not made is zero.

    Raises
    ------
    AccountsError
        accounts.supply_model; in A and C accounts.supply_not_square, when there are more products
        than industries or fewer, and accounts.supply_singular, when V has no inverse.
    """
    if model not in MODELS:
        raise AccountsError("accounts.supply_model", model=model, known=", ".join(MODELS))
    x, q = V.sum(axis=1), V.sum(axis=0)
    if model == "B":
        answer: Array = V / np.where(x == 0.0, 1.0, x)[:, None]
    elif model == "D":
        answer = V / np.where(q == 0.0, 1.0, q)
    else:
        inverse = _inverse(V, model).T
        answer = inverse * q if model == "A" else x[:, None] * inverse
    return answer


def symmetric(table: SupplyUse, model: Model, imports: Imports = "as home") -> IOTable:
    """Z = U T, V = W T, Y = Y (A, B: products) or Z = T U, Y = T Y, V = W (C, D: industries).

    Parameters
    ----------
    table : supply and use tables at basic prices; they are checked (`check_supply_use`)
    model : A, B, C or D; see the head of this file
    imports : rows of what is bought outside, in models C and D. "as home": Zm = T Um, Ym = T Ym,
        products bought outside belong to the industries that make them at home, in the same shares.
        "products": Zm = Um, Ym = Ym, the rows stay products. In A and B they are products anyway.

    Returns
    -------
    IOTable; satellites are S T in A and B, S in C and D. The balance, the total of every product or
    industry, and the total of every item of W and every satellite are those of the given tables.

    Raises
    ------
    AccountsError
        those of `transformation` and `check_supply_use`; accounts.supply_unmade where amounts stand
        with a product or industry that is not made, so that they could not be placed.

    Warns
    -----
    AccountsWarning
        accounts.supply_negatives, for each part in which model A or C leaves cells below zero: how
        many, how many there were before, and the largest by name. No cell is changed.

    Notes
    -----
    Negatives of A and C mean that an industry uses less of an input than its secondary product
    should need: the recipe or the customers are not shared, or the classes are too wide. They can be
    mended by splitting industries or by model B or D; nothing is mended here.
    """
    check_supply_use(table)
    T = transformation(table.V.to_numpy(dtype=float), model)
    made = _by_products(table, T, model) if model in "AB" else _by_industries(table, T, imports)
    if model in "AC":
        source = {"Z": table.U, "Y": table.Y, "V": table.W, "Zm": table.Um, "Ym": table.Ym}
        for name, before in {**source, "S": table.S}.items():
            if made[name] is not before:
                _report(made[name], before, name, model)
    return IOTable(**made, SY=table.SY, money=table.money, units=table.units)


def _by_products(table: SupplyUse, T: Array, model: Model) -> dict[str, pd.DataFrame]:
    if model == "B":
        for name in ("U", "Um", "W", "S"):
            _check_placed(getattr(table, name).T, table.industry_output, name)

    def moved(part: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame(part.to_numpy(dtype=float) @ T, part.index, table.products)

    names = {"Z": "U", "V": "W", "Zm": "Um", "S": "S"}
    parts = {name: moved(getattr(table, given)) for name, given in names.items()}
    return {**parts, "Y": table.Y, "Ym": table.Ym}


def _by_industries(table: SupplyUse, T: Array, imports: Imports) -> dict[str, pd.DataFrame]:
    if imports not in ("as home", "products"):
        raise AccountsError("accounts.supply_imports", found=imports)
    move = ["U", "Y"]
    if imports == "as home" and len(table.Um):
        unknown = table.Um.index.difference(table.products, sort=False)
        if len(unknown):
            raise AccountsError(
                "accounts.supply_unmade", part="Um", labels=named(unknown), count=len(unknown)
            )
        move += ["Um", "Ym"]

    def moved(name: str) -> pd.DataFrame:
        part = getattr(table, name)
        _check_placed(part, table.product_output, name)
        by_product = part.reindex(table.products, fill_value=0.0)
        return pd.DataFrame(T @ by_product.to_numpy(dtype=float), table.industries, part.columns)

    names = {"Z": "U", "Y": "Y", "Zm": "Um", "Ym": "Ym"}
    parts = {
        name: moved(given) if given in move else getattr(table, given)
        for name, given in names.items()
    }
    return {**parts, "V": table.W, "S": table.S}


def _check_placed(part: pd.DataFrame, output: pd.Series, name: str) -> None:
    """Raise where a row of what is not made at home holds amounts: its row or column of T is zero."""
    idle = part.index.isin(output.index[output == 0.0])
    held = part.index[idle & (part != 0.0).any(axis=1).to_numpy()]
    if len(held):
        raise AccountsError(
            "accounts.supply_unmade", part=name, labels=named(held), count=len(held)
        )


def _inverse(V: Array, model: Model) -> Array:
    if V.shape[0] != V.shape[1]:
        raise AccountsError(
            "accounts.supply_not_square", model=model, industries=V.shape[0], products=V.shape[1]
        )
    if not (V.any(axis=0).all() and V.any(axis=1).all()):
        raise AccountsError("accounts.supply_singular", model=model, condition=0.0)
    # scaled by rows first, so that a small industry does not look like a dependent one
    scale = np.abs(V).max(axis=1)
    scaled = V / scale[:, None]
    factor, pivots, _ = dgetrf(scaled)
    condition, _ = dgecon(factor, np.abs(scaled).sum(axis=0).max())
    if not condition > SINGULAR:
        raise AccountsError("accounts.supply_singular", model=model, condition=float(condition))
    solved, _ = dgetrs(factor, pivots, np.diag(1.0 / scale))
    answer: Array = solved
    return answer


def _report(after: pd.DataFrame, before: pd.DataFrame, name: str, model: Model) -> None:
    cells = after.to_numpy(dtype=float)
    below = cells < -NOISE * float(np.abs(cells).max(initial=0.0))
    if not below.any():
        return
    row, column = np.unravel_index(int(np.argmin(cells)), cells.shape)
    warn(
        "accounts.supply_negatives",
        model=model,
        part=name,
        count=int(below.sum()),
        before=int((before.to_numpy(dtype=float) < 0.0).sum()),
        row=named(after.index[[row]]),
        column=named(after.columns[[column]]),
        amount=float(cells[row, column]),
    )
