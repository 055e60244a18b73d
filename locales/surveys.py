"""What the figures of surveys say (core.surveys.telling), in the chosen language."""

from collections.abc import Iterable

from core.display import safe
from core.surveys.records import QuestionRow
from core.surveys.telling import Said
from locales import language, t
from locales.formats import NBSP, decimal, percent

SHARES = ("share", "first", "second", "low", "high")


def sentence(said: Said, question: QuestionRow) -> str:
    """One sentence about *question*, safe for one line of a terminal."""
    shown = {name: _shown(name, value) for name, value in said.values.items()}
    options = dict(question.choices(language()))
    names = ", ".join(t("survey.quoted", text=options.get(one, "")) for one in said.choices)
    return safe(t(f"survey.tell_{said.code}", **shown, options=names))


def sentences(all_said: Iterable[Said], question: QuestionRow) -> str:
    """Several of them as one text."""
    return " ".join(sentence(said, question) for said in all_said)


def text_of(question: QuestionRow) -> str:
    """A question in the chosen language, else in that which it was first asked in; its key where it has no words."""
    wording = question.wording(language())
    return safe(wording.text if wording is not None else question.key)


def wave_text(code: str) -> str:
    """A wave in words where its code has some: alkukysely, loppukysely; else its code."""
    return t(f"survey.wave_{code}") if code in ("start", "end") else safe(code)


def figure(value: float) -> str:
    """A median or a quartile: a whole number without decimals."""
    return decimal(value, 0 if value == int(value) else 1)


def span(low: float, high: float) -> str:
    """An interval of shares: 52–68 % or 52–68%."""
    one, two = decimal(low * 100, 0), decimal(high * 100, 0)
    return f"{one}–{two}%" if language() == "en" else f"{one}–{two}{NBSP}%"


def change(low: float, high: float) -> str:
    """An interval of a difference in percentage points: +13 … +39."""
    return f"{signed(low)} … {signed(high)}"


def signed(share: float) -> str:
    """A difference of shares in whole percentage points with its sign: +26, −2, 0."""
    value = int(abs(share) * 100 + 0.5 + 1e-9)
    return "0" if not value else f"{'+' if share > 0 else NEGATIVE}{value}"


NEGATIVE = "\u2212"


def _shown(name: str, value: object) -> object:
    if isinstance(value, float):
        return percent(value) if name in SHARES else figure(value)
    return value
