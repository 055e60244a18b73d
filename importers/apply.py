"""Write an import plan: computed again inside the writing transaction, and only if it is still the plan shown."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.dates import read_date
from core.errors import EtappiError
from core.importing import ImportPlan, Known
from core.places import config_folder
from importers import personkeys
from importers.answers import Answers
from importers.attendance import words as attendance_words
from importers.attendance.planning import Wishes
from importers.kinds import make_plan
from importers.surveys.model import CodeList
from importers.surveys.planning import SurveyWishes
from importers.words import of_user
from store import backup, opening, queries
from store.commands import participation
from store.writing import writing

BYTES_PER_ROW = 2_000
OF_RESPONDENTS = {
    "attendance.key_elsewhere": "survey.key_elsewhere", "attendance.key_of_demo": "survey.key_of_demo",
    "attendance.no_key": "survey.no_key",
}  # fmt: skip
"""Why there is no secret, as it is told of answers to a survey."""


@dataclass(frozen=True)
class Source:
    """What a plan is made of: a file's bytes and name, the answers, and the options of the command.

    *event* is the code of the event that a list of attendance is of, *keep_names* the day (as written) to which a
    person wants its names and e-mails kept, *least_minutes* for how many minutes one must have been there to be
    counted. *reasons* are a person's reasons for what was skipped, by the text of the question: kept with
    the action. *kind* is what a person says that the file holds (importers.kinds.KINDS); None leaves it to its
    headings. *survey* is the wave of answers to a survey, as ``CODE/WAVE``, *partial* a person's word that unfinished
    responses are taken too, *codes* the words behind LimeSurvey's codes.
    """

    content: bytes
    file: str
    answers: Answers
    package: str | None = None
    unmarked: str | None = None
    skip_errors: bool = False
    whole: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    kind: str | None = None
    event: str | None = None
    keep_names: str | None = None
    least_minutes: int | None = None
    survey: str | None = None
    partial: bool = False
    codes: CodeList | None = None

    @property
    def why(self) -> str | None:
        """The reasons in one text; None without any."""
        return "; ".join(f"{text}: {reason}" for text, reason in self.reasons.items()) or None

    def plan(self, known: Known) -> ImportPlan:
        """The plan against a state of the store (core.importing.Known)."""
        folder = config_folder(os.environ)
        return make_plan(self.content, self.file, known, self.answers, kind=self.kind, package=self.package,
                         unmarked=self.unmarked, skip_errors=self.skip_errors, whole=self.whole, words=of_user(folder),
                         of_events=attendance_words.of_user(folder), wishes=lambda: self._wishes(known),
                         for_event=self.event is not None, of_survey=lambda: self._of_survey(known),
                         for_survey=self.survey is not None or self.codes is not None)  # fmt: skip

    def _of_survey(self, known: Known) -> SurveyWishes:
        """What is wished of answers to a survey, with the secret of people's keys."""
        keyed = ("survey",) if known.surveys.keyed else ()
        secret, why = personkeys.of_import(os.environ, {*known.attendance.marks, *keyed}, demo=known.demo)
        return SurveyWishes(self.survey, self.partial, secret, OF_RESPONDENTS.get(why, ""), self.codes)

    def _wishes(self, known: Known) -> Wishes:
        """What is wished of a list of attendance, with the secret of people's keys."""
        secret, why = personkeys.of_import(os.environ, known.attendance.marks, demo=known.demo)
        until = None
        if self.keep_names is not None:
            until = read_date(self.keep_names, known.today, known.span)
            if until < known.today:
                raise EtappiError("attendance.keep_past", value=self.keep_names)
        return Wishes(self.event, self.package, until, self.least_minutes, secret, why)


def apply(
    path: str, project_id: int, source: Source, shown: ImportPlan, step: Callable[[str], object] | None = None
) -> int | None:
    """Carry out *shown* on the store at *path*; returns the batch number, or None where it changes nothing.

    A verified backup comes first. *step* is told what begins: backup, check, write. EtappiError, with nothing
    written: open questions, rows in error, or a store that has changed since the plan was shown.
    """
    if shown.questions:
        raise EtappiError("import.open_questions", 1, n=len(shown.questions))
    if shown.errors:
        raise EtappiError("import.rows_in_error", n=shown.errors)
    if not shown.changes_something:
        return None
    tell = step or (lambda _: None)
    tell("backup")
    opening.require_space(path, BYTES_PER_ROW * shown.rows_read)
    backup.before(path, "import")
    tell("check")
    with writing(path, f"import {shown.file}", project_id=project_id, why=source.why) as writer:
        if source.plan(queries.known(writer.connection, project_id)) != shown:
            raise EtappiError("import.store_changed")
        tell("write")
        return participation.apply_import(writer, project_id, shown)
