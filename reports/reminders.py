"""Reminders as text: everything that one organisation owes, in its language, ready to be sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.display import safe, safe_lines
from core.filenames import file_name
from core.obligations import STATES
from core.quarter import label
from core.reminders import Contact, Debt, Reminder, Sender, language_of
from locales import LANGUAGES, t
from locales.formats import date
from locales.speaking import speaking


@dataclass(frozen=True)
class Letter:
    """A reminder as it is sent: to whom (empty where no contact is known), subject, and the text below it."""

    reminder: Reminder
    language: str
    to: tuple[Contact, ...]
    subject: str
    body: str
    head: str

    @property
    def text(self) -> str:
        """Heading lines and body, with a line end at the end."""
        return f"{self.head}\n\n{self.body}\n"


def letter(reminder: Reminder, sender: Sender, contacts: Sequence[Contact] = ()) -> Letter:
    """The letter of a reminder: what is overdue, what comes, what has no due date; each with its state and the form of
    proof. Nothing in it is a character that a terminal or a clipboard would obey."""
    spoken = language_of(reminder, contacts, sender, LANGUAGES)
    with speaking(spoken):
        name = reminder.name if reminder.short.endswith("\u2026") else reminder.short  # a cut name is for screens only
        subject = t("remind.subject", project=sender.code, organisation=name, n=len(reminder.debts))
        if reminder.overdue:
            subject += t("remind.subject_overdue", n=reminder.overdue)
        to = ", ".join(f"{one.name} <{one.email}>" if one.name else one.email for one in contacts)
        head = f"{t('remind.to')}: {to or t('remind.no_contact')}\n{t('remind.subject_head')}: {subject}"
        return Letter(reminder, spoken, tuple(contacts), safe(subject), safe_lines(_body(reminder, sender)),
                      safe_lines(head))  # fmt: skip


def file_names(letters: Sequence[Letter], sender: Sender) -> list[str]:
    """A name for the file of each letter, in its language: ``muistutus_Omnia_2024-09-16.txt``; no two alike, whatever
    the case."""
    names: list[str] = []
    taken: set[str] = set()
    for one in letters:
        with speaking(one.language):
            word = t("remind.file")
        parts = [word, one.reminder.short, sender.day]
        name, again = file_name(*parts, ending="txt"), 1
        while name.casefold() in taken:
            again += 1
            name = file_name(*parts, str(again), ending="txt")
        taken.add(name.casefold())
        names.append(name)
    return names


def _body(reminder: Reminder, sender: Sender) -> str:
    lines = [t("remind.greeting"), "",
             t("remind.opening", project=sender.name, code=sender.code, date=date(sender.day)),
             t("remind.organisation", name=reminder.name)]  # fmt: skip
    parts = (
        ("overdue", [one for one in reminder.debts if one.days_late is not None]),
        ("coming", [one for one in reminder.debts if one.days_late is None and one.due is not None]),
        ("undated", [one for one in reminder.debts if one.due is None]),
    )
    for name, debts in parts:
        if debts:
            lines += ["", t(f"remind.part_{name}")]
        for debt in debts:
            lines += _debt(debt)
    lines += ["", t("remind.closing"), "", t("remind.regards")]
    return "\n".join([*lines, sender.coordinator or sender.code, t("remind.coordinator", code=sender.code)])


def _debt(debt: Debt) -> list[str]:
    """A line that says what and by when, and lines on how it stands and what proves it."""
    if debt.quarter is not None:
        what = t("remind.report", quarter=label(debt.quarter), code=debt.code, title=debt.title)
    elif debt.kind == "survey":
        what = t("remind.survey", code=debt.code, title=debt.title)
    else:
        what = t("remind.obligation", code=debt.code, title=debt.title)
    if debt.due is not None:
        what += ", " + t("remind.due", date=date(debt.due))
    if debt.days_late is not None:
        what += ", " + t("remind.days_late", n=debt.days_late)
    out = [f"- {safe(what)}", f"  {t('remind.state')}: {_state(debt)}"]
    if debt.proof:
        out.append(f"  {t('remind.proof')}: {safe(debt.proof)}")
    if debt.note:
        out.append(f"  {t('remind.note')}: {safe(debt.note)}")
    return out


def _state(debt: Debt) -> str:
    """How it stands, in words; what nobody has told is missing, or not there yet."""
    if debt.kind == "survey":
        return t("remind.not_answered")
    if debt.kind == "report":
        return t(f"report.state_{debt.state or 'none'}")
    if debt.state not in STATES:
        if debt.days_late is not None:
            return t("obligation.untold_missing")
        return t("obligation.untold_not_yet" if debt.due else "obligation.untold_no_data")
    told = t(f"obligation.state_{debt.state}")
    return t("remind.since", state=told, date=date(debt.since)) if debt.since else told
