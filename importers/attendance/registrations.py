"""What the status of a registration means; a word that no list has is asked about, once a word."""

from core.findings import Place
from core.importing import Candidate, Question
from importers.attendance.model import Draft, Line, Told
from importers.attendance.words import AttendanceWords

REGISTERED, CANCELLED = "registered", "cancelled"
"""What a person answers about a status."""
_ANSWERS = {REGISTERED: "attendance.reason_registered", CANCELLED: "attendance.reason_cancelled"}
_REASONS = {CANCELLED: "attendance.skipped_cancelled", "waiting": "attendance.skipped_waiting"}


class Statuses:
    """Reads the column of statuses of one file. *heading* is that column's."""

    def __init__(self, draft: Draft, words: AttendanceWords, told: Told, heading: str) -> None:
        self.draft, self.words, self.told, self.heading = draft, words, told, heading
        self.unknown: dict[str, list[Place]] = {}

    def holds(self, line: Line, text: str, who: str) -> bool:
        """True if the row counts; otherwise *who* is listed as skipped. An empty status says nothing."""
        if not text:
            return True
        meaning = self.told.statuses.get(text) or next(
            (one for one in (REGISTERED, *_REASONS) if self.words.means(text, one)), None
        )
        if meaning in _REASONS:
            self.draft.skip(line, _REASONS[meaning], who)
        elif meaning is None:
            self.unknown.setdefault(text, []).append(line.place)
            self.draft.skip(line, "attendance.skipped_open", who)
        return meaning == REGISTERED

    def ask(self) -> None:
        """One question for each word that nobody knows."""
        candidates = tuple(Candidate(answer, reason) for answer, reason in _ANSWERS.items())
        for text, places in self.unknown.items():
            self.draft.questions.append(
                Question(
                    "mark",
                    text,
                    places[0],
                    candidates,
                    tuple(places),
                    {"ask": "attendance.ask_status", "text": text, "heading": self.heading},
                )
            )
