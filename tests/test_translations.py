"""Bokmål stands in the code; nynorsk and English are complete, and a page speaks one language only."""

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path

import allauth.account
import polib
import pytest
from allauth.account import adapter, forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core import validators
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.forms import fields
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation.template import templatize

from analytics.models import Letter
from analytics.scoring.letter import canonical_json, compose_letter
from ideas.actions.ideas import propose_idea
from ideas.actions.votes import cast_vote
from ideas.models import Idea
from microblog.actions.communities import join_community
from microblog.actions.people import issue_token
from microblog.models import Community, Post, User
from tests.analytics.conftest import PERIOD
from tests.analytics.scoring.test_letter import make_inputs

APPS = ("config", "microblog", "ideas", "analytics")
LANGUAGES = ("nb", "nn", "en")
# Where the words of packages stand that our pages show and our catalogs reword.
REWORDED = (adapter, forms, fields, password_validation, validators)
MESSAGES = Path(allauth.account.__file__).parent.parent / "templates/account/messages"
# How many of a call's first words are words of ours: context, singular, plural.
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2, "pgettext": 2,
         "pgettext_lazy": 2, "npgettext": 3, "npgettext_lazy": 3}  # fmt: skip
TEXT = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\bn?p?gettext\((?:{TEXT}, ?)*(?:{TEXT}|count)\)")
NAME = re.compile(r"%\(\w+\)[sd]|%d|\{\w*\}|%%n")
Key = tuple[str, str, str]

# Words that only one of the languages has, as they stand in our sentences; no person in these tests writes them.
ONLY = {
    "nb": "ikke hva hvor hvordan hvem hvorfor hvis jeg fra noe noen bare mer dere uke siden ennå leder være vises "
    "gjøre hjem sted navn virker kommer skriver idéen",
    "nn": "ikkje kva kvar korleis kven kvifor viss eg frå noko nokon berre meir dykk veke sidan enno leiar vere "
    "gjere heim stad namn verkar kjem skriv ideen saman røyst",
    "en": "the and you your of this that not what who write read",
}
BOTH_NORWEGIAN = "og du det som til av på å er den med innlegg svar"
FOREIGN = {
    "nb": f"{ONLY['nn']} {ONLY['en']}".replace(" skriv ", " "),
    "nn": f"{ONLY['nb']} {ONLY['en']}",
    "en": f"{ONLY['nb']} {ONLY['nn']} {BOTH_NORWEGIAN}",
}


# What is marked for translation


def strings_of(source: str) -> Iterator[Key]:
    """Yield (context, singular, plural) of each marked string in Python source; empty what there is not."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        words = [part.value for part in node.args[: CALLS.get(name, 0)] if isinstance(part, ast.Constant)]
        if words:
            context = words.pop(0) if "p" in name.removesuffix("_noop") else ""
            yield context, words[0], words[1] if len(words) > 1 else ""


def strings_of_template(source: str) -> Iterator[Key]:
    """Yield the same for a template, which Django first turns into calls that look like Python."""
    for call in TEMPLATE_CALL.finditer(templatize(source)):
        yield from strings_of(call[0])


def marked_strings() -> set[Key]:
    python = chain.from_iterable((settings.BASE_DIR / app).rglob("*.py") for app in APPS)
    templates = (path for path in (settings.BASE_DIR / "templates").rglob("*") if path.is_file())
    return {key for path in python for key in strings_of(path.read_text())} | {
        key for path in templates for key in strings_of_template(path.read_text())
    }


@pytest.fixture(scope="module")
def strings() -> set[Key]:
    return marked_strings()


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural


def catalog(language: str) -> dict[Key, polib.POEntry]:
    path = Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"
    return {key_of(entry): entry for entry in polib.pofile(str(path))}


def is_borrowed(entry: polib.POEntry) -> bool:
    """Whether the entry rewords what Django or a package of it says."""
    return entry.comment.startswith("of ")


def names_in(text: str) -> list[str]:
    return sorted(NAME.findall(text))


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with a translation: nothing there, a guess, or other names than the source has."""
    pairs = [(entry.msgid, entry.msgstr)]
    if entry.msgid_plural:
        pairs = list(zip((entry.msgid, entry.msgid_plural), entry.msgstr_plural.values(), strict=True))
    for source, told in pairs:
        if not told or entry.fuzzy or entry.obsolete:
            yield f"not translated: {source}"
        elif names_in(source) != names_in(told):
            yield f"other names: {source} -> {told}"


