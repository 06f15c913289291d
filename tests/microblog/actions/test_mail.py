"""Mail about notifications: when it comes, what it says, and that it comes once."""

import datetime as dt
import email
from email import policy

import pytest
from django.conf import settings as django_settings
from django.core import mail as outgoing
from django.core.mail.backends.locmem import EmailBackend

from microblog.actions import mail
from microblog.actions.communities import leave_community
from microblog.actions.notifications import choose_notifications, read_notifications, set_quiet_hours
from microblog.actions.notify import notify_people
from microblog.actions.reactions import add_reaction
from microblog.eml import EmlBackend
from microblog.models import Event, Mail, Mention, User

WEDNESDAY = dt.datetime(2026, 11, 18, 10, 30, tzinfo=dt.UTC)
EVENING = dt.datetime(2026, 11, 18, 19, 0, tzinfo=dt.UTC)
LAST = 2**62


@pytest.fixture(autouse=True)
def addresses(alice, bob):
    for person in (alice, bob):
        User.objects.filter(pk=person.pk).update(email=f"{person.username}@lyngholt.example")
        person.refresh_from_db()


@pytest.fixture
def name_bob(alice, bob, community, make_post):
    """Alice names bob in a post, and he is told of it."""

    def name(now=WEDNESDAY, text="Hei Bob", place=None) -> None:
        Event.objects.all().delete()
        post = make_post(alice, place or community, text, now=now)
        Mention.objects.get_or_create(post=post, person=bob, defaults={"is_told": True})
        notify_people(list(Event.objects.all()), now=now)

    return name


def run(now: dt.datetime) -> list[str]:
    """Let the clock of the mail tick at a moment, and return the subjects of what has left."""
    before = len(outgoing.outbox)
    mail.gather_mail(now=now)
    mail.send_mail(now=now)
    return [message.subject for message in outgoing.outbox[before:]]


def test_a_mention_is_mailed_at_once_and_once(name_bob):
    name_bob()

    assert run(WEDNESDAY) == ["Alice nevnte deg i «Hei Bob»"]
    assert run(WEDNESDAY + dt.timedelta(days=9)) == []


def test_in_quiet_hours_mail_waits_and_comes_as_one(name_bob):
    name_bob(EVENING)
    name_bob(EVENING + dt.timedelta(minutes=5))

    assert run(EVENING + dt.timedelta(hours=10)) == []
    assert run(dt.datetime(2026, 11, 19, 6, 0, tzinfo=dt.UTC)) == ["2 varsler fra Lest"]


def test_who_has_chosen_other_hours_gets_mail_in_the_evening(name_bob, bob):
    set_quiet_hours(actor=bob, starts_at=dt.time(22), ends_at=dt.time(6), days=[3])
    name_bob(EVENING)

    assert len(run(EVENING)) == 1


@pytest.mark.parametrize(("rhythm", "day"), [("daily", 19), ("weekly", 23)])
def test_what_is_gathered_comes_in_the_morning(rhythm, day, name_bob, bob):
    choose_notifications(actor=bob, wishes={"mention": {"mail": rhythm}})
    name_bob()
    name_bob()
    due = dt.datetime(2026, 11, day, 6, 30, tzinfo=dt.UTC)

    assert run(due - dt.timedelta(minutes=1)) == []
    assert run(due) == ["2 varsler fra Lest"]


def test_what_has_been_read_needs_no_mail(name_bob, bob):
    name_bob(EVENING)
    read_notifications(actor=bob, up_to=LAST, now=EVENING)

    assert run(EVENING + dt.timedelta(days=1)) == []


def test_who_changes_their_mind_in_time_gets_no_mail(name_bob, bob):
    name_bob(EVENING)
    choose_notifications(actor=bob, wishes={"mention": {"mail": "never"}})

    assert run(EVENING + dt.timedelta(days=1)) == []


def test_who_lost_access_meanwhile_gets_no_mail(name_bob, bob, closed_community):
    name_bob(EVENING, "Bare for oss", closed_community)
    leave_community(actor=bob, community=closed_community)

    assert run(EVENING + dt.timedelta(days=1)) == []


def test_reactions_are_never_mailed_one_by_one(alice, bob, charlie, community, make_post):
    choose_notifications(actor=alice, wishes={"reaction": {"mail": "at_once"}})
    post = make_post(alice, community)
    sent = []
    for person in (bob, charlie):
        Event.objects.all().delete()
        add_reaction(actor=person, post=post, kind="agree")
        notify_people(list(Event.objects.all()), now=WEDNESDAY)
        sent += run(WEDNESDAY)

    assert len(sent) == 1


def test_a_server_that_fails_is_tried_again_and_gets_it_once(name_bob, monkeypatch):
    name_bob()
    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(OSError("no route")))
        run(WEDNESDAY)
    waiting = Mail.objects.get()

    assert (waiting.attempts, waiting.sent_at) == (1, None)
    assert run(WEDNESDAY + dt.timedelta(minutes=1)) == []
    assert len(run(WEDNESDAY + dt.timedelta(minutes=2))) == 1
    assert run(WEDNESDAY + dt.timedelta(days=1)) == []


def test_after_six_attempts_nobody_tries_any_more(name_bob, monkeypatch):
    name_bob()
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *_: (_ for _ in ()).throw(OSError("no route")))

    for day in range(20):
        run(WEDNESDAY + dt.timedelta(days=day))

    assert Mail.objects.get().attempts == mail.MOST_ATTEMPTS


def test_a_mail_whose_sender_died_is_not_sent_again(name_bob):
    name_bob()
    mail.gather_mail(now=WEDNESDAY)
    mail.claim_mail(Mail, WEDNESDAY)

    assert run(WEDNESDAY + dt.timedelta(days=1)) == []


def test_the_mail_is_plain_and_html_and_can_be_left_with_one_click(name_bob, bob):
    name_bob(text="Salt & pepper")
    run(WEDNESDAY)

    message = outgoing.outbox[-1]
    html = message.alternatives[0][0]
    assert message.to == [bob.email]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.extra_headers["List-Unsubscribe"].startswith(f"<{django_settings.SITE_URL}/unsubscribe/")
    assert f"{django_settings.SITE_URL}/posts/" in message.body
    assert "Salt &amp; pepper" in html
    assert "<img" not in html


def test_the_mail_speaks_the_language_of_its_reader(name_bob, bob):
    User.objects.filter(pk=bob.pk).update(language="en")
    name_bob()

    run(WEDNESDAY)

    assert '<html lang="en">' in outgoing.outbox[-1].alternatives[0][0]


def test_without_a_mail_server_each_mail_is_a_file(name_bob, tmp_path, settings):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    name_bob()
    run(WEDNESDAY)

    EmlBackend().send_messages(outgoing.outbox[-1:])

    (file,) = (tmp_path / "mail").iterdir()
    message = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    assert file.suffix == ".eml"
    assert message["Subject"] == "Alice nevnte deg i «Hei Bob»"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
