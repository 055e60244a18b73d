"""Dates that a text calls by the wrong quarter: ``30.4.2024`` beside "the first quarter" (checks.md, date.quarter).

Only dates in numbers, day first or ISO, and quarters written ``Q1`` or in words of the three languages are looked at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.days import from_civil, to_civil
from core.text import folded

_DATE = re.compile(
    r"(?<![\w.,])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.(?:\s?(?P<year>\d{4}))?(?!\d)"
    r"|(?<![\w.-])(?P<iso_year>\d{4})-(?P<iso_month>\d{2})-(?P<iso_day>\d{2})(?![\w-])"
)
_ORDINALS = (
    r"(?:ensimmäi\w+|första|first)",
    r"(?:toinen|tois\w+|andra|second)",
    r"(?:kolma\w+|tredje|third)",
    r"(?:neljäs|neljän\w+|viimei\w+|fjärde|sista|fourth)",
)
_WORD = r"(?:(?:vuosi)?neljänne\w+|kvartal\w*|quarters?)"
_YEAR = r"(?:\s?[/-]\s?|\s)(?=\d{4})"
_MENTION = re.compile(
    rf"(?<![\w])(?:(?P<before>\d{{4}})-?)?q(?P<short>[1-4])(?!\w)(?:{_YEAR}(?P<after>\d{{4}})(?!\d))?"
    + "".join(rf"|(?<!\w)(?P<word{place}>{ordinal})\s+{_WORD}" for place, ordinal in enumerate(_ORDINALS, 1))
    + rf"|(?<![\w.])(?P<number>[1-4])\.?\s+{_WORD}|(?<!\w)kvartal\s+(?P<kvartal>[1-4])(?!\w)",
    re.IGNORECASE,
)
_JOINED = re.compile(r"\s*(?:[,/&–—-]|ja|tai|och|eller|and|or|to)?\s*", re.IGNORECASE)
_SPAN = re.compile(r"\s*(?:[–—-]|to)\s*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])|\n+")
_REPORTS = ("raport", "rapport", "report", "selvity", "redovis")
"""How words begin that say that something about a quarter is told after it: ``Q1 report by 11.4.`` is right."""
_PARTED = re.compile(r"[,;:]|(?<!\w)(?:ja|tai|mutta|och|eller|men|and|or|but)(?!\w)", re.IGNORECASE)
"""What parts a date from a quarter of the same sentence, so that each tells of something else."""
_LONG_WORD = 7
_STEM = 5
_SHARED_STEMS = 2


@dataclass(frozen=True)
class WrongQuarter:
    """A date as written and where it begins, the quarter as the text calls it, and the one it lies in (``Q2/2024``,
    ``Q2`` where no year is written)."""

    date: str
    start: int
    told: str
    real: str


@dataclass(frozen=True)
class _Mark:
    """A group of dates or of quarters that stand together: (year or None, number of the quarter) of each."""

    text: str
    start: int
    end: int
    values: tuple[tuple[int | None, int], ...]


def wrong_quarters(text: str) -> list[WrongQuarter]:
    """Dates of *text* that the quarter told beside them contradicts, in order.

    Beside: in one sentence, without a comma or a joining word between them; or in the next sentence on the same line,
    where the two share two long words. What is due after a quarter, a report of it, is no contradiction.
    """
    found: dict[tuple[int, str], WrongQuarter] = {}
    before, dates_before, mentions_before = "", [], []  # type: str, list[_Mark], list[_Mark]
    for start, sentence, begins_line in _sentences(text):
        dates, mentions = _dates(sentence, start), _mentions(sentence, start)
        if any(word.startswith(_REPORTS) for word in folded(sentence).split()):
            dates = []
        wrong = _against(dates, mentions, sentence, start)
        if not begins_line and _share(before, sentence):
            if not mentions_before and not dates:
                wrong += _against(dates_before, mentions)
            if not dates_before and not mentions:
                wrong += _against(dates, mentions_before)
        for one in wrong:
            found.setdefault((one.start, one.told), one)
        before, dates_before, mentions_before = sentence, dates, mentions
    return sorted(found.values(), key=lambda one: one.start)


def dates_in(text: str) -> list[tuple[str, int | None, int]]:
    """Dates of *text* as written, with their year (None where none is written) and the number of their quarter."""
    return [(match.group(), year or None, (month + 2) // 3) for match, (year, month, _) in _days(text)]


def _sentences(text: str) -> Iterator[tuple[int, str, bool]]:
    """Sentences with their place, and whether each begins a line."""
    place, begins = 0, True
    for match in _SENTENCE.finditer(text):
        yield place, text[place : match.start()], begins
        place, begins = match.end(), "\n" in match.group()
    yield place, text[place:], begins


def _days(text: str) -> Iterator[tuple[re.Match[str], tuple[int, int, int]]]:
    """Dates that exist, with year (0 where none is written), month and day."""
    for match in _DATE.finditer(text):
        year, month, day = (int(match[name] or match[f"iso_{name}"] or 0) for name in ("year", "month", "day"))
        if 1 <= month <= 12 and 1 <= day <= 31 and to_civil(from_civil(year or 2024, month, day))[1] == month:
            yield match, (year, month, day)


def _dates(text: str, start: int) -> list[_Mark]:
    marks = [
        _Mark(match.group(), start + match.start(), start + match.end(), ((year or None, (month + 2) // 3),))
        for match, (year, month, _) in _days(text)
    ]
    return _grouped(marks, text, start, spans=False)


def _mentions(text: str, start: int) -> list[_Mark]:
    marks = []
    for match in _MENTION.finditer(text):
        year = match["before"] or match["after"]
        number = match["short"] or match["number"] or match["kvartal"] or next(
            place for place in range(1, 5) if match[f"word{place}"]
        )  # fmt: skip
        values = ((int(year) if year else None, int(number)),)
        marks.append(_Mark(text[match.start() : match.end()], start + match.start(), start + match.end(), values))
    return _grouped(marks, text, start, spans=True)


def _grouped(marks: list[_Mark], text: str, start: int, *, spans: bool) -> list[_Mark]:
    """Marks that only a sign or a joining word parts are one; with *spans* a dash fills the quarters between."""
    out: list[_Mark] = []
    for mark in marks:
        last = out[-1] if out else None
        between = text[last.end - start : mark.start - start] if last else ""
        if last is None or not _JOINED.fullmatch(between):
            out.append(mark)
            continue
        filled: tuple[tuple[int | None, int], ...] = ()
        if spans and _SPAN.fullmatch(between):
            year = last.values[-1][0] or mark.values[0][0]
            filled = tuple((year, number) for number in range(last.values[-1][1] + 1, mark.values[0][1]))
        whole = text[last.start - start : mark.end - start]
        out[-1] = _Mark(whole, last.start, mark.end, (*last.values, *filled, *mark.values))
    return out


def _against(dates: list[_Mark], mentions: list[_Mark], sentence: str = "", start: int = 0) -> list[WrongQuarter]:
    """The dates that stand nearest to a mention and lie in no quarter of it; with *sentence* only where nothing in it
    parts the two."""
    wrong = []
    for mention in mentions if dates else ():
        near = min(dates, key=lambda mark: max(mark.start - mention.end, mention.start - mark.end))
        first, last = sorted((near, mention), key=lambda mark: mark.start)
        if sentence and _PARTED.search(sentence[first.end - start : last.start - start]):
            continue
        if not any(_agree(one, other) for one in near.values for other in mention.values):
            year, number = near.values[0]
            wrong.append(
                WrongQuarter(near.text, near.start, mention.text, f"Q{number}/{year}" if year else f"Q{number}")
            )
    return wrong


def _agree(one: tuple[int | None, int], other: tuple[int | None, int]) -> bool:
    return one[1] == other[1] and (one[0] is None or other[0] is None or one[0] == other[0])


def _share(one: str, other: str) -> bool:
    """Two sentences that speak of the same thing: two long words stand in both, whatever their endings."""
    stems = [{word[:_STEM] for word in folded(text).split() if len(word) >= _LONG_WORD} for text in (one, other)]
    return len(stems[0] & stems[1]) >= _SHARED_STEMS
