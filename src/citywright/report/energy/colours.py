"""One colour for each kind, the same in every figure."""

from collections.abc import Iterable

KNOWN = {
    "pv": "#e8b93c", "solar": "#e8b93c", "wind": "#6fb3c8", "onwind": "#6fb3c8",
    "offwind": "#3f8fb0", "hydro": "#3567a0", "ror": "#5f8fc0", "pumped_hydro": "#4b7fc4",
    "phs": "#4b7fc4", "nuclear": "#b86aa0", "coal": "#4a4f57", "lignite": "#6b5a48",
    "gas": "#c06a4f", "ccgt": "#c06a4f", "ocgt": "#d98f72", "chp": "#a0604a", "oil": "#7a4a3a",
    "waste": "#8a7a55", "biomass": "#5d8a3c", "import": "#9aa7b5", "battery": "#8f7bb0",
    "caes": "#b3a1d0", "compressed_air": "#b3a1d0", "hydrogen": "#58b8a8", "h2": "#58b8a8",
    "electrolysis": "#3f9a8c", "electrolyser": "#3f9a8c", "fuel_cell": "#7ccabf",
    "heat_pump": "#d9a5a0", "vehicles": "#6a8f5f", "v2g": "#6a8f5f",
}  # fmt: skip
"""Colours of common kinds; the choice is ours (chosen by eye, coal dark, sun yellow)."""
OTHERS = (
    "#41608f", "#1b7f79", "#b5654a", "#79b8ac", "#a58a3a", "#33475b", "#9c6b8f", "#7f9f5f",
    "#c58f4a", "#5f7f9f",
)  # fmt: skip
OF_PART = {
    "import": "#9aa7b5", "export": "#9aa7b5", "losses": "#cdd3d9", "shed": "#c0392b",
    "conversion": "#d9a5a0", "use": "#d9a5a0",
}  # fmt: skip
"""Colours of parts of a dispatch that have no kind."""


def colours(kinds: Iterable[str]) -> dict[str, str]:
    """kind -> colour: known ones have their own, others take turns in their order."""
    found: dict[str, str] = {}
    turn = 0
    for kind in dict.fromkeys(kinds):
        plain = kind.strip().lower().replace(" ", "_").replace("-", "_")
        if plain in KNOWN:
            found[kind] = KNOWN[plain]
        else:
            found[kind] = OTHERS[turn % len(OTHERS)]
            turn += 1
    return found
