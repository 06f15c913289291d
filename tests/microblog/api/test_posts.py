import datetime as dt
import re

import pytest
from django.utils import timezone

from microblog.actions.posts import TIME_TO_UNDO, delete_post, edit_post
from microblog.actions.reactions import add_reaction
from microblog.models import Event, Post
from tests.microblog.api.rest import Rest, errors

POST = {
    *("id", "kind", "author", "pseudonym", "community", "parent", "root", "text", "html", "language", "topics"),
    *("mentions", "media", "poll", "idea", "praise", "reactions", "reply_count", "best_answer", "is_resolved"),
    *("is_pinned", "pain", "shared", "share_count"),
    *("is_bookmarked", "is_following", "visibility", "published_at", "edited_at", "link_preview", "why", "can"),
}


@pytest.fixture
def rest(rest_of, alice) -> Rest:
    return rest_of(alice)


@pytest.fixture
def post(alice, everybody, make_post) -> Post:
    return make_post(alice, everybody, "Kaffen er **sur**")


def test_a_post_has_the_shape_of_the_api(rest, post, alice, everybody, company):
    found = rest.get(f"/posts/{post.pk}").json()

    assert set(found) == POST
    assert found["id"] == str(post.pk)
    assert found["author"] == {
        "id": str(alice.pk),
        "name": "Alice",
        "title": "",
        "avatar": None,
        "unit": {"id": str(company.pk), "name": "Lyngholt"},
    }
    assert found["community"] == {"id": str(everybody.pk), "name": "Alle"}
    assert found["html"] == "<p>Kaffen er <strong>sur</strong></p>\n"
    assert found["reactions"]["agree"] == {"count": 0, "mine": False}
    assert set(found["reactions"]) == {"agree", "thanks", "useful", "me_too", "wonder"}
    assert found["can"] == {"edit": True, "delete": True, "reply": True}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", found["published_at"])
    assert (found["parent"], found["root"], found["edited_at"], found["language"]) == (None, None, None, None)


@pytest.mark.parametrize("kind", ["update", "question", "praise", "pain"])
def test_alice_publishes_a_post(rest, alice, community, kind):
    body = {"kind": kind, "text": "Hei", "community": str(community.pk), "language": "nn", "may_be_quoted": True}

    answer = rest.post("/posts", body)

    post = Post.objects.get()
    assert answer.status_code == 201
    assert answer["Location"] == f"/rest/v1/posts/{post.pk}"
    assert set(answer.json()) == POST
    assert (post.kind, post.community, post.language, post.may_be_quoted) == (kind, community, "nn", True)
    assert Event.objects.filter(type="post.published", subject_id=post.pk).exists()


def test_a_post_stands_with_everybody_unless_told_otherwise(rest, everybody):
    assert rest.post("/posts", {"kind": "update", "text": "Hei"}).json()["community"]["id"] == str(everybody.pk)


def test_text_is_kept_as_written_and_shown_harmless(rest, everybody):
    text = "<script>alert(1)</script> e\u0301\r\n[her](javascript:alert(1))"

    found = rest.post("/posts", {"kind": "update", "text": text}).json()

    assert found["text"] == "<script>alert(1)</script> é\n[her](javascript:alert(1))"
    assert "<script" not in found["html"]
    assert "href" not in found["html"]


def test_announcements_are_for_leaders(rest_of, bob, lena, everybody):
    body = {"kind": "announcement", "text": "Nytt kontor"}

    assert rest_of(bob).post("/posts", body).status_code == 403
    assert rest_of(lena).post("/posts", body).status_code == 201


@pytest.mark.parametrize("room", ["closed_community", "hidden_community"])
def test_nobody_writes_where_they_may_not_read(rest_of, charlie, room, request):
    community = request.getfixturevalue(room)

    answer = rest_of(charlie).post("/posts", {"kind": "update", "text": "Hei", "community": str(community.pk)})

    assert answer.status_code == 404
    assert not Post.objects.exists()


@pytest.mark.parametrize("room", ["closed_community", "hidden_community"])
@pytest.mark.parametrize(
    ("method", "part"),
    [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("GET", "/replies"),
        ("POST", "/replies"),
        ("GET", "/thread"),
        ("GET", "/history"),
        ("PUT", "/reactions/agree"),
        ("DELETE", "/reactions/agree"),
        ("POST", "/restore"),
    ],
)
def test_a_post_of_others_rooms_does_not_exist(rest_of, alice, charlie, room, method, part, request, make_post):
    post = make_post(alice, request.getfixturevalue(room))
    body = {"text": "Hei"} if (method, part) in {("PATCH", ""), ("POST", "/replies")} else None

    answer = rest_of(charlie).call(method, f"/posts/{post.pk}{part}", body)

    assert answer.status_code == 404
    assert Post.objects.get().reply_count == 0


def test_alice_edits_her_post_and_its_history_is_kept(rest, post):
    answer = rest.patch(f"/posts/{post.pk}", {"text": "Kaffen er god"})

    history = rest.get(f"/posts/{post.pk}/history").json()
    assert (answer.status_code, answer.json()["text"]) == (200, "Kaffen er god")
    assert answer.json()["edited_at"] is not None
    assert history["next"] is None
    assert [set(item) for item in history["items"]] == [{"text", "html", "replaced_at"}]
    assert history["items"][0]["text"] == "Kaffen er **sur**"


def test_an_edit_of_nothing_changes_nothing(rest, post):
    assert rest.patch(f"/posts/{post.pk}", {}).json()["edited_at"] is None


