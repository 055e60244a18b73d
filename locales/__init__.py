"""The one translator of the product: words by code, looked up straight in the compiled catalogues.

A code is ``domain.name`` (``status.on_schedule``); the domain names the catalogue file, so that a command reads
only the words that it needs. English, Finnish and Swedish. Catalogues are gettext files whose msgid is the code;
a code with a plural has msgid and msgid_plural alike and takes its form from the value ``n``. The lookup is a
binary search over the sorted table of the .mo file, written here because `etappi status` cannot afford the
import of gettext (it brings re and more).
"""

import os

LANGUAGES = ("fi", "sv", "en")
ENVIRONMENT = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_FOLDER = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib costs 10 ms
_MAGIC = 0x950412DE

_chosen = ["en"]
_catalogues: dict[tuple[str, str], bytes] = {}


def choose(language: str) -> None:
    """Speak *language* (fi, sv or en) from now on; ValueError for another."""
    if language not in LANGUAGES:
        raise ValueError(language)
    _chosen[0] = language


def language() -> str:
    """The language that is spoken now."""
    return _chosen[0]


def preferred(*wishes: str | None, environ: "os._Environ[str] | dict[str, str] | None" = None) -> str:
    """The first of *wishes* that is a language here, else the environment's, else English.

    Wishes in their order: --lang, ETAPPI_LANG, the user's setting, the project's language.
    """
    for wish in wishes:
        if wish in LANGUAGES:
            return wish
    values = os.environ if environ is None else environ
    for name in ENVIRONMENT:
        for value in values.get(name, "").split(":"):
            if value[:2].lower() in LANGUAGES:
                return value[:2].lower()
    return "en"


def t(code: str, /, **values: object) -> str:
    """The words of *code* in the chosen language with ``{name}`` places filled from *values*.

    A code with a plural needs an integer ``n``. A code that no catalogue has is returned as it is (a test finds
    such codes). Values are put in as they are: they are data, never a template.
    """
    text = _find(_chosen[0], code)
    if text is None:
        return code
    if "\0" in text:
        one, many = text.split("\0")
        text = one if values.get("n") == 1 else many
    return _ended_once(text, values).format_map(values) if "{" in text else text


def _ended_once(text: str, values: "dict[str, object]") -> str:
    """*text* without the full stop after a place whose value ends with one ("Ry.")."""
    if "}." in text:
        for name, value in values.items():
            if isinstance(value, str) and value.endswith((".", "…")):
                place = f"{{{name}}}"
                text = text.replace(f"{place}. ", f"{place} ")
                if text.endswith(f"{place}."):
                    text = text[:-1]
    return text


def has(code: str) -> bool:
    """True if the chosen language has words for *code*."""
    return _find(_chosen[0], code) is not None


def _find(spoken: str, code: str) -> str | None:
    domain = code.partition(".")[0]
    data = _catalogues.get((spoken, domain))
    if data is None:
        data = _catalogues[spoken, domain] = _read(spoken, domain)
    if not data:
        return None
    wanted = code.encode()
    count = _number(data, 8)
    originals, translations = _number(data, 12), _number(data, 16)
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        found = _string(data, originals + 8 * middle).partition(b"\0")[0]
        if found < wanted:
            low = middle + 1
        elif found > wanted:
            high = middle
        else:
            return _string(data, translations + 8 * middle).decode()
    return None


def _read(spoken: str, domain: str) -> bytes:
    try:
        with open(f"{_FOLDER}/{spoken}/{domain}.mo", "rb") as file:  # noqa: PTH123
            data = file.read()
    except OSError:
        return b""
    return data if _number(data, 0) == _MAGIC else b""


def _number(data: bytes, place: int) -> int:
    return int.from_bytes(data[place : place + 4], "little")


def _string(data: bytes, entry: int) -> bytes:
    size, place = _number(data, entry), _number(data, entry + 4)
    return data[place : place + size]
