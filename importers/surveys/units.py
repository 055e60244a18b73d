"""The columns of an export as units: those of one question together, with the survey's question that they are, and
with the units beside them whose cells are on the same scale."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.text import clean, folded
from importers.surveys import meanings, scales
from importers.surveys.meanings import Meant
from importers.surveys.model import ColumnRead, KnownQuestion, SurveyReading, Told
from importers.surveys.roles import ANSWERS
from importers.surveys.words import SurveyWords
from importers.words import norm

KEY_LIMIT = 60
FAMILY = re.compile(r"\d+$")
"""The size at the end of a scale's name."""
_WORDS = 3
"""Words that every row of a grid has, for the rows to stand alone as questions."""
_CODED = re.compile(r"ao?\d{1,2}")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s")
_DIGITS = 2


@dataclass
class Unit:
    """The columns of one question while it is made out. *cells* are what stands in them, with how often."""

    columns: list[ColumnRead]
    text: str
    cells: Counter[str] = field(repr=False)
    other: ColumnRead | None = None
    meant: Meant | None = None
    apart: bool = False
    known: KnownQuestion | None = None
    pool: "list[Unit]" = field(default_factory=list)

    @property
    def head(self) -> ColumnRead:
        """The column by which a person answers."""
        return self.columns[0]

    @property
    def ticked(self) -> bool:
        """True for a multiple choice with a column for each option; not where a person says that each is a question."""
        return self.head.role == "option_of" and not self.apart


def word_on(unit: Unit, *, sure: bool) -> Meant | None:
    """What a person says of a unit: of itself, or, where the file leaves it open (not *sure*) and the survey does not
    have it, of one that was looked at together with it."""
    if unit.meant is not None or sure or unit.known is not None:
        return unit.meant
    return next((one.meant for one in unit.pool if one.meant), None)


def units_of(reading: SurveyReading, told: Told) -> list[Unit]:
    cells: dict[int, Counter[str]] = {column.number: Counter() for column in reading.columns}
    for response in (*reading.responses, *reading.partial):
        for number, cell in response.values.items():
            cells[number][cell] += 1
    texts = _texts(reading.columns)
    said = {column.number: meanings.of(told.columns.get(clean(column.heading))) for column in reading.columns}
    apart = {
        column.group: meant for column in reading.columns
        if column.role == "option_of" and (meant := said[column.number]) and meant.type not in (None, "multiple")
    }  # fmt: skip
    units: list[Unit] = []
    for column in reading.columns:
        last = units[-1] if units and units[-1].head.group == column.group else None
        if column.role == "other_text" and last is not None and last.other is None:
            last.other = column
        elif column.role == "option_of" and last is not None and last.ticked:
            last.columns.append(column)
            last.cells += cells[column.number]
        elif column.role in ANSWERS:
            alone = column.role != "option_of" or column.group in apart
            meant = said[column.number]
            if meant is None and column.group in apart:
                meant = replace(apart[column.group], key=None)
            text = texts[column.number] if alone else column.question
            units.append(Unit([column], text, Counter(cells[column.number]), meant=meant, apart=alone))
    return units


def _texts(columns: Sequence[ColumnRead]) -> dict[int, str]:
    """What each column asks in words: a row of a grid alone where all rows of it are sentences of their own, else after
    its question."""
    rows: dict[int, list[str]] = {}
    for column in columns:
        if column.role in ("question", "option_of") and column.part:
            rows.setdefault(column.group, []).append(column.part)
    alone = {
        group for group, parts in rows.items()
        if len(parts) > 1 and all(len(part.split()) >= _WORDS for part in parts)
    }  # fmt: skip
    counts = Counter(norm(column.part) for column in columns if column.part and column.group in alone)
    out = {}
    for column in columns:
        own = column.part and column.group in alone and counts[norm(column.part)] == 1
        out[column.number] = str(column.part) if own else _joined(column)
    return out


