"""Response rates (rules.md 6), by the definitions of AAPOR."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Responses:
    """Complete and partial answers, how many were *invited* (None for an open link) and how many of those turned out
    not to belong to the group asked (*ineligible*)."""

    complete: int
    partial: int = 0
    invited: int | None = None
    ineligible: int = 0

    @property
    def eligible(self) -> int | None:
        """The denominator: invited without the ineligible; None for an open link."""
        return None if self.invited is None else self.invited - self.ineligible

    @property
    def over(self) -> bool:
        """True if more answered than were invited: an error in one of the two counts (never shown as a rate)."""
        return self.eligible is not None and self.complete + self.partial > self.eligible

    @property
    def rr1(self) -> float | None:
        """Response rate 1: complete answers of all who were asked; None for an open link or impossible counts."""
        return self._rate(self.complete)

    @property
    def rr2(self) -> float | None:
        """Response rate 2: partial answers count too."""
        return self._rate(self.complete + self.partial)

    def _rate(self, answered: int) -> float | None:
        return None if not self.eligible or self.over else answered / self.eligible
