"""Who answered, without who it is: the keys of persons, and one response of each (the last complete one)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.personkeys import normal_email, person_key
from importers.attendance.model import Attendee
from importers.surveys.model import ResponseRead, SurveyReading

_OTHER_KEY = "respondent "
"""Stands before a respondent's key that is no e-mail, so that it cannot be taken for one."""


@dataclass(frozen=True)
class Respondent:
    """A response with its state and the person's key (None: nobody can be told)."""

    response: ResponseRead
    state: str
    key: str | None


@dataclass(frozen=True)
class Respondents:
    """The responses that count, in the order of the file, and those that a later one takes the place of."""

    kept: tuple[Respondent, ...]
    older: tuple[ResponseRead, ...] = ()


def respondents(reading: SurveyReading, secret: bytes | None, *, partial: bool) -> Respondents:
    """One response of each respondent. A complete one goes before an unfinished one (those are there only with
    *partial*), a later one before an earlier, and of two at one time the one that stands further down."""
    several = [(one, "complete") for one in reading.responses]
    several += [(one, "partial") for one in reading.partial] if partial else []
    several.sort(key=lambda one: one[0].place.row or 0)
    last: dict[str, tuple[tuple[bool, str], int]] = {}
    for number, (one, state) in enumerate(several):
        who = _who(one)
        rank = (state == "complete", one.finished or one.started or one.on_date or "")
        if who is not None and (who not in last or rank >= last[who][0]):
            last[who] = rank, number
    kept, older = [], []
    for number, (one, state) in enumerate(several):
        who = _who(one)
        if who is None or last[who][1] == number:
            kept.append(Respondent(one, state, person_key(secret, who) if secret and who else None))
        else:
            older.append(one)
    return Respondents(tuple(kept), tuple(older))


def attendees(several: Sequence[Respondent]) -> list[Attendee]:
    """The respondents as far as their organisation can be told by them."""
    return [_attendee(one.response) for one in several]


def _attendee(one: ResponseRead) -> Attendee:
    blank = Attendee("", organisation=one.organisation, place=one.place)
    if one.email is None or "@" not in one.email:
        return blank
    return replace(blank, email=one.email, domain=one.email.rpartition("@")[2].strip().casefold() or None)


def _who(one: ResponseRead) -> str | None:
    """What tells a respondent from the others, in memory only."""
    if one.email:
        return normal_email(one.email) or None
    text = (one.respondent or "").strip()
    if not text:
        return None
    return normal_email(text) if "@" in text else f"{_OTHER_KEY}{text}"
