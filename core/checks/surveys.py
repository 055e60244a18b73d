"""Rules on surveys: what cannot be compared, and more answers than people who were asked."""

from collections.abc import Iterator

from core.checks import rule
from core.checks.facts import Facts
from core.findings import Finding, Place


@rule("survey.scale")
def scale(facts: Facts) -> Iterator[Finding]:
    """A question that was asked otherwise in another wave: its scale, its type or its wording changed, so that the two
    are not compared."""
    for one in facts.asked:
        where = Place(item=f"{one.survey} {one.key}")
        values: dict[str, object] = {"text": one.text, "first": one.first, "second": one.second}
        if None not in one.scales and one.scales[0] != one.scales[1]:
            yield Finding("survey.scale", "warning", where, {**values, "before": one.scales[0], "after": one.scales[1]})
        else:
            yield Finding("survey.scale/wording", "warning", where, values)


@rule("survey.base")
def base(facts: Facts) -> Iterator[Finding]:
    """More answers than were invited, in a wave or of an organisation: one of the two counts is wrong."""
    for wave in facts.waves:
        if wave.asked is not None and wave.answered > wave.asked:
            yield Finding("survey.base", "error", Place(item=wave.name), {
                "title": wave.title, "answered": wave.answered, "invited": wave.asked})  # fmt: skip
        for name, answered, invited in wave.over:
            yield Finding("survey.base/organisation", "error", Place(item=wave.name), {
                "title": wave.title, "organisation": name, "answered": answered, "invited": invited})  # fmt: skip
