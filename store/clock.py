"""What day it is: the one function that knows (the demo's fixed day, else ETAPPI_TODAY, else the clock)."""

import os
import time

from core.days import day_number
from core.errors import EtappiError


def today(fixed: str | None = None) -> str:
    """Today as an ISO date in local time. EtappiError if ETAPPI_TODAY is not a date."""
    if fixed:
        return fixed
    wish = os.environ.get("ETAPPI_TODAY", "")
    if not wish:
        return time.strftime("%Y-%m-%d")
    try:
        day_number(wish)
    except ValueError:
        raise EtappiError("store.bad_today", value=wish) from None
    return wish
