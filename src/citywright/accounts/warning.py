"""Named warnings: what can be computed, but not trusted without a look.

A warning carries the key of its sentence and its values, as an error does, so that it can be shown in
either language and tested by name.
"""

import warnings

from citywright.words import say


class AccountsWarning(UserWarning):
    """A finding about a table that does not stop the work; `key` and `values` name the sentence."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def text(self, lang: str = "en") -> str:
        """The sentence in the language `lang` ("zh" or "en")."""
        return say(self.key, lang, **self.values)

    def __str__(self) -> str:
        return self.text()


def warn(key: str, **values: object) -> None:
    """Warn by name; the line shown is the caller's caller."""
    warnings.warn(AccountsWarning(key, **values), stacklevel=3)
