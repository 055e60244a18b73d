"""What each column of an export asks: by a person's word, by the survey's own questions, else by the look of its cells.

Where that leaves two things possible a person is asked (kind ``column``). Columns with the same labels are asked about
once: an answer to the first one holds for all of them that have none of their own.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.findings import Finding
from core.importing import Candidate, Question
from core.text import clean, folded
from importers.surveys import guessing, meanings, scales
from importers.surveys.guessing import Guess
from importers.surveys.meanings import Meant
from importers.surveys.model import ColumnRead, KnownQuestion, Proposal, QuestionRead, SurveyReading, Told, Type
from importers.surveys.roles import ANSWERS
from importers.surveys.words import SurveyWords
from importers.words import norm

KEY_LIMIT = 60
_WORDS = 3
"""Words that every row of a grid has, for the rows to stand alone as questions."""
_LIKE, _SUGGESTIONS = 60, 5
"""How like (of 100) another wording of a question is at least, and how many are offered."""
_CODED = re.compile(r"ao?\d{1,2}")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s")
_FAMILY = re.compile(r"\d+$")


@dataclass
class _Unit:
    """The columns of one question while it is made out. *cells* are what stands in them, with how often."""

    columns: list[ColumnRead]
    text: str
    cells: Counter[str] = field(repr=False)
    other: ColumnRead | None = None
    meant: Meant | None = None
    apart: bool = False
    known: KnownQuestion | None = None
    pool: "list[_Unit]" = field(default_factory=list)

    @property
    def head(self) -> ColumnRead:
        """The column by which a person answers."""
        return self.columns[0]

    @property
    def ticked(self) -> bool:
        """True for a multiple choice with a column for each option; not where a person says that each is a question."""
        return self.head.role == "option_of" and not self.apart


def propose(
    reading: SurveyReading, known: Sequence[KnownQuestion], told: Told, words: SurveyWords
) -> Proposal:  # fmt: skip
    """The questions of a file. *known* are those of the survey, *told* are a person's answers, by heading."""
    units = _units(reading, told)
    _match(units, known)
    _pool(units, words)
    silent = [unit for unit in units if not unit.cells and not unit.known and not unit.meant]
    asked = [unit for unit in units if unit not in silent]
    rest = [one for one in known if not any(unit.known is one for unit in units)]
    keys = _Keys({one.key for one in known})
    questions: list[QuestionRead] = []
    opened: list[Question] = []
    for unit in asked:
        question, guess = _question(unit, words)
        fresh = unit.known is None and not (unit.meant and (unit.meant.new or unit.meant.key))
        likely = _likely(unit, question.type, rest, reading.language) if fresh else []
        opens = _open(unit, question, guess, likely)
        opened += [opens] if opens else []
        question = replace(question, key=keys.of(unit, len(questions) + 1), sure=opens is None)
        questions.append(question)
        if unit.other and question.other is None:
            questions.append(_beside(question, unit.other, keys))
    findings: tuple[Finding, ...] = ()
    if silent:
        place = silent[0].head.place
        findings = (Finding("surveyfile.columns_empty", "note", place, {"n": len(silent)}),)
    return Proposal(tuple(questions), tuple(_once(opened, asked)), findings)


# Units


def _units(reading: SurveyReading, told: Told) -> list[_Unit]:
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
    units: list[_Unit] = []
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
            units.append(_Unit([column], text, Counter(cells[column.number]), meant=meant, apart=alone))
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


# The survey's own questions


def _match(units: Sequence[_Unit], known: Sequence[KnownQuestion]) -> None:
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


def _likely(
    unit: _Unit, type_: Type, rest: Sequence[KnownQuestion], language: str | None
) -> list[tuple[KnownQuestion, int]]:  # fmt: skip
    """Questions of the survey that no column is and that this one may be in other words, the likest first: of its type,
    and alike unless they are known in other languages only."""
    from rapidfuzz import fuzz

    mine = folded(unit.text)
    found = []
    for one in rest:
        share = int(max((fuzz.ratio(mine, folded(text)) for _, text in one.wordings), default=0))
        foreign = language is not None and all(spoken != language for spoken, _ in one.wordings)
        if one.type == type_ and (share >= _LIKE or foreign):
            found.append((one, share))
    return sorted(found, key=lambda one: -one[1])[:_SUGGESTIONS]


# Types


def _pool(units: Sequence[_Unit], words: SurveyWords) -> None:
    """Units whose cells are on one scale are looked at together: rows of a grid, columns with labels of one kind, and
    numbers side by side."""
    pools: dict[object, list[_Unit]] = {}
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


