"""Snapshots in words: what two of them differ in (core.telling) as sentences, and names for steering-group meetings."""

from collections.abc import Mapping
from dataclasses import replace

from core import quarter as quarters
from core.display import safe
from core.snapshotview import share as fraction
from core.telling import Clause, PackageTold, Telling
from locales import has, t
from locales.formats import NBSP, date, decimal, number, percent

UNTOLD = "…"
"""A figure of many parts, which no line has room for."""
OF_NAMES = (
    "diff.units",
    "diff.part",
    "diff.obligation",
    "diff.better",
    "diff.worse",
    "diff.status_changed",
    "diff.moved",
)
"""Clauses that begin with a title or a code."""
OF_WHOLE = ("due", "network")
"""Figures that are a part and a whole."""
WORDED = 10
"""Numbers up to this are words in a sentence."""
GROUPS = ("project", "reach", "surveys", "status", "network", "plan", "obligations", "reports", "decisions",
          "cancelled", "restated", "rules")  # fmt: skip
"""Groups of lines in the order in which people read them."""


def clause_text(one: Clause) -> str:
    """A clause in words, safe for one line of a terminal."""
    values = {name: _worded(name, value) for name, value in one.values.items()}
    if type(one.values.get("n")) is int:
        values |= {"n": one.values["n"], "count": count(int(str(one.values["n"])))}
    if "quarters_late" in one.values:
        late = int(str(one.values["quarters_late"]))
        values["quarters"] = t("diff.quarters", n=late, count=count(late))
        values["named"] = f" ({values['titles']})" if values["titles"] else ""
    if "package" in one.values:
        values["what"] = _what(one.values)
    return safe(t(one.code, **values))


def package_text(one: PackageTold) -> str:
    """A package in one or two sentences, its code before them."""
    return f"{safe(one.code)}: {' '.join(filter(None, (_sentence(one.first), _sentence(one.more, begins=True))))}"


def package_clauses(one: PackageTold) -> str:
    """The same without the code, from a capital letter on."""
    return " ".join(filter(None, (_sentence(one.first, begins=True), _sentence(one.more, begins=True))))


def what_happened(one: PackageTold) -> str:
    """The same without the clause that only tells the share, where that has a place of its own."""
    first = tuple(clause for clause in one.first if clause.code not in ("diff.done", "diff.still"))
    return package_clauses(replace(one, first=first))


def change_text(one: PackageTold) -> str:
    """The share done then and now: 30 → 53 %."""
    old, new = (percent(share) for share in one.done)
    if one.done[0] is not None and one.done[1] is not None:
        old = old.removesuffix("%").removesuffix(NBSP)
    return f"{old} → {new}"


def group_text(telling: Telling, group: str) -> str:
    """A group of lines as one paragraph; empty where nothing is to say."""
    return " ".join(line_text(one) for one in telling.lines.get(group, ()))


def line_text(one: Clause) -> str:
    """A clause that is a sentence of its own."""
    return _begun(one, clause_text(one))


def others_text(telling: Telling) -> str:
    """How many rows differ that no sentence tells, by table; empty where there are none."""
    total = sum(n for _, n in telling.others)
    tables = ", ".join(f"{table_text(table)} {number(n)}" for table, n in telling.others)
    return t("diff.others", n=total, count=number(total), tables=tables) if total else ""


def table_text(table: str) -> str:
    """What people call the rows of a table, in the plural."""
    return t(f"diff.table_{table}") if has(f"diff.table_{table}") else safe(table)


def heading(old: tuple[str | None, str], new: tuple[str | None, str]) -> str:
    """What is compared: (name, day) of the two; name None is the present."""
    sides = [t("diff.side", name=safe(name) if name is not None else t("diff.now"), date=date(day))
             for name, day in (old, new)]  # fmt: skip
    return t("diff.heading", old=sides[0], new=sides[1])


