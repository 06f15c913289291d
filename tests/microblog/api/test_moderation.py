import pytest
from django.test import Client

from microblog.models import ModerationCase, Role
from tests.microblog.api.rest import errors

REASON = "Ta ut navnet, så blir det fint."
CASE = {
    *("id", "state", "post", "reports_count", "reasons", "words", "opened_at", "decided_at", "reason", "appeal"),
}


@pytest.fixture
def post(bob, community, make_post):
    return make_post(bob, community, "Kantina er dårlig")


@pytest.fixture
def case(rest_of, charlie, post) -> ModerationCase:
    answer = rest_of(charlie).post(f"/posts/{post.pk}/report", {"reason": "rude", "words": "Jeg lager maten"})
    assert answer.status_code == 204
    return ModerationCase.objects.get()


def test_a_report_lands_in_the_queue_without_its_reporter(rest_of, moderator, charlie, post, case):
    (found,) = rest_of(moderator).items("/moderation/reports")

    assert set(found) == CASE
    assert (found["state"], found["reports_count"], found["reasons"]) == ("waiting", 1, {"rude": 1})
    assert (found["post"]["id"], found["words"]) == (str(post.pk), ["Jeg lager maten"])
    assert rest_of(moderator).items("/moderation/reports?state=closed") == []


def test_hidden_appealed_and_restored_over_rest(rest_of, moderator, make_person, bob, post, case):
    other = make_person("mats", roles=[Role.MODERATOR])
    address, mine = f"/moderation/reports/{case.pk}", f"/posts/{post.pk}/appeal"
    hidden = rest_of(moderator).patch(address, {"decision": "hide", "reason": REASON})
    assert (hidden.status_code, hidden.json()["state"]) == (200, "hidden")
    assert rest_of(bob).get(f"/posts/{post.pk}").status_code == 404
    assert rest_of(bob).get(mine).json()["reason"] == REASON

    assert rest_of(bob).post(mine, {"text": "Alle er enige"}).json()["state"] == "appealed"
    assert rest_of(bob).post(mine, {"text": "Igjen"}).status_code == 409
    assert rest_of(moderator).patch(address, {"decision": "hide", "reason": REASON}).status_code == 403
    assert rest_of(other).patch(address, {"decision": "keep"}).json()["state"] == "kept"

    assert rest_of(bob).get(f"/posts/{post.pk}").status_code == 200
    assert rest_of(bob).get(mine).status_code == 404


def test_rewritten_over_rest(rest_of, moderator, bob, post, case):
    rest_of(moderator).patch(f"/moderation/reports/{case.pk}", {"decision": "ask_rewrite", "reason": REASON})

    answer = rest_of(bob).put(f"/posts/{post.pk}/rewriting", {"text": "Kantina kan bli bedre"})

    assert answer.json()["state"] == "rewritten"
    (found,) = rest_of(moderator).items("/moderation/reports")
    assert (found["state"], found["post"]["text"]) == ("rewritten", "Kantina kan bli bedre")


def test_a_hidden_post_is_nowhere(rest_of, alice, bob, charlie, moderator, post, case, reply_to):
    rest_of(moderator).patch(f"/moderation/reports/{case.pk}", {"decision": "hide", "reason": REASON})

    for person in (alice, bob, charlie, moderator):
        rest = rest_of(person)
        for path in ("", "/replies", "/thread", "/history"):
            assert rest.get(f"/posts/{post.pk}{path}").status_code == 404
        assert rest.post(f"/posts/{post.pk}/report", {"reason": "rude"}).status_code == 404
        for path in ("/feeds/home", f"/communities/{post.community_id}/posts", f"/people/{bob.pk}/posts"):
            assert rest.items(path) == []


def test_neither_the_reported_nor_a_host_learns_who_reported(
    rest_of, alice, bob, make_person, moderator, post, reply_to
):
    reporter = make_person("zacharias", name="Zacharias Melder")
    rest_of(reporter).post(f"/posts/{post.pk}/report", {"reason": "rude", "words": "Jeg heter Zacharias"})
    case = ModerationCase.objects.get()
    rest_of(moderator).patch(f"/moderation/reports/{case.pk}", {"decision": "hide", "reason": REASON})

    rests = ("/me", "/feeds/home", f"/posts/{post.pk}", f"/posts/{post.pk}/appeal", "/moderation/reports?state=closed")
    rests += (f"/moderation/reports/{case.pk}", f"/communities/{post.community_id}/posts", "/audit-log")
    pages = (
        "/",
        "/hidden/",
        f"/posts/{post.pk}/hidden/",
        "/moderation/",
        "/moderation/?state=closed",
        "/settings/audit/",
    )
    pages += (f"/moderation/{case.pk}/", f"/posts/{post.pk}/", f"/c/{post.community.slug}/", "/settings/")
    for person in (alice, bob):
        served = [rest_of(person, "read read:audit").get(path) for path in rests]
        browser = Client()
        browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        served += [browser.get(path) for path in pages]
        told = "\n".join(answer.content.decode() for answer in served)
        assert str(case.pk) in told or str(post.pk) in told
        assert "acharias" not in told
        assert f'"{reporter.pk}"' not in told


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"reason": "required"}),
        ({"reason": "boring"}, {"reason": "invalid_choice"}),
        ({"reason": "rude", "words": "x" * 501}, {"words": "too_long"}),
        ({"reason": "rude", "reporter": "1"}, {"reporter": "unknown_field"}),
    ],
)
def test_a_bad_report_is_refused_field_by_field(body, expected, rest_of, charlie, post):
    assert errors(rest_of(charlie).post(f"/posts/{post.pk}/report", body)) == expected
    assert not ModerationCase.objects.exists()


def test_a_decision_needs_a_reason(rest_of, moderator, case):
    answer = rest_of(moderator).patch(f"/moderation/reports/{case.pk}", {"decision": "hide", "reason": "Nei"})

    assert errors(answer) == {"reason": "too_short"}


def test_the_queue_is_closed_to_others_and_to_other_scopes(rest_of, alice, bob, charlie, lena, moderator, case):
    address = f"/moderation/reports/{case.pk}"

    for person in (charlie, lena):
        assert rest_of(person).get("/moderation/reports").status_code == 403
        assert rest_of(person).patch(address, {"decision": "keep"}).status_code == 403
    assert rest_of(alice).get(address).json()["words"] == []
    assert rest_of(moderator, "read:posts write:posts").get("/moderation/reports").status_code == 403
    assert rest_of(bob).post(f"/posts/{case.post_id}/report", {"reason": "rude"}).status_code == 403


def test_the_log_is_whole_for_the_representative_and_ones_own_for_others(rest_of, make_person, moderator, alice, case):
    representative = make_person("tor", roles=[Role.REPRESENTATIVE])
    rest_of(moderator).patch(f"/moderation/reports/{case.pk}", {"decision": "hide", "reason": REASON})

    (entry,) = rest_of(representative, "read:audit").items("/audit-log")
    assert (entry["action"], entry["actor"]["id"], entry["reason"]) == ("post.hidden", str(moderator.pk), REASON)
    assert rest_of(alice, "read:audit").items("/audit-log") == []
    assert len(rest_of(moderator, "read:audit").items("/audit-log")) == 1
    assert rest_of(representative, "read write").get("/audit-log").status_code == 403
