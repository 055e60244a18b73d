"""Words of the screen of who owes what: how a cell stands, and what a filter says of obligations."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.agreements import MatrixCell, MatrixRow
from core.codes import code_key
from core.obligations import CLOSED, Terms
from core.text import folded
from locales import t
from locales.formats import date
from tui.signs import Signs


@dataclass(frozen=True)
class Owing:
    """What a filter says of obligations: places of those that must be owed still, whether anything must be overdue, and
    the rest of the text, which is the Network's (core.networkfilter)."""

    places: tuple[int, ...]
    overdue: bool
    rest: str


def read_owing(text: str, every: Sequence[Terms]) -> Owing:
    """Read ``owes:OMA`` and ``overdue`` in the chosen language; the code may be cut short."""
    heads = {folded(word) for word in t("obligation.filter_head_owes").split("|")}
    late = {folded(word) for word in t("obligation.filter_words_overdue").split("|")}
    places: list[int] = []
    overdue = False
    rest = []
    for token in text.split():
        head, colon, value = token.partition(":")
        fits = [at for at, terms in enumerate(every) if value and code_key(terms.code).startswith(code_key(value))]
        exact = [at for at in fits if code_key(every[at].code) == code_key(value)]
        if colon and folded(head) in heads:
            places += (exact or fits)[:1]
        elif folded(token) in late:
            overdue = True
        else:
            rest.append(token)
    return Owing(tuple(dict.fromkeys(places)), overdue, " ".join(rest))


def fits(row: MatrixRow, wanted: Owing) -> bool:
    """True for an organisation of which all holds that *wanted* says."""
    owed = all(still_owed(row.cells[place]) for place in wanted.places)
    return owed and (not wanted.overdue or any(cell is not None and cell.overdue for cell in row.cells))


def still_owed(cell: MatrixCell | None) -> bool:
    """True where the organisation owes it and it is neither done nor let off."""
    return cell is not None and cell.owes and cell.standing.state not in CLOSED


def mark(cell: MatrixCell | None, day: str, signs: Signs) -> str:
    """What stands in the matrix: ``✓ 3.9.``, a short word for the state, ``!`` before what is overdue; in brackets what
    was told of one that does not owe it. *day* (ISO) is that of the matrix."""
    if cell is None:
        return signs.dot
    held = cell.standing
    if held.state == "done" and held.since:
        shown = f"{signs.done} {near_date(held.since, day)}"
    elif held.told:
        shown = t(f"obligation.short_{held.state}")
    else:
        shown = t("obligation.short_untold_late" if cell.overdue else "obligation.short_untold")
    return f"({shown})" if not cell.owes else "!" * cell.overdue + shown


def near_date(iso: str, day: str) -> str:
    """A date in the year of *day* (both ISO) without its year, else the year and the month: ``3.9.``, ``12/2023``."""
    return date(iso, year=False) if iso[:4] == day[:4] else f"{int(iso[5:7])}/{iso[:4]}"


def tone(cell: MatrixCell | None) -> str:
    """The colour of a cell, which only repeats what it says."""
    if cell is None or not cell.owes or cell.standing.state == "not_required":
        return "muted"
    if cell.overdue:
        return "bad"
    return {"done": "good", "in_work": ""}.get(cell.standing.state, "muted")


def meaning(terms: Terms, cell: MatrixCell | None, signs: Signs) -> str:
    """The same in words: state, since when, reason or proof, and the due date."""
    if cell is None:
        return t("obligation.not_owed")
    held = cell.standing
    if held.told:
        told = t("remind.since", state=t(f"obligation.state_{held.state}"), date=date(str(held.since)))
    elif cell.overdue:
        told = t("obligation.untold_missing")
    else:
        told = t("obligation.untold_not_yet" if terms.due else "obligation.untold_no_data")
    parts = [told, held.reason or held.proof or ""]
    if not cell.owes:
        parts.append(t("obligation.not_owed"))
    elif terms.due and held.state not in CLOSED:
        parts.append(t("remind.due", date=date(terms.due)))
    return f" {signs.dot} ".join(part for part in parts if part)
