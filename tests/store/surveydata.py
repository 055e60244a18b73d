"""Answers put straight into a store, for tests of figures; an import's way is tested where it is read."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.surveys.records import OptionSpec, QuestionSpec
from store.commands import surveys
from store.models import Answer, Response
from store.writing import Writer, key
from tests.store.support import act, project_of

LIKERT = QuestionSpec("q1", "likert", "Tunnen tuotokset", "fi", scale=5, low="täysin eri mieltä", high="samaa mieltä")
TURNED = QuestionSpec("q2", "likert", "En tunne niitä", "fi", scale=5, reversed=True)
PLAN = QuestionSpec("q3", "single", "Onko suunnitelma?", "fi", options=(OptionSpec("Kyllä"), OptionSpec("Ei")))
TOOLS = QuestionSpec(
    "q4", "multiple", "Mitä käytät?", "fi", options=(OptionSpec("Chat"), OptionSpec("Wiki"), OptionSpec("Muu"))
)
HOURS = QuestionSpec("q5", "number", "Montako tuntia?", "fi")
WORDS = QuestionSpec("q6", "text", "Mitä muuta?", "fi")
ALL = (LIKERT, TURNED, PLAN, TOOLS, HOURS, WORDS)
UNSURE = "?"

Given = Mapping[str, Any]
"""Answers of one respondent: points and numbers, choices from 1 (several as a tuple), texts, or UNSURE; under the keys
``who``, ``org``, ``day`` and ``state`` who it was."""


def fill(path: str, wave: str, people: Sequence[Given], questions: Sequence[QuestionSpec] = ALL) -> None:
    """Put the answers of *people* into the wave (of the survey 1) of code *wave*, which is made if need be."""
    act(path, f"answers {wave}", lambda writer: answer(writer, project_of(path), wave, people, questions))


def answer(
    writer: Writer, project: Any, wave: str, people: Sequence[Given], questions: Sequence[QuestionSpec], survey: int = 1
) -> None:
    """As `fill`, inside a transaction."""
    number = surveys.add_wave(writer, project, survey, wave)
    defined = surveys.define_questions(writer, project, survey, questions)
    specs = {one.key: one for one in questions}
    before = len(writer.connection.execute("SELECT 1 FROM response WHERE wave_id = ?", (number,)).fetchall())
    for place, given in enumerate(people, before + 1):
        row = Response(
            project_id=project.id, wave_id=number, source_id=str(place), state=given.get("state", "complete"),
            on_date=given.get("day", "2024-03-05"), person_key=given.get("who"), organisation_id=given.get("org"),
            made_by=writer.action,
        )  # fmt: skip
        writer.session.add(row)
        writer.session.flush()
        common = {"project_id": project.id, "response_id": key(row.id), "made_by": writer.action}
        for name, value in given.items():
            if name not in specs or value is None:
                continue
            found = defined[name]
            of = {**common, "question_id": found.id}
            if value == UNSURE:
                writer.session.add(Answer(**of, dont_know=1))
            elif specs[name].type in ("single", "multiple"):
                options = list(found.options.values())
                for choice in value if isinstance(value, tuple) else (value,):
                    writer.session.add(Answer(**of, option_id=options[int(str(choice)) - 1]))
            elif specs[name].type == "text":
                writer.session.add(Answer(**of, text=value))
            else:
                writer.session.add(Answer(**of, number=value))
    writer.session.flush()
