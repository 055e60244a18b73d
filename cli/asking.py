"""Questions of an import at the terminal: one letter an answer, the same letters in every language (screens.md)."""

import sys
from dataclasses import replace
from typing import Any

from cli.output import say
from cli.preview import LETTERS, place_text
from core.display import safe
from core.importing import Candidate, ImportPlan, Question
from importers import places
from importers.answers import Answers
from locales import t

TABLES = {"name": "names", "mark": "marks", "workpackage": "workpackages", "date": "dates", "conflict": "conflicts",
          "column": "columns"}  # fmt: skip
MAY_SKIP = ("name", "mark", "workpackage", "column")


def ask(plan: ImportPlan, answers: Answers) -> Answers | None:
    """Ask every open question of *plan*; the answers with the new ones, or None where the person leaves (q)."""
    for number, question in enumerate(plan.questions, 1):
        say("")
        say(t("cli.question_of", number=number, of=len(plan.questions)))
        answer = _one(question, plan.file)
        if answer is None:
            return None
        answers = with_answer(answers, question, answer)
    return answers


def with_answer(answers: Answers, question: Question, answer: str) -> Answers:
    """*answers* with one more."""
    if question.kind == "unmarked":
        return replace(answers, unmarked=answer)
    table = TABLES[question.kind]
    more: dict[str, Any] = {table: {**getattr(answers, table), question.text: answer}}
    return replace(answers, **more)


def _one(question: Question, file: str) -> str | None:
    say(f"{t(f'import.kind_{question.kind}')}: {places.question_text(question)}")
    where = [place_text(place, file) for place in question.places[:3] or (question.place,)]
    more = len(question.places) - len(where)
    say(f"  {', '.join(where)}" + (f" {t('cli.and_places', n=more)}" if more > 0 else ""))
    choices: dict[str, str] = {}
    for letter, candidate in zip(LETTERS, question.candidates, strict=False):
        choices[letter] = candidate.name
        say(f"  {letter}  {_candidate(candidate)}")
    if question.kind == "name":
        choices |= {"n": "new", "l": "later"}
        say(f"  n  {t('cli.answer_new')}")
        say(f"  l  {t('cli.answer_later')}")
    if question.kind in MAY_SKIP:
        choices["-"] = "skip"
        say(f"  -  {t('cli.answer_skip')}")
    while True:
        sys.stderr.write(f"[{'/'.join(choices)}/q] ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        key = line.strip().casefold()
        if not line or key == "q":
            return None
        if key in choices:
            return choices[key]
        say(t("cli.answer_one_of", keys=", ".join(choices)))


def _candidate(candidate: Candidate) -> str:
    reason = places.reason(candidate)
    return safe(f"{places.role(candidate.name)}" + (f"  ({reason})" if reason else ""))


def confirmed(text: str) -> bool:
    """Ask yes or no (k/y/j are yes in Finnish, English and Swedish)."""
    sys.stderr.write(f"{safe(text)} ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold()[:1] in ("k", "y", "j")
