"""Which contact belongs to which organisation, in what order debts stand, and the language of a reminder."""

from core.reminders import Addressee, Contact, Debt, Reminder, Sender, language_of, match, ordered

OMNIA = Addressee(1, "Espoon seudun koulutuskuntayhtymä Omnia", "Omnia", "0112038-9", ("OMNIA Espoo",))
SAVO = Addressee(2, "Savon ammattiopisto", "Savon AO", None, ("Savo",))
ITA = Addressee(3, "Itä-Savo", "ISAO", None, ("Savo",))
SENDER = Sender("P", "Projekti", "fi", None, "2024-09-16")


def contact(organisation: str, language: str | None = None) -> Contact:
    return Contact(2, organisation, "", "a@b.fi", language)


def test_contacts_are_matched_by_every_name_and_never_guessed() -> None:
    for written in ("omnia", "Omnia Espoo", " espoon  seudun koulutuskuntayhtymä OMNIA", "FI01120389", "0112038-9"):
        found, problems = match([contact(written)], [OMNIA, SAVO, ITA])
        assert (list(found), problems) == ([1], ()), written
    found, problems = match([contact("Omni"), contact("savo"), contact("")], [OMNIA, SAVO, ITA])
    assert found == {}
    assert [(one.code, one.names) for one in problems] == [
        ("nobody", ()), ("several", ("Savon ammattiopisto", "Itä-Savo")), ("nobody", ()),
    ]  # fmt: skip


def test_the_longest_overdue_comes_first_and_what_has_no_date_last() -> None:
    def debt(code: str, due: str | None, late: int | None = None) -> Debt:
        return Debt("obligation", code, code, due, late, None)

    mixed = [debt("none", None), debt("later", "2024-12-31"), debt("late", "2024-09-01", 15),
             debt("soon", "2024-10-01"), debt("very", "2024-06-01", 107)]  # fmt: skip
    assert [one.code for one in ordered(mixed)] == ["very", "late", "soon", "later", "none"]


def test_the_language_is_the_contacts_then_the_organisations_then_the_projects() -> None:
    def spoken(own: str | None, *contacts: Contact) -> str:
        return language_of(Reminder(1, "O", "O", own, ()), contacts, SENDER, ("fi", "sv", "en"))

    assert spoken(None) == "fi"
    assert spoken("sv") == "sv"
    assert spoken("ru") == "fi"
    assert spoken("sv", contact("O", "en"), contact("O")) == "en"
    assert spoken("sv", contact("O", "en"), contact("O", "fi")) == "sv"
