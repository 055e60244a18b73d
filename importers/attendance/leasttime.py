"""For how many minutes one must have been there to be counted: a person's word, kept with the list (rules.md 5)."""

from dataclasses import replace

from core.attendance import KnownList
from core.errors import EtappiError
from importers.attendance.model import AttendanceFile, Attendee, Skipped


def least_minutes(reading: AttendanceFile, wished: int | None, stands: KnownList | None, code: str) -> int | None:
    """The least time that counts on a list of the event *code*: what a person *wished*, else what the list *stands*
    with already.

    None: everybody counts, as on a list that tells no minutes. EtappiError: the list stands with another, so that some
    whom it would count are not known any more, or some whom it left out are.
    """
    told = any(one.minutes is not None for one in reading.people)
    if wished is None or not told:
        return None if stands is None else stands.least_minutes
    if stands is not None and stands.least_minutes != wished:
        if stands.least_minutes is None:
            raise EtappiError("attendance.everybody_counts", code=code, n=wished)
        raise EtappiError("attendance.other_least", code=code, n=stands.least_minutes)
    return wished


def without_short(reading: AttendanceFile, least: int | None) -> AttendanceFile:
    """*reading* with those who are known to have been there for less than *least* minutes among the skipped."""
    if least is None:
        return reading
    short = [one for one in reading.people if _short(one, least)]
    return replace(
        reading, people=tuple(one for one in reading.people if not _short(one, least)),
        skipped=(*reading.skipped, *(Skipped(one.place, "attendance.skipped_short", one.name) for one in short)),
    )  # fmt: skip


def _short(one: Attendee, least: int) -> bool:
    return one.minutes is not None and one.minutes < least
