"""Honours of a text that decides on them: what its sentences confer, completed by its lists, and its lists.

A list completes the sentence that names the first of its entries, or nobody.
"""

from collections.abc import Sequence
from dataclasses import replace

from citywright.reading.context import Context
from citywright.reading.honours.denied import only_proposes
from citywright.reading.honours.givers import commending, deciding, giver_behind
from citywright.reading.honours.honour import Honour
from citywright.reading.honours.listed import Listed
from citywright.reading.honours.lists import award_lists, led_lists, list_from, of_tables
from citywright.reading.honours.named import plain_honour
from citywright.reading.honours.names import bare
from citywright.reading.honours.tables import AwardTable, award_tables
from citywright.reading.honours.years import AWARDS, year_of, year_of_lead
from citywright.reading.lexicon.honours import honour_pattern
from citywright.reading.lexicon.strategy import strategy_pattern


def of_decision(context: Context, said: list[Honour]) -> list[Honour]:
    """Honours of a text that decides on them; where it only proposes them, those won before."""
    tables = list(award_tables(context))
    if only_proposes(context.head.title or ""):
        before = [one for one in said if one.rule == "honour_won"]
        earlier = of_tables([one for one in tables if one.earlier])
        return [*before, *(_of_list(context, one, _plain(context, one), None) for one in earlier)]
    by = deciding(context)
    given = [
        replace(one, by=by) if one.by is None and one.rule == "honour_conferred" else one
        for one in said
    ]
    return _with_lists(context, given, tables, by)


def led_by(context: Context, one: Honour) -> Honour:
    """An honour whose paragraph begins with the body that commends, with that body as its giver."""
    if one.by is not None or one.rule not in ("honour_conferred", "honour_won"):
        return one
    by = commending(context, one.span[0]) or giver_behind(context, one.span[1])
    if by is None or _is_above(one.what, by):
        return one
    return replace(one, by=by)


def _is_above(what: str, by: str) -> bool:
    """Whether an honour is of a level above that of a body, which cannot give it."""
    return bool(
        honour_pattern("higher_level").match(what) and honour_pattern("lower_body").search(by)
    )


def of_report(context: Context) -> list[Honour]:
    """Honours of the tables of a text that only reports, with what the tables themselves say."""
    if strategy_pattern("award_words").search(context.view.text) is None:
        return []
    tables = list(award_tables(context))
    found = [_of_list(context, one, _plain(context, one), None) for one in of_tables(tables)]
    led = [(one, by) for one, by in led_lists(context) if not any(_holds(t, one) for t in tables)]
    return [*found, *(_of_list(context, one, _plain(context, one), by) for one, by in led)]


def _holds(table: AwardTable, listed: Listed) -> bool:
    return table.start <= listed.span[0] < table.end


def _with_lists(
    context: Context, said: list[Honour], tables: Sequence[AwardTable], by: str | None
) -> list[Honour]:
    """Honours said in sentences with the names of their lists, and lists that no sentence tells of."""
    found = list(said)
    names = [(one.span, one.what, not one.who) for one in said]
    for listed in award_lists(context, names, tables):
        what = _plain(context, listed)
        same = next((n for n, one in enumerate(said) if _is_same(found[n], listed, what)), None)
        if same is not None:
            who = listed.who if len(listed.who) >= len(found[same].who) else found[same].who
            found[same] = replace(found[same], who=who, by=found[same].by or by)
        elif not _is_generic(what):
            found.append(_of_list(context, listed, what, by))
    return [_completed(context, one, tables) for one in found]


def _plain(context: Context, listed: Listed) -> str:
    """The honour that a heading of a list names."""
    what = bare(listed.what).rstrip(": ")
    led = honour_pattern("what_lead").match(what)
    if led:
        what = honour_pattern("title_tail").sub("", what[led.end() :])
    what = plain_honour(honour_pattern("honour_year_start").sub("", what))
    return (_conferred_in(context, listed.span[0]) if context.is_english else None) or what


def _is_same(one: Honour, listed: Listed, what: str) -> bool:
    """Whether a list gives the names of an honour that a sentence says: those of a tier are its own."""
    if one.span == listed.span:
        return True
    if one.rule == "honour_won":
        return one.what == what and set(one.who) <= set(listed.who)
    generic = _is_generic(what) and one.span[0] < listed.span[0]
    related = what in one.what or one.what in what or generic
    return related and (not one.who or any(_alike(a, b) for a in one.who for b in listed.who))


def _alike(a: str, b: str) -> bool:
    """Whether two names are the same, one perhaps with the area before it."""
    return a.endswith(b) or b.endswith(a)


def _is_generic(what: str) -> bool:
    return honour_pattern("list_generic").match(what) is not None


def _of_list(context: Context, listed: Listed, what: str, by: str | None) -> Honour:
    """An honour that only a heading names."""
    at = context.view.text.find(what, *listed.span)
    span = (at, at + len(what)) if at >= 0 else listed.span
    own = honour_pattern("honour_year").search(listed.what)
    year = listed.year or (int(own["year"]) if own else None)
    if year is None and not listed.told:
        year = year_of_lead(context, listed.span[0])
    if year is None and not (listed.told and context.head.kind == AWARDS and listed.year):
        year = year_of(context, listed.span[0], in_passing=False)
    if listed.told:
        return Honour(span, listed.who, what, year, listed.by, "honour_listed")
    if by and _is_above(what, by):
        # a body gives no honour of a level above its own
        year, by = None, None
    return Honour(span, listed.who, what, year, by, "honour_listed")


def _completed(context: Context, one: Honour, tables: Sequence[AwardTable]) -> Honour:
    """An honour whose sentence names the first of several (A等5人), with the list that begins with it."""
    if len(one.who) != 1 or one.rule != "honour_conferred":
        return one
    who = list_from(context, one.who[0], one.span[1], tables)
    return replace(one, who=tuple(who)) if len(who) > 1 else one


def _conferred_in(context: Context, at: int) -> str | None:
    """The honour that an English heading confers (To confer X on the following)."""
    sentence = context.sentence_at(at)
    mark = honour_pattern("conferred_en").search(sentence.text) if sentence else None
    return plain_honour(mark["what"]) if mark else None
