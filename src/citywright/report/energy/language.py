"""What the pages of a power system say: its own words first, then those of all reports."""

import math

from citywright.energy.network import Network
from citywright.report.names import Words
from citywright.report.numbers import decimals, number, power_of_ten, unit_words
from citywright.units import factor, is_money
from citywright.words import say, tables

STEPS = {
    "zh": ((1e8, "100m"), (1e4, "10k"), (1.0, "one")),
    "en": ((1e9, "bn"), (1e6, "m"), (1e3, "k"), (1.0, "one")),
}
"""Steps of money in each language: from how many units on, and the key of its words."""


NAMED = 2
"""Nodes that a sentence names."""


class PowerWords(Words):
    """Words for one network in one language; a name of the network stands for itself."""

    def __init__(self, network: Network, lang: str) -> None:
        super().__init__(lang)
        self.network = network
        self.money = self.unit(network.money)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the words on power systems, else of the words of all reports."""
        own = f"looking.{key}"
        return say(own if own in tables() else f"report.{key}", self.lang, **values)

    def word(self, group: str, code: str) -> str:
        """The word for one of a set of codes; else the code."""
        key = f"{group}.{code}"
        known = f"looking.{key}" in tables() or f"report.{key}" in tables()
        return self.say(key) if known else code

    def kind(self, kind: str) -> str:
        """A kind of component: in words where it is a known one, else as the network names it."""
        plain = kind.strip().lower().replace(" ", "_").replace("-", "_")
        found = self.word("kind", plain)
        return kind if found == plain else found

    def sector(self, sector: str) -> str:
        """A user of energy: its name, a known word, or the word for all users."""
        return self.word("sector", sector) if sector else self.say("sector.all")

    def carrier(self, carrier: str) -> str:
        """What a node carries."""
        return self.word("carrier", carrier)

    def amount(self, value: float, digits: int = 2) -> str:
        """An amount of the network's money, in the step that reads best, with at most `digits`
        after the point.
        """
        shown, unit = self.amount_parts(value, digits)
        return self.say("amount", value=shown, unit=unit)

    def amount_parts(self, value: float, digits: int = 2) -> tuple[str, str]:
        """The number and the unit of an amount; a money that the register knows is said in CNY."""
        if is_money(self.network.money):
            return self.stepped(value * factor(self.network.money, "CNY"), "CNY", digits)
        return self.stepped(value, self.network.money, digits)

    def stepped(self, value: float, unit: str, digits: int = 2) -> tuple[str, str]:
        """A number and its unit in thousands, millions ..., so that it is short."""
        if not math.isfinite(value):
            return ("−" if value < 0 else "") + power_of_ten(abs(value)), self.unit(unit)
        steps = STEPS[self.lang]
        size, key = next((s for s in steps if abs(value) >= s[0]), steps[-1])
        shown = value / size
        precise = abs(shown) < 1e3 or (digits > 2 and size > 1)
        most = min(digits, 2 if size == 1 else digits) if precise else 0
        return number(shown, min(max(decimals(shown), digits), most)), self.say(
            f"step.{key}", unit=self.unit(unit)
        )

    def several(self, nodes: list[str]) -> str:
        """Names of nodes in one phrase: the first NAMED, and how many more there are."""
        phrase = self.say("and").join(nodes[:NAMED])
        if len(nodes) <= NAMED:
            return phrase
        return self.say("nodes.more", nodes=phrase, count=len(nodes))

    def moment(self, day: str, hour: int) -> str:
        """A day and an hour of it."""
        key = "moment.date" if "-" in day else "moment.count"
        return self.say(key, day=day, hour=f"{hour:02d}")

    def per(self, unit: str) -> str:
        """Money per unit, such as EUR/MWh."""
        return f"{self.money}/{unit_words(unit, self.lang)}"

    def year(self, year: int) -> str:
        """A planning year; the one year where it has no name."""
        return str(year) if year else self.say("the_year")


def short(value: object) -> float | None:
    """A number with six digits that count; None where there is none or no end."""
    plain = float(value)  # type: ignore[arg-type]
    return float(f"{plain:.6g}") if math.isfinite(plain) else None