def _kind(unit: _Unit, words: SurveyWords) -> str | None:
    """The family of scales that a unit's cells are of; ``number`` for small numbers alone; None for anything else."""
    if unit.ticked or len(unit.columns) > 1:
        return None
    said = [norm(cell) for cell in unit.cells if not words.means(cell, "dont_know")]
    if not said:
        return None
    if all(cell.isdigit() and 1 <= int(cell) <= scales.MOST for cell in said if len(cell) < 3) and all(
        cell.isdigit() and len(cell) < 3 for cell in said
    ):
        return "number"
    if all(_CODED.fullmatch(cell) for cell in said):
        return "code"
    names = [scale.name for scale in words.scales if all(cell in scale.points for cell in said)]
    return _FAMILY.sub("", names[0]) if names else None


def _question(unit: _Unit, words: SurveyWords) -> tuple[QuestionRead, Guess]:
    """The question of a unit as far as it is known, without its key, and the guess that it rests on."""
    meant = unit.meant or next((one.meant for one in unit.pool if one.meant), None)
    known, guess = unit.known, _guess(unit, words)
    type_ = (meant.type if meant else None) or (known.type if known else None) or guess.type
    question = QuestionRead(
        key="", text=unit.text, heading=unit.head.heading, type=type_,
        columns=tuple(column.number for column in unit.columns), known=known is not None,
        same=known is not None and unit.meant is not None and unit.meant.same,
    )  # fmt: skip
    if type_ in ("single", "multiple"):
        listed = type_ == "multiple" and not unit.ticked
        return replace(
            question, options=_options(unit, guess), other=unit.other.number if unit.other else None,
            separator=unit.head.separator if listed else None,
        ), guess  # fmt: skip
    if type_ == "likert":
        size = (meant.scale if meant else None) or (known.scale if known else None)
        return _on_scale(question, unit, guess, size, words), guess
    return replace(question, dont_know=guess.dont_know if type_ == "number" else ()), guess


def _on_scale(
    question: QuestionRead, unit: _Unit, guess: Guess, size: int | None, words: SurveyWords
) -> QuestionRead:  # fmt: skip
    """A Likert item with its points. *size* is what a person or the survey says; a person's or the survey's word on the
    direction goes before what the file shows."""
    hint = scales.hint_of(unit.head.heading)
    both = [dict.fromkeys(cell for one in units for cell in one.cells) for units in (unit.pool, [unit])]
    said = [[cell for cell in cells if not words.means(cell, "dont_know")] for cells in both]
    found = scales.of_cells(said[0], words, hint, size) or scales.of_cells(said[1], words, hint, size)
    turned = unit.meant.reversed if unit.meant else None
    if turned is None:
        turned = unit.known.reversed if unit.known else bool(found and found.reversed)
    return replace(
        question, scale=size or (found.size if found else None), reversed=turned, points=found.points if found else {},
        dont_know=guess.dont_know, low=found.low if found else None, high=found.high if found else None,
    )  # fmt: skip


def _options(unit: _Unit, guess: Guess) -> tuple[str, ...]:
    """The choices of a unit: the survey's own, else as the file has them; of ticks always one for each column."""
    own = unit.known.options if unit.known else ()
    if unit.ticked:
        return tuple(_named(column.part or column.heading, own) for column in unit.columns)
    return own or guess.options or tuple(unit.cells)


def _beside(question: QuestionRead, column: ColumnRead, keys: "_Keys") -> QuestionRead:
    """What was written beside a question that has no choices, as a question of its own."""
    key = keys.free(f"{question.key[: KEY_LIMIT - 8]}_other")
    text = f"{question.text}: {column.part}" if column.part else column.heading
    return QuestionRead(key, text, column.heading, "text", (column.number,))


def _named(part: str, options: Sequence[str]) -> str:
    """The option of the survey that a column is, else as the column has it."""
    return next((one for one in options if norm(one) == norm(part)), part)


def _guess(unit: _Unit, words: SurveyWords) -> Guess:
    """The guess for a unit; a pool is guessed as one where its cells fit together."""
    if unit.ticked:
        return Guess("multiple", () if all(column.sure for column in unit.columns) else ("single",))
    hint = scales.hint_of(unit.head.heading)
    own = guessing.guess(unit.cells, unit.head.separator, hint, words)
    if unit.other is not None and own.type in ("text", "single"):
        return Guess("single", options=tuple(unit.cells))
    if len(unit.pool) > 1 and own.type == "likert":
        together: Counter[str] = Counter()
        for one in unit.pool:
            together += one.cells
        whole = guessing.guess(together, None, hint, words)
        if whole.type == "likert":
            return replace(whole, dont_know=_unsaid(unit, words))
    return replace(own, dont_know=_unsaid(unit, words))


