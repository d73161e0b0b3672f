"""Numbers as they are written: in digits, or in Chinese numerals."""

from citywright.reading.lexicon.quantities import numerals


def plain_number(text: str) -> float:
    """The value of a number in digits, with or without commas between thousands."""
    return float(text.replace(",", ""))


def chinese_number(text: str) -> float | None:
    """The value of a Chinese numeral below 10^16; None for what is none.

    Ten thousands and hundred millions are closed groups: the sum so far, times the group.
    """
    digit, small, large = numerals("digit"), numerals("small"), numerals("large")
    if text in numerals("half"):
        return numerals("half")[text]
    whole = group = 0.0
    last: float | None = None
    for character in text:
        if character in digit:
            last = digit[character]
        elif character in small:
            group += (1.0 if last is None else last or 1.0) * small[character]
            last = None
        elif character in large:
            power = large[character]
            closed = whole + group + (last or 0.0) if power == max(large.values()) else None
            whole = (
                closed * power if closed is not None else whole + (group + (last or 0.0)) * power
            )
            group, last = 0.0, None
        else:
            return None
    return whole + group + (last or 0.0) if text else None
