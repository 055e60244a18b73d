"""The surveys of a changed plan file against those of a project (core.plandiff)."""

from collections.abc import Iterator

from core.codes import code_key
from core.difference import Difference, PlanAsItStands, Refusal
from core.planning import PlanFile, PlanSurvey

WAVE_FIELDS = ("opened", "closed", "invited")


def survey_differences(now: PlanAsItStands, wanted: PlanFile) -> Iterator[Difference]:
    """By code. A wave that the file does not name stays: it may have come with an import."""
    old = {one.code.casefold(): one for one in now.plan.agreements.surveys}
    for one in wanted.agreements.surveys:
        before = old.pop(one.code.casefold(), None)
        if before is None:
            yield Difference("survey.added", code=one.code, title=one.title)
        else:
            yield from _survey(before, one)
    for gone in old.values():
        refused = Refusal("answered") if gone.code in now.answered else None
        yield Difference("survey.gone", code=gone.code, title=gone.title, refused=refused)


def _survey(old: PlanSurvey, new: PlanSurvey) -> Iterator[Difference]:
    for name in ("title", "kind"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Difference("survey.changed", code=old.code, title=old.title, name=name, before=before, after=after)
    # what a survey is about is said by what is left out, too
    for name in ("package", "event"):
        before, after = getattr(old, name), getattr(new, name)
        if code_key(before or "") != code_key(after or ""):
            yield Difference("survey.changed", code=old.code, title=old.title, name=name, before=before, after=after)
    waves = {one.code.casefold(): one for one in old.waves}
    for wave in new.waves:
        known = waves.get(wave.code.casefold())
        if known is None:
            yield Difference("survey.wave", code=f"{old.code}/{wave.code}", title=old.title)
            continue
        for name in WAVE_FIELDS:
            before, after = getattr(known, name), getattr(wave, name)
            if after is not None and before != after:
                yield Difference("wave.changed", code=f"{old.code}/{known.code}", title=old.title, name=name,
                                 before=before, after=after)  # fmt: skip
