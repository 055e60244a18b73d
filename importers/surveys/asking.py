"""What a person is asked about the columns of an export: where two things are possible, the likeliest first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.importing import Candidate, Question
from core.text import clean, folded
from importers.surveys import meanings
from importers.surveys.guessing import Guess
from importers.surveys.model import KnownQuestion, QuestionRead
from importers.surveys.units import FAMILY, Unit, word_on

_LIKE, _SUGGESTIONS = 60, 5
"""How like (of 100) another wording of a question is at least, and how many are offered."""
_SHOWN, _LETTERS = 6, 40
"""Cells that a question shows, and letters of each."""
_REASONS: Mapping[str, str] = {
    "likert": "surveyfile.reason_likert", "single": "surveyfile.reason_single", "number": "surveyfile.reason_number",
    "multiple": "surveyfile.reason_multiple", "text": "surveyfile.reason_text",
}  # fmt: skip
_SCALES = ("likert5", "likert4", "likert7", "single", "text")
_SAME, _COLUMN = "surveyfile.ask_same", "surveyfile.ask_column"


def likely_of(
    unit: Unit, rest: Sequence[KnownQuestion], language: str | None, position: int
) -> list[tuple[KnownQuestion, int]]:  # fmt: skip
    """Questions that the unit may be in other words, with how like they are (of 100): of *rest*, the survey's questions
    of its type that no column is. Those that are alike come first, the likest one before all; then, with 0, those
    that are known in other languages only, the nearest to the unit's *position* among such columns before all."""
    from rapidfuzz import fuzz

    mine = folded(unit.text)
    alike, foreign = [], []
    for place, one in enumerate(rest):
        share = int(max((fuzz.ratio(mine, folded(text)) for _, text in one.wordings), default=0))
        if share >= _LIKE:
            alike.append((one, share))
        elif language is not None and all(spoken != language for spoken, _ in one.wordings):
            foreign.append((abs(place - position), one))
    alike.sort(key=lambda one: -one[1])
    foreign.sort(key=lambda one: one[0])
    return [*alike, *((one, 0) for _, one in foreign)][:_SUGGESTIONS]


def asked(
    unit: Unit, question: QuestionRead, guess: Guess, likely: Sequence[tuple[KnownQuestion, int]]
) -> Question | None:
    """What a person is asked about a unit; None where nothing is open."""
    meant = word_on(unit, sure=guess.sure)
    names: list[Candidate] = []
    ask = ""
    if likely:
        ask = _SAME
        names = [
            Candidate(f"same:{one.key}", "surveyfile.reason_like", {"text": one.wordings[0][1], "share": share})
            if share
            else Candidate(f"same:{one.key}", "surveyfile.reason_language", {"text": one.wordings[0][1]})
            for one, share in likely
        ]
        names.append(Candidate("new", "surveyfile.reason_new"))
    elif not unit.known and not unit.head.sure and unit.meant is None and not unit.ticked:
        ask = _COLUMN
        names = [Candidate("organisation", "surveyfile.reason_organisation"), *_types(question, guess), *_beside(unit)]
    elif question.type == "likert" and (question.scale is None or (unit.cells and not question.points)):
        ask = "surveyfile.ask_scale"
        names = _types(question, replace(guess, others=_SCALES))
    elif not unit.known and not guess.sure and not (meant and meant.type):
        ask = _COLUMN
        names = [*_types(question, guess), *_beside(unit)]
    if not ask:
        return None
    values: dict[str, object] = {
        "ask": ask, "column": question.heading, "n": 1, "values": _sample(unit, question),
    }  # fmt: skip
    return Question("column", question.heading, unit.head.place, tuple(names), (unit.head.place,), values)


def _types(question: QuestionRead, guess: Guess) -> list[Candidate]:
    first = f"likert{question.scale or ''}" if question.type == "likert" else question.type
    names = dict.fromkeys((first, *guess.others) if first != "likert" else guess.others)
    return [Candidate(name, _REASONS[FAMILY.sub("", name)], meanings.values(name)) for name in names]


def _beside(unit: Unit) -> list[Candidate]:
    """What a column may be if it is no question: nobody's answer; where no cell stands twice, a respondent's key."""
    alone = len(unit.cells) > 1 and max(unit.cells.values()) == 1 and not unit.head.part
    keys = [Candidate("respondent", "surveyfile.reason_respondent")] if alone else []
    return [*keys, Candidate("skip", "surveyfile.reason_skip")]


def _sample(unit: Unit, question: QuestionRead) -> str:
    """A few cells for a person to see what is asked about; none of them of people's own words."""
    if question.type == "text":
        return ""
    shown = question.options if question.type == "multiple" else tuple(unit.cells)
    if any(len(cell) > 2 * _LETTERS for cell in shown):
        return ""
    return " | ".join(sorted(dict.fromkeys(clean(cell, _LETTERS) for cell in shown))[:_SHOWN])


def once(opened: Sequence[Question], units: Sequence[Unit]) -> list[Question]:
    """What columns are is asked once for all that were looked at together, with the places of all of them."""
    by_heading = {unit.head.heading: unit for unit in units}
    out: list[Question] = []
    firsts: dict[int, int] = {}
    for question in opened:
        pool = by_heading[question.text].pool
        shared = bool(pool) and question.values["ask"] == _COLUMN
        at = firsts.get(id(pool)) if shared else None
        if at is None:
            if shared:
                firsts[id(pool)] = len(out)
            out.append(question)
        else:
            places = (*out[at].places, *question.places)
            out[at] = replace(out[at], places=places, values={**out[at].values, "n": len(places)})
    return out
