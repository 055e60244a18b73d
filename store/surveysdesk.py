"""What the app works at where it is about surveys: waves, their figures, two of them compared, open answers.

Each act is one transaction, undoable, and raises EtappiError or StoreError with one sentence.
"""

from collections.abc import Mapping

from core.surveys.figures import MissingOrganisation, OpenAnswer, OrganisationAnswers, WaveFigures
from core.surveys.records import SurveyRow, WaveRow
from core.surveys.waves import Comparison
from store import surveyfigures, surveys
from store.database import reading
from store.desks import ProjectDesk


class SurveysDesk(ProjectDesk):
    """Reached as `Desk.surveys`. Waves are named ``CODE/WAVE``."""

    # reading

    def surveys(self) -> tuple[SurveyRow, ...]:
        """All surveys with their waves and how many answered each."""
        with reading(self.path) as connection:
            return surveys.surveys_of(connection, self._project(connection).id)

    def figures(self, wave: str) -> WaveFigures:
        """The figures of all questions of a wave."""
        with reading(self.path) as connection:
            return surveyfigures.wave_figures(connection, self._project(connection).id, wave)

    def compare(self, first: str, second: str | None = None, unit: str = "person") -> Comparison:
        """The second wave against the first; of a survey's code alone its last against its first."""
        with reading(self.path) as connection:
            return surveyfigures.compare(connection, self._project(connection).id, first, second, unit)

    def organisations(self, wave: str) -> tuple[OrganisationAnswers, ...]:
        """How many answered from each organisation."""
        with reading(self.path) as connection:
            project = self._project(connection).id
            return surveyfigures.organisations(connection, project, surveys.find_wave(connection, project, wave)[1])

    def missing(self, wave: str) -> tuple[WaveRow, tuple[MissingOrganisation, ...]]:
        """The organisations that were asked and have not answered."""
        with reading(self.path) as connection:
            return surveyfigures.missing(connection, self._project(connection).id, wave)

    def open_answers(self, wave: str) -> tuple[OpenAnswer, ...]:
        """What people wrote, untagged ones first."""
        with reading(self.path) as connection:
            return surveyfigures.open_answers(connection, self._project(connection).id, wave)[1]

    # acts

    def add(
        self, code: str, title: str, kind: str, *, package: str | None = None, event: str | None = None
    ) -> int:  # fmt: skip
        """Make a survey; returns its id."""
        from store.commands import surveys as commands

        return self._act(f"survey add {code}", lambda writer, project: commands.add_survey(
            writer, project, code, title, kind, package=package, event=event))[1]  # fmt: skip

    def set_wave(self, wave: str, fields: Mapping[str, object]) -> None:
        """Say of a wave who was asked and when (store.commands.surveys.WAVE_FIELDS); a wave that is not there is
        made."""
        from store.commands import surveys as commands

        self._act(f"survey set {wave}", lambda writer, project: commands.set_wave(
            writer, commands.named_wave(writer, project, wave), fields))  # fmt: skip

    def tag(self, tags: Mapping[int, str]) -> None:
        """Tag open answers by their ids; an empty text takes a tag away."""
        from store.commands import surveys as commands

        self._act("survey open --tag", lambda writer, project: commands.tag(writer, project, tags))
