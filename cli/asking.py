"""Questions of an import at the terminal: one letter an answer, the same letters in every language (screens.md)."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from cli.output import say, terminal_width
from cli.preview import LETTERS, place_text
from cli.table import wrapped
from core.codes import code_key
from core.display import safe
from core.errors import EtappiError
from core.importing import Candidate, ImportPlan, Question
from core.roles import ROLES
from core.text import clean
from importers import places
from importers.answers import COLUMN_WORDS, Answers, write_answers
from importers.settling import LATER, MAY_SKIP, MAY_WAIT, NEW, SKIP, with_answer
from importers.words import norm, standard
from locales import t

BACK = ("<", "p")
SHOWN_KEYS = 6
"""Letters that a prompt spells out; more are written as a range."""


def ask(plan: ImportPlan, answers: Answers) -> tuple[Answers, bool]:
    """Ask every open question of *plan*; the answers with the new ones, and False where the person left (q) first."""
    given: dict[int, str] = {}
    number = 0
    while number < len(plan.questions):
        say("")
        say(t("cli.question_of", number=number + 1, of=len(plan.questions)))
        answer = _one(plan.questions[number], plan.file, given.get(number), first=number == 0)
        if answer in BACK:
            number -= 1
            continue
        if answer is None:
            break
        given[number] = answer
        number += 1
    for place, answer in sorted(given.items()):
        answers = with_answer(answers, plan.questions[place], answer)
    return answers, number == len(plan.questions)


def _one(question: Question, file: str, before: str | None, *, first: bool) -> str | None:
    """The answer to one question; ``<`` for the question before it, None where the person leaves."""
    choices = _show(question, file)
    if before is not None:
        _tell(t("cli.answer_before", answer=places.answer(question, before)), "  ")
    keys = [*_keys(choices), *(() if first else ("<",)), "q"]
    while True:
        line = _line(f"[{'/'.join(keys)}] ")
        key = line.strip()
        if not line or key.casefold() == "q":
            return None
        if key.casefold() in BACK and not first:
            return BACK[0]
        answer = choices.get(key.casefold()) or typed(question, key)
        if answer:
            return answer
        _tell(t("cli.answer_one_of", keys=", ".join(keys)))


def _show(question: Question, file: str) -> dict[str, str]:
    """Write a question with its suggestions; the answers by their keys."""
    _tell(places.asked(question))
    where = [place_text(place, file) for place in question.places[:3] or (question.place,)]
    more = len(question.places) - len(where)
    _tell(", ".join(where) + (f" {t('cli.and_places', n=more)}" if more > 0 else ""), "  ")
    choices: dict[str, str] = {}
    for number, candidate in enumerate(question.candidates):
        letter = LETTERS[number : number + 1]
        if letter:
            choices[letter] = candidate.name
        _tell(_candidate(question, candidate), f"  {letter or ' '}  ")
    if question.kind in MAY_WAIT:
        choices |= {"n": NEW, "l": LATER}
        _tell(t("cli.answer_new"), "  n  ")
        _tell(t("cli.answer_later"), "  l  ")
    if question.kind in MAY_SKIP:
        choices["-"] = SKIP
        _tell(t("cli.answer_skip"), "  -  ")
        if question.kind != "column" or "ask" not in question.values:
            _tell(t(f"cli.type_{question.kind}"), "     ")
    if places.hint(question):
        _tell(places.hint(question), "     ")
    return choices


def typed(question: Question, text: str) -> str | None:
    """The answer that a person wrote out: a name, a reason, the code of a package, or the word for a role; None for
    what is none. A single letter is never a name."""
    text = clean(text)
    for candidate in question.candidates:
        if text.casefold() in (candidate.name.casefold(), places.answer(question, candidate.name).casefold()):
            return candidate.name
    if question.kind == "name":
        return text if len(text) > 1 else None
    if question.kind == "reason":
        return text if len(text) > 1 else None
    if question.kind == "survey":
        return text if "/" in text.strip("/") else None
    if question.kind == "workpackage":
        hits = [c.name for c in question.candidates if code_key(c.name) == code_key(text)]
        return hits[0] if len(hits) == 1 else None
    if question.kind == "column" and "ask" in question.values:
        return text if text in COLUMN_WORDS else None
    if question.kind in ("mark", "column"):
        by_word: Mapping[str, str] = {role: role for role in ROLES} | standard().roles
        return by_word.get(norm(text))
    return None


def _keys(choices: Mapping[str, str]) -> list[str]:
    letters = [key for key in choices if key in LETTERS]
    if len(letters) > SHOWN_KEYS:
        return [f"{letters[0]}–{letters[-1]}", *(key for key in choices if key not in LETTERS)]
    return list(choices)


def _candidate(question: Question, candidate: Candidate) -> str:
    word, reason = places.answer(question, candidate.name), places.reason(candidate)
    return f"{word} ({reason})" if reason and reason != word else word


def _tell(text: str, lead: str = "") -> None:
    """Say *text* after *lead* in lines that the terminal need not break."""
    room = max(20, (terminal_width() or 80) - len(lead))
    for number, line in enumerate(wrapped(safe(text), room, "")):
        say((" " * len(lead) if number else lead) + line)


def _line(prompt: str) -> str:
    """What a person types; empty at the end of input and after Ctrl+C."""
    sys.stderr.write(f"{safe(prompt)}")
    sys.stderr.flush()
    try:
        return sys.stdin.readline()
    except KeyboardInterrupt:
        say("")
        return ""


def confirmed(text: str) -> bool:
    """Ask yes or no (k/y/j are yes in Finnish, English and Swedish)."""
    return _line(f"{text} ").strip().casefold()[:1] in ("k", "y", "j")


def keep(answers: Answers, file: str) -> str | None:
    """Offer to write *answers* to a new file in the working directory; its name, or None where that is not wanted.

    Nothing typed is lost without a word: Enter and the end of input mean yes.
    """
    target = _free(f"{Path(file).name}.answers.toml")
    while True:
        reply = _line(f"{t('cli.keep_answers', path=target)} ").strip()
        if reply.casefold() in ("e", "n", "ei", "nej", "no"):
            return None
        if len(reply) > 1 and reply.casefold() not in ("kyllä", "joo", "ja", "yes"):
            target = reply
        try:
            write_new(target, write_answers(answers, file))
        except EtappiError as error:
            say(t(f"cli.error_{error.code.partition('.')[2]}", **error.values))
            if not reply:
                return None
            continue
        return target


def _free(name: str) -> str:
    target, number = name, 1
    while os.path.lexists(target):
        number += 1
        target = f"{name.removesuffix('.toml')}-{number}.toml"
    return target


def write_new(target: str, text: str) -> None:
    """Write a new file; EtappiError if it exists or cannot be written."""
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise EtappiError("cli.file_exists", path=target) from None
    except OSError as error:
        raise EtappiError("cli.cannot_write", path=target, why=os.strerror(error.errno or 0)) from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
