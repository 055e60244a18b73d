"""Which survey and wave a file of answers is of: as a person says it, else proposed by the headings, the title or the
days of its responses, and confirmed."""

from dataclasses import dataclass
from pathlib import PurePath

from core.errors import EtappiError
from core.findings import Place
from core.importing import Candidate, Decision, Question
from core.surveys.importing import KnownSurveys
from core.surveys.questions import wave_of
from core.surveys.records import KINDS, SurveyRow, WaveRow
from core.text import clean, folded
from importers.answers import Answers
from importers.rows import Ledger
from importers.surveys.model import SurveyReading

SUGGESTIONS = 8
CODE_LIMIT, TITLE_LIMIT = 30, 200


@dataclass(frozen=True)
class Chosen:
    """A survey and its wave; *survey* or *wave* None: it is made. *title* and *kind* are those of the survey."""

    code: str
    title: str
    kind: str
    wave_code: str
    survey: SurveyRow | None = None
    wave: WaveRow | None = None


class Choosing:
    """Finds the wave of one file. *wish* is ``CODE/WAVE``, or ``CODE`` where one wave can be meant; *like* is the
    survey that a recipe for these headings names."""

    def __init__(
        self, file: str, reading: SurveyReading, known: KnownSurveys, answers: Answers, ledger: Ledger,
        wish: str | None, like: int | None,
    ) -> None:  # fmt: skip
        self.file, self.reading, self.known = file, reading, known
        self.answers, self.ledger, self.wish, self.like = answers, ledger, wish, like
        sheets = {column.place.sheet for column in reading.columns}
        self.title = clean(reading.title or "", TITLE_LIMIT) if reading.title not in sheets else ""

    @property
    def text(self) -> str:
        """What the question is called: the title of the form, else the file."""
        return self.title or clean(PurePath(self.file).stem)

    def find(self) -> Chosen | None:
        """The wave; None where it is asked about. EtappiError for a name that can be none."""
        answer = self.answers.surveys.get(self.text)
        if self.wish is not None:
            found = self._named(self.wish)
            if found is not None:
                self.ledger.decisions.append(Decision("survey", self.text, f"{found.code}/{found.wave_code}"))
                return found
        elif answer is not None:
            found = self._named(answer)
            if found is not None:
                self.ledger.decide("survey", "surveys", self.text, answer)
                return found
        self._ask(wave_of(self.wish or answer or "")[0])
        return None

    def likely(self) -> SurveyRow | None:
        """The survey whose questions are looked at first while nobody has said which one it is."""
        several = [survey for survey, _ in self._surveys()]
        return several[0] if several else None

    def _named(self, name: str) -> Chosen | None:
        """The wave of a name; None where only a survey is named and several waves could be meant."""
        code, wanted = (clean(part, CODE_LIMIT) if part else None for part in wave_of(clean(name, 100)))
        if not code or (wanted is not None and "/" in wanted):
            raise EtappiError("surveyimport.bad_wave", value=clean(name, 60))
        survey = next((one for one in self.known.surveys if one.code.casefold() == code.casefold()), None)
        waves = survey.waves if survey else ()
        if wanted is None:
            if len(waves) != 1:
                return None
            wanted = waves[0].code
        wave = next((one for one in waves if one.code.casefold() == wanted.casefold()), None)
        if survey is None:
            return Chosen(code, self.title or code, code.casefold() if code.casefold() in KINDS else KINDS[0], wanted)
        return Chosen(survey.code, survey.title, survey.kind, wave.code if wave else wanted, survey, wave)

    def _ask(self, code: str) -> None:
        several = [(survey, why) for survey, why in self._surveys() if not code or survey.code == code]
        candidates = [
            Candidate(wave.name, why, {"title": survey.title, "n": wave.complete})
            for survey, why in several for wave in self._waves(survey)
        ]  # fmt: skip
        place = Place(file=self.file)
        self.ledger.questions.append(Question("survey", self.text, place, tuple(candidates[:SUGGESTIONS]), (place,), {
            "ask": "surveyimport.ask_survey", "title": self.text,
        }))  # fmt: skip

    def _surveys(self) -> list[tuple[SurveyRow, str]]:
        """The surveys with the reason why it may be that one, the likeliest first."""
        title = f" {folded(self.title)} {folded(PurePath(self.file).stem)} "
        ranked = []
        for survey in self.known.surveys:
            if survey.id == self.like:
                ranked.append((0, survey, "surveyimport.reason_recipe"))
            elif f" {folded(survey.title)} " in title or f" {folded(survey.code)} " in title:
                ranked.append((1, survey, "surveyimport.reason_title"))
            else:
                ranked.append((2, survey, "surveyimport.reason_wave"))
        return [(survey, why) for _, survey, why in sorted(ranked, key=lambda one: one[0])]

    def _waves(self, survey: SurveyRow) -> list[WaveRow]:
        """The waves of a survey: first that which holds the same responses, or was open when they came, then those
        without an answer."""
        days = sorted(one.on_date for one in self.reading.responses if one.on_date)
        middle = days[len(days) // 2] if days else None
        ids = {one.source_id for one in self.reading.responses}

        def rank(wave: WaveRow) -> int:
            if wave.complete and any(one.source_id in ids for one in self.known.responses(wave.id)):
                return 0
            if middle and wave.opened and wave.opened <= middle <= (wave.closed or middle):
                return 1
            return 3 if wave.complete else 2

        return sorted(survey.waves, key=rank)
