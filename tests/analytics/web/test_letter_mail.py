"""Letters by mail, from the queue to the file, and the page where their hour is chosen."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from analytics.actions import letter_mail
from analytics.actions.acts import name_delegate
from analytics.models import LetterMail
from microblog.models import OrgUnit
from tests.analytics.conftest import PERIOD
from tests.analytics.web.conftest import ALL, BERGEN, DRAMMEN, MONDAY, words_of

SEVEN = MONDAY + dt.timedelta(hours=1)


@pytest.fixture
def readers(frozen, lena, dina, berit):
    """The top leader, one with a letter of the own unit, one of a small unit: all with an address."""
    for person in (lena, dina, berit):
        person.email = f"{person.username}@firma.example"
        person.save()
    return lena, dina, berit


def send(now=SEVEN) -> dict[str, str]:
    """Send what is due and return subject and text by address."""
    letter_mail.send_due_letters(now=now)
    return {message.to[0]: message for message in mail.outbox}


def html_of(message) -> str:
    return message.alternatives[0][0]


def test_each_leader_gets_the_letter_of_the_own_unit_or_of_the_nearest_larger_one(readers, company):
    sent = send()

    assert set(sent) == {"lena@firma.example", "dina@firma.example", "berit@firma.example"}
    assert "Terminal Drammen" in html_of(sent["dina@firma.example"])
    assert f", {company.name}</p>" in html_of(sent["berit@firma.example"])
    assert sent["lena@firma.example"].subject.startswith("Ukebrevet, uke 46: ")


def test_nothing_goes_before_the_hour_and_nothing_twice(readers, lena):
    letter_mail.choose_letter_mail(actor=lena, is_wanted=True, hour=9)

    assert set(send(MONDAY)) == set()
    assert "lena@firma.example" not in send(SEVEN)
    assert "lena@firma.example" in send(SEVEN + dt.timedelta(hours=2))
    send(SEVEN + dt.timedelta(days=1))
    assert len(mail.outbox) == 3


def test_a_mail_that_the_server_refuses_is_tried_again_and_then_not_any_more(readers, monkeypatch):
    def refuse(*_, **__):
        raise OSError("busy")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
        assert send() == {}

    assert LetterMail.objects.filter(sent_at=None, attempts=1, next_attempt_at__isnull=False).count() == 3
    assert len(send(SEVEN + dt.timedelta(minutes=5))) == 3
    send(SEVEN + dt.timedelta(hours=5))
    assert len(mail.outbox) == 3


def test_the_mail_holds_no_number_that_the_page_does_not(readers, lena, browser_of):
    message = send()["lena@firma.example"]

    page = " ".join(words_of(browser_of(lena).get(f"/letters/{PERIOD}/").content.decode()))
    said = " ".join(words_of(html_of(message), {"style", "head"}))
    for number in set(re.findall(r"\d+", said)):
        assert number in page
    for exact in (DRAMMEN, BERGEN, ALL):
        assert not re.search(rf"\b{exact}\b", said + message.body)


def test_the_mail_is_small_and_asks_no_other_machine_for_anything(readers):
    html = html_of(send()["lena@firma.example"])

    assert len(html.encode()) <= 60_000
    assert "<img" not in html
    assert "url(" not in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert re.search(r'<h1 style="[^"]*font-size: ?28px', html)


def test_every_sentence_of_the_html_stands_in_the_text_too(readers):
    message = send()["lena@firma.example"]

    text = " ".join(message.body.split())
    headline = re.search(r"<h1[^>]*>(.*?)</h1>", html_of(message), re.DOTALL)[1].strip()
    assert headline in text
    assert "Les hele brevet:" in text


def test_one_click_ends_the_mails_and_opening_the_address_does_not(readers, lena, client):
    message = send()["lena@firma.example"]
    path = re.search(r"<https?://[^/]+(/.*)>", message.extra_headers["List-Unsubscribe"])[1]

    assert client.get(path).status_code == 200
    assert not hasattr(lena, "letter_wish")
    assert client.post(path).status_code == 200
    lena.refresh_from_db()
    assert not lena.letter_wish.is_wanted


@pytest.mark.parametrize("path", ["/letters/mail/leave/nonsense/", "/letters/mail/leave/WzEsIngiXQ:abc/"])
def test_an_address_that_was_not_made_here_is_not_there(path, client, db):
    assert client.post(path).status_code == 404


def test_a_delegate_gets_what_the_leader_gets_until_the_right_ends(readers, lena, alice):
    alice.email = "alice@firma.example"
    alice.save()
    right = name_delegate(leader=lena, person=alice, until=timezone.localdate())
    letter_mail.queue_letters(period=PERIOD, now=MONDAY)
    assert LetterMail.objects.filter(recipient=alice).count() == 1
    right.until -= dt.timedelta(days=1)
    right.save()

    letter_mail.send_letters(now=SEVEN)

    assert len(mail.outbox) == 3
    assert "alice@firma.example" not in {message.to[0] for message in mail.outbox}


def test_who_has_left_the_post_meanwhile_gets_nothing(readers, dina):
    letter_mail.queue_letters(period=PERIOD, now=MONDAY)
    OrgUnit.objects.filter(leader=dina).update(leader=None)

    assert "dina@firma.example" not in send()
    assert LetterMail.objects.get(recipient=dina).sent_at is not None


def test_a_leader_chooses_the_hour_on_the_page(readers, lena, browser_of):
    browser = browser_of(lena)

    taken = browser.post("/letters/mail/", {"is_wanted": "on", "hour": "9"})
    odd = browser.post("/letters/mail/", {"is_wanted": "on", "hour": "3"})

    assert taken.status_code == 303
    assert odd.status_code == 422
    assert lena.letter_wish.hour == 9
    assert '<option value="9" selected>' in browser.get("/letters/mail/").content.decode()


def test_who_reads_no_letters_has_no_such_page(frozen, alice, browser_of):
    assert browser_of(alice).get("/letters/mail/").status_code == 403


def test_the_command_sends_at_once_and_says_how_many(readers, capsys):
    call_command("send_letters", "--period", PERIOD, "--now")
    call_command("send_letters", "--period", PERIOD, "--now")

    assert capsys.readouterr().out.splitlines() == [f"3 mails of {PERIOD}", f"0 mails of {PERIOD}"]


@pytest.mark.parametrize("period", ["2026-W20", "nonsense"])
def test_the_command_refuses_a_period_without_letters(period, readers):
    with pytest.raises(CommandError):
        call_command("send_letters", "--period", period)
