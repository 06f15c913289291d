"""Nynorsk and English are complete: every string of ours has its words in both, with the same names in it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}
PLURALS = {"ngettext", "ngettext_lazy"}
NAMES = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}|%%?n\b")
TEXT = r"""u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*\""""
CALL = re.compile(rf"\b(n?gettext)\(({TEXT})(?:, ?({TEXT}))?")
APPS = ("config", "microblog", "ideas", "analytics")


def strings_of(source: str) -> Iterator[tuple[str, str]]:
    """Yield (singular, plural or empty) of each marked string in Python source."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if name in MARKS and texts:
            yield texts[0], texts[1] if name in PLURALS and len(texts) > 1 else ""


def strings_of_template(source: str) -> Iterator[tuple[str, str]]:
    """Yield the same for a template, which Django first turns into calls that look like Python."""
    for call in CALL.finditer(templatize(source)):
        yield ast.literal_eval(call[2]), ast.literal_eval(call[3]) if call[3] else ""


def our_strings() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            found |= set(strings_of(path.read_text()))
    for path in (settings.BASE_DIR / "templates").rglob("*.*"):
        found |= set(strings_of_template(path.read_text()))
    return found


@pytest.fixture(scope="module")
def strings() -> set[tuple[str, str]]:
    return our_strings()


def catalog(language: str) -> dict[str, polib.POEntry]:
    path = Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"
    return {entry.msgid: entry for entry in polib.pofile(str(path))}


def names(text: str) -> set[str]:
    return {match[0] for match in NAMES.finditer(text)}


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_string_is_translated_with_the_same_names_in_it(language, strings):
    entries = catalog(language)
    faults = []
    for single, plural in sorted(strings):
        entry = entries.get(single)
        told = ([*entry.msgstr_plural.values()] if plural else [entry.msgstr]) if entry else []
        if not told or not all(told) or entry.fuzzy:
            faults.append(f"missing: {single}")
        elif any(names(text) != names(plural or single) for text in told[-1:]):
            faults.append(f"other names: {single} -> {told}")

    assert len(strings) > 400
    assert faults == []


def test_a_string_without_its_words_would_be_found():
    assert set(strings_of('x = _("Ukjent")\ny = ngettext("%(n)d a", "%(n)d b", 3)')) == {
        ("Ukjent", ""),
        ("%(n)d a", "%(n)d b"),
    }
    template = (
        '{% load i18n %}{% translate "Hjem" %}'
        "{% blocktranslate count n=n %}én{% plural %}{{ n }}{% endblocktranslate %}"
    )
    assert {single for single, _plural in strings_of_template(template)} == {"Hjem", "én"}


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("nb", "Innstillinger"), ("nn", "Innstillingar"), ("en", "Settings")])
def test_pages_speak_the_language_of_the_person(language, words, make_person, client):
    person = make_person("paal", language=language)
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])

    page = client.get("/settings/")

    assert words in page.text
    assert f'<html lang="{language}"' in page.text


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("nb", "Logg inn"), ("nn", "Logg inn"), ("en", "Sign in")])
def test_a_visitor_is_met_in_the_language_of_the_browser(language, words, client):
    page = client.get("/accounts/login/", headers={"accept-language": language})

    assert words in page.text
