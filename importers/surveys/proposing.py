"""What each column of an export asks: by a person's word, by the survey's own questions, else by the look of its cells.

Where that leaves two things possible a person is asked (kind ``column``). Columns with the same labels are asked about
once: an answer to the first one holds for all of them that have none of their own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from core.findings import Finding
from core.importing import Question
from core.persontexts import holds_email, tells_of_person
from importers.surveys import guessing, scales
from importers.surveys.answering import LISTED
from importers.surveys.asking import asked, likely_of, once
from importers.surveys.guessing import Guess
from importers.surveys.model import ColumnRead, KnownQuestion, Proposal, QuestionRead, SurveyReading, Told
from importers.surveys.units import KEY_LIMIT, Keys, Unit, match, pool, units_of, word_on
from importers.surveys.words import SurveyWords
from importers.words import norm


def propose(
    reading: SurveyReading, known: Sequence[KnownQuestion], told: Told, words: SurveyWords
) -> Proposal:  # fmt: skip
    """The questions of a file. *known* are those of the survey, *told* are a person's answers, by heading."""
    units = units_of(reading, told)
    match(units, known)
    pool(units, words)
    silent = [unit for unit in units if not unit.cells and not unit.known and not unit.meant]
    filled = [unit for unit in units if unit not in silent]
    rest = [one for one in known if not any(unit.known is one for unit in units)]
    keys = Keys({one.key for one in known})
    questions: list[QuestionRead] = []
    opened: list[Question] = []
    unmatched: Counter[str] = Counter()
    for unit in filled:
        question, guess = _question(unit, words)
        fresh = unit.known is None and not (unit.meant and (unit.meant.new or unit.meant.key))
        likely = []
        if fresh:
            of_type = [one for one in rest if one.type == question.type]
            likely = likely_of(unit, of_type, reading.language, unmatched[question.type])
            unmatched[question.type] += 1
        opens = asked(unit, question, guess, likely)
        opened += [opens] if opens else []
        question = replace(question, key=keys.of(unit, len(questions) + 1), sure=opens is None)
        questions.append(question)
        if unit.other and question.other is None:
            questions.append(_beside(question, unit.other, keys))
    findings: tuple[Finding, ...] = ()
    if silent:
        place = silent[0].head.place
        findings = (Finding("surveyfile.columns_empty", "note", place, {"n": len(silent)}),)
    return Proposal(tuple(questions), tuple(once(opened, filled)), findings)


def _question(unit: Unit, words: SurveyWords) -> tuple[QuestionRead, Guess]:
    """The question of a unit as far as it is known, without its key, and the guess that it rests on."""
    known, guess = unit.known, _guess(unit, words)
    meant = word_on(unit, sure=guess.sure)
    type_ = (meant.type if meant else None) or (known.type if known else None) or guess.type
    question = QuestionRead(
        key="", text=unit.text, heading=unit.head.heading, type=type_,
        columns=tuple(column.number for column in unit.columns), known=known is not None,
        same=known is not None and unit.meant is not None and unit.meant.same,
    )  # fmt: skip
    if type_ in ("single", "multiple"):
        sign = _sign(unit) if type_ == "multiple" and not unit.ticked else None
        return replace(
            question, options=_options(unit, guess, sign), other=unit.other.number if unit.other else None,
            separator=sign,
        ), guess  # fmt: skip
    if type_ == "likert":
        size = (meant.scale if meant else None) or (known.scale if known else None)
        return _on_scale(question, unit, guess, size, words), guess
    return replace(question, dont_know=guess.dont_know if type_ == "number" else ()), guess


def _on_scale(
    question: QuestionRead, unit: Unit, guess: Guess, size: int | None, words: SurveyWords
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


def _sign(unit: Unit) -> str:
    """What stands between the choices of one cell: the form's own sign, else the one that is there."""
    return unit.head.separator or (";" if any(";" in cell for cell in unit.cells) else LISTED)


def _options(unit: Unit, guess: Guess, sign: str | None) -> tuple[str, ...]:
    """The choices of a unit: the survey's own, else as the file has them; of ticks always one for each column. *sign*
    parts those of one cell."""
    own = unit.known.options if unit.known else ()
    if unit.ticked:
        return tuple(_named(column.part or column.heading, own) for column in unit.columns)
    if own:
        return own
    if sign and guess.type != "multiple":  # only a person knew that there are several in a cell
        found = tuple(guessing.split_options(unit.cells, sign))
    else:
        found = guess.options or tuple(unit.cells)
    return tuple(one for one in found if not holds_email(one))


def _beside(question: QuestionRead, column: ColumnRead, keys: "Keys") -> QuestionRead:
    """What was written beside a question that has no choices, as a question of its own."""
    key = keys.free(f"{question.key[: KEY_LIMIT - 8]}_other")
    text = f"{question.text}: {column.part}" if column.part else column.heading
    return QuestionRead(key, text, column.heading, "text", (column.number,))


def _named(part: str, options: Sequence[str]) -> str:
    """The option of the survey that a column is, else as the column has it."""
    return next((one for one in options if norm(one) == norm(part)), part)


def _guess(unit: Unit, words: SurveyWords) -> Guess:
    """The guess for a unit; a pool is guessed as one where its cells fit together."""
    if unit.ticked:
        return Guess("multiple", () if all(column.sure for column in unit.columns) else ("single",))
    hint = scales.hint_of(unit.head.heading)
    own = guessing.guess(unit.cells, unit.head.separator, hint, words, unit.text)
    if unit.other is not None and own.type in ("text", "single") and not any(map(tells_of_person, unit.cells)):
        return Guess("single", options=tuple(unit.cells))
    if len(unit.pool) > 1 and own.type == "likert":
        together: Counter[str] = Counter()
        for one in unit.pool:
            together += one.cells
        whole = guessing.guess(together, None, hint, words)
        if whole.type == "likert":
            return replace(whole, dont_know=_unsaid(unit, words))
    return replace(own, dont_know=_unsaid(unit, words))


def _unsaid(unit: Unit, words: SurveyWords) -> tuple[str, ...]:
    """Every cell of a unit, or of those beside it, that says "don't know"."""
    cells = dict.fromkeys(cell for one in (unit.pool or [unit]) for cell in one.cells)
    return tuple(dict.fromkeys(norm(cell) for cell in cells if words.means(cell, "dont_know")))
