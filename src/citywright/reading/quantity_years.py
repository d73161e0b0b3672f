"""The year of a number, by what says it nearest (`year_scope`): sentence, paragraph, heading, document."""

from citywright.reading.frame import Frame, led_by, next_year, plan_end
from citywright.reading.heading import Head
from citywright.reading.intent import Spot, is_timeless, lists_tasks
from citywright.reading.lexicon.quantities import pattern_of
from citywright.reading.times import Year
from citywright.reading.year_scope import deadline_words, year_said


def year_of(frame: Frame, spot: Spot, head: Head, said: Year | None, aim: str) -> Year | None:
    """The year of a number; of a size, a class or a length of time only where its clause says one.

    said : what its sentence says; aim : fact, target or rule
    """
    bulletin = head.kind == "bulletin"
    if not bulletin and aim != "target" and _is_length_of_time(spot):
        return None
    if spot.is_size if bulletin else is_timeless(spot):
        return year_said(spot.clause, len(spot.clause), None)
    if said or aim == "rule":
        # a rule holds for any year
        return said
    each_year = pattern_of("yearly").search(spot.clause) and head.kind == "five_year_plan"
    if aim == "target" and not each_year and (led := _of_target(frame, spot, head)):
        return led
    if aim == "fact" and frame.said and not frame.horizon:
        return None if pattern_of("of_no_year").search(spot.clause) else frame.said
    if bulletin or (aim == "fact" and frame.told and head.kind == "meeting_report"):
        return head.year
    # within three years is no year of the document; every year is its own where it speaks of one year
    annual = head.kind == "work_report" and aim == "target"
    if pattern_of("span_of_years").search(spot.clause):
        return None
    if pattern_of("yearly").search(spot.clause) and not annual:
        return None
    return _of_document(frame, head, aim)


def _is_length_of_time(spot: Spot) -> bool:
    """Whether a unit of time says how long something takes; days of good air are counted."""
    timed = pattern_of("time_unit").search(spot.unit) is not None
    return timed and pattern_of("days_of_year").search(spot.clause) is None


def _of_target(frame: Frame, spot: Spot, head: Head) -> Year | None:
    """The year that leads a target in its paragraph, or the end of the plan, or a month of this year."""
    words = spot.clause if head.language == "en" else deadline_words(spot.sentence[: spot.at])
    month = pattern_of("month_limit").search(words) is not None
    if led_by(frame, head) and not (month and frame.horizon):
        return frame.said
    if pattern_of("plan_closes").search(spot.sentence):
        return plan_end(head)
    return (next_year(frame, head) or head.year) if month else None


def _of_document(frame: Frame, head: Head, aim: str) -> Year | None:
    """The year of the headings, else of a title that says one, where the kind speaks of its own year."""
    titled = head.year if pattern_of("year").search(head.title or "") else None
    if head.kind == "award_list":
        return None
    if head.kind == "policy_notice":
        return titled if aim == "target" and lists_tasks(head) else None
    return frame.year or (titled if head.kind == "work_report" else None)
