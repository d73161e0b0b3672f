"""Every exception of Citywright.

CitywrightError
├── InputError              what the user gave cannot be used (exit code 1)
│   ├── CityError           a city folder with findings; carries them all
│   │   ├── EventFileError  a file of events with findings (accounts.impact)
│   │   └── NetworkError    a power network with findings (energy.check)
│   ├── AccountsError       a table of the accounts that does not add up
│   │   ├── ConcordanceError, DescriptionError, MarginsError
│   │   │                   a concordance, a described workbook, margins: with all findings
│   ├── InterchangeError, NetworkFileError, CertificateError, ProfileError, WeatherError
│   │                       files of power networks and of weather (energy)
│   ├── ReadingError        a document or a reviewed list that cannot be used
│   └── PlanFolderError     a plan folder that cannot be read
├── UsageError              a command or call that makes no sense (exit code 2)
├── WorkerError             a worker was lost or failed (plan.executor)
├── EnergySolverError       the solver or a worker of the power room did not do its part (energy)
└── InfeasibleError         no plan satisfies all limits; carries the explanation (exit code 3)
    └── EnergyInfeasibleError  a power network that cannot meet demand (energy)
"""

from collections.abc import Sequence
from typing import ClassVar

from citywright.words import say


class CitywrightError(Exception):
    """Base of all errors: a key of the words tables and the values it needs.

    The sentence is made when it is shown, so that one error can be shown in any language.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def text(self, lang: str = "en") -> str:
        """The sentence in the language `lang` ("zh" or "en")."""
        return say(self.key, lang, **self.values)

    def __str__(self) -> str:
        return self.text()


class InputError(CitywrightError):
    """What the user gave cannot be used."""


class AccountsError(InputError):
    """A table of the accounts that does not add up or cannot be read."""


class ReadingError(InputError):
    """A document or a reviewed list that cannot be used."""


class PlanFolderError(InputError):
    """A plan folder that is missing, incomplete or damaged."""


class UsageError(CitywrightError):
    """A command or call that makes no sense."""

    exit_code = 2


class InfeasibleError(CitywrightError):
    """No plan satisfies all limits at once.

    `clashes` holds (limit, amount, unit) for the least change that would mend it; `conflict` the smallest
    set of limits that cannot hold together.
    """

    exit_code = 3

    def __init__(
        self, key: str, clashes: Sequence[object] = (), conflict: Sequence[object] = (), **values: object
    ) -> None:  # fmt: skip
        super().__init__(key, **values)
        self.clashes = tuple(clashes)
        self.conflict = tuple(conflict)
