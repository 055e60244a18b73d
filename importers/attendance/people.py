"""From rows to people: the joins of one person are one, two people of one name are two (importing.md 2.1, 3.9)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.personkeys import normal_email
from importers.attendance.columns import real_email
from importers.attendance.displaynames import Displayed, displayed
from importers.attendance.model import Attendee, Draft, Entry, Skipped
from importers.attendance.words import AttendanceWords
from importers.words import fold as plain_letters

Span = tuple[datetime, datetime]
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass
class Folded:
    """The people of a list. *alike* are people who share a name with another and are kept apart, *shared* those whose
    e-mail several people gave, *callers* those who came by telephone. Programs that listened are *skipped*."""

    people: list[Attendee] = field(default_factory=list)
    alike: int = 0
    shared: int = 0
    callers: int = 0
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    entry: Entry
    name: Displayed
    email: str = field(repr=False)


def fold(draft: Draft, words: AttendanceWords) -> Folded:
    """Everybody in the rows of *draft*, in the order in which they first stand there."""
    out = Folded()
    groups: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for number, entry in enumerate(draft.entries):
        email = normal_email(real_email(entry.email))
        name = displayed(entry.name, email, words, originals=draft.originals)
        if name.bot:
            out.skipped.append(Skipped(entry.place, "attendance.skipped_bot", entry.name))
            continue
        row = _Row(entry, name, email)
        if email:
            groups["email", email].append(row)
        elif draft.joins and name.key:
            groups["name", name.key].append(row)
        else:
            groups["row", str(number)].append(row)
    for (kind, _), rows in groups.items():
        parts = [rows]
        if kind == "email" and draft.typed:
            parts = _by_name(rows)
            out.shared += len(parts) if len(parts) > 1 else 0
        elif kind == "name":
            parts = _apart(rows)
        out.people += [_person(part, draft.joins, shared=kind == "email" and len(parts) > 1) for part in parts]
    names = Counter(person.name.casefold() for person in out.people if person.name)
    out.alike = sum(count for count in names.values() if count > 1)
    out.callers = sum(1 for person in out.people if person.caller)
    return out


def _by_name(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Rows of one e-mail that a person may have typed for others too: apart where the names share no word."""
    parts: list[tuple[set[str], list[_Row]]] = []
    for row in rows:
        told = set(_WORD.findall(plain_letters(row.name.name)))
        home = next((part for part in parts if not told or not part[0] or told & part[0]), None)
        if home is None:
            parts.append((told, [row]))
        else:
            home[0].update(told)
            home[1].append(row)
    return [part for _, part in parts]


def _apart(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Rows of one name without an e-mail: one person who joined several times, two where both were there at once."""
    parts: list[list[_Row]] = []
    ordered = sorted(rows, key=lambda row: (row.entry.span[0] is None, row.entry.span[0] or datetime.min))
    for row in ordered:
        home = next((part for part in parts if not any(_overlap(row.entry, other.entry) for other in part)), None)
        if home is None:
            parts.append([row])
        else:
            home.append(row)
    return parts


def _overlap(one: Entry, other: Entry) -> bool:
    a, b = _span(one), _span(other)
    return a is not None and b is not None and a[0] < b[1] and b[0] < a[1]


def _span(entry: Entry) -> Span | None:
    start, end = entry.span
    return (start, end) if start is not None and end is not None and start <= end else None


def _person(rows: Sequence[_Row], joins: bool, *, shared: bool) -> Attendee:
    first = rows[0]
    named = next((row.name for row in rows if row.name.name), first.name)
    hinted = next((row.name for row in rows if row.name.hint), None)
    starts = [row.entry.span[0] for row in rows if row.entry.span[0] is not None]
    ends = [row.entry.span[1] for row in rows if row.entry.span[1] is not None]
    return Attendee(
        name=named.name,
        email=None if shared or not first.email else first.email,
        organisation=next((row.entry.organisation for row in rows if row.entry.organisation), None),
        minutes=_minutes([row.entry for row in rows], joins),
        joined=min(starts).isoformat(timespec="seconds") if starts else None,
        left=max(ends).isoformat(timespec="seconds") if ends else None,
        place=first.entry.place,
        domain=first.email.rpartition("@")[2] or None,
        hint=hinted.hint if hinted else None,
        hint_sure=bool(hinted and hinted.hint_sure),
        guest=any(row.entry.guest or row.name.guest for row in rows),
        caller=all(row.name.caller for row in rows),
    )


def _minutes(entries: Sequence[Entry], joins: bool) -> int | None:
    """Minutes in the meeting, rounded half up: of joins the union of their times, else the sum of their durations.

    A row that is a whole person already has a duration without the pauses; None where a part is not known.
    """
    spans = [_span(entry) for entry in entries]
    known = [entry.seconds for entry in entries if entry.seconds is not None]
    whole = sum(known) if len(known) == len(entries) else None
    union = _union(span for span in spans if span) if all(spans) else None
    if joins:
        seconds = union if union is not None else whole
    elif len(entries) > 1 and whole is not None and union is not None:
        seconds = min(whole, union)  # a person on two devices
    else:
        seconds = whole if whole is not None else union
    return None if seconds is None else (seconds + 30) // 60


def _union(spans: Iterable[Span]) -> int:
    """Seconds that the spans cover together."""
    total = 0
    until: datetime | None = None
    for start, end in sorted(spans):
        begin = start if until is None or start > until else until
        if end > begin:
            total += int((end - begin).total_seconds())
            until = end
    return total
