"""Targets and indicators say something that the plan can compute."""

import pandas as pd

from citywright.city.rules.context import Context

SELECTORS = {
    "value_added": ("sector",), "output": ("sector",), "existing_output": ("sector",),
    "project_output": ("sector", "chain", "node"), "employment": ("sector",),
    "taxes": ("sector",), "electricity": (), "co2": (), "investment": (),
    "outside_sales": ("sector",), "purchases": ("sector", "buyer"),
    "local_purchases": ("sector", "buyer"), "replaced": ("sector", "chain", "node"),
    "constant": (),
}  # fmt: skip
"""Which selectors narrow which quantity."""


def check_expected(c: Context) -> None:
    """An expected target has a price for falling short."""
    for row, kind, penalty in c["targets"][["kind", "penalty"]].itertuples():
        if kind == "expected" and pd.isna(penalty):
            c.note("E416", "targets", row, "penalty")


def check_numerators(c: Context) -> None:
    """An indicator has at least one term above the line."""
    terms = c["indicator_terms"]
    counted = set(terms[terms["side"] == "numerator"]["indicator"])
    for row, indicator in c["indicators"]["indicator"].items():
        if indicator not in counted:
            c.note("E426", "indicators", row, "indicator", indicator)


def check_selectors(c: Context) -> None:
    """A selector is filled only where the quantity knows it."""
    names = ("sector", "buyer", "chain", "node")
    columns = ["quantity", *names]
    for row, quantity, *cells in c["indicator_terms"][columns].itertuples():
        for name, cell in zip(names, cells, strict=True):
            if cell and name not in SELECTORS[quantity]:
                allowed = ", ".join(SELECTORS[quantity]) or "-"
                c.note("E418", "indicator_terms", row, name, quantity, allowed)
