"""What organisations are reminded of, and whom the reminders are for. Contacts are never stored: they are joined to
a reminder when it is written."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.business_id import BusinessIdError, business_id
from core.text import clean


@dataclass(frozen=True)
class Debt:
    """Something that an organisation owes. *kind* is ``obligation``, ``report`` or ``survey``; *code* that of the
    obligation, of the report's work package (*quarter* is the report's), or ``CODE/WAVE`` of the survey. *state* is one
    of core.obligations.STATES or a report's state, None where nobody has said anything; *since* is the obligation's
    date of it, *proof* the form of proof and *note* why a report was sent back. *days_late* is None unless it is
    overdue, *due* where there is no due date."""

    kind: str
    code: str
    title: str
    due: str | None
    days_late: int | None
    state: str | None
    since: str | None = None
    proof: str | None = None
    quarter: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Reminder:
    """Everything that one organisation owes, the longest overdue first, then by due date, and last what has none.
    *language* is the organisation's, None where it has none of its own."""

    organisation_id: int
    name: str
    short: str
    language: str | None
    debts: tuple[Debt, ...]

    @property
    def overdue(self) -> int:
        """How many of them are overdue."""
        return sum(debt.days_late is not None for debt in self.debts)


@dataclass(frozen=True)
class Sender:
    """What every reminder of a project says of it: code, name, language, who coordinates (None if unknown), and the
    ISO date on which things stand so."""

    code: str
    name: str
    language: str
    coordinator: str | None
    day: str


@dataclass(frozen=True)
class Contact:
    """A line of the contact file: *organisation* as written there, a person's name and address, and the language (a
    code) in which they want to be written to, if told."""

    line: int
    organisation: str
    name: str
    email: str
    language: str | None = None


@dataclass(frozen=True)
class ContactProblem:
    """A line of the contact file that cannot be used. *code*: ``email`` (no address), ``language`` (unknown),
    ``nobody`` (matches no organisation), ``several`` (matches more than one: *names*)."""

    code: str
    line: int
    text: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Addressee:
    """An organisation as a contact file may call it."""

    id: int
    name: str
    short: str
    business_id: str | None
    spellings: tuple[str, ...] = ()


def ordered(debts: Iterable[Debt]) -> tuple[Debt, ...]:
    """The longest overdue first, then by due date, then what has none; otherwise as they come."""
    return tuple(sorted(debts, key=lambda one: (-(one.days_late or 0), one.due is None, one.due or "")))


def match(
    contacts: Iterable[Contact], addressees: Iterable[Addressee]
) -> tuple[dict[int, tuple[Contact, ...]], tuple[ContactProblem, ...]]:
    """The contacts of each organisation by its id, and those that cannot be told to belong to exactly one: by business
    id, name, short name or remembered spelling, in capitals or not. Nobody is guessed."""
    known = tuple(addressees)
    named: dict[str, dict[int, str]] = {}
    for one in known:
        for text in (one.name, one.short, *one.spellings, one.business_id or ""):
            if text:
                named.setdefault(text.casefold(), {})[one.id] = one.name
    found: dict[int, tuple[Contact, ...]] = {}
    problems = []
    for contact in contacts:
        ids = named.get(_key(contact.organisation), {})
        if len(ids) == 1:
            number = next(iter(ids))
            found[number] = (*found.get(number, ()), contact)
        else:
            code = "several" if ids else "nobody"
            problems.append(ContactProblem(code, contact.line, contact.organisation, tuple(ids.values())))
    return found, tuple(problems)


def language_of(reminder: Reminder, contacts: Iterable[Contact], sender: Sender, spoken: Iterable[str]) -> str:
    """The language that a reminder is written in, one of *spoken*: that of its contacts where they agree on one, else
    the organisation's, else the project's."""
    wishes = {contact.language for contact in contacts if contact.language}
    known = tuple(spoken)
    for wish in (wishes.pop() if len(wishes) == 1 else None, reminder.language, sender.language):
        if wish in known:
            return str(wish)
    return known[0]


def _key(text: str) -> str:
    try:
        return business_id(text)
    except BusinessIdError:
        return clean(text).casefold()
