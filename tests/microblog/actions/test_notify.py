"""Who is told of what, and that it is told once."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from microblog import tasks
from microblog.actions import outbox
from microblog.actions.communities import join_community, leave_community
from microblog.actions.hosting import accept_request, invite_person
from microblog.actions.notifications import choose_notifications, read_notifications
from microblog.actions.notify import notify_people
from microblog.actions.posts import delete_post
from microblog.actions.reactions import add_reaction, remove_reaction
from microblog.models import Event, Mention, Notification, ThreadFollow
from microblog.queries.notifications import notification_page, sentence_of

NOW = dt.datetime(2026, 11, 18, 10, 30, tzinfo=dt.UTC)
LAST = 2**62


def tell() -> int:
    """Tell people of all events since the last call, in one batch."""
    events = list(Event.objects.filter(relayed_at=None).order_by("pk"))
    Event.objects.filter(relayed_at=None).update(relayed_at=NOW)
    return len(notify_people(events, now=NOW))


def told(person) -> list[str]:
    return [sentence_of(row) for row in notification_page(viewer=person).rows]


def name(person, post) -> None:
    Mention.objects.create(post=post, person=person, is_told=True)


def test_the_author_hears_of_reactions_in_one_row(alice, bob, charlie, community, make_post):
    post = make_post(alice, community, "Kaffe?")
    add_reaction(actor=bob, post=post, kind="agree")
    tell()
    add_reaction(actor=charlie, post=post, kind="thanks")

    tell()

    assert told(alice) == ["Charlie og 1 annen reagerte på «Kaffe?»"]


@given(batches=st.lists(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["agree", "thanks"])), max_size=6)))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_number_of_reactions_in_any_batches_make_one_row(batches, alice, community, make_post, make_people):
    post, people = make_post(alice, community), make_people
    tell()
    for batch in batches:
        for who, kind in batch:
            add_reaction(actor=people[who], post=post, kind=kind)
        tell()

    rows = list(Notification.objects.filter(post=post))

    who = {who for batch in batches for who, _kind in batch}
    assert len(rows) == min(len(who), 1)
    assert all(sorted(row.actors) == sorted(people[n].pk for n in who) for row in rows)


@pytest.fixture
def make_people(make_person):
    return [make_person(f"person{n}") for n in range(4)]


def test_a_reaction_that_was_taken_back_in_time_is_not_told(alice, bob, community, make_post):
    post = make_post(alice, community)
    add_reaction(actor=bob, post=post, kind="agree")
    remove_reaction(actor=bob, post=post, kind="agree")

    tell()

    assert told(alice) == []


def test_the_same_person_tells_the_same_thing_once_also_when_it_has_been_read(alice, bob, community, make_post):
    post = make_post(alice, community)
    add_reaction(actor=bob, post=post, kind="agree")
    tell()
    read_notifications(actor=alice, up_to=LAST, now=NOW)
    remove_reaction(actor=bob, post=post, kind="agree")
    add_reaction(actor=bob, post=post, kind="agree")

    tell()

    assert Notification.objects.filter(recipient=alice).count() == 1


def test_nobody_is_told_what_they_do_themselves(alice, community, make_post, reply_to):
    post = make_post(alice, community)
    reply_to(alice, post)
    add_reaction(actor=alice, post=post, kind="agree")

    tell()

    assert not Notification.objects.exists()


def test_author_and_followers_hear_of_a_reply_and_who_unfollowed_does_not(
    alice, bob, charlie, lena, community, make_post, reply_to
):
    post = make_post(alice, community, "Hvem har nøkkelen?")
    ThreadFollow.objects.update_or_create(root=post, person=charlie, defaults={"is_following": True})
    ThreadFollow.objects.update_or_create(root=post, person=lena, defaults={"is_following": False})
    reply_to(bob, post)

    tell()

    assert told(alice) == told(charlie) == ["Bob svarte i «Hvem har nøkkelen?»"]
    assert told(lena) == told(bob) == []


def test_a_new_reply_after_reading_is_told_anew(alice, bob, community, make_post, reply_to):
    post = make_post(alice, community)
    reply_to(bob, post)
    tell()
    read_notifications(actor=alice, up_to=LAST, now=NOW)
    reply_to(bob, post)

    tell()

    assert Notification.objects.filter(recipient=alice, kind="reply").count() == 2


def test_who_is_named_in_a_reply_hears_of_it_once(alice, bob, community, make_post, reply_to):
    post = make_post(alice, community)
    name(alice, reply_to(bob, post, "Spør Alice"))

    tell()

    assert told(alice) == ["Bob nevnte deg i «Spør Alice»"]


def test_praise_names_the_praised(alice, bob, community, make_post):
    name(bob, make_post(alice, community, "Takk for hjelpen", kind="praise"))

    tell()

    assert told(bob) == ["Alice roste deg: «Takk for hjelpen»"]


def test_members_hear_of_an_announcement(alice, bob, charlie, community, make_post):
    make_post(alice, community, "Stengt fredag", kind="announcement")

    tell()

    assert told(bob) == ["Alice kunngjorde «Stengt fredag»"]
    assert told(charlie) == told(alice) == []


def test_who_cannot_see_the_post_is_not_told(alice, charlie, hidden_community, make_post):
    name(charlie, make_post(alice, hidden_community, "Bare for oss"))

    tell()

    assert not Notification.objects.exists()


def test_who_lost_access_sees_nothing_of_what_they_were_told(alice, bob, closed_community, make_post, browser):
    name(bob, make_post(alice, closed_community, "Bare for oss"))
    tell()
    assert told(bob) == ["Alice nevnte deg i «Bare for oss»"]

    leave_community(actor=bob, community=closed_community)

    assert told(bob) == []
    assert "Bare for oss" not in browser(bob).get("/notifications/").content.decode()
    assert b'class="dot"' not in browser(bob).get("/notifications/").content


def test_a_deleted_post_is_told_no_more(alice, bob, community, make_post):
    post = make_post(alice, community)
    name(bob, post)
    tell()

    delete_post(actor=alice, post=post, now=NOW)

    assert told(bob) == []


def test_hosts_hear_who_wants_in_and_who_was_let_in_hears_it(alice, charlie, closed_community):
    join_community(actor=charlie, community=closed_community)
    tell()
    assert told(alice) == ["Charlie vil bli med i Tillitsvalgte"]

    accept_request(actor=alice, community=closed_community, person=charlie)
    tell()

    assert told(charlie) == ["Du er nå medlem av Tillitsvalgte"]


def test_who_is_invited_hears_it_and_is_not_told_of_their_own_yes(alice, charlie, hidden_community):
    invite_person(actor=alice, community=hidden_community, person=charlie)
    tell()
    join_community(actor=charlie, community=hidden_community)

    tell()

    assert told(charlie) == ["Alice har invitert deg til Krisestaben"]


def test_who_wants_no_notice_gets_no_row(alice, bob, community, make_post):
    choose_notifications(actor=bob, wishes={"mention": {"page": False, "mail": "never"}})
    name(bob, make_post(alice, community))

    tell()

    assert not Notification.objects.exists()


def test_an_event_delivered_twice_is_told_once(alice, bob, community, make_post, monkeypatch):
    monkeypatch.setattr(outbox, "send", lambda deliveries: None)
    name(bob, make_post(alice, community))
    ids = list(Event.objects.values_list("pk", flat=True))
    outbox.relay_events(now=NOW)
    tasks.notify_people(event_ids=ids)
    before = list(Notification.objects.values())

    tasks.notify_people(event_ids=ids)

    assert list(Notification.objects.values()) == before
    assert len(before) == 1


@pytest.mark.parametrize("size", [1, 40])
def test_a_batch_costs_as_many_queries_as_one_event(
    size, alice, bob, community, make_post, reply_to, django_assert_max_num_queries
):
    posts = [make_post(alice, community) for _ in range(size)]
    for post in posts:
        name(bob, reply_to(bob, post))
    events = list(Event.objects.filter(type="post.published"))

    with django_assert_max_num_queries(8):
        notify_people(events, now=NOW)

    assert Notification.objects.filter(recipient=alice).count() == size


@pytest.fixture
def browser():
    from django.test import Client

    def sign_in(person):
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
