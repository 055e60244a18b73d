"""A row an answer, as Webropol's interface gives them: put together to a row a response."""

from core.text import NAME_LIMIT, clean
from importers.surveys.tables import Head, Table
from importers.surveys.words import SurveyWords

_NEEDED = ("response_id", "question", "answer")


def wide(table: Table, words: SurveyWords) -> Table | None:
    """The same with a column for each question and label; None for a table of another shape."""
    at: dict[str, int] = {}
    for head in table.heads:
        kind = words.column(head.question)
        if kind:
            at.setdefault(kind, head.number - 1)
    if any(kind not in at for kind in _NEEDED):
        return None
    used = {at[kind] for kind in ("question", "label", "answer", "other_text") if kind in at}
    beside = [head for head in table.heads if head.number - 1 not in used]
    asked: dict[tuple[str, str], None] = {}
    answers: dict[str, dict[tuple[str, str], str]] = {}
    first: dict[str, int] = {}
    for number, (_, cells) in enumerate(table.rows):
        response = cells[at["response_id"]]
        first.setdefault(response, number)
        key = (cells[at["question"]], cells[at["label"]] if "label" in at else "")
        asked.setdefault(key)
        said = answers.setdefault(response, {})
        told = cells[at["answer"]]
        said[key] = (
            f"{said[key]}\n{told}" if said.get(key) and told and told != said[key] else told or said.get(key, "")
        )
    heads = [Head(n, head.text, head.question, head.part, head.place) for n, head in enumerate(beside, 1)]
    for number, (question, label) in enumerate(asked, len(heads) + 1):
        text = clean(f"{question} [{label}]" if label else question, NAME_LIMIT)
        heads.append(Head(number, text, question, label or None, table.heads[at["question"]].place))
    rows = []
    for response, number in first.items():
        place, cells = table.rows[number]
        own = tuple(cells[head.number - 1] for head in beside)
        rows.append((place, own + tuple(answers[response].get(key, "") for key in asked)))
    return Table(table.grid, table.title, tuple(heads), tuple(rows))
