"""What kind of question some cells answer, where neither the survey nor a person says it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.persontexts import tells_of_person
from importers.surveys.answering import LISTED, number_of, pieces
from importers.surveys.model import SEEN_LIMIT, Type
from importers.surveys.scales import Found, Hint, of_cells
from importers.surveys.words import SurveyWords
from importers.words import norm

Seen = Mapping[str, int]
"""Cells with how often each stands, without those that say nothing."""
_LONG = 60
"""Letters that an option has at most."""
_SENTENCES = re.compile(r"[^\W\d]{3,}[.!?…]+\s+[^\W\d_a-zåäö]")
"""The end of a sentence with another one after it."""
_ENOUGH = 10
"""Filled cells from which on it shows whether they repeat."""
_REPEATED, _APART = 3, 1.25
"""Cells for one text: at least so many of an option, at most so many of what people write themselves."""
_FEW = 5
"""Cells below which nothing can show that lines are choices."""
_AGAIN = 0.6
"""Pieces of cells that stand in another cell too, for cells to be lists."""


@dataclass(frozen=True)
class Guess:
    """A type with what it needs. *others* are types that it may have as well (then it is not sure), the likeliest
    first; scales with their size, as ``likert5``."""

    type: Type
    others: tuple[str, ...] = ()
    scale: Found | None = None
    options: tuple[str, ...] = ()
    separator: str | None = None
    dont_know: tuple[str, ...] = field(default=())

    @property
    def sure(self) -> bool:
        """True where nothing else may be meant."""
        return not self.others


def guess(seen: Seen, separator: str | None, hint: Hint, words: SurveyWords, heading: str = "") -> Guess:
    """The type of a column: *seen* are its distinct cells, *separator* stands between the choices of one cell in this
    form. What a *heading* that asks for free words holds is never taken for choices without asking."""
    listed = _list(seen, separator)
    if listed is not None:
        return listed
    if any(tells_of_person(cell) for cell in seen):
        return Guess("text")
    if len(seen) > SEEN_LIMIT:
        return Guess("number" if all(number_of(cell) is not None for cell in seen) else "text")
    unsaid = tuple(norm(cell) for cell in seen if words.means(cell, "dont_know"))
    said = {cell: n for cell, n in seen.items() if norm(cell) not in unsaid}
    scale = of_cells(said, words, hint)
    if scale is not None:
        return of_scale(scale, said, unsaid)
    if said and all(number_of(cell) is not None for cell in said):
        whole = all(cell.isdigit() and len(cell) == 1 for cell in said)
        return Guess("number", ("likert11", "single") if whole or max(said, key=len) == "10" else (), dont_know=unsaid)
    found = _words(seen, words)
    return replace(found, others=("text",)) if found.type == "single" and words.asks_free(heading) else found


def own_words(cell: str) -> bool:
    """True for a text that is no option: it tells of a person, is long, or is of several lines or sentences."""
    return tells_of_person(cell) or len(cell) > _LONG or "\n" in cell or _SENTENCES.search(cell) is not None


def of_scale(scale: Found, said: Mapping[str, int], unsaid: tuple[str, ...]) -> Guess:
    """The guess of cells on a scale."""
    sizes = [f"likert{size}" for size in scale.others]
    numbers = ["number"] if all(cell.isdigit() for cell in said) else []
    others = (*sizes[:2], *numbers, "single") if scale.others else ()
    return Guess("likert", others, scale, options_of(said), dont_know=unsaid)


def options_of(seen: Seen) -> tuple[str, ...]:
    """Cells as options, in the order in which they came."""
    return tuple(seen)


def _words(seen: Seen, words: SurveyWords) -> Guess:
    """Texts: options where they repeat, people's own words where they do not."""
    distinct, filled = len(seen), sum(seen.values())
    if any(own_words(cell) for cell in seen):
        return Guess("text")
    if all(words.means(cell, "yes") or words.means(cell, "no") for cell in seen):
        return Guess("single", options=options_of(seen))
    if filled >= _ENOUGH and filled >= _REPEATED * distinct:
        return Guess("single", options=options_of(seen))
    if filled >= _ENOUGH and filled <= _APART * distinct:
        return Guess("text")
    if filled > distinct:
        return Guess("single", ("text",), options=options_of(seen))
    return Guess("text", ("single",), options=options_of(seen))


def _list(seen: Seen, separator: str | None) -> Guess | None:
    """Several choices in one cell; None where the cells are no lists."""
    if separator == ";":
        if not all(cell.rstrip().endswith(";") for cell in seen):
            return None
        found = dict.fromkeys(piece for cell in seen for piece in pieces(cell, ";") if not tells_of_person(piece))
        return Guess("multiple", options=tuple(found), separator=";")
    if separator is None or not any(separator in cell for cell in seen):
        return None
    options = split_options(seen, separator)
    if any(own_words(piece) for piece in options):
        return None
    again = sum(n for piece, n in options.items() if n > 1)
    if (separator == LISTED or sum(seen.values()) >= _FEW) and again < _AGAIN * sum(options.values()):
        return None
    if len(options) > SEEN_LIMIT:
        return None
    return Guess("multiple", ("text", "single"), options=tuple(options), separator=separator)


def split_options(seen: Seen, separator: str) -> dict[str, int]:
    """The pieces of cells with how often each stands. Pieces that stand beside each other every time are one option,
    which has the separator inside."""
    lists = [(pieces(cell, separator) if separator != LISTED else cell.split(LISTED), n) for cell, n in seen.items()]
    while joined := _joined(lists):
        lists = [(_with(parts, joined), n) for parts, n in lists]
    found: dict[str, int] = {}
    for parts, n in lists:
        for part in parts:
            found[part] = found.get(part, 0) + n
    return found


def _joined(lists: Sequence[tuple[list[str], int]]) -> tuple[str, str] | None:
    """Two pieces of which neither stands without the other right beside it; the second one begins with a small letter,
    as what goes on does."""
    after: dict[str, set[str]] = {}
    before: dict[str, set[str]] = {}
    for parts, _ in lists:
        for number, part in enumerate(parts):
            after.setdefault(part, set()).add(parts[number + 1] if number + 1 < len(parts) else "")
            before.setdefault(part, set()).add(parts[number - 1] if number else "")
    for part, nexts in after.items():
        following = next(iter(nexts))
        if (
            len(nexts) == 1
            and following
            and before[following] == {part}
            and following[:1].islower()
            and part != following
        ):
            return part, following
    return None


def _with(parts: list[str], joined: tuple[str, str]) -> list[str]:
    out: list[str] = []
    for part in parts:
        if out and (out[-1], part) == joined:
            out[-1] = LISTED.join(joined)
        else:
            out.append(part)
    return out
