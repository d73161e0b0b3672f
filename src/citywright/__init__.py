"""Citywright plans a city's industrial development as one model.

import citywright as cw
city = cw.open_city()
study = cw.study(city)
study.plan; study.proof; study.report("out")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citywright.city import City, CityError
    from citywright.errors import CitywrightError, InfeasibleError, UsageError
    from citywright.plan import Plan, Proof
    from citywright.study import Study, open_city, study

__all__ = [
    "City", "CityError", "CitywrightError", "InfeasibleError", "Plan", "Proof", "Study",
    "UsageError", "open_city", "study",
]  # fmt: skip

_HOMES = {
    "City": "city", "CityError": "city", "CitywrightError": "errors", "InfeasibleError": "errors",
    "Plan": "plan", "Proof": "plan", "Study": "study", "UsageError": "errors",
    "open_city": "study", "study": "study",
}  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Public names load when they are first used: the solver's libraries take seconds to import.

    All names of the same home are bound at once, so that `study` stays the function and is not
    hidden by the module of that name.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"citywright.{_HOMES[name]}")
    globals().update({n: getattr(home, n) for n, place in _HOMES.items() if place == _HOMES[name]})
    return globals()[name]
