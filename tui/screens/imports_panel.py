"""The question under the cursor: what it is about, where it stands, and one key for each answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from core.importing import Question
from importers import places
from importers.settling import MAY_SKIP, MAY_WAIT, Choice, choices
from locales import t
from tui.screens.imports_words import choice_words, said_answer
from tui.signs import Signs
from tui.text import content, fit, joined, measure, wrapped

INDENT = 4
SHOWN_PLACES = 3


@dataclass(frozen=True)
class About:
    """What the panel tells besides the question: *where* the rows stand in words, in which packages organisations
    stand by name, and the answer if there is one."""

    where: Sequence[str] = ()
    packages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answer: str | None = None


def panel(question: Question, about: About, width: int, height: int, signs: Signs) -> list[Content]:
    """The lines of the panel, *height* at most: reasons give way before suggestions, suggestions never."""
    kinds = choices(question)
    for detail in (3, 2, 1, 0):
        out = [*_head(question, about, width, detail), *_choices(question, kinds, about, width, detail, signs),
               *_others(question, width)]  # fmt: skip
        if len(out) <= height:
            return out
    return out


def _head(question: Question, about: About, width: int, detail: int) -> list[Content]:
    title = question.text if question.kind == "name" else places.asked(question)
    lines = wrapped(title, width)
    out = [content(line, "bold") for line in (lines if detail > 1 else lines[:2])]
    shown = list(about.where[: SHOWN_PLACES if detail > 1 else 1])
    more = len(about.where) - len(shown)
    if more > 0 and shown:
        shown[-1] += " " + t("tui.and_places", n=more)
    if detail:
        out += [content(fit(line, width), "$muted") for line in shown]
    if about.answer is not None:
        answer = choice_words(question, about.answer) if question.kind == "name" else ""
        said = said_answer(question, about.answer)
        if answer and answer not in ("new", "later", "skip"):
            said = f"{said}, {answer}"
        out += [content(fit(t("tui.answered", answer=said), width), "$success")]
    if detail > 1:
        out.append(content(""))
    if question.kind == "name":
        out.append(content(t("tui.same_as")))
    return out


def _choices(
    question: Question, several: Sequence[Choice], about: About, width: int, detail: int, signs: Signs
) -> list[Content]:
    if not detail and question.kind != "name":
        return _in_a_row(question, several, width)
    out = []
    for choice in several:
        name = choice_words(question, choice.answer)
        lines = wrapped(name, width - INDENT) if detail > 1 else [fit(name, width - INDENT, ellipsis=signs.ellipsis)]
        out.append(joined(content(f" {choice.letter}  ", "bold $primary"), content(lines[0])))
        out += [content(" " * INDENT + line) for line in lines[1:]]
        reason = places.reason(choice.candidate)
        told = [reason] if detail and reason != name else []
        stands = about.packages.get(choice.answer, ())
        if detail > 2 and stands and question.kind == "name":
            told.append(t("tui.stands_in", packages=", ".join(stands)))
        for text in told:
            lines = (
                wrapped(text, width - INDENT) if detail > 1 else [fit(text, width - INDENT, ellipsis=signs.ellipsis)]
            )
            out += [content(" " * INDENT + line, "$muted") for line in lines if line]
    return out


def _in_a_row(question: Question, several: Sequence[Choice], width: int) -> list[Content]:
    """Many suggestions, one after the other."""
    out: list[Content] = []
    parts: list[Content] = []
    used = 0
    for choice in several:
        words = choice_words(question, choice.answer)
        name = fit(words, min(width - 5, measure(words)))
        size = measure(name) + 5
        if parts and used + size > width:
            out.append(joined(*parts))
            parts, used = [], 0
        parts += [content(f" {choice.letter} ", "bold $primary"), content(name + "  ")]
        used += size
    return [*out, joined(*parts)] if parts else out


def _others(question: Question, width: int) -> list[Content]:
    """New, later, skip, and to find another one, as far as they make sense."""
    out = []
    if question.kind == "name":
        out.append(("n", t("tui.answer_new_none" if question.candidates else "tui.answer_new")))
    if question.kind in MAY_WAIT:
        out.append(("l", t("tui.answer_later")))
    if question.kind in MAY_SKIP:
        out.append(("-", t(f"tui.answer_skip_{question.kind}")))
    if question.kind == "reason":
        out.append(("f", t("tui.answer_write_reason")))
    if question.kind == "survey":
        out.append(("f", t("tui.answer_write_wave")))
    return [joined(content(f" {key}  ", "bold $primary"), content(fit(words, width - INDENT))) for key, words in out]
