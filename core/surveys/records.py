"""What surveys are: frozen records that the store reads, and what an import or a plan file asks for."""

from dataclasses import dataclass

from core.surveys.rates import Responses

KINDS = ("network", "feedback", "capability")
TYPES = ("likert", "single", "multiple", "number", "text")


@dataclass(frozen=True)
class WaveRow:
    """One round of a survey and how many answered it. *invited* None: an open link. *organisations* were asked, of
    which *answered* have a complete answer; *others* are organisations that answered and were not asked. *basis* says
    how it is known who was asked: ``invited`` (somebody said so), ``network`` (a survey of the network goes to all of
    it), None: it is not known."""

    id: int
    survey: str
    code: str
    position: int
    opened: str | None = None
    closed: str | None = None
    invited: int | None = None
    ineligible: int = 0
    group_size: int | None = None
    organisations: int = 0
    answered: int = 0
    others: int = 0
    complete: int = 0
    partial: int = 0
    basis: str | None = None

    @property
    def name(self) -> str:
        """``network/start``, as the command line and JSON name a wave."""
        return f"{self.survey}/{self.code}"

    @property
    def responses(self) -> Responses:
        """The answers with their denominators (core.surveys.rates)."""
        return Responses(self.complete, self.partial, self.invited, self.ineligible)

    def is_ahead(self, day: str) -> bool:
        """True where the wave has not opened on the ISO date *day*: answers are not due, which is not none of them."""
        return self.opened is not None and self.opened > day and not (self.complete or self.partial)

    @property
    def organisation_rate(self) -> float | None:
        """Organisations with at least one valid answer of those asked; None where that is not known."""
        return self.answered / self.organisations if self.organisations else None


@dataclass(frozen=True)
class SurveyRow:
    """A survey with its waves in their order; *package* and *event* are codes (feedback)."""

    id: int
    code: str
    title: str
    kind: str
    package: str | None = None
    event: str | None = None
    waves: tuple[WaveRow, ...] = ()


@dataclass(frozen=True)
class Wording:
    """A question in a language; *low* and *high* are the words at the ends of its scale."""

    language: str
    text: str
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True)
class OptionRow:
    """A choice of a question in words. Options of the same *choice* (a number from 1) are one choice in several
    languages; *language* None: it is the same in all, or nobody said."""

    id: int
    choice: int
    text: str
    language: str | None = None


@dataclass(frozen=True)
class QuestionRow:
    """A question in one version. *scale* is for Likert items (points 1 to *scale*)."""

    id: int
    key: str
    version: int
    position: int
    type: str
    scale: int | None = None
    reversed: bool = False
    wordings: tuple[Wording, ...] = ()
    options: tuple[OptionRow, ...] = ()

    def wording(self, language: str) -> Wording | None:
        """The question in *language*, else in the language that came first; None where it has no words."""
        first = self.wordings[0] if self.wordings else None
        return next((one for one in self.wordings if one.language == language), first)

    def choices(self, language: str) -> tuple[tuple[int, str], ...]:
        """(choice, its text in *language*, else in that which came first) in their order."""
        texts: dict[int, str] = {}
        for one in sorted(self.options, key=lambda option: (option.choice, option.language != language, option.id)):
            texts.setdefault(one.choice, one.text)
        return tuple(texts.items())


@dataclass(frozen=True)
class OptionSpec:
    """An option that a file or a person names; *choice*: it is another wording of that choice."""

    text: str
    choice: int | None = None


@dataclass(frozen=True)
class QuestionSpec:
    """A question as a file or a person has it; *same*: another wording in the same language means the same question."""

    key: str
    type: str
    text: str
    language: str
    scale: int | None = None
    reversed: bool = False
    low: str | None = None
    high: str | None = None
    options: tuple[OptionSpec, ...] = ()
    same: bool = False


@dataclass(frozen=True)
class Defined:
    """A question as it stands in the store: its id, its version, and the ids of its options by their text as
    core.surveys.questions.words_of writes it."""

    id: int
    version: int
    options: dict[str, int]
