"""When something was done, on the clock of the person who reads it."""

from datetime import datetime

from locales import language
from locales.formats import date


def moment(at: str) -> str:
    """A moment of the store (ISO, UTC) in local time: 3.9.2024 14.05, in English 3 Sep 2024 14:05."""
    local = datetime.fromisoformat(at).astimezone()
    return (
        f"{date(f'{local:%Y-%m-%d}')} {local:%H:%M}"
        if language() == "en"
        else f"{date(f'{local:%Y-%m-%d}')} {local:%H.%M}"
    )
