import pytest
from django.utils import timezone

from ideas.actions.votes import cast_vote
from ideas.models import Idea, StatusChange
from microblog.models import Community, Event, Post
from tests.microblog.api.rest import Rest, errors

IDEA = {
    *("id", "post", "author", "community", "challenge", "published_at", "title", "problem", "proposal"),
    *("expected_effect", "units", "status", "score", "my_vote", "bridging", "waiting_days", "answer", "promise"),
    *("tasks", "merged_into", "from_post", "split_from", "credits", "moves", "reply_count", "followers_count"),
    *("is_following", "can"),
}
WORDS = {"title": "Felles byttetavle", "problem": "Vi bytter på SMS.", "proposal": "Én tavle for alle bytter."}


@pytest.fixture
def rest(rest_of, alice) -> Rest:
    return rest_of(alice)


def test_an_idea_has_the_shape_of_the_api(rest, idea, alice):
    StatusChange.objects.create(
        idea=idea, actor=alice, before="draft", after="open", reason="Klar", moved_at=timezone.now()
    )

    found = rest.get(f"/ideas/{idea.pk}").json()

    assert set(found) == IDEA
    assert (found["id"], found["post"]) == (str(idea.pk), str(idea.post_id))
    assert set(found["score"]) == {"agree", "disagree", "pass", "lower_bound", "rank_reason"}
    assert found["bridging"] == {"label": None, "score": None, "by_unit": []}
    assert found["tasks"] == {"done": 0, "total": 0}
    assert (found["status"], found["my_vote"], found["waiting_days"]) == ("open", None, 0)
    assert set(found["moves"][0]) == {"from", "to", "reason", "reason_kind", "actor", "on_behalf_of", "moved_at"}
    assert found["can"] == {"edit": True, "delete": True, "reply": True}


def test_alice_proposes_an_idea_and_its_post_names_it(rest, company, everybody):
    answer = rest.post("/ideas", {**WORDS, "expected_effect": "Ro", "units": [str(company.pk)]})

    idea = answer.json()
    post = rest.get(f"/posts/{idea['post']}").json()
    assert answer.status_code == 201
    assert answer["Location"] == f"/rest/v1/ideas/{idea['id']}"
    assert set(idea) == IDEA
    assert idea["units"] == [{"id": str(company.pk), "name": "Lyngholt"}]
    assert idea["community"]["id"] == str(everybody.pk)
    assert post["idea"] == {"id": idea["id"], "title": WORDS["title"], "status": "open"}
    assert post["can"] == {"edit": False, "delete": True, "reply": True}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"title": "Kaf"}, {"title": "too_short"}),
        ({"title": "a" * 141}, {"title": "too_long"}),
        ({"title": "En\ntavle"}, {"title": "control_character"}),
        ({"problem": ""}, {"problem": "required"}),
        ({"proposal": "a" * 5001}, {"proposal": "too_long"}),
        ({"units": ["999999"]}, {"units": "unknown"}),
        ({"units": "1"}, {"units": "not_a_list"}),
        ({"units": [1]}, {"units.0": "invalid"}),
        ({"status": "planned"}, {"status": "unknown_field"}),
        ({"agree_count": 100}, {"agree_count": "unknown_field"}),
    ],
)
def test_an_idea_that_cannot_be_taken_is_refused(rest, everybody, changed, expected):
    assert errors(rest.post("/ideas", {**WORDS, **changed})) == expected
    assert not Post.objects.exists()


def test_the_author_rewrites_an_idea_and_nobody_else(rest, rest_of, bob, idea):
    path = f"/ideas/{idea.pk}"

    rewritten = rest.patch(path, {"title": "Byttetavle for alle"})
    others = rest_of(bob).patch(path, {"title": "Min tavle"})

    assert (rewritten.status_code, rewritten.json()["title"]) == (200, "Byttetavle for alle")
    assert others.status_code == 403
    assert rest.get(f"/posts/{idea.post_id}").json()["text"].startswith("Byttetavle for alle")


def test_the_post_of_an_idea_is_not_edited_apart_from_it(rest, idea):
    assert errors(rest.patch(f"/posts/{idea.post_id}", {"text": "Noe annet"})) == {"text": "use_ideas"}


