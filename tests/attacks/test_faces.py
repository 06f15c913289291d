"""T13–T15, T17–T21, T23, T26, T27, T29: what people, pages and their own accounts see."""

import contextlib

import pytest
from django.http import HttpResponse
from django.test import Client

from microblog.actions import anonymous
from microblog.actions.notify import notify_people
from microblog.actions.posts import publish_post, publish_reply
from microblog.api import anonymous as face
from microblog.models import Event, Notification, Post, SealedItem, ThreadFollow, User
from microblog.queries import anonymous as queries
from microblog.queries.streams import rights_of, streams_of
from microblog.web import anonymous as pages
from tests.attacks.slots import AFTER, NOON


@pytest.fixture
def post(defended, name_is_kept, posts_of) -> Post:
    """What alice has written, released with or without the defence."""
    name_is_kept(defended)
    return posts_of()


def test_t13_nothing_is_sent_to_the_author_and_no_follow_row_is_made(defended, post, alice, bob):
    publish_reply(author=bob, parent=post, text="Det ser vi på.", now=AFTER)

    notify_people(list(Event.objects.filter(actor=bob)), now=AFTER)

    told = Notification.objects.filter(recipient=alice).exists()
    follows = ThreadFollow.objects.filter(person=alice).exists()
    assert told is not defended
    assert follows is not defended


def test_t14_the_authors_socket_hears_what_others_hear(defended, post, alice, bob, narrow):
    post.community = narrow
    post.save()
    post.refresh_from_db()

    heard = [streams_of(rights=rights_of(person), **post.place) for person in (alice, bob)]

    assert (heard[0] != heard[1]) is not defended


def test_t15_the_answer_is_the_same_for_the_author_and_others(defended, post, rest_of, alice, bob):
    answers = [rest_of(person).get(f"/posts/{post.pk}").content for person in (alice, bob)]

    assert (answers[0] != answers[1]) is not defended


def test_t15_the_card_is_the_same_for_the_author_and_others(defended, post, alice, bob):
    from microblog.queries.threads import readable_post
    from microblog.web.post_html import card_html

    cards = [card_html(person, readable_post(viewer=person, key=post.pk)) for person in (alice, bob)]

    assert (cards[0] != cards[1]) is not defended


def test_t17_no_filter_by_author_finds_it(defended, post, rest_of, alice, bob, colleagues):
    found = {
        person.pk: rest_of(bob).items(f"/search?q=vaktlista&author={person.pk}")
        for person in (alice, bob, *colleagues[:3])
    }

    assert any(found.values()) is not defended


def test_t18_no_number_of_the_author_moves(defended, name_is_kept, posts_of, rest_of, alice, bob):
    def numbers():
        paths = (f"/people/{alice.pk}", f"/people/{alice.pk}/posts")
        # The mark of a feed says when it was read.
        return [{**rest_of(bob).get(path).json(), "previous": None} for path in paths]

    before = numbers()
    name_is_kept(defended)
    posts_of()

    assert (numbers() != before) is not defended


def test_t19_who_names_themself_is_told_like_anybody(defended, name_is_kept, posts_of, alice, bob):
    name_is_kept(defended)
    posts_of("Spør @alice og @bob om vaktlista.")

    notify_people(list(Event.objects.filter(type="post.published")), now=AFTER)

    told = [Notification.objects.filter(recipient=person, read_at=None).count() for person in (alice, bob)]
    assert (told[0] != told[1]) is not defended


def test_t20_nothing_without_a_name_may_be_quoted(defended, posts_of, monkeypatch, alice):
    User.objects.update(quote_consent=True)
    if not defended:
        from microblog.actions import release

        made = Post.objects.create
        monkeypatch.setattr(release.Post.objects, "create", lambda **fields: made(**fields, may_be_quoted=True))

    post = posts_of()

    assert post.may_be_quoted is not defended


def test_t21_a_file_is_refused(defended, rest_of, alice, names_may_stay_away, monkeypatch):
    if not defended:
        monkeypatch.setattr(face, "refuse_what_needs_a_name", lambda sent: None)
    body = {"kind": "pain", "text": "Ord.", "anonymous": True, "receipt_hash": "d" * 64, "media": ["1"]}

    answer = rest_of(alice).post("/posts", body)

    assert (answer.status_code == 201) is not defended
    assert SealedItem.objects.exists() is not defended


def test_t23_a_forced_export_and_login_show_nothing(defended, post, alice):
    from microblog import exports

    told = str([list(read(alice)) for read in exports.parts.values()])

    assert ("Vaktlista" in told) is not defended


def test_t26_a_muted_pseudonym_may_write_elsewhere_and_by_name(defended, everybody, alice, bob, colleagues, monkeypatch,
                                                               names_may_stay_away):  # fmt: skip
    if not defended:
        monkeypatch.setattr(queries, "thread_name", lambda root: "every thread")
    here, there = (
        publish_post(author=bob, community=everybody, kind="update", text=text, now=NOON) for text in ("Her", "Der")
    )

    def answer(person, parent, number):
        anonymous.reply_without_name(author=person, parent=parent, text="Nei.", receipt_hash=f"{number:064x}", now=NOON)

    for number, person in enumerate((alice, *colleagues[:2])):
        answer(person, here, number)
    from microblog.actions.release import release_anonymous

    release_anonymous(now=AFTER)
    anonymous.mute_pseudonym(post=Post.objects.get(anonymous__receipt_hash=f"{0:064x}"))

    with pytest.raises(anonymous.QuotaUsedUp):
        answer(alice, here, 10)
    try:
        answer(alice, there, 11)
        is_muted_elsewhere = False
    except anonymous.QuotaUsedUp:
        is_muted_elsewhere = True
    assert is_muted_elsewhere is not defended
    assert publish_reply(author=alice, parent=here, text="Ved navn.", now=AFTER).is_live


def test_t27_in_a_small_community_it_is_not_offered(defended, alice, narrow, names_may_stay_away, monkeypatch):
    from microblog.access import NotAllowed

    if not defended:
        monkeypatch.setattr(queries, "eligible_members", lambda community: 99)
    with contextlib.suppress(NotAllowed):
        anonymous.post_without_name(
            author=alice, community=narrow, kind="pain", text="Ord.", receipt_hash="e" * 64, now=NOON
        )

    assert SealedItem.objects.exists() is not defended


def test_t27_without_the_decision_of_two_it_is_not_offered(alice, everybody, colleagues):
    from microblog.access import NotAllowed
    from microblog.models import AnonymitySwitch

    AnonymitySwitch.objects.create(is_on=True, discussed_on=NOON.date())

    with pytest.raises(NotAllowed):
        anonymous.post_without_name(
            author=alice, community=everybody, kind="pain", text="Ord.", receipt_hash="e" * 64, now=NOON
        )


def test_t29_no_browser_keeps_a_receipt(defended, monkeypatch, db):
    if not defended:
        monkeypatch.setattr(pages, "unkept", lambda response: response)

    answer: HttpResponse = Client().post("/receipt/", {"secret": "0" * 32})

    assert (answer.get("Cache-Control") != "no-store") is not defended


def test_f38_without_the_key_process_nothing_is_written(alice, everybody, names_may_stay_away, settings):
    from microblog.keys import KeysAway

    settings.KEYS_SOCKET = "/nowhere/keys.sock"

    with pytest.raises(KeysAway):
        anonymous.post_without_name(
            author=alice, community=everybody, kind="pain", text="Ord.", receipt_hash="e" * 64, now=NOON
        )
    assert not SealedItem.objects.exists()
    assert not Post.objects.exists()
