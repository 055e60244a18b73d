"""An import that is under way: what is read, what was asked and answered. Nothing of it is in the store yet."""

from dataclasses import dataclass, field, replace

from core.importing import ImportPlan, Known, Question
from importers.apply import Source
from importers.settling import ORDER, key, with_answer

Key = tuple[str, str]


@dataclass
class Draft:
    """The source and its newest plan against *known*; *given* are the answers of this sitting by question.

    Questions keep their place when they are answered, so that an answer can be looked at and changed.
    """

    source: Source
    plan: ImportPlan
    known: Known
    asked: dict[Key, Question] = field(default_factory=dict)
    given: dict[Key, str] = field(default_factory=dict)
    at: Key | None = None
    """The question that was looked at last."""

    def __post_init__(self) -> None:
        self.planned(self.known, self.plan)

    @property
    def file(self) -> str:
        """The name of what is imported."""
        return self.plan.file

    @property
    def questions(self) -> list[Question]:
        """Open and answered questions in the order in which they are put."""
        return sorted(self.asked.values(), key=lambda question: ORDER.index(question.kind))

    @property
    def answered(self) -> int:
        """How many questions are answered."""
        return sum(one in self.given for one in self.asked)

    def is_open(self, question: Question) -> bool:
        """True while nothing is answered."""
        return key(question) not in self.given

    def next_open(self, after: Key | None = None) -> Question | None:
        """The first open question after *after*, else the first of all; None if all are answered."""
        questions = self.questions
        place = next((place for place, one in enumerate(questions) if key(one) == after), -1) + 1
        return next((one for one in [*questions[place:], *questions[:place]] if self.is_open(one)), None)

    def planned(self, known: Known, plan: ImportPlan) -> None:
        """Take over a plan that was made anew: questions come, and those that other answers settled go."""
        self.known, self.plan = known, plan
        there = {key(question): question for question in plan.questions}
        self.given = {one: answer for one, answer in self.given.items() if one not in there}
        self.asked = {one: there.get(one, question) for one, question in self.asked.items()
                      if one in self.given or one in there}  # fmt: skip
        for one, question in there.items():
            self.asked.setdefault(one, question)

    def give(self, question: Question, answer: str, reason: str = "") -> None:
        """Answer a question; *reason* is a person's reason for skipping. The plan is to be made anew."""
        self.given[key(question)] = answer
        reasons = {text: said for text, said in self.source.reasons.items() if text != question.text}
        if reason:
            reasons[question.text] = reason
        self.source = replace(
            self.source, answers=with_answer(self.source.answers, question, answer), reasons=reasons
        )  # fmt: skip
