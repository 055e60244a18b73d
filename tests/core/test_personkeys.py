"""Keys of people: the published value, what counts as one e-mail, and what a key does not tell."""

import hashlib
import hmac

import pytest

from core.personkeys import key_mark, normal_email, person_key

SECRET = bytes(range(32))


def test_a_key_is_the_first_half_of_hmac_sha256() -> None:
    # RFC 4231, test case 2: key "Jefe".
    assert person_key(b"Jefe", "what do ya want for nothing?") == "5bdcc146bf60754e6a042426089575c7"
    expected = hmac.new(SECRET, b"maija.mallikas@omnia.example", hashlib.sha256).hexdigest()
    assert person_key(SECRET, "maija.mallikas@omnia.example") == expected[:32]


@pytest.mark.parametrize(
    "email",
    [" Maija.Mallikas@OMNIA.example\n", "maija.mallikas@omnia.example\u00a0", "ｍaija.mallikas@omnia.example"],
)
def test_one_email_however_written(email: str) -> None:
    assert normal_email(email) == "maija.mallikas@omnia.example"
    assert person_key(SECRET, email) == person_key(SECRET, "maija.mallikas@omnia.example")


def test_another_secret_gives_another_key_and_mark() -> None:
    assert person_key(SECRET, "a@b.fi") != person_key(SECRET[::-1], "a@b.fi")
    assert key_mark(SECRET) != key_mark(SECRET[::-1])
    assert SECRET.hex()[:16] not in key_mark(SECRET)


@pytest.mark.parametrize(("secret", "email"), [(b"", "a@b.fi"), (SECRET, " ")])
def test_nothing_has_no_key(secret: bytes, email: str) -> None:
    with pytest.raises(ValueError, match="no secret"):
        person_key(secret, email)
