import pytest

from microblog.models import Bookmark


@pytest.fixture
def rest(rest_of, alice):
    return rest_of(alice)


def test_a_post_names_people_and_topics(rest, bob, community):
    made = rest.post("/posts", {"kind": "update", "text": "Hei @bob #Skift", "community": str(community.pk)}).json()

    assert made["mentions"] == [{"id": str(bob.pk), "username": "bob", "name": "Bob"}]
    assert made["topics"] == ["skift"]
    assert '/people/bob/"' in made["html"]
    assert [post["id"] for post in rest.items("/feeds/topic/SKIFT")] == [made["id"]]


def test_the_twenty_first_mention_is_refused(rest, community):
    text = " ".join(f"@n{n}" for n in range(21))

    refused = rest.post("/posts", {"kind": "update", "text": text})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["code"] == "too_many_mentions"


@pytest.mark.parametrize(
    ("mark", "field"), [("bookmark", "is_bookmarked"), ("follow", "is_following"), ("resolved", "is_resolved")]
)
def test_a_mark_is_put_and_taken_back(mark, field, rest, alice, community, make_post):
    post = make_post(alice, community, kind="question")
    rest.delete(f"/posts/{post.pk}/follow")

    assert rest.put(f"/posts/{post.pk}/{mark}").json()[field] is True
    assert rest.get(f"/posts/{post.pk}").json()[field] is True
    assert rest.delete(f"/posts/{post.pk}/{mark}").status_code == 204
    assert rest.get(f"/posts/{post.pk}").json()[field] is False


def test_the_best_answer_is_chosen_by_who_asked(rest, rest_of, bob, alice, community, make_post, reply_to):
    question = make_post(alice, community, kind="question")
    reply = reply_to(bob, question)
    address = f"/posts/{question.pk}/best-answer/{reply.pk}"

    assert rest_of(bob).put(address).status_code == 403
    assert rest.put(address).json()["best_answer"] == str(reply.pk)
    assert rest.delete(address).status_code == 204
    assert rest.get(f"/posts/{question.pk}").json()["best_answer"] is None


def test_an_outsider_finds_nothing_to_mark(rest_of, charlie, alice, closed_community, make_post):
    post = make_post(alice, closed_community, kind="question")

    for mark in ("bookmark", "follow", "resolved"):
        assert rest_of(charlie).put(f"/posts/{post.pk}/{mark}").status_code == 404


def test_bookmarks_are_walked_latest_first(rest, alice, community, make_posts):
    posts = make_posts(5, author=alice, community=community)
    for post in posts:
        Bookmark.objects.create(person=alice, post=post)

    assert rest.walk("/bookmarks?limit=2") == [str(post.pk) for post in reversed(posts)]
