"""What the tests of attendance share."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from importers.attendance import recognise, texts
from importers.attendance.model import AttendanceFile, Told
from importers.attendance.words import standard
from tests.importers.attendance.shapes import text

GOLDEN = Path(__file__).parent / "golden"


def read(
    content: bytes | str | Sequence[Sequence[str]], told: Told | None = None, file: str = "lista"
) -> AttendanceFile:
    """What a file says: bytes, a text, or rows that are written with TABs."""
    if not isinstance(content, (bytes, str)):
        content = text(content)
    data = content.encode() if isinstance(content, str) else content
    return recognise.read(texts.grids_of(data, file), standard(), told)


def plain(found: AttendanceFile) -> dict[str, Any]:
    """A reading as a golden file has it: people on a line each, with everything that is known of them."""
    whole = asdict(found)
    whole["people"] = [
        {key: value for key, value in one.items() if key != "place" and value is not None and value is not False}
        | {"at": one["place"]["row"]}
        for one in whole["people"]
    ]
    whole["counts"] = [{k: v for k, v in one.items() if k != "place" and v is not None} for one in whole["counts"]]
    whole["questions"] = [
        {"kind": one.kind, "text": one.text, "at": one.place.row, "candidates": [c.name for c in one.candidates],
         "values": one.values}
        for one in found.questions
    ]  # fmt: skip
    whole["findings"] = [[one.code, one.severity, one.values] for one in found.findings]
    whole["skipped"] = [[one.place.row, one.reason, one.text] for one in found.skipped]
    return whole


def written(found: AttendanceFile) -> str:
    """The text of a golden file."""
    whole = plain(found)
    lines = []
    for key, value in whole.items():
        if isinstance(value, (list, tuple)) and value:
            inner = ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value)
            lines.append(f"{json.dumps(key)}: [\n  {inner}]")
        else:
            lines.append(f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def names(found: AttendanceFile) -> list[str]:
    """The names in the order of the list; a caller has none."""
    return [person.name for person in found.people]


def minutes(found: AttendanceFile) -> list[int | None]:
    return [person.minutes for person in found.people]


def codes(found: AttendanceFile) -> list[str]:
    """Findings without their domain."""
    return [one.code.removeprefix("attendance.") for one in found.findings]


def reasons(found: AttendanceFile) -> list[str]:
    """Why rows were skipped."""
    return [one.reason.removeprefix("attendance.skipped_") for one in found.skipped]


def same_people(found: AttendanceFile) -> list[tuple[str, str, int, bool]]:
    """What one meeting's reports must agree about, in whichever order they have it."""
    return sorted(
        (one.name, one.hint or "", -1 if one.minutes is None else one.minutes, one.guest) for one in found.people
    )
