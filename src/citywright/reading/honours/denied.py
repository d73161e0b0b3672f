"""Honours that nobody has: wished for, applied for, proposed, missed, revoked, or but a condition."""

from citywright.reading.lexicon.honours import honour_pattern


def is_denied(before: str, behind: str) -> bool:
    """Whether a clause denies the honour that its verb names.

    before : the words of the sentence before the verb; behind : those behind the name of the honour
    """
    clause = honour_pattern("last_clause").search(before)
    own = clause[0] if clause else ""
    return (
        honour_pattern("denied_before").search(own) is not None
        or honour_pattern("revoked_before").search(own) is not None
        or honour_pattern("denied_behind").match(behind) is not None
    )


def is_condition(before: str, behind: str) -> bool:
    """Whether a sentence only says what follows for those who get an honour (for firms that are named)."""
    return (
        honour_pattern("condition_before").search(before) is not None
        or honour_pattern("won_condition").match(behind) is not None
        or honour_pattern("condition_behind").match(behind) is not None
    )


def only_proposes(title: str) -> bool:
    """Whether a whole document by its title only proposes whom to honour."""
    return honour_pattern("title_proposes").search(title) is not None
