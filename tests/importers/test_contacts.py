"""The contact file as people save it: separators, encodings, columns in any order; what cannot be used is told."""

from pathlib import Path

import pytest

from core.errors import EtappiError
from importers.contacts import place, read_contacts, shown


def written(folder: Path, content: bytes) -> str:
    path = folder / "contacts.csv"
    path.write_bytes(content)
    return str(path)


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_any_separator_encoding_and_order_of_columns(tmp_path: Path, separator: str, encoding: str) -> None:
    rows = [
        ("Sähköposti", "Puhelin", "Kieli", "Organisaatio", "Nimi"),
        ("a@b.fi", "1", "ruotsi", "Työtehoseura", "Åsa"),
    ]
    text = "\r\n".join(separator.join(row) for row in rows)
    contacts, problems = read_contacts(written(tmp_path, text.encode(encoding)))
    assert problems == ()
    assert [(one.organisation, one.name, one.email, one.language) for one in contacts] == [
        ("Työtehoseura", "Åsa", "a@b.fi", "sv")
    ]


def test_lines_are_told_by_their_number_in_the_file(tmp_path: Path) -> None:
    text = '\n\norganisation;e-mail;name\n\nOmnia;a@b.fi;"Two\nlines"\nTTS;none;\nTAKK;x@y.fi, z@y.fi;\nSASKY\n'
    contacts, problems = read_contacts(written(tmp_path, text.encode()))
    assert [(one.line, one.organisation) for one in contacts] == [(6, "Omnia")]
    assert [(one.code, one.line, one.text) for one in problems] == [
        ("email", 7, "TTS"), ("email", 8, "TAKK"), ("email", 9, "SASKY"),
    ]  # fmt: skip


def test_what_a_terminal_would_obey_is_taken_out(tmp_path: Path) -> None:
    text = "organisation;name;e-mail\nOm\x1b[31mnia;\x1b]52,c\x07Ma\x85\u2028ija\u202e;a@b.fi\nTTS;x;a\x1b@b.fi\n"
    contacts, _ = read_contacts(written(tmp_path, text.encode()))
    assert [(one.organisation, one.name) for one in contacts][:1] == [("Omnia", "Maija")]
    assert all(sign.isprintable() for one in contacts for sign in one.organisation + one.name + one.email)


def test_no_file_is_no_contact_and_a_folder_or_a_huge_file_is_told(tmp_path: Path) -> None:
    assert read_contacts(str(tmp_path / "none.csv")) == ((), ())
    with pytest.raises(EtappiError, match="contacts_unread"):
        read_contacts(str(tmp_path))
    with pytest.raises(EtappiError, match="contacts_large"):
        read_contacts(written(tmp_path, b"organisation;e-mail\n" + b"x" * 2_000_001))


def test_its_place_follows_the_configuration_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/minna")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/srv/config")
    assert place() == "/srv/config/etappi/contacts.csv"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert shown(place()) == "~/.config/etappi/contacts.csv"
