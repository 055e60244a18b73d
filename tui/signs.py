"""The signs that are not letters, and what stands for them in a terminal that lacks them."""

from dataclasses import dataclass

from core.colour import STATUSES

TONES = {"green": "good", "amber": "watch", "red": "bad", "grey": "muted", "none": ""}


@dataclass(frozen=True)
class Signs:
    """One set of signs. *place* says which of the two signs of `core.colour.STATUSES` is used."""

    place: int
    marker: str
    rule: str
    ellipsis: str
    dot: str
    dash: str
    full: str
    plan: str
    rest: str
    enter: str
    mark: str = "*"
    done: str = "✓"
    side: str = "│"
    shut: str = "+"
    opened: str = "−"

    def status(self, status: str) -> str:
        """The sign of a status word; ``!`` for a word that has none."""
        return STATUSES[status][self.place] if status in STATUSES else "!"

    def bar(self, done: float | None, planned: float | None, columns: int) -> str:
        """Done as a bar, with a stroke where the plan stands; empty where nothing counts. Shares are 0 to 1."""
        if done is None:
            return ""
        filled = round(min(max(done, 0.0), 1.0) * columns)
        signs = [self.full] * filled + [self.rest] * (columns - filled)
        place = round(min(max(planned or 0.0, 0.0), 1.0) * columns) - 1
        if place >= 0:
            signs[place] = self.plan
        return "".join(signs)


SIGNS = Signs(1, "▸", "─", "…", "·", "–", "█", "┃", "·", "↵")
PLAIN_SIGNS = Signs(2, ">", "-", "~", "-", "-", "#", "|", ".", "Enter", done="*", side="|", opened="-")


def tone(status: str) -> str:
    """The colour in which a status word is repeated: good, watch, bad, muted or none at all."""
    return TONES[STATUSES[status][0]] if status in STATUSES else "watch"
