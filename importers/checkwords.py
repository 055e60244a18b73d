"""A finding of `etappi check` in words, for every room that shows it."""

from dataclasses import dataclass

from core.display import safe
from core.findings import Finding
from importers import places
from locales import has, t


@dataclass(frozen=True)
class Told:
    """Where it is, what it is, and how it is mended (None where no one way is known): safe for a terminal."""

    place: str
    text: str
    mend: str | None


def told(finding: Finding) -> Told:
    """The words of *finding* in the chosen language."""
    values = places.worded({**finding.values, "item": finding.place.item or ""})
    if "status" in values:
        values["status"] = t(f"status.{values['status']}")
    mend = f"check.mend.{finding.code}"
    return Told(
        place=places.text(finding.place), text=safe(t(f"check.{finding.code}", **values)),
        mend=safe(t(mend, **values)) if has(mend) else None,
    )  # fmt: skip
