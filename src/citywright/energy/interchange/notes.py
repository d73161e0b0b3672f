"""What a reading or a writing of a network has to tell: kept with a remark, approximated, refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from citywright.energy.interchange.attributes import APPROXIMATED, REFUSED, pypsa_attributes
from citywright.errors import InputError
from citywright.words import say

SHOWN = 5
"""Names that a sentence lists before it only counts."""


@dataclass(frozen=True)
class Note:
    """One remark: what was done (`treatment`) with an attribute of some units, and why (`key`).

    `key` names a sentence; "" takes the sentence of the attribute's row in `pypsa_attributes.csv`.
    """

    treatment: str
    component: str
    attribute: str
    names: tuple[str, ...] = ()
    key: str = ""
    values: tuple[tuple[str, object], ...] = ()

    def text(self, lang: str = "en") -> str:
        """The whole sentence in the language `lang` ("zh" or "en")."""
        why = say(self.key, lang, **dict(self.values)) if self.key else self._declared(lang)
        place = self.component + (f".{self.attribute}" if self.attribute else "")
        return say(
            "energy.interchange.note", lang,
            treatment=say(f"energy.interchange.{self.treatment}", lang),
            place=place, names=self._names(lang), why=why,
        )  # fmt: skip

    def _declared(self, lang: str) -> str:
        rows = pypsa_attributes()[self.component]
        return (rows.get(self.attribute) or rows[""]).sentence[lang]

    def _names(self, lang: str) -> str:
        if not self.names:
            return ""
        listed = ", ".join(self.names[:SHOWN])
        more = len(self.names) - SHOWN
        if more > 0:
            listed = say("energy.interchange.more", lang, listed=listed, more=more)
        return say("energy.interchange.names", lang, listed=listed)


class InterchangeError(InputError):
    """A network of another tool that cannot be read or written; carries all its notes."""

    def __init__(self, key: str, notes: tuple[Note, ...] = (), **values: object) -> None:
        super().__init__(key, **values)
        self.notes = notes

    def text(self, lang: str = "en") -> str:
        """The sentence, and below it one line per refusal."""
        return "\n".join([super().text(lang), *(f"- {note.text(lang)}" for note in self.notes)])


@dataclass
class Notebook:
    """Collects notes; complains once."""

    notes: list[Note] = field(default_factory=list)

    def note(
        self, treatment: str, component: str, attribute: str, names: Iterable[str] = (), key: str = "",
        **values: object,
    ) -> None:  # fmt: skip
        """Write down one remark; `names` is any iterable of names."""
        listed = tuple(str(n) for n in names)
        note = Note(treatment, component, attribute, listed, key, tuple(values.items()))
        if note not in self.notes:
            self.notes.append(note)

    def refuse(
        self,
        component: str,
        attribute: str,
        names: Iterable[str] = (),
        key: str = "",
        **values: object,
    ) -> None:
        """Write down a refusal."""
        self.note(REFUSED, component, attribute, names, key, **values)

    def refuse_units(
        self, component: str, attribute: str, names: Sequence[str] | pd.Index, key: str = "",
        **values: object,
    ) -> None:  # fmt: skip
        """Write down a refusal for the units named; nothing where there are none."""
        if len(names):
            self.refuse(component, attribute, names, key, **values)

    def approximate(
        self,
        component: str,
        attribute: str,
        names: Iterable[str] = (),
        key: str = "",
        **values: object,
    ) -> None:
        """Write down an approximation."""
        self.note(APPROXIMATED, component, attribute, names, key, **values)

    def settled(self, name: str) -> tuple[Note, ...]:
        """The notes, if nothing is refused.

        Raises
        ------
        InterchangeError
            With every refusal.
        """
        refused = tuple(n for n in self.notes if n.treatment == REFUSED)
        if refused:
            key = "energy.interchange.refusals"
            raise InterchangeError(key, refused, network=name, count=len(refused))
        return tuple(self.notes)
