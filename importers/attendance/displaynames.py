"""A name as a meeting shows it: markers, organisations, telephone numbers and programs told apart from people."""

import re
from dataclasses import dataclass, field

from importers.attendance.words import AttendanceWords
from importers.words import norm

_TRAILING = re.compile(r"^(?P<name>.*\S)\s*[(（](?P<inside>[^()（）]*)[)）]$")
_LEADING = re.compile(r"^[\[［](?P<inside>[^\[\]］]+)[\]］]\s*(?P<name>\S.*)$")
_WORD = r"[^\s()\[\]]+"
_SEPARATED = re.compile(
    rf"^(?P<name>{_WORD}(?:\s+{_WORD})+?)(?:\s+[-–—|/@]\s+|\s*[/|@]\s*|,\s+)(?P<inside>[^,/|@()\[\]]+)$"
)
_PHONE = re.compile(r"[+\d(][\d\s().*xX#/–-]{3,}[\d*xX)]")
_DIGITS = 4  # of a number that may be a telephone's
_TAIL = re.compile(r"[\s_#]*\d*$")


@dataclass(frozen=True)
class Displayed:
    """The parts of a display name. *key* is what tells its joins in one meeting from others'; *name* is empty for a
    *caller*, whose number nobody keeps."""

    name: str = field(repr=False)
    key: str = field(repr=False)
    hint: str | None = field(default=None, repr=False)
    hint_sure: bool = False
    guest: bool = False
    caller: bool = False
    bot: bool = False


def displayed(text: str, email: str, words: AttendanceWords, *, originals: bool = False) -> Displayed:
    """Take a cleaned display name apart. *originals*: brackets at its end hold the name before a change, which is then
    no sure hint at an organisation."""
    plain, guest = _without_markers(text, words)
    if is_phone(plain) or words.means(_TAIL.sub("", plain), "caller"):
        return Displayed("", "caller " + norm(plain), guest=guest, caller=True)
    bot = bool(words.bots.search(norm(text))) or email.rpartition("@")[2].casefold() in words.bot_domains
    for pattern in (_LEADING, _TRAILING, _SEPARATED):
        found = pattern.match(plain)
        if found and found["inside"].strip():
            sure = not (originals and pattern is _TRAILING)
            name, _ = _without_markers(found["name"], words)
            return Displayed(name, norm(name), found["inside"].strip(), sure, guest, bot=bot)
    return Displayed(plain, norm(plain), guest=guest, bot=bot)


def is_phone(text: str) -> bool:
    """True for a telephone number, also one with digits hidden."""
    return bool(_PHONE.fullmatch(text)) and sum(sign.isdigit() for sign in text) >= _DIGITS


def _without_markers(text: str, words: AttendanceWords) -> tuple[str, bool]:
    """The name without (Guest), (Host) and the like at its end; True where it says that somebody is a guest."""
    guest = False
    while found := _TRAILING.match(text):
        meanings = [set(words.markers.get(norm(part), {}).values()) for part in re.split(r"[,;]", found["inside"])]
        if not all(meanings):
            break
        guest = guest or any("guest" in meaning for meaning in meanings)
        text = found["name"]
    return text, guest