def _unsaid(unit: _Unit, words: SurveyWords) -> tuple[str, ...]:
    """Every cell of a unit, or of those beside it, that says "don't know"."""
    cells = dict.fromkeys(cell for one in (unit.pool or [unit]) for cell in one.cells)
    return tuple(dict.fromkeys(norm(cell) for cell in cells if words.means(cell, "dont_know")))


# What is asked


def _open(
    unit: _Unit, question: QuestionRead, guess: Guess, likely: Sequence[tuple[KnownQuestion, int]]
) -> Question | None:
    """What a person is asked about a unit; None where nothing is open."""
    meant = unit.meant or next((one.meant for one in unit.pool if one.meant), None)
    names: list[Candidate] = []
    ask = ""
    if likely:
        ask = "surveyfile.ask_same"
        names = [
            Candidate(f"same:{one.key}", "surveyfile.reason_like", {"text": one.wordings[0][1], "share": share})
            for one, share in likely
        ]
        names.append(Candidate("new", "surveyfile.reason_new"))
    elif not unit.known and not unit.head.sure and unit.meant is None and not unit.ticked:
        ask = "surveyfile.ask_column"
        names = [Candidate("organisation", "surveyfile.reason_organisation"), *_types(question, guess)]
    elif question.type == "likert" and (question.scale is None or (unit.cells and not question.points)):
        ask = "surveyfile.ask_scale"
        names = _types(question, replace(guess, others=("likert5", "likert4", "likert7", "single", "text")))
    elif not unit.known and not guess.sure and not (meant and meant.type):
        ask = "surveyfile.ask_column"
        names = _types(question, guess)
    if not ask:
        return None
    values: dict[str, object] = {"ask": ask, "column": question.heading, "n": max(len(unit.pool), 1),
                                 "values": _sample(unit, question)}  # fmt: skip
    return Question("column", question.heading, unit.head.place, tuple(names), (unit.head.place,), values)


def _types(question: QuestionRead, guess: Guess) -> list[Candidate]:
    first = f"likert{question.scale or ''}" if question.type == "likert" else question.type
    names = dict.fromkeys((first, *guess.others) if first != "likert" else guess.others)
    return [Candidate(name, f"surveyfile.reason_{_FAMILY.sub('', name)}", meanings.values(name)) for name in names]


def _sample(unit: _Unit, question: QuestionRead) -> str:
    """A few cells for a person to see what is asked about; none of them of people's own words."""
    if question.type == "text":
        return ""
    shown = question.options if question.type == "multiple" else tuple(unit.cells)
    return " | ".join(sorted(dict.fromkeys(clean(cell, 40) for cell in shown))[:6])


def _once(opened: Sequence[Question], units: Sequence[_Unit]) -> list[Question]:
    """Questions about a pool are asked for its first unit, with the places of all of them."""
    by_heading = {unit.head.heading: unit for unit in units}
    out: list[Question] = []
    for question in opened:
        unit = by_heading[question.text]
        first = unit.pool[0] if unit.pool else unit
        shared = question.values["ask"] != "surveyfile.ask_same" and first is not unit
        before = next((one for one in out if one.text == first.head.heading), None) if shared else None
        if before is None or before.values["ask"] != question.values["ask"]:
            out.append(question)
        else:
            out[out.index(before)] = replace(before, places=(*before.places, *question.places))
    return out


# Keys


class _Keys:
    """Keys of questions: the survey's own, else the code or the number that the file has, else their order."""

    def __init__(self, used: set[str]) -> None:
        self.used = set(used)
        self.rows: Counter[str] = Counter()

    def of(self, unit: _Unit, order: int) -> str:
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


def _code_of(unit: _Unit) -> str:
    """The key that a unit's code gives; options are no part of it."""
    code = unit.head.code or ""
    return _of_code(code.partition("[")[0] if unit.ticked else code)


def _of_code(code: str | None) -> str:
    """The key that a code of LimeSurvey gives: ``TP[SQ001]`` is TP_SQ001."""
    return re.sub(r"\W+", "_", code or "").strip("_")[:KEY_LIMIT]
