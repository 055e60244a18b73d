"""Every word that the product says exists in three languages, says the same in each, and is used."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from cli.app import VERBS, run
from core.checks import RULES
from locales import LANGUAGES, choose, has, t
from store.models import FACTS

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("cli", "core", "demo", "importers", "locales", "reports", "store", "tui")
DOMAINS = sorted(path.stem for path in (ROOT / "locales" / "fi").glob("*.po"))
PLACE = re.compile(r"(?<!\{)\{(\w+)\}")

ALIKE_CODES = {"cli.info_sqlite", "tui.batch_title", "tui.origin"}
"""Codes whose words are the same in two languages; a single word may always be."""
COMMAND = re.compile(r"etappi [a-z]+(?: --[a-z]+)*")


def catalogue(language: str, domain: str) -> Catalog:
    with (ROOT / "locales" / language / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str, domain: str) -> dict[str, Message]:
    found = {}
    for message in catalogue(language, domain):
        code = message.id if isinstance(message.id, str) else message.id[0]
        if code:
            found[code] = message
    return found


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def sources() -> Iterator[tuple[Path, ast.Module]]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def literal(node: ast.expr) -> list[str]:
    """The codes that an expression can be: a string, an f-string as a pattern, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [re.escape(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values)]
    if isinstance(node, ast.IfExp):
        return literal(node.body) + literal(node.orelse)
    return []


def called(node: ast.Call) -> str:
    return (
        node.func.id
        if isinstance(node.func, ast.Name)
        else node.func.attr
        if isinstance(node.func, ast.Attribute)
        else ""
    )


def asked() -> set[str]:
    """Patterns of every code that the source asks the catalogues for."""
    found: set[str] = set()
    for _, tree in sources():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name, codes = called(node), literal(node.args[0])
            if name in ("t", "sentence", "told"):
                found.update(codes)
            elif name in ("EtappiError", "StoreError"):
                found.update(re.sub(r"^(\w+)\\\.", r"\1\\.error_", code) for code in codes)
            elif name == "Finding":
                found.update(rf"(?:finding|check)\.{code}" for code in codes)
    return found


def everything_said() -> set[str]:
    """Every string constant of the source, for words whose codes are put together."""
    return {
        node.value
        for _, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("domain", DOMAINS)
def test_three_languages_say_the_same(domain: str) -> None:
    fi, sv, en = (messages(language, domain) for language in LANGUAGES)
    assert fi.keys() == sv.keys() == en.keys()
    for code, english in en.items():
        assert code.partition(".")[0] == domain
        places = [
            {place for text in strings(message[code]) for place in PLACE.findall(text)} for message in (fi, sv, en)
        ]
        assert places[0] == places[1] == places[2], code
        assert isinstance(fi[code].id, str) == isinstance(sv[code].id, str) == isinstance(english.id, str), code
        for message in (fi[code], sv[code], english):
            assert not message.fuzzy, code
            assert all(text.strip() for text in strings(message)), code
            assert all("(s)" not in text and "/-a" not in text for text in strings(message)), code
            if not isinstance(message.id, str):
                assert len(strings(message)) == 2, code


@pytest.mark.parametrize("domain", DOMAINS)
def test_finnish_and_swedish_are_translated(domain: str) -> None:
    fi, sv, en = (messages(language, domain) for language in LANGUAGES)
    same = []
    for code in en:
        text = " ".join(strings(en[code]))
        words = re.findall(r"[A-Za-zÅÄÖåäö]{4,}", COMMAND.sub("", PLACE.sub("", text)))
        if code in ALIKE_CODES or (len(words) == 1 and words[0].lower() == text.lower().strip(" .:")):
            continue
        same += [code for other in (fi, sv) if words and " ".join(strings(other[code])) == text]
    assert same == []


def test_every_code_that_is_asked_for_is_there() -> None:
    known = {code for domain in DOMAINS for code in messages("fi", domain)}
    lost = []
    for pattern in sorted(asked()):
        domain = pattern.partition("\\.")[0]
        if domain not in DOMAINS and not domain.startswith("(?:"):
            continue
        if not any(re.fullmatch(pattern, code) for code in known):
            lost.append(pattern)
    assert lost == []


def test_no_word_stands_unused() -> None:
    patterns = [re.compile(pattern) for pattern in asked()]
    said = everything_said()
    unused = []
    for domain in DOMAINS:
        for code in messages("fi", domain):
            last = code.partition(".")[2]
            parts = {code, last, last.removeprefix("error_"), code.replace(".error_", ".")}
            if any(pattern.fullmatch(code) for pattern in patterns) or parts & said:
                continue
            unused.append(code)
    assert unused == []


def test_every_rule_has_words() -> None:
    from core.checks import imports, indicators, network, plan, quarters

    told = set()
    for module in (imports, indicators, network, plan, quarters):
        tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.partition("/")[0] in RULES:
                told.add(node.value.rstrip("/"))
    for language in LANGUAGES:
        choose(language)
        assert all(has(f"check.rule.{name}") for name in RULES)
        assert [code for code in told if not has(f"check.{code}") and code not in RULES] == []


def test_every_table_of_facts_has_a_word() -> None:
    for language in LANGUAGES:
        choose(language)
        assert [one.__tablename__ for one in FACTS if not has(f"log.table_{one.__tablename__}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_verb_and_option_has_help(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    choose(language)
    for verb, family in VERBS.items():
        module = importlib.reload(importlib.import_module(f"cli.{family}"))
        command: click.Command = getattr(module, f"{verb}_command")
        every = [command, *(command.commands.values() if isinstance(command, click.Group) else ())]
        for one in every:
            assert one.help
            assert not one.help.startswith("cli.")
            for parameter in one.params:
                if isinstance(parameter, click.Option):
                    assert parameter.help, (verb, parameter.name)
                    assert not parameter.help.startswith("cli.")
    assert run(["--lang", language, "--help"]) == 0
    text = capsys.readouterr().out
    english = {"Usage", "Options", "Commands", "Show this message", "COMMAND"}
    assert any(word in text for word in english) == (language == "en")
    assert t("cli.help")[:20] in text


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_click_complains_in_the_language(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for arguments in (["frob"], ["status", "--frob"], ["status", "extra"], ["undo", "x"], ["import"], ["set", "A", "b"],
                      ["log", "-n", "0"], ["org", "merge", "A"], ["import", "x", "--wp"]):  # fmt: skip
        assert run([*arguments, "--lang", language]) == 2
        said.append(capsys.readouterr().err)
    for english in ("No such", "Got", "Missing", "Invalid", "valid", "requires", "is not", "Usage", "Help:"):
        assert not [line for line in said if english in line], english
