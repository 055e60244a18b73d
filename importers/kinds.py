"""What a file holds, by a person's word or by its headings, and the plan of importing it."""

import hashlib
from dataclasses import replace

from core.findings import Finding, Place
from core.importing import ImportPlan, Known
from importers import detect, memberlist, memberplan, plan
from importers.answers import Answers
from importers.keptanswers import with_kept
from importers.readers.grid import Grid, Reader
from importers.rows import Ledger
from importers.words import Words, standard

KINDS = (plan.KIND, memberplan.KIND)


def make_plan(
    content: bytes,
    file: str,
    known: Known,
    answers: Answers | None = None,
    *,
    kind: str | None = None,
    package: str | None = None,
    unmarked: str | None = None,
    skip_errors: bool = False,
    whole: tuple[str, ...] = (),
    words: Words | None = None,
) -> ImportPlan:
    """What importing a file would do. *kind* is one of KINDS; None: a list of members is known by its headings, and
    everything else is taken for participation tables. The other arguments are those of importers.plan.make_plan.

    A list of members that a person calls participation, or the other way round, is told as a finding. EtappiError
    where the file cannot be read.
    """
    chosen = detect.choose(content, file)
    words = words or standard()
    grids = detect.grids(chosen, content, file, known)
    members = memberlist.looks_like(grids, words)
    if kind == memberplan.KIND or (kind is None and members):
        return _members(content, file, known, answers or Answers(), chosen, grids, words, skip_errors=skip_errors)
    made = plan.plan_of(content, file, known, answers, chosen, grids, package=package, unmarked=unmarked,
                        skip_errors=skip_errors, whole=whole, words=words)  # fmt: skip
    return _told(made, "import.looks_like_members") if members else made


def _members(
    content: bytes, file: str, known: Known, given: Answers, chosen: Reader, grids: tuple[Grid, ...], words: Words, *,
    skip_errors: bool,
) -> ImportPlan:  # fmt: skip
    reading = memberlist.read(grids, words)
    sha256 = hashlib.sha256(content).hexdigest()
    ledger = Ledger(findings=list(reading.findings))
    answers = with_kept(given, known, sha256)
    made = memberplan.plan_of(reading, file, known, answers, ledger, words, skip_errors=skip_errors)
    kept = (answers.keys() - given.keys()) & ledger.used
    made = replace(
        made, sha256=sha256, reader=chosen.name, reader_version=chosen.version, already=known.batches.get(sha256),
        unused_answers=len(given.keys() - ledger.used), kept_answers=len(kept),
    )  # fmt: skip
    return _told(made, "import.looks_like_roles") if reading.roles else made


def _told(made: ImportPlan, code: str) -> ImportPlan:
    """*made* with a finding about the whole file."""
    return replace(made, findings=(*made.findings, Finding(code, "warning", Place(file=made.file))))
