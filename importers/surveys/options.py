"""Cells of a choice that are no option of the survey yet: other words or another language for one that it has, a new
option, or the respondent's own words. Only a person can tell which."""

from collections import Counter
from collections.abc import Iterable, Mapping

from core.errors import EtappiError
from core.importing import Candidate, Question
from core.persontexts import holds_email
from core.surveys.records import OptionSpec, QuestionRow
from core.text import clean
from importers.answers import Answers
from importers.rows import Ledger
from importers.surveys.answering import unread
from importers.surveys.matching import Given, choice_of
from importers.surveys.model import QuestionRead, SurveyReading
from importers.surveys.words import SurveyWords

NEW, TEXT, SKIP = "new", "text", "skip"
"""What a person may say of a cell: another option, the respondent's own words, nothing."""
OPTION_LIMIT = 300


def pieces(cell: str) -> tuple[str, ...]:
    """The choices of a cell that no option is."""
    return tuple(text for piece in cell.split(";") if (text := clean(piece, OPTION_LIMIT)))


def told_options(
    read: QuestionRead, there: QuestionRow | None, reading: SurveyReading, answers: Answers, ledger: Ledger,
    words: SurveyWords, language: str, said: frozenset[str],
) -> dict[str, str]:  # fmt: skip
    """What a person says of the odd cells of a question, by their text: the option that is meant, NEW, TEXT or SKIP.
    The others are asked about, each once in a file; what the wave has as respondents' own words (*said*) is TEXT. Such
    words, and any with an e-mail, are not kept with the import's decisions: nothing would take them out again.

    EtappiError: a cell with an e-mail that is said to be an option."""
    counts: Counter[str] = Counter()
    for cell, n in unread(read, reading, words):
        for piece in pieces(cell):
            counts[piece] += n
    told: dict[str, str] = {}
    for piece, n in counts.items():
        answer = answers.options.get(piece)
        mailed = holds_email(piece)
        if mailed and answer not in (None, TEXT, SKIP):
            raise EtappiError("surveyimport.option_email", file=reading.column(read.columns[0]).place.file,
                              column=read.heading)  # fmt: skip
        if answer in (NEW, TEXT, SKIP) or (answer and isinstance(choice_of(there, answer), int)):
            told[piece] = answer
            if answer == TEXT or mailed:
                ledger.used.add(("options", piece))
            else:
                ledger.decide("option", "options", piece, answer)
        elif piece in said:
            told[piece] = TEXT
        elif all((one.kind, one.text) != ("option", piece) for one in ledger.questions):
            ledger.questions.append(_question(read, piece, n, there, reading, language))
    return told


def _question(
    read: QuestionRead, piece: str, n: int, there: QuestionRow | None, reading: SurveyReading, language: str
) -> Question:
    names = [text for _, text in there.choices(language)] if there else list(read.options)
    candidates = [Candidate(name, "surveyimport.reason_option") for name in names]
    candidates += [Candidate(NEW, "surveyimport.reason_new")]
    own = Candidate(TEXT, "surveyimport.reason_text")
    candidates = [own] if holds_email(piece) else [*candidates, own]
    where = reading.column(read.columns[0]).place
    values: dict[str, object] = {"ask": "surveyimport.ask_option", "option": piece, "question": read.text, "n": n}
    return Question("option", piece, where, tuple(candidates), (where,), values)


def refuse_emails(read: QuestionRead, options: Iterable[OptionSpec], file: str) -> None:
    """EtappiError where an e-mail stands in one of the *options* that a question would get: everybody sees them."""
    if any(holds_email(one.text) for one in options):
        raise EtappiError("surveyimport.option_email", file=file, column=read.heading)


def specs(told: Mapping[str, str], there: QuestionRow | None) -> tuple[OptionSpec, ...]:
    """The odd cells that are options: other wordings of the choices that are meant, or new ones."""
    out = []
    for text, meant in told.items():
        choice = None if meant == NEW else choice_of(there, meant)
        if meant not in (TEXT, SKIP):
            out.append(OptionSpec(text, choice if isinstance(choice, int) else None))
    return tuple(out)


def given(key: str, text: str, meant: str, there: QuestionRow | None, *, multiple: bool) -> Given:
    """The answer of an odd cell by what a person said of it (not SKIP)."""
    if meant == TEXT:
        return Given(key, text=text, multiple=multiple)
    return Given(key, option=text, choice=choice_of(there, text if meant == NEW else meant), multiple=multiple)
