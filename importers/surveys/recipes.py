"""How the columns of a form are read, as it is remembered for the next file with the same headings."""

import json
from collections.abc import Mapping
from typing import Any

from core.surveys.importing import KnownRecipe
from importers.answers import Answers
from importers.attendance.model import Order
from importers.surveys.model import Proposal, SurveyReading, Told

ORDERS: Mapping[str, Order] = {"day-month": "day-month", "month-day": "month-day"}
ORDER = "order"


def told_of(answers: Answers, recipe: KnownRecipe | None) -> Told:
    """What a person says of a file: in the answers, else once for all files with these headings."""
    kept: dict[str, Any] = json.loads(recipe.mapping) if recipe else {}
    columns: dict[str, str | Mapping[str, object]] = {**kept.get("columns", {}), **answers.columns}
    return Told(order=ORDERS.get(answers.dates.get(ORDER, kept.get(ORDER, ""))), columns=columns)


def mapping_of(reading: SurveyReading, proposal: Proposal, told: Told) -> str:
    """The recipe of a file as canonical JSON: what each question is, what a person said of other columns, and the
    order of days and months where it was asked."""
    columns: dict[str, object] = {
        heading: answer for heading, answer in told.columns.items()
        if isinstance(answer, str) and any(one.heading == heading for one in reading.columns)
    }  # fmt: skip
    for one in proposal.questions:
        table: dict[str, object] = {"key": one.key, "type": one.type}
        if one.type == "likert":
            table |= {"scale": one.scale, "reversed": one.reversed}
        columns[one.heading] = table
    mapping: dict[str, object] = {"columns": columns} | ({ORDER: told.order} if told.order else {})
    return json.dumps(mapping, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