def sentences(telling: Telling) -> list[str]:
    """Everything in sentences, a paragraph each: the project, package by package, and what concerns all of them."""
    first, *rest = [group_text(telling, group) for group in GROUPS]
    packages = [package_text(one) for one in telling.packages]
    return [text for text in (first, *packages, *rest, others_text(telling)) if text]


def count(value: int) -> str:
    """A number in a sentence: a word up to ten, where it counts things named in the same breath."""
    return t(f"diff.number_{value}") if 2 <= value <= WORDED else number(value)


def meeting_name(title: str, numbered: str | None, steering: bool) -> str:
    """A name for the snapshot of a meeting: ohry 4/2024 for a steering group's with a number, else its title."""
    return t("snapshot.meeting_name", number=numbered) if steering and numbered else title


def figure_told(figure: str, value: object) -> str:
    """The value of the figure of that name as people read it: a part of a whole as both numbers (4/5)."""
    if figure in OF_WHOLE and isinstance(value, list):
        return "/".join(figure_text(one) for one in value)
    return figure_text(value)


def figure_text(value: object) -> str:
    """A figure of a snapshot as people read it: a share, a range, a number, a state, a text; – where it is unknown."""
    if value is None:
        return "–"
    if isinstance(value, str):
        if has(f"status.{value}"):
            return t(f"status.{value}")
        return t(f"diff.state_{value}") if has(f"diff.state_{value}") else safe(value)
    if isinstance(value, tuple) and len(value) == 2:
        low, high = (figure_text(one) for one in value)
        return low if low == high else f"{low}–{high}"
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return number(int(value)) if value.is_integer() else decimal(value, 2 if round(value, 1) != value else 1)
    if (part := fraction(value)) is not None:
        return figure_text(float(part))
    return UNTOLD


def has_name(figure: str) -> bool:
    """True for a figure that people have a name for."""
    return has(f"diff.figure_{figure}")


def figure_name(figure: str) -> str:
    """What people call a figure."""
    return t(f"diff.figure_{figure}") if has_name(figure) else safe(figure)


def _worded(name: str, value: object) -> object:
    if name.endswith("share"):
        return percent(value if isinstance(value, float) else None)
    if name in ("quarter", "old_quarter"):
        return quarters.label(quarters.parse(str(value)))
    if name == "quarters" and isinstance(value, tuple):
        return ", ".join(quarters.label(quarters.parse(str(one))) for one in value)
    if name == "rules" and isinstance(value, tuple):
        return ", ".join(_rule_name(one) for one in value)
    if name in ("titles", "codes") and isinstance(value, tuple):
        return ", ".join(map(str, value))
    if name == "decisions" and isinstance(value, tuple):
        return "; ".join(" ".join(filter(None, (body, date(day), f"§{NBSP}{part}"))) for body, day, part in value)
    if name == "rule":
        return _rule_name(value)
    if name == "figure":
        return figure_name(str(value))
    if name in ("code", "why", "package"):
        return str(value).rstrip(".") if name == "why" else value
    return figure_text(value)


def _rule_name(rule: object) -> str:
    return t(f"diff.rule_{rule}") if has(f"diff.rule_{rule}") else safe(str(rule))


def _what(values: Mapping[str, object]) -> str:
    """A thing by its package, title and day; the whole project where it is none of these."""
    titles, day = values.get("titles"), values.get("date")
    parts = [str(values["package"] or ""), *(map(str, titles) if isinstance(titles, tuple) else ())]
    return " ".join(filter(None, [*parts, date(str(day), year=False) if day else ""])) or t("diff.whole_project")


def _sentence(clauses: tuple[Clause, ...], *, begins: bool = False) -> str:
    text = "; ".join(clause_text(one) for one in clauses)
    if begins and clauses:
        text = _begun(clauses[0], text)
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def _begun(first: Clause, text: str) -> str:
    """*text* with a capital letter, unless it begins with somebody's title or code, which stays as it is."""
    return text if first.code in OF_NAMES else text[:1].upper() + text[1:]
