"""What things are called: names of the city's rows, limits and sources, in one language."""

from collections.abc import Mapping
from functools import cached_property

from citywright.city import CITY_WIDE, City
from citywright.report.numbers import unit_words
from citywright.words import say, tables

KEYS = {
    "zones": "zone", "sectors": "sector", "chain_nodes": "node", "projects": "project",
    "factors": "factor", "indicators": "indicator", "programmes": "programme", "skills": "skill",
    "power_supply": "option", "power_generators": "generator", "power_storage": "storage",
    "power_classes": "class", "power_nodes": "node", "power_flexible": "flexible",
    "power_fleets": "fleet", "power_heat": "heat",
}  # fmt: skip
"""Tables whose rows have names, and the column of their code."""


class Words:
    """What every report says in one language: sentences, words for codes, units."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    @cached_property
    def citations(self) -> Mapping[str, str]:
        """source -> publisher, title and date in one line; none where there are no sources."""
        return {}

    def say(self, key: str, **values: object) -> str:
        """A sentence of the report's words."""
        return say(f"report.{key}", self.lang, **values)

    def word(self, group: str, code: str) -> str:
        """The word for one of a fixed set of codes, such as a verdict; else the code."""
        return self.say(f"{group}.{code}") if f"report.{group}.{code}" in tables() else code

    def unit(self, unit: str) -> str:
        """A unit in words."""
        return unit_words(unit, self.lang)


class Names(Words):
    """Names of one city in one language; a code without a name stands for itself."""

    def __init__(self, city: City, lang: str) -> None:
        super().__init__(lang)
        self.city = city

    @cached_property
    def known(self) -> Mapping[str, Mapping[str, str]]:
        """table -> code -> name."""
        found: dict[str, dict[str, str]] = {}
        for table, key in KEYS.items():
            frame = self.city.tables[table]
            found[table] = dict(zip(frame[key], frame[f"name_{self.lang}"], strict=True))
        return found

    @cached_property
    def factor_units(self) -> Mapping[str, str]:
        """factor -> its unit, in words."""
        frame = self.city.tables["factors"]
        return {f: self.unit(u) for f, u in zip(frame["factor"], frame["unit"], strict=True)}

    @cached_property
    def citations(self) -> Mapping[str, str]:
        """source -> publisher, title and date in one line."""
        frame = self.city.tables["sources"]
        return {
            r.source: self.say(
                "citation", publisher=r.publisher, title=r.title, date=self.date(r.date)
            )
            for r in frame.itertuples()
        }

    def date(self, date: str) -> str:
        """A date as given, or the word for none."""
        return self.say("undated") if date == "undated" else date

    def of(self, table: str, code: str) -> str:
        """The name of a row."""
        return self.known[table].get(code, code)

    def zone(self, code: str) -> str:
        """An area, or the whole city."""
        return self.say("whole_city") if code == CITY_WIDE else self.of("zones", code)

    def factor_at(self, factor: str, zone: str) -> str:
        """A factor in an area, such as "industrial land in the North"."""
        named = self.of("factors", factor)
        return self.say("factor_at", factor=named, zone=self.zone(zone))

    def limit(self, limit: str) -> str:
        """A limit as reasons name it: "factor|land|north", "start_excludes|a|b"."""
        family, _, item = limit.partition("|")
        parts = item.split("|")
        if family == "factor" and len(parts) == 2:
            return self.factor_at(*parts)
        if family in ("start_excludes", "start_requires") and len(parts) == 2:
            one, other = (self.of("projects", p) for p in parts)
            return self.say(f"limit.{family}", one=one, other=other)
        if family == "start_after" and len(parts) == 2:
            return self._after(*parts)
        if family == "start_options" and len(parts) == 1:
            return self._variants(item)
        return limit

    def _after(self, project: str, other: str) -> str:
        """How long a project waits for another."""
        links = self.city.tables["project_links"].set_index(["project", "relation", "other"])
        years = int(links["years"][project, "after", other])
        one, first = self.of("projects", project), self.of("projects", other)
        return self.say("limit.start_after", one=one, other=first, years=years)

    def _variants(self, group: str) -> str:
        """The variants of one project, by their names."""
        projects = self.city.tables["projects"]
        codes = projects.loc[projects["option_group"] == group, "project"]
        named = (self.say("quoted", name=self.of("projects", p)) for p in codes)
        return self.say("limit.start_options", members=self.say("and").join(named))
