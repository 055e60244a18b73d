"""Pieces of reports: sentences with figures in them, shares and states as they are printed, ids of figures.

All words come from the catalogue ``export`` in the chosen language. A figure is printed in one way only, here, so that
a printed difference is the difference of the printed figures.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from core import quarter as quarters
from core.colour import STATUSES
from core.display import safe
from locales import t
from locales.formats import NBSP, date, number, percent
from reports.content import Content
from reports.document import Cell, Paragraph, Run, Text, Value
from reports.records import PackageFigures

DASH = "\u2013"
SHORT_HASH = 6
"""Signs of a hash that are shown to people."""
_OPEN, _CLOSE = "\x02", "\x03"


def plain(text: str) -> Text:
    """A text without a figure in it."""
    return (Run(safe(text)),)


def told(code: str, /, **values: object) -> Text:
    """The sentence of *code* with *values*; those that are runs (or several: a text) stay runs of their own."""
    runs: list[tuple[Run, ...]] = []
    put: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, (Run, tuple)):
            put[name] = f"{_OPEN}{len(runs)}{_CLOSE}"
            runs.append(value if isinstance(value, tuple) else (value,))
        else:
            put[name] = safe(value) if isinstance(value, str) else value
    out: list[Run] = []
    for piece in t(code, **put).split(_OPEN):
        place, close, rest = piece.partition(_CLOSE)
        if close:
            out += runs[int(place)]
        if (text := rest if close else piece) != "":
            out.append(Run(text))
    return tuple(out)


def strong(text: str, figure: str | None = None, value: Value = None) -> Run:
    """A figure that is to be seen first."""
    return Run(text, strong=True, figure=figure, value=value)


def joined(parts: Sequence[Text | str], *, strong: bool = False) -> Text:
    """Texts after one another with commas, and a word before the last; *strong*: what stands between them is, too."""
    out: list[Run] = []
    for place, part in enumerate(parts):
        if place:
            out.append(Run(t("export.and") if place == len(parts) - 1 else ", ", strong=strong))
        out += plain(part) if isinstance(part, str) else part
    return tuple(out)


def listed(parts: Iterable[str]) -> str:
    """Names after one another, with commas and a word before the last."""
    return "".join(run.text for run in joined(list(parts)))


def points(share: Fraction) -> int:
    """A share as it is printed: whole percent, rounded half up."""
    return int((share * 200 + 1) // 2)


def share_text(share: Fraction | None) -> str:
    """A share in whole percent; – where there is none."""
    return DASH if share is None else percent(points(share) / 100)


def signed(difference: int) -> str:
    """A difference of counts: +40, −3, 0."""
    return f"+{number(difference)}" if difference > 0 else number(difference)


def range_text(low: int | None, high: int | None) -> str:
    """Bounds of a count: 512–547, one number where they meet, – where they are not known."""
    if low is None and high is None:
        return DASH
    if low is None or high is None:
        return number(low if low is not None else high or 0)
    return number(low) if low == high else f"{number(low)}{DASH}{number(high)}"


def of_text(part: int, whole: int | None) -> str:
    """A part of a whole: 52/72, or the part alone where no whole is known."""
    return number(part) if whole is None else f"{number(part)}/{number(whole)}"


def status_text(status: str) -> str:
    """A state as its symbol and word: ● aikataulussa."""
    return f"{STATUSES[status][1]}{NBSP}{t(f'status.{status}')}"


def quarter_text(quarter: int | None, shown: int) -> str:
    """A quarter, without its year where that is the year of the report; – where there is none."""
    if quarter is None:
        return DASH
    return quarters.short(quarter) if quarter // 4 == shown // 4 else quarters.label(quarter)


def figure(quarter: int, *names: str) -> str:
    """The id of a figure (docs/figures.md): ``2024-Q3/TP1.2/done``."""
    return "/".join((quarters.code(quarter), *names))


def text_cell(text: str, level: int = 0) -> Cell:
    """A cell of words."""
    return Cell(safe(text), value=safe(text), level=level)


def count_cell(count: int | None, id: str | None = None) -> Cell:
    """A cell with a count; – where it is not known."""
    return Cell(DASH if count is None else number(count), count, id)


def share_cell(share: Fraction | None, id: str | None = None) -> Cell:
    """A cell with a share in percent."""
    return Cell(share_text(share), None if share is None else float(share), id)


def of_cell(part: int, whole: int | None, id: str | None = None) -> Cell:
    """A cell with a part of a whole."""
    return Cell(of_text(part, whole), part, id, of=whole)


def status_cell(status: str, id: str | None = None) -> Cell:
    """A cell with a state."""
    return Cell(status_text(status), status, id, status=status)


def reason_text(content: Content, found: PackageFigures) -> str:
    """Why a package has its status; empty where it goes as planned."""
    if found.reason in ("on_schedule", "nothing_due"):
        return ""
    values = dict(found.why)
    if "item" in values:
        item = content.items().get(values["item"])
        values["title"] = item.title if item else values["item"]
        if values["package"] != found.code:
            others = sorted({content.items()[code].package for code, _ in found.late if code in content.items()})
            return t("export.reason_below", n=len(found.late), codes=", ".join(others))
    shown: dict[str, object] = {}
    for key, value in values.items():
        shown[key] = share_text(Fraction(*value)) if isinstance(value, list) else value
    if "computed" in shown:
        shown["computed"] = t(f"status.{shown['computed']}")
    return safe(t(f"status.reason_{found.reason}", **shown))


def lead_lines(content: Content) -> tuple[Text, ...]:
    """The lines under every report's title: project, state and lock, who answers for it, and that a demo is one."""
    project = content.project
    lines = [(strong(safe(f"{project.name} ({project.code})")),), _state_line(content),
             told("export.lead_people", coordinator=project.coordinator, funder=project.funder)]  # fmt: skip
    if project.demo:
        lines.append((Run(t("status.demo_note"), emphasis=True),))
    return tuple(lines)


def _state_line(content: Content) -> Text:
    day = date(content.as_of)
    meeting = next_meeting(content)
    locked = content.locked_on
    state = told("export.lead_locked", day=day, locked=date(locked)) if locked else told("export.lead_open", day=day)
    return (*state, Run(f" {safe(meeting[0])}, {date(meeting[1])}.")) if meeting else state


def next_meeting(content: Content) -> tuple[str, str] | None:
    """Title and ISO date of the first meeting from the day on which the content was made; None where none is known."""
    found = (one for one in content.deadlines if one.kind == "meeting" and one.on >= content.today)
    return next(((one.title, one.on) for one in found), None)


def small_print(content: Content, *notes: Text) -> Text:
    """The small print of every report: *notes*, that figures are rounded, and what it was made of."""
    short = content.sha256[:SHORT_HASH]
    made = (
        told("export.small_now", day=date(content.as_of), hash=short)
        if content.name is None
        else told("export.small_snapshot", name=content.name, hash=short)
    )
    out: list[Run] = []
    for note in (*notes, told("export.small_rounded"), made):
        out += [*([Run(" ")] if out else []), *note]
    return tuple(out)


def note(text: Text) -> Paragraph:
    """A paragraph set smaller."""
    return Paragraph(text, note=True)
