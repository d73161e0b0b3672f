"""Firms, projects and honours as rows."""

from collections.abc import Iterator

from citywright.reading.items import Item
from citywright.reading.proposals.amounts import amount_in, number_text
from citywright.reading.proposals.making import Making
from citywright.reading.proposals.proposal import Proposal
from citywright.reading.proposals.quotation import cell_text
from citywright.reading.proposals.tabled import is_firm


def firm_rows(making: Making) -> Iterator[Proposal]:
    """Organisations whose names end as firms' do."""
    for number, one in enumerate(making.reading.organisations):
        name = str(one.facts.get("name", one.quote))
        if not is_firm(name):
            continue
        row = {"firm": making.code_of("firms", one, number), **making.named("name", name)}
        if proposal := making.proposed("firms", one, row):
            yield proposal


def project_rows(making: Making) -> Iterator[Proposal]:
    """Projects; investment in the city's unit of money where the city says which that is."""
    for number, one in enumerate(making.reading.projects):
        facts = one.facts
        name = str(facts.get("name", one.quote))
        row = {
            "project": making.code_of("projects", one, number), **making.named("name", name),
            "zone": _zone(making, name), "investment": _investment(making, one),
            "owner": cell_text(str(facts.get("owner") or "")),
        }  # fmt: skip
        said = {k: facts.get(k) for k in ("amount", "unit", "area", "area_unit", "year", "stage")}
        if proposal := making.proposed("projects", one, row, said, (), _spans(making, one)):
            yield proposal


def _zone(making: Making, name: str) -> str:
    """The one area of the city whose name stands in the project's name."""
    codes = {code for zone, code in making.known.zones.items() if zone in name}
    return codes.pop() if len(codes) == 1 else ""


def _investment(making: Making, one: Item) -> str:
    amount, unit = one.facts.get("amount"), one.facts.get("unit")
    known = making.known
    if amount is None or not unit or not known.money_unit or known.factor is None:
        return ""
    value = amount_in(float(amount), str(unit), known.money_unit, known.factor)
    return "" if value is None else number_text(value)


def _spans(making: Making, one: Item) -> dict[str, tuple[int, int]]:
    """The first quantity after the project's name that is its amount."""
    amount, unit = one.facts.get("amount"), one.facts.get("unit")
    for other in making.reading.quantities:
        is_it = other.facts.get("value") == amount and other.facts.get("unit") == unit
        if amount is not None and is_it and other.start >= one.start:
            return {"investment": (other.start, other.end)}
    return {}


def honour_rows(making: Making) -> Iterator[Proposal]:
    """Honours, one row for each who received them."""
    for number, one in enumerate(making.reading.honours):
        who = one.facts.get("who") or [None]
        for place, name in enumerate([who] if isinstance(who, str) else who):
            title = one.facts.get("what") or one.facts.get("title") or one.quote
            row = {
                "honour": making.code_of("honours", one, 1000 * number + place),
                **making.named("title", str(title)), **making.named("recipient", name),
                "recipient_kind": _kind(making, name),
                "firm": making.known.firms.get(name or "", ""),
                "year": _year(one), **making.named("issuer", one.facts.get("by")),
            }  # fmt: skip
            if proposal := making.proposed("honours", one, row):
                yield proposal


def _kind(making: Making, name: str | None) -> str:
    """What a recipient is, where the document tells; empty where it does not."""
    if not name:
        return ""
    if is_firm(name) or name in making.known.firms:
        return "firm"
    if name in {one.facts.get("name") for one in making.reading.people}:
        return "person"
    is_body = name in {one.facts.get("name") for one in making.reading.organisations}
    return "body" if is_body else ""


def _year(one: Item) -> str:
    year = one.facts.get("year")
    return str(year) if isinstance(year, int) else ""
