"""Ratios of the table tax_bases: revenue of the nation over an item of its input-output table.

    ratio = T / sum_j V_item,j        T national revenue of the tax, both of 2020

    python data-raw/changzhou/taxes.py --statistics DIR

prints the ratios; the shares of the levels in tax_shares are rules, not computed. What is left of
net taxes on production after value-added and consumption tax are other taxes less subsidies.

The item `taxes` of the accounts is net taxes on production. Income taxes are not in it: they are
paid out of compensation and surplus, and stand in tax_bases under these items.
"""

import argparse
from pathlib import Path

from citywright.accounts.readers.national import read_national

REVENUE = {
    "vat": ("taxes", 56_791.0),
    "consumption_tax": ("taxes", 12_028.0),
    "corporate_income_tax": ("surplus", 36_424.0),
    "individual_income_tax": ("compensation", 11_568.0),
}
"""Tax -> item, revenue of 2020 in 100 million CNY (Ministry of Finance, 28 January 2021)."""
WAN = 1e-4
"""100 million CNY per 10 000 CNY, the unit of the national table."""


def main() -> None:
    """Print the ratio of every tax."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statistics", type=Path, required=True, metavar="DIR")
    folder = parser.parse_args().statistics
    item = read_national(folder / "china_2020_42_noncompetitive.csv").V.sum() * WAN
    ratios = {tax: amount / item[base] for tax, (base, amount) in REVENUE.items()}
    in_accounts = sum(ratios[tax] for tax, (base, _) in REVENUE.items() if base == "taxes")
    for tax, ratio in {**ratios, "other_production_taxes": 1.0 - in_accounts}.items():
        print(f"{tax:24} {ratio:.6f}")


if __name__ == "__main__":
    main()
