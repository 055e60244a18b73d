"""What the tests of survey files share."""

import json
from pathlib import Path
from typing import Any

from importers.surveys import recognise, texts
from importers.surveys.answering import answer
from importers.surveys.fingerprints import fingerprint
from importers.surveys.model import AnswerRead, KnownQuestion, Proposal, SurveyReading, Told
from importers.surveys.proposing import propose
from importers.surveys.words import standard
from tests.importers.surveys import shapes

GOLDEN = Path(__file__).parent / "golden"


def _in_all(texts: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(texts.items())


def known(language: str) -> tuple[KnownQuestion, ...]:
    """The survey as the store has it, its choices in one language."""

    def choices(asked: shapes.Asked) -> tuple[str, ...]:
        return tuple(part[language] for part in asked.parts)

    return (
        *(KnownQuestion(f"q{n}", "likert", _in_all(part), 5) for n, part in enumerate(shapes.GRID.parts, 1)),
        KnownQuestion("q3", "multiple", _in_all(shapes.SOURCES.text), options=choices(shapes.SOURCES)),
        KnownQuestion("q4", "single", _in_all(shapes.PLAN.text), options=choices(shapes.PLAN)),
        KnownQuestion("q5", "number", _in_all(shapes.STAFF)),
        KnownQuestion("q6", "text", _in_all(shapes.WISH)),
    )


def read(content: bytes | str, told: Told | None = None, file: str = "kysely") -> SurveyReading:
    """What a file says."""
    data = content.encode() if isinstance(content, str) else content
    return recognise.read(texts.grids_of(data, file), standard(), told)


def proposed(
    reading: SurveyReading, questions: tuple[KnownQuestion, ...] = (), told: Told | None = None
) -> Proposal:  # fmt: skip
    """What a reading's columns ask."""
    return propose(reading, questions, told or Told(), standard())


def answers(reading: SurveyReading, proposal: Proposal) -> list[dict[str, AnswerRead]]:
    """The answers of each response by the key of the question, without missing ones."""
    return [
        {one.key: said for one in proposal.questions if (said := answer(one, response, standard()))}
        for response in reading.responses
    ]


def codes(found: SurveyReading | Proposal) -> list[str]:
    """Findings without their domain."""
    return [one.code.partition(".")[2] for one in found.findings]


def plain(found: SurveyReading, proposal: Proposal) -> dict[str, Any]:
    """A reading and its proposal as a golden file has them."""
    return {
        "form": found.form, "language": found.language, "title": found.title, "fingerprint": fingerprint(found)[:16],
        "own_ids": found.own_ids, "empty": found.empty,
        "columns": [[one.number, one.role, one.heading, one.question, one.part, one.code, one.group, one.sure]
                    for one in found.columns],
        "responses": [[one.source_id, one.place.row, one.finished, one.language, one.organisation,
                       {str(number): cell for number, cell in one.values.items()}]
                      for one in (*found.responses, *found.partial)],
        "partial": len(found.partial),
        "findings": [[one.code, one.severity, one.values] for one in (*found.findings, *proposal.findings)],
        "dates": [[one.text, one.values] for one in found.questions],
        "questions": [
            {"key": one.key, "text": one.text, "type": one.type, "columns": one.columns, "sure": one.sure}
            | {key: value for key in ("scale", "reversed", "options", "dont_know", "low", "high", "other", "separator")
               if (value := getattr(one, key))}
            | ({"points": dict(sorted(one.points.items(), key=lambda two: (two[1], two[0])))} if one.points and
               len(one.points) < 8 else {})
            for one in proposal.questions
        ],
        "open": [[one.text, one.values, [candidate.name for candidate in one.candidates], len(one.places)]
                 for one in proposal.open],
    }  # fmt: skip


def written(found: SurveyReading, proposal: Proposal) -> str:
    """The text of a golden file."""
    lines = []
    for key, value in plain(found, proposal).items():
        if isinstance(value, list) and value:
            inner = ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value)
            lines.append(f"{json.dumps(key)}: [\n  {inner}]")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"
