"""How the city is powered: generation, storage, transmission, use and network, hour by hour.

network = make_network(...) or read_pypsa(...).network
solution = solve(network, gap=1e-4); system = PowerSystem(network); system.resolve(load=...)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from citywright.energy.network import Network, make_network
    from citywright.energy.service import PowerSystem
    from citywright.energy.solution import Solution
    from citywright.energy.solving import solve

__all__ = ["Network", "PowerSystem", "Solution", "make_network", "solve"]

_HOMES = {
    "Network": "network", "PowerSystem": "service", "Solution": "solution",
    "make_network": "network", "solve": "solving",
}  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Public names load when they are first used: a worker process needs few of them.

    `solve` is the function, not the module of that name: names of one home are bound at once.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"{__name__}.{_HOMES[name]}")
    globals().update({n: getattr(home, n) for n, place in _HOMES.items() if place == _HOMES[name]})
    return globals()[name]
