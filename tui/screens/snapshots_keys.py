"""The keys of the Snapshots screen; the Overview has two of them, too."""

from tui import keys

TAKE = keys.key("take_snapshot", "t", "screen.take", "act")
COMPARE = keys.key("compare_snapshots", "v", "screen.compare", "act")
COPY = keys.key("copy_sentences", "c", "screen.copy", "act")
EXPORT = keys.key("export_report", "x", "screen.export", "act")
PREVIEW = keys.key("preview_report", "o", "screen.preview", "act")
TO_LIST = keys.key("to_snapshots", "left,h", "screen.to_list", "move")
TO_CHANGES = keys.key("to_changes", "right,l", "screen.to_changes", "move")
BACK = keys.key("back", "q,escape", "screen.back", "app")
STOP = keys.key("stop_export", "q,escape", "screen.close", "app")

# ↵ in the forms, each by what it does
TAKE_NOW = keys.key("take_now", "enter", "screen.save", "act")
COMPARE_NOW = keys.key("compare_now", "enter", "screen.save", "act")
EXPORT_NOW = keys.key("export_now", "enter", "screen.save", "act")
