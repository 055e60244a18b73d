"""Letters of reminders: what stands over them."""

from core.reminders import Reminder, Sender
from reports.reminders import letter


def reminder(name: str, short: str) -> Reminder:
    return Reminder(organisation_id=1, name=name, short=short, language=None, debts=())


def test_a_name_that_was_cut_stands_whole_in_the_subject() -> None:
    sender = Sender("DIGI24", "Digikyvykkyys", "fi", "Omnia", "2024-09-16")
    cut = letter(reminder("Kalajoen Kristillinen Opisto", "Kalajoen Kristillinen Op…"), sender)
    assert "Kalajoen Kristillinen Opisto" in cut.subject
    assert "…" not in cut.subject
    plain = letter(reminder("Koulutuskuntayhtymä Omnia", "Omnia"), sender)
    assert "Koulutuskuntayhtymä" not in plain.subject
    assert "Omnia" in plain.subject
