"""`etappi export`: where reports go, what is refused, and that nothing is written over."""

import os
import stat
from pathlib import Path

from tests.cli.support import Inside, Shell
from tests.reports.golden import GOLDEN, without_hash


def test_a_report_goes_to_stdout_and_to_files(demo: Shell, inside: Inside) -> None:
    told = inside("export", "quarter")
    assert told.code == 0
    assert without_hash(told.out) == (GOLDEN / "quarter-fi.md").read_text(encoding="utf-8")
    assert inside("export", "quarter", "-o", "-").out == told.out
    english = inside("export", "quarter", "--lang", "en", "--format", "md").out
    assert without_hash(english) == (GOLDEN / "quarter-en.md").read_text(encoding="utf-8")

    written = inside("export", "quarter", "-o", "q3.docx")
    assert (written.code, written.out) == (0, "q3.docx\n")
    assert written.err.strip() == "1 tiedosto kirjoitettu."
    first = (demo.root / "q3.docx").read_bytes()
    assert first[:2] == b"PK"
    refused = inside("export", "quarter", "-o", "q3.docx")
    assert refused.code == 2
    assert "--force" in refused.err
    assert inside("export", "quarter", "-o", "q3.docx", "--force").code == 0
    assert (demo.root / "q3.docx").read_bytes() == first
    assert sorted(one.name for one in demo.root.glob("q3*")) == ["q3.docx"]


def test_a_folder_gets_names_of_its_own(demo: Shell, inside: Inside) -> None:
    assert inside("export", "status", "--dir", "out", "--format", "md").out == (
        "out/DIGI24_Tilannetaulukko_Q3-2024.md\n"
    )
    written = (demo.root / "out" / "DIGI24_Tilannetaulukko_Q3-2024.md").read_text(encoding="utf-8")
    assert without_hash(written) == (GOLDEN / "status-fi.md").read_text(encoding="utf-8")
    told = inside("export", "all", "--dir", "out")
    assert told.code == 0, told.err
    folder = demo.root / "out" / "DIGI24_Q3-2024_2024-09-16"
    names = {one.name for one in folder.iterdir()}
    assert {"Sisallys.md", "DIGI24_Neljannesraportti_Q3-2024.docx", "DIGI24_Neljannesraportti_Q3-2024.md"} <= names
    listed = (folder / "Sisallys.md").read_text(encoding="utf-8").replace("\\", "")
    assert all(name in listed for name in names - {"Sisallys.md"})
    assert {str(Path(line).name) for line in told.out.splitlines()} == names
    assert inside("export", "all", "--dir", "out").code == 2


def test_a_snapshot_is_named_in_the_small_print(demo: Shell, inside: Inside) -> None:
    told = inside("export", "quarter", "--snapshot", "Q2-2024")
    assert told.out.startswith("# Neljännesraportti Q2/2024\n")
    assert "Tilanne 30.6.2024, lukittu 8.7.2024." in told.out
    assert "Tilannekuva Q2-2024, tunniste " in told.out
    earlier = inside("export", "quarter", "--snapshot", "Q2-2024", "--quarter", "Q1")
    assert earlier.out.startswith("# Neljännesraportti Q1/2024\n")
    assert "Tilannekuva Q2-2024" in earlier.out


def test_what_cannot_be_is_refused_in_a_sentence(demo: Shell, inside: Inside) -> None:
    def refused(*arguments: str) -> str:
        told = inside("export", *arguments)
        assert told.code == 2
        assert told.out == ""
        assert len(told.err.strip().splitlines()) == 1
        return told.err

    assert "Q4/2024" in refused("quarter", "--snapshot", "Q2-2024", "--quarter", "Q4")
    assert "poissa" in refused("quarter", "--snapshot", "poissa")
    assert "--dir" in refused("quarter", "-o", "x.md", "--dir", "out")
    assert "--dir" in refused("all")
    assert "--table" in refused("all", "--dir", "out", "--format", "md")
    assert "TP9" in refused("quarter", "--wp", "TP9")
    assert "png" in refused("quarter", "--format", "png")
    assert "docx" in refused("quarter", "-o", "out.pdf")  # never a Word file under another name
    assert "workpackage --wp" in refused("quarter", "--wp", "TP1.2", "-o", "out.docx")
    assert "out/" in refused("quarter", "-o", "out/")
    assert refused("paper")
    assert list(demo.root.glob("out*")) == []


def test_a_terminal_gets_no_binary_and_a_pipe_does(demo: Shell) -> None:
    shown = demo.terminal("export", "quarter", "--format", "docx")
    assert shown.code == 2
    assert "docx" in shown.out
    assert demo.terminal("export", "quarter").out.startswith("# Neljännesraportti Q3/2024")
    with demo.start("export", "quarter", "--format", "docx") as process:
        piped, _ = process.communicate()
    assert process.returncode == 0
    assert piped[:2] == b"PK"


def test_files_follow_the_umask(demo: Shell) -> None:
    before = os.umask(0o027)
    try:
        assert demo("export", "status", "-o", "status.md").code == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((demo.root / "status.md").stat().st_mode) == 0o640


def test_a_snapshot_file_is_verified_where_there_is_no_store(demo: Shell, inside: Inside) -> None:
    assert inside("snapshot", "export", "Q2-2024", "-o", "q2.json").code == 0
    file = demo.root / "q2.json"
    there = ("--db", str(demo.root / "none.db"), "snapshot", "verify", str(file))
    assert demo(*there).code == 0
    file.write_bytes(file.read_bytes().replace(b"TP1.2", b"TP1.3", 1))
    broken = demo(*there)
    assert broken.code == 1
    assert "etappi snapshot export" in broken.out
