"""The command `etappi`. Looks at the arguments before it imports a parser: `status` must answer at once."""

import codecs
import os
import sys

from cli.output import complain, flush
from core.errors import EtappiError
from core.places import remember_mask

LOOKALIKES = {
    "\u00a0": " ", "–": "-", "—": "-", "…": ".", "’": "'", "“": '"', "”": '"', "→": ">", "·": "-", "×": "x", "ß": "s",
}  # fmt: skip


def main() -> None:
    """Run the command line and end the process with its exit code (contract.md)."""
    remember_mask(os.umask(0o077))
    codecs.register_error("lookalike", _lookalike)
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: PTH123, SIM115 - closed by the caller: >&-
    sys.stderr = sys.stderr or open(os.devnull, "w")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="lookalike")  # type: ignore[union-attr]
    try:
        code = _run(sys.argv[1:])
        flush()
    except BrokenPipeError:
        # the reader has gone (| head): nothing more to say
        code = 0
    except EtappiError as error:
        code = complain(error)
    except KeyboardInterrupt:
        code = 130
    sys.stderr.flush()
    os._exit(code)  # saves the teardown of everything imported: 2 ms of `status`, 40 of the app


def _lookalike(error: UnicodeError) -> tuple[str, int]:
    """What stands for letters that a terminal's encoding lacks: one sign for one sign, so that columns stay."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    from unicodedata import normalize

    signs = []
    for sign in error.object[error.start : error.end]:
        plain = LOOKALIKES.get(sign) or normalize("NFD", sign)[0]
        signs.append(plain if plain.isascii() else "?")
    return "".join(signs), error.end


def _run(arguments: list[str]) -> int:
    from cli.status import fast

    code = fast(arguments)
    if code is not None:
        return code
    from cli.app import run

    return run(arguments)


if __name__ == "__main__":
    main()