def test_nobody_changes_what_others_wrote(rest_of, bob, post):
    rest = rest_of(bob)

    answers = [rest.patch(f"/posts/{post.pk}", {"text": "Te"}), rest.delete(f"/posts/{post.pk}")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert rest.get(f"/posts/{post.pk}").json()["can"] == {"edit": False, "delete": False, "reply": True}


@pytest.mark.parametrize("field", ["author", "kind", "community", "published_at", "reply_count", "hidden_at"])
def test_an_edit_changes_the_text_alone(rest, post, field):
    assert errors(rest.patch(f"/posts/{post.pk}", {field: "1"})) == {field: "unknown_field"}


def test_a_deleted_post_is_gone_and_comes_back_within_ten_seconds(rest, post):
    deleted = rest.delete(f"/posts/{post.pk}")
    gone = rest.get(f"/posts/{post.pk}")
    restored = rest.post(f"/posts/{post.pk}/restore")

    assert (deleted.status_code, deleted.content, gone.status_code) == (204, b"", 404)
    assert (restored.status_code, restored.json()["id"]) == (200, str(post.pk))
    assert rest.get(f"/posts/{post.pk}").status_code == 200


def test_after_ten_seconds_it_stays_deleted(rest, post, alice):
    delete_post(actor=alice, post=post, now=timezone.now() - TIME_TO_UNDO - dt.timedelta(seconds=1))

    assert errors(rest.post(f"/posts/{post.pk}/restore")) == {"id": "too_late"}


def test_only_its_author_brings_a_post_back(rest_of, bob, alice, post):
    delete_post(actor=alice, post=post, now=timezone.now())

    assert rest_of(bob).post(f"/posts/{post.pk}/restore").status_code == 404


def test_a_reaction_is_given_once_and_taken_back(rest, post):
    path = f"/posts/{post.pk}/reactions/thanks"

    first, second = rest.put(path), rest.put(path)
    taken, again = rest.delete(path), rest.delete(path)

    assert first.json()["reactions"]["thanks"] == second.json()["reactions"]["thanks"] == {"count": 1, "mine": True}
    assert (taken.status_code, again.status_code) == (204, 204)
    assert rest.get(f"/posts/{post.pk}").json()["reactions"]["thanks"] == {"count": 0, "mine": False}


def test_mine_is_the_readers_own(rest_of, bob, post, alice):
    add_reaction(actor=alice, post=post, kind="useful")

    assert rest_of(bob).get(f"/posts/{post.pk}").json()["reactions"]["useful"] == {"count": 1, "mine": False}


def test_some_reactions_are_for_some_kinds(rest, post, alice, everybody, make_post):
    question = make_post(alice, everybody, kind="question")

    assert errors(rest.put(f"/posts/{post.pk}/reactions/me_too")) == {"kind": "wrong_kind"}
    assert rest.put(f"/posts/{question.pk}/reactions/wonder").status_code == 200


def test_replies_stand_in_reading_order_and_are_counted(rest, rest_of, bob, post):
    first = rest_of(bob).post(f"/posts/{post.pk}/replies", {"text": "Enig"})
    second = rest.post(f"/posts/{first.json()['id']}/replies", {"text": "Takk"})

    replies = rest.items(f"/posts/{post.pk}/replies")
    assert (first.status_code, second.status_code) == (201, 201)
    assert [(item["text"], item["parent"], item["root"]) for item in replies] == [
        ("Enig", str(post.pk), str(post.pk)),
        ("Takk", first.json()["id"], str(post.pk)),
    ]
    assert set(replies[0]) == POST
    assert [item["text"] for item in rest.items(f"/posts/{first.json()['id']}/replies")] == ["Takk"]
    assert rest.get(f"/posts/{post.pk}").json()["reply_count"] == 2


def test_a_thread_is_the_same_from_any_of_its_posts(rest, post, bob, reply_to):
    reply = reply_to(bob, post)

    threads = [rest.get(f"/posts/{key}/thread").json() for key in (post.pk, reply.pk)]

    assert threads[0] == threads[1]
    assert threads[0]["root"]["id"] == str(post.pk)
    assert [item["id"] for item in threads[0]["items"]] == [str(reply.pk)]


def test_a_thread_outlives_its_first_post(rest, post, alice, bob, reply_to):
    reply = reply_to(bob, post)
    delete_post(actor=alice, post=post, now=timezone.now())

    thread = rest.get(f"/posts/{reply.pk}/thread").json()

    assert thread["root"] is None
    assert [item["id"] for item in thread["items"]] == [str(reply.pk)]


def test_replies_are_walked_without_loss_or_repeat(rest, post, bob, reply_to):
    written = [str(reply_to(bob, post).pk) for _ in range(7)]

    found = rest.walk(f"/posts/{post.pk}/replies?limit=3")

    assert found == written


def test_history_is_walked_latest_first(rest, post, alice):
    for n in range(5):
        edit_post(actor=alice, post=post, text=f"Utgave {n}", now=timezone.now())
    first = rest.get(f"/posts/{post.pk}/history?limit=3").json()

    second = rest.get(f"/posts/{post.pk}/history?limit=3&cursor={first['next']}").json()

    texts = [item["text"] for item in first["items"] + second["items"]]
    assert texts == ["Utgave 3", "Utgave 2", "Utgave 1", "Utgave 0", "Kaffen er **sur**"]


@pytest.mark.parametrize("size", [1, 20])
def test_replies_cost_the_same_for_any_length(rest, size, bob, post, reply_to, django_assert_num_queries):
    for _ in range(size):
        reply_to(bob, post)

    # The token, the post, its replies.
    with django_assert_num_queries(4):
        assert len(rest.items(f"/posts/{post.pk}/replies")) == size
