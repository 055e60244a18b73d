"""The file of the secret: made once, closed to others, never replaced."""

import threading
from pathlib import Path

import pytest

from core.errors import EtappiError
from importers import personkeys


def test_made_once_and_closed(tmp_path: Path) -> None:
    environ = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    path = tmp_path / "config" / "etappi" / "key"
    assert personkeys.key_file(environ) == path
    assert personkeys.load(environ) is None
    secret = personkeys.load_or_make(environ)
    assert len(secret) == personkeys.BYTES
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [entry.name for entry in path.parent.iterdir()] == ["key"]
    assert personkeys.load(environ) == personkeys.load_or_make(environ) == secret
    assert not personkeys.too_open(environ)
    path.chmod(0o640)
    assert not personkeys.too_open(environ)
    path.chmod(0o644)
    assert personkeys.too_open(environ)


def test_another_file(tmp_path: Path) -> None:
    environ = {"ETAPPI_KEY_FILE": str(tmp_path / "team.key"), "HOME": str(tmp_path / "home")}
    secret = personkeys.load_or_make(environ)
    assert (tmp_path / "team.key").read_text("ascii") == secret.hex() + "\n"
    assert not (tmp_path / "home").exists()
    nowhere = {"ETAPPI_KEY_FILE": str(tmp_path / "not mounted" / "team.key")}
    assert refused(nowhere) == "attendance.key_not_made"


def refused(environ: dict[str, str]) -> str:
    with pytest.raises(EtappiError) as caught:
        personkeys.load_or_make(environ)
    assert caught.value.values == {"file": environ["ETAPPI_KEY_FILE"]}
    return caught.value.code


@pytest.mark.parametrize("content", [b"", b"abc", b"00" * 31, b"\xff\xfe", b"zz" * 32, b"00" * 40])
def test_a_damaged_file_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    assert refused({"ETAPPI_KEY_FILE": str(path)}) == "attendance.key_damaged"
    assert path.read_bytes() == content


def test_a_folder_is_no_key(tmp_path: Path) -> None:
    assert refused({"ETAPPI_KEY_FILE": str(tmp_path)}) == "attendance.key_unreadable"


def test_many_at_once_get_the_same(tmp_path: Path) -> None:
    environ = {"ETAPPI_KEY_FILE": str(tmp_path / "key")}
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(personkeys.load_or_make(environ))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_another_secret_in_its_place(tmp_path: Path) -> None:
    file, link = tmp_path / "shared" / "team.key", tmp_path / "key"
    file.parent.mkdir()
    link.symlink_to(file)
    environ = {"ETAPPI_KEY_FILE": str(link)}
    first = personkeys.rotate({"ETAPPI_KEY_FILE": str(file)})  # there was none
    link.chmod(0o644)
    second = personkeys.rotate(environ)
    assert personkeys.load(environ) == second != first
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in file.parent.iterdir()] == ["team.key"]
    file.write_text("damaged")
    assert personkeys.rotate(environ) == personkeys.load(environ)
