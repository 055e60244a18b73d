"""A decision as people name it: "ohjausryhmä 26.9.2024 § 5", the body, the day and the paragraph of its minutes."""

import re
from dataclasses import dataclass

from core.dates import read_date
from core.days import day_number, to_civil
from core.errors import EtappiError
from core.text import clean

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.(?:\s?\d{4})?")
_PARAGRAPH = re.compile(r"§+\s*([\w./:-]+(?:\s?[a-z]\b)?)", re.IGNORECASE)
_REST = re.compile(r"^[\s,;:–-]*([\w./:-]+)[\s,;.]*$")
_EDGES = " ,;:–-"


@dataclass(frozen=True)
class DecisionName:
    """What tells one decision from another: its day (ISO) and paragraph; *body* is None where it is not said."""

    on_date: str
    paragraph: str
    body: str | None = None


def read_decision(text: str, today: str, span: tuple[str, str]) -> DecisionName:
    """The decision that *text* names, day first; the day is read as by `core.dates.read_date`, the paragraph is what
    stands behind "§", or else behind the day.

    EtappiError (``progress.bad_decision``) where day or paragraph is missing.
    """
    plain = clean(text, 200)
    found = _DATE.search(plain)
    if found is None:
        raise EtappiError("progress.bad_decision", value=plain)
    before, after = plain[: found.start()], plain[found.end() :]
    marked = _PARAGRAPH.search(after) or _PARAGRAPH.search(before)
    bare = _REST.match(after)
    if marked is None and bare is None:
        raise EtappiError("progress.bad_decision", value=plain)
    paragraph = (marked or bare).group(1).rstrip(".,:;")  # type: ignore[union-attr]
    body = _PARAGRAPH.sub("", before).strip(_EDGES)
    try:
        day = read_date(found.group().replace(" ", ""), today, span)
    except EtappiError:
        raise EtappiError("progress.bad_decision", value=plain) from None
    return DecisionName(day, paragraph, body or None)


def decision_text(on_date: str, paragraph: str, body: str | None) -> str:
    """A decision as it is written, so that `read_decision` reads it again; the same in every language."""
    year, month, day = to_civil(day_number(on_date))
    name = f"{day}.{month}.{year} § {paragraph}"
    return f"{body} {name}" if body else name
