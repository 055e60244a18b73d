"""SQLite's error codes as sentences with a remedy (reliability.md R10)."""

from core.errors import StoreError

# Longest names first where one begins another: IOERR covers all IOERR_*.
SENTENCES = (
    ("SQLITE_FULL", "store.disk_full"),
    ("SQLITE_READONLY_DIRECTORY", "store.read_only_folder"),
    ("SQLITE_READONLY_ROLLBACK", "store.read_only_journal"),
    ("SQLITE_READONLY", "store.read_only"),
    ("SQLITE_IOERR", "store.input_output"),
    ("SQLITE_CANTOPEN", "store.cannot_open"),
    ("SQLITE_CORRUPT", "store.corrupt"),
    ("UnicodeDecodeError", "store.corrupt"),  # damaged text, also in SQLite's own message about the damage
    ("SQLITE_NOTADB", "store.not_a_database"),
    ("SQLITE_BUSY", "store.busy"),
    ("SQLITE_PERM", "store.read_only"),
    ("SQLITE_AUTH", "store.read_only"),
)


def explain(error: Exception, path: str) -> StoreError:
    """The sentence for an error of SQLite while *path* was used; an unknown code names itself."""
    name = getattr(error, "sqlite_errorname", None) or type(error).__name__
    for prefix, code in SENTENCES:
        if name.startswith(prefix):
            return StoreError(code, path=path, name=name)
    return StoreError("store.other", path=path, name=name, text=str(error))
