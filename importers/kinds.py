"""What a file holds, by a person's word or by its headings, and the plan of importing it."""

import hashlib
from dataclasses import replace

from core.findings import Finding, Place
from core.importing import ImportPlan, Known
from importers import (
    detect,
    formfile,
    formplan,
    memberlist,
    memberplan,
    obligationlist,
    obligationplan,
    obligationwords,
    plan,
)
from importers.answers import Answers
from importers.keptanswers import with_kept
from importers.obligationwords import ObligationWords
from importers.readers.grid import Grid, Reader
from importers.rows import Ledger
from importers.words import Words, standard

KINDS = (plan.KIND, memberplan.KIND, obligationplan.KIND, formplan.KIND)


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
    """What importing a file would do. *kind* is one of KINDS; None: a list of members and states of obligations are
    known by their headings, a form that came back by its hidden sheet, and everything else is taken for participation
    tables. The other arguments are those of
    importers.plan.make_plan.

    A list of members that a person calls participation, or the other way round, is told as a finding. EtappiError
    where the file cannot be read.
    """
    chosen = detect.choose(content, file)
    words = words or standard()
    grids = detect.grids(chosen, content, file, known)
    if kind == formplan.KIND or (kind is None and formfile.marked(grids)):
        return _form(content, file, known, answers or Answers(), chosen, grids, skip_errors=skip_errors)
    own = obligationwords.of_config()
    if kind == obligationplan.KIND or (
        kind is None and obligationlist.looks_like(grids, known.obligations, words, own)
    ):
        return _obligations(content, file, known, answers or Answers(), chosen, grids, words, own,
                            skip_errors=skip_errors)  # fmt: skip
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
    made = _finished(made, sha256, known, given, answers, ledger, chosen)
    return _told(made, "import.looks_like_roles") if reading.roles else made


def _obligations(
    content: bytes, file: str, known: Known, given: Answers, chosen: Reader, grids: tuple[Grid, ...], words: Words,
    own: ObligationWords, *, skip_errors: bool,
) -> ImportPlan:  # fmt: skip
    reading = obligationlist.read(grids, known.obligations, words, own)
    sha256 = hashlib.sha256(content).hexdigest()
    ledger = Ledger(findings=list(reading.findings))
    answers = with_kept(given, known, sha256)
    made = obligationplan.plan_of(reading, file, known, answers, ledger, words, own, skip_errors=skip_errors)
    return _finished(made, sha256, known, given, answers, ledger, chosen)


def _form(
    content: bytes, file: str, known: Known, given: Answers, chosen: Reader, grids: tuple[Grid, ...], *,
    skip_errors: bool,
) -> ImportPlan:  # fmt: skip
    ledger = Ledger()
    made = formplan.plan_of(formfile.read(grids, file), file, known, given, ledger, skip_errors=skip_errors)
    return _finished(made, hashlib.sha256(content).hexdigest(), known, given, given, ledger, chosen)


def _finished(
    made: ImportPlan, sha256: str, known: Known, given: Answers, answers: Answers, ledger: Ledger, chosen: Reader
) -> ImportPlan:
    """*made* with what only the bytes and the answers tell."""
    kept = (answers.keys() - given.keys()) & ledger.used
    return replace(
        made, sha256=sha256, reader=chosen.name, reader_version=chosen.version, already=known.batches.get(sha256),
        unused_answers=len(given.keys() - ledger.used), kept_answers=len(kept),
    )  # fmt: skip


def _told(made: ImportPlan, code: str) -> ImportPlan:
    """*made* with a finding about the whole file."""
    return replace(made, findings=(*made.findings, Finding(code, "warning", Place(file=made.file))))
