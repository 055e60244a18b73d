"""Another language for a while: a form or a reminder speaks that of its reader."""

from collections.abc import Iterator
from contextlib import contextmanager

from locales import choose, language


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Speak *wanted* (fi, sv or en) inside the block, and afterwards what was spoken before it."""
    before = language()
    choose(wanted)
    try:
        yield
    finally:
        choose(before)
