"""The key of a person: a keyed hash of the e-mail, so that nobody who holds the store alone can tell who it is.

reliability.md R25: HMAC-SHA256 of the normalised e-mail, 128 bits. The secret is handed in; where it is kept is not
known here, and it never goes into the database, a backup or an export.
"""

import hmac
import unicodedata

BITS = 128
_MARK = b"etappi: which key made these keys"


def normal_email(email: str) -> str:
    """An e-mail as it is compared: NFKC, no case, nothing around it."""
    return unicodedata.normalize("NFKC", email).casefold().strip()


def person_key(secret: bytes, email: str) -> str:
    """The key of the person with this e-mail, 32 hexadecimal digits. ValueError for an empty secret or e-mail."""
    normal = normal_email(email)
    if not secret or not normal:
        raise ValueError("no secret or no e-mail")
    return hmac.digest(secret, normal.encode("utf-8", "surrogatepass"), "sha256")[: BITS // 8].hex()


def key_mark(secret: bytes) -> str:
    """What tells one secret from another without telling it, 16 hexadecimal digits: keys of people that two secrets
    made cannot be compared."""
    return hmac.digest(secret, _MARK, "sha256")[:8].hex()