def test_bob_votes_changes_his_mind_and_takes_his_vote_back(rest_of, bob, idea):
    rest, path = rest_of(bob), f"/ideas/{idea.pk}/vote"

    agreed = rest.put(path, {"choice": "agree"}).json()
    changed = rest.put(path, {"choice": "disagree"}).json()
    withdrawn = rest.delete(path)

    assert (agreed["my_vote"], agreed["score"]["agree"]) == ("agree", 1)
    assert agreed["score"]["lower_bound"] == pytest.approx(0.2065, abs=1e-4)
    assert (changed["my_vote"], changed["score"]["agree"], changed["score"]["disagree"]) == ("disagree", 0, 1)
    assert withdrawn.status_code == 204
    assert rest.get(f"/ideas/{idea.pk}").json()["score"]["disagree"] == 0


@pytest.mark.parametrize("body", [{}, {"choice": "yes"}, {"choice": 1}, {"choice": None}])
def test_a_vote_has_one_of_three_choices(rest, idea, body):
    assert list(errors(rest.put(f"/ideas/{idea.pk}/vote", body))) == ["choice"]


def test_past_voting_nobody_votes(rest, idea):
    Idea.objects.filter(pk=idea.pk).update(status="completed")

    assert rest.put(f"/ideas/{idea.pk}/vote", {"choice": "agree"}).status_code == 409
    assert rest.delete(f"/ideas/{idea.pk}/vote").status_code == 409


def test_others_see_the_totals_and_not_the_vote(rest, bob, idea):
    cast_vote(actor=bob, idea=idea, choice="pass", now=timezone.now())

    found = rest.get(f"/ideas/{idea.pk}")

    assert (found.json()["my_vote"], found.json()["score"]["pass"]) == (None, 1)
    assert "Bob" not in found.content.decode()


