"""What every maker of profiles checks before it begins."""

from collections.abc import Sequence

import numpy as np

from citywright.errors import InputError

HOURS_OF_DAY = 24


class ProfileError(InputError):
    """A profile that cannot be made from what was given."""


def within(name: str, value: float, low: float, high: float) -> float:
    """`value`, if it lies within its limits.

    Raises
    ------
    ProfileError
        It does not, or is no number.
    """
    if not low <= value <= high:
        raise ProfileError(
            "energy.profile_number", name=name, value=f"{value:g}", low=f"{low:g}", high=f"{high:g}"
        )
    return value


def distribution(name: str, shares: Sequence[float]) -> np.ndarray:
    """24 shares of a day as an array, if they are not negative and add to 1.

    Raises
    ------
    ProfileError
        They are not.
    """
    array = np.asarray(shares, dtype=float)
    total = float(array.sum()) if array.shape == (HOURS_OF_DAY,) else float("nan")
    if array.shape != (HOURS_OF_DAY,) or not (array >= 0.0).all() or abs(total - 1.0) > 1e-6:
        raise ProfileError("energy.profile_distribution", name=name, total=f"{total:g}")
    return array / total


def same_length(name: str, values: np.ndarray, wanted: int) -> np.ndarray:
    """The values, if there is one for each hour.

    Raises
    ------
    ProfileError
        There are more or fewer.
    """
    if len(values) != wanted:
        raise ProfileError("energy.shape_length", name=name, found=len(values), wanted=wanted)
    return values
