"""What the Snapshots screen says beside its lists: which two are compared, the counts, and what the older one is."""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.content import Content

from core import quarter as quarters
from core.board import Board
from core.closing import SnapshotRow
from locales import t
from locales.formats import date, number
from locales.snapshotwords import table_text
from store.snapshotdesk import Comparison
from tui.signs import Signs
from tui.text import content, fit, joined, wrapped

SHORT_HASH = 6
"""Signs of a hash that are shown to people, as `etappi snapshot list` does."""


@dataclass(frozen=True)
class Listing:
    """What is read first: the board of today, the snapshots, newest first, the quarters that are locked by the name of
    their snapshot, and the names of those that are not what they were. *lock_sign* marks those of a lock."""

    board: Board
    rows: tuple[SnapshotRow, ...]
    locks: Mapping[str, int]
    damaged: frozenset[str]
    lock_sign: str

    def row(self, name: str | None) -> SnapshotRow | None:
        """The snapshot of a name; None for the present."""
        return next((one for one in self.rows if one.name == name), None)


@dataclass(frozen=True)
class Group:
    """A paragraph of what concerns all packages: the name of its group, a sign before it, its text."""

    name: str
    sign: str
    text: str


def named(name: str | None) -> str:
    """A snapshot by its name; None is the present."""
    return t("diff.now") if name is None else name


def heading(sides: tuple[str | None, str | None], days: tuple[str, str], today: str, wide: bool) -> str:
    """``Mikä on muuttunut 8.7. jälkeen``; of two snapshots both days; where there is room the names too."""
    first, last = (date(day, year=day[:4] != today[:4]) for day in days)
    text = t("snapshotscreen.since", date=first) if sides[1] is None else t("snapshotscreen.between", first=first,
                                                                           last=last)  # fmt: skip
    return f"{text} ({named(sides[0])} → {named(sides[1])})" if wide else text


def count_lines(found: Comparison, width: int, wide: bool, signs: Signs) -> list[Content]:
    """Which two, how many things were added, changed, cancelled and corrected; where there is room of which kinds."""
    counts = found.telling.counts
    figures = (("+", counts.added, "added"), ("~", counts.changed, "changed"),
               (signs.opened, counts.removed, "removed"), ("!", counts.restated, "restated"))  # fmt: skip
    size = max(len(number(n)) for _, n, _ in figures)
    pair = f"{named(found.old.name)} → {named(found.new.name)}"
    lines = [content(fit(pair, width, ellipsis=signs.ellipsis), "bold")]
    for sign, n, name in figures:
        text = f" {fit(number(n), size, right=True)} {t(f'snapshotscreen.{name}', n=n)}"
        colour = "$muted" if not n else "$warning" if sign == "!" else ""
        lines.append(content(fit(sign + text, width, ellipsis=signs.ellipsis), colour))
    if wide:
        kinds = ", ".join(f"{table_text(table)} {signed(parts, signs)}" for table, *parts in counts.things)
        lines += [content(line, "$muted") for line in wrapped(kinds, width)] if kinds else []
    return lines


def signed(parts: list[int], signs: Signs) -> str:
    """``+25 ~1 −1``: added, changed and removed, those that there are."""
    return " ".join(f"{sign}{number(n)}" for sign, n in zip(("+", "~", signs.opened), parts, strict=True) if n)


def seal_lines(view: Listing, found: Comparison, width: int, signs: Signs) -> list[Content]:
    """Whether a lock took the older of the two, its hash, and whether it is what it was."""
    row = found.old.row
    if row is None:
        return []
    name, quarter = row.name, view.locks.get(row.name)
    lines = [content(fit(name, width, ellipsis=signs.ellipsis), "bold")]
    if quarter is not None:
        label = quarters.label(quarter)
        words = t("snapshotscreen.locked", quarter=label)
        lines.append(joined(content(view.lock_sign, "$success"), content(" " + words)))
    lines.append(content(t("snapshotscreen.hash", hash=row.sha256[:SHORT_HASH])))
    if name in view.damaged:
        lines.append(content(f"! {t('snapshotscreen.damaged')}", "$error"))
    else:
        lines.append(content(f"{t('snapshotscreen.intact')} {signs.done}"))
    return lines
