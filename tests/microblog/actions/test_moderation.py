import threading

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from microblog import access
from microblog.access import Conflict, Invalid, NotAllowed
from microblog.actions.moderation import appeal_decision, decide_case, report_post, rewrite_post
from microblog.actions.posts import edit_post
from microblog.actions.recount import recount_posts
from microblog.models import AuditEntry, Community, Event, ModerationCase, Post, Report, Role

REASON = "Ta ut navnet, så blir det fint."


def report(actor, post, reason="rude", words=""):
    report_post(actor=actor, post=post, reason=reason, words=words, now=timezone.now())


def decide(actor, post, decision, reason=REASON):
    case = ModerationCase.objects.filter(post=post).latest("pk")
    decide_case(actor=actor, case=case, decision=decision, reason=reason, now=timezone.now())


def state_of(post) -> str:
    return ModerationCase.objects.filter(post=post).latest("pk").state


def is_hidden(post) -> bool:
    return Post.objects.get(pk=post.pk).hidden_at is not None


def is_counted_right() -> bool:
    return "posts_count" not in {difference.column for difference in recount_posts(check=True)}


@pytest.fixture
def reporters(make_person):
    return [make_person(f"melder{n}") for n in range(4)]


@pytest.fixture
def post(alice, community, make_post):
    return make_post(alice, community, "Planleggeren med den røde bilen svarer aldri.")


def test_a_person_reports_a_post_once(bob, post):
    report(bob, post, words="Første gang")
    report(bob, post, reason="spam", words="Andre gang")

    assert Report.objects.get().words == "Første gang"
    assert state_of(post) == "waiting"


def test_nobody_reports_their_own(alice, post):
    with pytest.raises(NotAllowed):
        report(alice, post)


def test_the_third_person_hides_the_post_and_the_second_does_not(reporters, post):
    report(reporters[0], post)
    report(reporters[1], post)
    report(reporters[1], post)
    assert not is_hidden(post)

    report(reporters[2], post)

    assert is_hidden(post)
    assert is_counted_right()
    assert AuditEntry.objects.get().action == "post.hidden_by_reports"


def test_what_a_moderator_let_stand_is_not_hidden_by_reports_until_it_is_edited(alice, moderator, reporters, post):
    report(reporters[0], post)
    decide(moderator, post, "keep")
    for person in reporters[:3]:
        report(person, post)
    assert not is_hidden(post)

    edit_post(actor=alice, post=post, text="Noe verre", now=timezone.now())
    report(reporters[3], post)

    assert is_hidden(post)


def test_a_post_that_is_hidden_or_gone_takes_no_report(reporters, moderator, post):
    report(reporters[0], post)
    decide(moderator, post, "hide")

    with pytest.raises(Conflict):
        report(reporters[1], post)


@pytest.mark.django_db(transaction=True)
def test_three_reports_at_once_hide_it_once(alice, make_person, community, make_post):
    post = make_post(alice, community)
    people = [make_person(f"melder{n}") for n in range(6)]
    start = threading.Barrier(len(people))

    def act(person):
        try:
            start.wait(10)
            report_post(actor=person, post=post, reason="rude", words="", now=timezone.now())
        except Conflict:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[person]) for person in people]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    assert Report.objects.count() == 3
    assert Event.objects.filter(type="post.hidden").count() == 1
    assert ModerationCase.objects.count() == 1
    assert Community.objects.get(pk=community.pk).posts_count == 0


def test_hiding_takes_a_post_from_everybody_and_keeping_brings_it_back(alice, bob, moderator, reporters, post):
    report(reporters[0], post)
    decide(moderator, post, "hide")
    for person in (alice, bob, moderator):
        assert post not in access.visible_posts(person)
    assert is_counted_right()

    decide(moderator, post, "keep", "")

    assert post in access.visible_posts(bob)
    assert is_counted_right()
    assert list(Event.objects.filter(type__in=["post.hidden", "post.restored"]).values_list("type", "actor")) == [
        ("post.hidden", None),
        ("post.restored", None),
    ]


@pytest.mark.parametrize("decision", ["hide", "ask_rewrite"])
def test_the_author_is_always_given_a_reason(decision, bob, moderator, post):
    report(bob, post)

    with pytest.raises(Invalid) as refused:
        decide(moderator, post, decision, "Nei")

    assert refused.value.field == "reason"
    assert not is_hidden(post)


def test_a_decision_is_not_taken_twice(bob, moderator, post):
    report(bob, post)
    decide(moderator, post, "hide")
    with pytest.raises(Conflict):
        decide(moderator, post, "hide")

    decide(moderator, post, "keep")
    with pytest.raises(Conflict):
        decide(moderator, post, "hide")


def test_a_rewritten_post_returns_to_the_queue_and_stays_hidden(alice, bob, moderator, post):
    report(bob, post)
    decide(moderator, post, "ask_rewrite")
    case = ModerationCase.objects.get()
    with pytest.raises(Invalid):
        rewrite_post(author=alice, case=case, text=post.text, now=timezone.now())

    rewrite_post(author=alice, case=case, text="Planleggeren svarer ikke om kvelden.", now=timezone.now())

    assert state_of(post) == "rewritten"
    assert is_hidden(post)
    decide(moderator, post, "keep")
    assert access.visible_posts(bob).get(pk=post.pk).text == "Planleggeren svarer ikke om kvelden."


def test_nobody_rewrites_unasked(alice, bob, moderator, post):
    report(bob, post)
    decide(moderator, post, "hide")

    with pytest.raises(Conflict):
        rewrite_post(author=alice, case=ModerationCase.objects.get(), text="Nytt", now=timezone.now())


def test_an_idea_is_not_sent_to_rewriting(alice, bob, moderator, community, make_post):
    idea = make_post(alice, community, kind="idea")
    report(bob, idea)

    with pytest.raises(Invalid):
        decide(moderator, idea, "ask_rewrite")


def appealed(alice, bob, moderator, post):
    report(bob, post)
    decide(moderator, post, "hide")
    appeal_decision(author=alice, case=ModerationCase.objects.get(), text="Det er sant.", now=timezone.now())


def test_another_than_who_hid_it_decides_the_appeal(alice, bob, moderator, make_person, community, make_post):
    post = make_post(bob, community)
    other = make_person("mats", roles=[Role.MODERATOR])
    appealed(bob, alice, moderator, post)

    with pytest.raises(NotAllowed):
        decide(moderator, post, "hide")
    decide(other, post, "keep")

    assert not is_hidden(post)


def test_the_only_moderator_decides_the_appeal_too(alice, bob, moderator, post):
    # Alice, the only host, is the author.
    appealed(alice, bob, moderator, post)

    decide(moderator, post, "keep")

    assert not is_hidden(post)


def test_one_appeals_once_and_only_a_decision(alice, bob, moderator, post):
    report(bob, post)
    with pytest.raises(Conflict):
        appeal_decision(author=alice, case=ModerationCase.objects.get(), text="Før", now=timezone.now())
    decide(moderator, post, "hide")
    appeal_decision(author=alice, case=ModerationCase.objects.get(), text="Første", now=timezone.now())
    decide(moderator, post, "hide")

    with pytest.raises(Conflict):
        appeal_decision(author=alice, case=ModerationCase.objects.get(), text="Andre", now=timezone.now())


@pytest.mark.parametrize(
    "statement", ["update microblog_auditentry set reason = 'Noe annet'", "delete from microblog_auditentry"]
)
def test_the_database_refuses_to_change_the_log(statement, bob, moderator, post):
    report(bob, post)
    decide(moderator, post, "keep")

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert AuditEntry.objects.get().reason == REASON
