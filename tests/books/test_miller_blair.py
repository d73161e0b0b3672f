"""Miller & Blair (2009), Input-Output Analysis: Foundations and Extensions, 2nd ed.

Digits are the book's, rounded there; the tolerance is half of the last one printed.
"""

import numpy as np

from citywright.accounts.coefficients import technical_coefficients
from citywright.accounts.leontief import Leontief
from citywright.accounts.multipliers import multipliers, output_multipliers

# ch. 2, table 2.3: two sectors, hypothetical
Z = np.array([[150.0, 500.0], [200.0, 100.0]])
X = np.array([1000.0, 2000.0])
# sec. 2.5: households take labour 300, 500 (and 50 from themselves) and consume 50, 400
A_BAR = np.array([[0.15, 0.25, 0.05], [0.20, 0.05, 0.40], [0.30, 0.25, 0.05]])


def test_chapter_2_coefficients():
    np.testing.assert_allclose(
        technical_coefficients(Z, X), [[0.15, 0.25], [0.20, 0.05]], rtol=1e-12
    )


def test_chapter_2_inverse():
    L = Leontief(technical_coefficients(Z, X)).inverse()
    np.testing.assert_allclose(L, [[1.2541, 0.3300], [0.2640, 1.1221]], atol=5e-5)


def test_chapter_2_new_final_demand():
    """Final demand of 600 and 1500 needs output of 1247.5 and 1841.6 (p. 21 ff.)."""
    x = Leontief(technical_coefficients(Z, X)).output(np.array([600.0, 1500.0]))
    np.testing.assert_allclose(x, [1247.52, 1841.58], atol=5e-3)


def test_chapter_2_households_closed():
    """Section 2.5: the model closed with respect to households."""
    L = Leontief(A_BAR).inverse()
    stated = [[1.3651, 0.4253, 0.2509], [0.5273, 1.3481, 0.5954], [0.5698, 0.4890, 1.2885]]
    np.testing.assert_allclose(L, stated, atol=6e-5)


def test_chapter_6_output_and_income_multipliers():
    """Section 6.2: simple 1.518, 1.452; income type I 1.47, 1.52; type II 1.90, 1.96."""
    opened, closed = Leontief(A_BAR[:2, :2]), Leontief(A_BAR)
    output = output_multipliers(opened, closed)
    np.testing.assert_allclose(output.simple, [1.518, 1.452], atol=5e-4)
    income = multipliers(A_BAR[2, :2], opened, closed)
    np.testing.assert_allclose(income.type_one, [1.47, 1.52], atol=6e-3)
    # type II of income is the households' row of the closed inverse over the direct coefficient,
    # in the book with the households' own row 0.05; the sum over sectors leaves that row out
    np.testing.assert_allclose(closed.inverse()[2, :2] / A_BAR[2, :2], [1.90, 1.96], atol=6e-3)
