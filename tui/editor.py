"""A text in the user's own editor ($VISUAL, $EDITOR), over a file that nobody else can read and that does not stay."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from core.errors import EtappiError
from core.text import clean_lines


def edited(text: str) -> str:
    """*text* as the user leaves it in the editor, cleaned. The terminal must be free for it.

    EtappiError: no editor is named, it cannot be started or ends with an error, or what it leaves is no text.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    if not command.strip():
        raise EtappiError("work.no_editor")
    number, name = tempfile.mkstemp(prefix="etappi-", suffix=".txt")  # readable by its owner alone
    path = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
        code = subprocess.call([*shlex.split(command), name])
        if code:
            raise EtappiError("work.editor_failed", command=command, n=code)
        return clean_lines(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise EtappiError("work.editor_failed", command=command, n=getattr(error, "errno", None) or 1) from None
    finally:
        path.unlink(missing_ok=True)