@pytest.mark.parametrize("language", ["nn", "en"])
def test_every_string_of_ours_is_translated(language, strings):
    entries = catalog(language)

    missing = strings - entries.keys()

    assert len(strings) > 400
    assert missing == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_catalog_holds_a_string_that_nobody_needs(language, strings):
    entries = catalog(language)

    needed = set() if language == "nb" else strings
    assert {key for key, entry in entries.items() if not is_borrowed(entry)} - needed == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_is_whole_and_has_the_names_of_its_source(language):
    entries = catalog(language)

    assert [fault for entry in entries.values() for fault in faults_of(entry)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_we_reword_is_what_the_packages_still_say(language):
    borrowed = {key for key, entry in catalog(language).items() if is_borrowed(entry)}

    # Their catalogs may lag behind, so their source is asked.
    said = {key for module in REWORDED for key in strings_of(Path(module.__file__).read_text())}
    said |= {key for path in MESSAGES.glob("*.txt") for key in strings_of_template(path.read_text())}
    assert borrowed != set()
    assert borrowed - said == set()


def test_both_norwegian_catalogs_reword_the_same_of_the_packages():
    borrowed = [{key for key, entry in catalog(code).items() if is_borrowed(entry)} for code in ("nb", "nn")]

    assert borrowed[0] == borrowed[1]


def test_strings_are_found_in_every_form_that_marks_them():
    python = '_("a"); ngettext("b", "c", n); pgettext("dager", "d"); gettext(variable); print("ikke merket")'
    template = (
        '{% load i18n %}{% translate "Hjem" %}{% trans "Ny" context "idé" %}<p>{{ name }}</p>'
        "{% blocktranslate count n=n %}én{% plural %}{{ n }} til{% endblocktranslate %}"
    )

    assert set(strings_of(python)) == {("", "a", ""), ("", "b", "c"), ("dager", "d", "")}
    assert set(strings_of_template(template)) == {("", "Hjem", ""), ("idé", "Ny", ""), ("", "én", "%(n)s til")}


def test_a_translation_with_a_fault_is_told():
    days = {"msgid": "%(n)d dag", "msgid_plural": "%(n)d dager"}
    whole = polib.POEntry(**days, msgstr_plural={0: "%(n)d day", 1: "%(n)d days"})
    renamed = polib.POEntry(msgid="Hei, %(name)s", msgstr="Hello, %(who)s")
    half = polib.POEntry(**days, msgstr_plural={0: "%(n)d day", 1: ""})
    guessed = polib.POEntry(msgid="Hjem", msgstr="Home", flags=["fuzzy"])

    assert list(faults_of(whole)) == []
    assert [len(list(faults_of(entry))) for entry in (renamed, half, guessed)] == [1, 1, 1]


# What the pages say


class Words(HTMLParser):
    """The words that a page says aloud, and those of its attributes."""

    SPOKEN = {"aria-label", "title", "placeholder", "alt"}

    def __init__(self) -> None:
        super().__init__()
        self.hidden = ""
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.hidden = tag
        for name, value in attrs:
            if value and (name in self.SPOKEN or (name.startswith("data-") and " " in value)):
                self.add(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.hidden:
            self.hidden = ""

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.add(data)

    def add(self, text: str) -> None:
        self.found |= set(re.findall(r"[^\W\d_]+", text.lower()))


def foreign_words(html: str, language: str) -> set[str]:
    """Return the words of a page that its language does not have."""
    page = Words()
    page.feed(html)
    assert len(page.found) > 3
    return page.found & set(FOREIGN[language].split())


def mixed_of(pages: dict[str, HttpResponse], language: str) -> dict[str, set[str]]:
    """Return the foreign words of each page that has some."""
    found = {address: foreign_words(page.text, language) for address, page in pages.items()}
    return {address: words for address, words in found.items() if words}


@pytest.fixture(autouse=True)
def fresh_process():
    """What a process remembers for a minute does not pass from one language to the next."""
    caches["process"].clear()


@pytest.fixture
def reader(lena, bob, alice, community, make_post, reply_to) -> User:
    """A leader to whom no page is closed, with something on most of them; what people write is of no language."""
    community.about = "Xyz."
    community.save()
    join_community(actor=lena, community=community)
    post = make_post(lena, community, "Xyz?", kind="question")
    reply_to(bob, post, "Xyz.")
    make_post(alice, community, "Xyz, xyz.", kind="pain")
    cast_vote(actor=lena, idea=propose(bob, community), choice="agree", now=timezone.now())
    propose(lena, community)
    issue_token(user=lena, name="xyz", scopes=["read"])
    return lena


def propose(author: User, community: Community) -> Idea:
    words = dict.fromkeys(("title", "problem", "proposal", "expected_effect"), "Xyz xyz.")
    return propose_idea(author=author, community=community, now=timezone.now(), **words)


@pytest.fixture
def letter(company) -> Letter:
    content = compose_letter({**make_inputs(), "period": PERIOD})
    return Letter.objects.create(
        period=PERIOD,
        unit=company,
        published_at=timezone.now(),
        composer="test",
        inputs={},
        input_hash="0",
        content=canonical_json(content).decode(),
    )


@pytest.fixture
def browser(client, reader, request) -> Client:
    """The browser of the reader, who has chosen `language`."""
    reader.language = request.getfixturevalue("language")
    reader.set_password("abc")
    reader.save()
    client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def pages_of(reader: User, community: Community) -> list[str]:
    post = Post.objects.get(author=reader, kind="question")
    idea = Idea.objects.get(post__author=reader)
    others_idea = Idea.objects.exclude(pk=idea.pk).get()
    return [
        "/",
        "/posts/new/",
        f"/posts/{post.pk}/",
        f"/posts/{post.pk}/edit/",
        "/communities/",
        f"/c/{community.slug}/",
        "/people/",
        f"/people/{reader.username}/",
        "/people/bob/",
        f"/units/{reader.unit_id}/",
        "/settings/",
        "/shortcuts/",
        "/ideas/",
        "/ideas/new/",
        f"/ideas/{idea.pk}/",
        f"/ideas/{others_idea.pk}/",
        f"/ideas/{idea.pk}/edit/",
        "/letters/",
        f"/letters/{PERIOD}/",
        "/accounts/password/change/",
        "/accounts/logout/",
        "/nowhere/",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_mixes_languages(language, reader, community, letter, browser):
    pages = {address: browser.get(address) for address in pages_of(reader, community)}

    assert {address for address, page in pages.items() if page.status_code != 200} == {"/nowhere/"}
    assert all(f'<html lang="{language}"' in page.text for page in pages.values())
    assert mixed_of(pages, language) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_sent_back_speaks_the_language_of_the_person(language, reader, browser):
    sent = {
        "/posts/new/": {},
        "/communities/": {"name": "x" * 90},
        "/ideas/new/": {"title": "x"},
        "/accounts/password/change/": {"oldpassword": "xyz", "password1": "xyz", "password2": "zyx"},
        "/accounts/reauthenticate/": {"password": "xyz"},
    }

    pages = {address: browser.post(address, fields) for address, fields in sent.items()}

    assert all('class="error"' in page.text for page in pages.values())
    assert mixed_of(pages, language) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_tries_too_often_is_asked_to_wait(language, reader, browser):
    address = "/accounts/password/change/"

    pages = {str(n): browser.post(address, {"oldpassword": "xyz"}) for n in range(6)}

    assert pages["5"].status_code == 429
    assert mixed_of(pages, language) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visitor_is_met_in_the_language_of_the_browser(language, client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    wrong = {"login": "xyz", "password": "xyz"}

    pages = [
        client.get("/accounts/login/"),
        client.post("/accounts/login/", {}),
        client.post("/accounts/login/", wrong),
        client.get("/accounts/signup/"),
        client.get("/accounts/password/reset/"),
        client.post("/accounts/password/reset/", {"email": "xyz"}),
        client.get("/accounts/password/reset/done/"),
        client.get("/accounts/password/reset/key/1-x/"),
        client.get("/accounts/inactive/"),
    ]

    assert [foreign_words(page.text, language) for page in pages] == [set()] * len(pages)
    assert all(f'<html lang="{language}"' in page.text for page in pages)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("nb", "Passordet er for kort. Skriv minst 12 tegn."),
        ("nn", "Passordet er for kort. Skriv minst 12 teikn."),
        ("en", "The password is too short. Write at least 12 characters."),
    ],
)
def test_what_packages_say_is_said_our_way(language, message):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        password_validation.validate_password("kort")

    assert refused.value.messages == [message]


def test_words_of_another_language_would_be_found():
    page = '<p>Your posts here</p><button aria-label="Ikke nå">x</button><script>hva</script>'

    assert foreign_words(page, "en") == {"ikke"}
    assert foreign_words(page, "nn") == {"ikke", "your"}
