"""`etappi missing --mail`: what organisations owe, as letters. Addresses are joined here and kept nowhere."""

from cli.context import Context
from cli.output import put, put_json, say, terminal_width
from cli.table import Column, draw
from core.reminders import ContactProblem, match
from importers.contacts import place, read_contacts, shown
from locales import t
from reports.reminders import Letter, file_names, letter
from store import members, reminders
from store.clock import today as today_of
from store.outfiles import write_all

PRIVATE = 0o600


def write_reminders(
    context: Context, names: tuple[str, ...], folder: str | None, *, force: bool, json: bool, wave: str | None = None
) -> None:  # fmt: skip
    """Print or write a letter for each organisation of *names* (all where none is given) that owes anything. *wave*
    (``CODE/WAVE``) is asked for even where it is over."""
    path = place()
    contacts, problems = read_contacts(path)
    with context.project_reading() as (connection, project):
        wanted = [members.find(connection, project.id, name) for name in names]
        day = today_of(project.fixed_today)
        sender = reminders.sender(connection, project, day)
        found = reminders.reminders(connection, project, day, wanted or None, wave=wave)
        known = reminders.addressees(connection)
    of, unmatched = match(contacts, known)
    letters = [letter(one, sender, of.get(one.organisation_id, ())) for one in found]
    files = file_names(letters, sender)
    paths: tuple[str | None, ...] = (None,) * len(letters)
    if folder is not None and letters:
        content = {name: one.text.encode() for name, one in zip(files, letters, strict=True)}
        paths = write_all(folder, content, force=force, mode=PRIVATE)
    if json:
        put_json([_json(one, path) for one, path in zip(letters, paths, strict=True)])
    elif folder is not None and letters:
        _put_table(letters, paths)
    else:
        put("\n\n".join(one.text.rstrip("\n") for one in letters).split("\n") if letters else [])
    if not contacts and not problems:
        say(t("remind.no_file", path=shown(path)))
    for problem in (*problems, *unmatched):
        say(problem_text(problem))
    silent = [one.name for one in known if one.id in wanted and one.id not in {each.organisation_id for each in found}]
    for name in silent:
        say(t("remind.owes_nothing", name=name))
    if not letters and not wanted:
        say(t("remind.nobody"))


def problem_text(problem: ContactProblem) -> str:
    """The sentence of a line of the contact file that cannot be used."""
    return t(f"remind.problem_{problem.code}", line=problem.line, text=problem.text or "–",
             names=", ".join(problem.names))  # fmt: skip


def _put_table(letters: list[Letter], paths: tuple[str | None, ...]) -> None:
    head = [Column(t("cli.head_organisation"), gives_way=True), Column(t("remind.head_owes"), right=True),
            Column(t("remind.head_overdue"), right=True), Column(t("remind.head_language")),
            Column(t("cli.head_file"))]  # fmt: skip
    rows = [[one.reminder.short, str(len(one.reminder.debts)), str(one.reminder.overdue), one.language, path or ""]
            for one, path in zip(letters, paths, strict=True)]  # fmt: skip
    put(draw(head, rows, terminal_width()))
    put(["", t("remind.written", n=len(letters), known=sum(bool(one.to) for one in letters))])


def _json(one: Letter, path: str | None) -> dict[str, object]:
    return {
        "organisation": one.reminder.name, "language": one.language,
        "to": [{"name": contact.name, "email": contact.email} for contact in one.to], "subject": one.subject,
        "text": one.body, "file": path,
        "owes": [{"kind": debt.kind, "code": debt.code, "title": debt.title, "due": debt.due,
                  "days_late": debt.days_late, "state": debt.state} for debt in one.reminder.debts],
    }  # fmt: skip