def _joined(column: ColumnRead) -> str:
    question = column.question or column.heading
    return f"{question.rstrip(' :')}: {column.part}" if column.part else question


def match(units: Sequence[Unit], known: Sequence[KnownQuestion]) -> None:
    """The question of the survey that each unit is, by a person's word, its wording or its code; each once."""
    by_key = {one.key: one for one in known}
    by_text: dict[str, KnownQuestion] = {}
    for one in known:
        for _, text in one.wordings:
            by_text.setdefault(folded(text), one)
    taken: set[str] = set()
    for unit in sorted(units, key=lambda unit: unit.meant is None):
        found = by_key.get(unit.meant.key or "") if unit.meant else None
        if found is None and not (unit.meant and unit.meant.new):
            names = [unit.text, unit.head.heading, _joined(unit.head), unit.head.part or unit.text]
            found = next((by_text[name] for text in names if (name := folded(text)) in by_text), None)
            found = found or by_key.get(_code_of(unit))
        if found is not None and found.key not in taken:
            taken.add(found.key)
            unit.known = found


def pool(units: Sequence[Unit], words: SurveyWords) -> None:
    """Units whose cells are on one scale are looked at together: rows of a grid, columns with labels of one kind, and
    numbers side by side."""
    pools: dict[object, list[Unit]] = {}
    run = 0
    for unit in units:
        kind = _kind(unit, words)
        run += kind != "number"
        key: object = None
        if unit.head.part and not unit.ticked and kind:
            key = ("grid", unit.head.group, kind)
        elif kind:
            key = (kind, run if kind == "number" else 0)
        if key is not None:
            pools.setdefault(key, []).append(unit)
    for pool in pools.values():
        for unit in pool:
            unit.pool = pool


def _kind(unit: Unit, words: SurveyWords) -> str | None:
    """The family of scales that a unit's cells are of; ``number`` for small numbers alone; None for anything else."""
    if unit.ticked or len(unit.columns) > 1:
        return None
    said = [norm(cell) for cell in unit.cells if not words.means(cell, "dont_know")]
    if not said:
        return None
    if all(cell.isdigit() and len(cell) <= _DIGITS and 1 <= int(cell) <= scales.MOST for cell in said):
        return "number"
    if all(_CODED.fullmatch(cell) for cell in said):
        return "code"
    names = [scale.name for scale in words.scales if all(cell in scale.points for cell in said)]
    return FAMILY.sub("", names[0]) if names else None


class Keys:
    """Keys of questions: the survey's own, else the code or the number that the file has, else their order."""

    def __init__(self, used: set[str]) -> None:
        self.used = set(used)
        self.rows: Counter[str] = Counter()

    def of(self, unit: Unit, order: int) -> str:
        """The key of a unit, unlike every other one."""
        if unit.known is not None:
            return unit.known.key
        wished = unit.meant.key if unit.meant and unit.meant.key else None
        return self.free(wished or _code_of(unit) or self._numbered(unit.head) or f"q{order}")

    def free(self, key: str) -> str:
        """*key*, with a number where it is another question's."""
        plain, count = key[:KEY_LIMIT], 1
        while plain in self.used:
            count += 1
            plain = f"{key[: KEY_LIMIT - 4]}_{count}"
        self.used.add(plain)
        return plain

    def _numbered(self, column: ColumnRead) -> str | None:
        found = _NUMBER.match(column.heading)
        if not found:
            return None
        if not column.part or column.role == "option_of":
            return f"q{found[1]}"
        self.rows[found[1]] += 1
        return f"q{found[1]}_{self.rows[found[1]]}"


def _code_of(unit: Unit) -> str:
    """The key that a unit's code gives; options are no part of it."""
    code = unit.head.code or ""
    return _of_code(code.partition("[")[0] if unit.ticked else code)


def _of_code(code: str | None) -> str:
    """The key that a code of LimeSurvey gives: ``TP[SQ001]`` is TP_SQ001."""
    return re.sub(r"\W+", "_", code or "").strip("_")[:KEY_LIMIT]