@pytest.mark.parametrize("room", ["closed_community", "hidden_community"])
def test_an_idea_of_others_rooms_does_not_exist(rest_of, alice, charlie, make_idea, room, request):
    idea = make_idea(alice, request.getfixturevalue(room))
    rest = rest_of(charlie)

    answers = [
        rest.get(f"/ideas/{idea.pk}"),
        rest.patch(f"/ideas/{idea.pk}", {"title": "Min tavle"}),
        rest.put(f"/ideas/{idea.pk}/vote", {"choice": "agree"}),
        rest.delete(f"/ideas/{idea.pk}/vote"),
        rest.post("/ideas", {**WORDS, "community": str(idea.post.community_id)}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5
    assert rest.items("/ideas") == []


def test_a_draft_is_its_authors_alone(rest, rest_of, bob, idea):
    Idea.objects.filter(pk=idea.pk).update(status="draft")
    Post.objects.filter(pk=idea.post_id).update(published_at=None)

    assert rest.get(f"/ideas/{idea.pk}").json()["published_at"] is None
    assert [item["id"] for item in rest.items("/ideas?status=draft")] == [str(idea.pk)]
    assert rest_of(bob).get(f"/ideas/{idea.pk}").status_code == 404
    assert rest_of(bob).items("/ideas?status=draft") == []


def test_a_stale_rewrite_is_refused_with_the_present_idea(rest, idea, bob):
    tag = rest.get(f"/ideas/{idea.pk}")["ETag"]
    cast_vote(actor=bob, idea=idea, choice="agree", now=timezone.now())

    answer = rest.patch(f"/ideas/{idea.pk}", {"title": "Byttetavle for alle"}, if_match=tag)

    assert answer.status_code == 412
    assert answer.json()["current"]["score"]["agree"] == 1


def test_the_best_stand_first_or_the_newest(rest, alice, bob, community, make_idea):
    first, second, third = (make_idea(alice, community, f"Idé {n}") for n in range(3))
    cast_vote(actor=bob, idea=second, choice="agree", now=timezone.now())

    def listed(query: str) -> list[str]:
        return [item["id"] for item in rest.items(f"/ideas{query}")]

    assert listed("") == listed("?order=best") == [str(key) for key in (second.pk, third.pk, first.pk)]
    assert listed("?order=new") == [str(key) for key in (third.pk, second.pk, first.pk)]
    assert listed("?status=planned") == []


@pytest.mark.parametrize("order", ["best", "new"])
def test_ideas_are_walked_without_loss_or_repeat_while_new_ones_arrive(rest, alice, bob, community, make_idea, order):
    ideas = [make_idea(alice, community, f"Idé {n}") for n in range(7)]
    for idea in ideas[::2]:
        cast_vote(actor=bob, idea=idea, choice="agree", now=timezone.now())
    found, page = [], rest.get(f"/ideas?order={order}&limit=3").json()
    while page["next"]:
        found += [item["id"] for item in page["items"]]
        make_idea(alice, community, "Kom til underveis")
        page = rest.get(f"/ideas?order={order}&limit=3&cursor={page['next']}").json()
    found += [item["id"] for item in page["items"]]

    known = {str(idea.pk) for idea in ideas}
    assert set(found) >= known
    assert len(found) == len(set(found))


def test_a_cursor_belongs_to_one_order(rest, alice, community, make_idea):
    for n in range(3):
        make_idea(alice, community, f"Idé {n}")
    cursor = rest.get("/ideas?order=new&limit=2").json()["next"]

    assert rest.get(f"/ideas?order=best&cursor={cursor}").status_code == 400


@pytest.mark.parametrize(
    ("query", "expected"), [("order=rising", {"order": "invalid_choice"}), ("status=nye", {"status": "invalid_choice"})]
)
def test_a_query_that_cannot_be_taken_is_named(rest, query, expected):
    assert errors(rest.get(f"/ideas?{query}")) == expected


def test_a_repeated_proposal_is_made_once(rest, everybody):
    first = rest.post("/ideas", WORDS, idempotency_key="k1")
    second = rest.post("/ideas", WORDS, idempotency_key="k1")

    assert first.content == second.content
    assert Idea.objects.count() == 1


@pytest.mark.parametrize("size", [1, 20])
def test_the_list_costs_the_same_for_any_length(
    rest, alice, company, community, make_idea, size, django_assert_num_queries
):
    for n in range(size):
        make_idea(alice, community, f"Idé {n}", units=[company])

    # The token, the ideas, their units, their moves, their promises.
    with django_assert_num_queries(6):
        assert len(rest.items("/ideas")) == size


@pytest.mark.parametrize("size", [1, 20])
def test_ideas_in_the_home_feed_cost_one_query_in_all(
    rest, alice, community, make_idea, size, django_assert_num_queries
):
    for n in range(size):
        make_idea(alice, community, f"Idé {n}")

    with django_assert_num_queries(6):
        assert all(item["idea"] for item in rest.items("/feeds/home"))


def test_an_idea_made_from_a_reply_credits_its_author_and_tells_the_thread(
    rest_of, alice, bob, community, make_post, reply_to
):
    root = make_post(alice, community, "Vi ringer rundt kvelden før.", kind="pain")
    sigh = reply_to(bob, root, "Vi trenger en tavle.")
    sent = {"title": "Felles byttetavle", "problem": "Vi ringer rundt.", "proposal": "En tavle."}

    made = rest_of(alice).post("/ideas", {**sent, "community": str(community.pk), "from_post": str(sigh.pk)})
    unknown = rest_of(alice).post("/ideas", {**sent, "from_post": "1"})

    assert made.status_code == 201
    assert (made.json()["from_post"], made.json()["credits"][0]["name"]) == (str(sigh.pk), "Bob")
    told = rest_of(bob).items(f"/posts/{sigh.pk}/replies")
    assert f'href="/ideas/{made.json()["id"]}/"' in told[0]["html"]
    assert errors(unknown) == {"from_post": "unknown"}


def test_a_draft_is_its_authors_until_it_is_opened(rest_of, alice, bob, community):
    sent = {"title": "Felles byttetavle", "problem": "Vi ringer rundt.", "proposal": "En tavle."}
    made = rest_of(alice).post("/ideas", {**sent, "community": str(community.pk), "draft": True})
    path = f"/ideas/{made.json()['id']}"
    hidden = rest_of(bob).get(path).status_code
    count = Community.objects.get(pk=community.pk).posts_count

    rest_of(alice).post(f"{path}/moves", {"to": "open"})

    assert (made.json()["status"], made.json()["published_at"], hidden) == ("draft", None, 404)
    assert rest_of(bob).get(path).json()["status"] == "open"
    assert Community.objects.get(pk=community.pk).posts_count == count + 1
    assert Event.objects.filter(type="post.published", subject_id=made.json()["post"]).count() == 1
