"""The tables of taxes: they add up, or are empty together."""

import pytest
from city_toys import Toy, found

import citywright as cw


def test_shares_of_a_tax_add_to_one() -> None:
    _, findings = Toy().put("tax_shares", ("vat", "city"), "share", "0.4").check()
    assert found(findings) == {("E403", "tax_bases", 4, "tax")}


def test_a_tax_without_shares_is_found() -> None:
    _, findings = Toy().drop("tax_shares", "other").check()
    assert found(findings) == {("E403", "tax_bases", 3, "tax")}


def test_taxes_of_the_accounts_add_to_their_item() -> None:
    """Taxes paid out of profit do not count among them."""
    _, findings = Toy().put("tax_bases", ("vat",), "ratio", "0.7").check()
    assert found(findings) == {("E403", "tax_bases", 0, "ratio")}
    _, findings = Toy().put("tax_bases", ("income",), "ratio", "0.3").check()
    assert not findings.errors


def test_a_city_may_know_nothing_of_taxes() -> None:
    toy = Toy()
    for table in ("tax_bases", "tax_shares"):
        del toy.tables[table][1:]
    city, findings = toy.check()
    assert city is not None
    assert {f.code for f in findings} == {"W103"}


def test_the_built_in_ratios_are_revenue_over_the_national_table() -> None:
    """Nation 2020 (Ministry of Finance, 28 January 2021; NBS input-output table, 42 sectors): revenue
    in 100 million yuan over net taxes 89580.2, surplus 246694.3, compensation 529565.5."""
    ratios = cw.open_city()["tax_bases"].set_index("tax")["ratio"]
    wanted = {
        "vat": 56791 / 89580.2, "consumption_tax": 12028 / 89580.2,
        "corporate_income_tax": 36424 / 246694.3, "individual_income_tax": 11568 / 529565.5,
    }  # fmt: skip
    for tax, ratio in wanted.items():
        assert ratios[tax] == pytest.approx(ratio, abs=1e-6)
