import io
import json
from collections import Counter
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from analytics.actions.bench_company import build_bench
from analytics.company.bench import plan_bench
from analytics.models import AuthorFact, Letter, PainPoint, SentimentReading
from ideas.models import Idea, Vote
from ideas.ranking import wilson_lower_bound
from microblog.actions.communities import join_community
from microblog.models import Community, Event, Membership, Post, Reaction, ReactionKind, User
from microblog.queries.feeds import home_feed
from microblog.queries.tokens import live_token

SMALL = {"people": 60, "weeks": 3, "seed": 8, "until": "2026-11-24"}


def run(command: str, **options) -> dict:
    printed = io.StringIO()
    words = [f"--{name}={value}" for name, value in options.items() if value is not True]
    call_command(command, *words, *(f"--{name}" for name, value in options.items() if value is True), stdout=printed)
    return json.loads(printed.getvalue())


@pytest.fixture
def simulated(db) -> dict:
    return run("simulate_company", **SMALL)


def test_everybody_who_is_printed_can_sign_in(simulated):
    accounts = simulated["accounts"]

    assert [account["role"] for account in accounts] == [
        "employee", "leader", "top_leader", "moderator", "representative", "analyst", "admin",
    ]  # fmt: skip
    for account in accounts:
        user = User.objects.get(username=account["username"])
        assert user.check_password(account["password"])
        assert account["role"] in [*user.roles, "employee", "leader", "top_leader"]


def test_the_tokens_open_what_the_role_may_do(simulated):
    tokens = {account["role"]: live_token(account["token"], now=timezone.now()) for account in simulated["accounts"]}

    assert tokens["employee"].scopes == ["read", "write"]
    assert "read:audit" in tokens["representative"].scopes
    assert "admin:people" in tokens["admin"].scopes


def test_the_rest_have_no_password_that_works(simulated):
    others = User.objects.exclude(username__in=[account["username"] for account in simulated["accounts"]])

    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


def test_the_periods_are_the_closed_weeks(simulated):
    assert simulated["periods"] == ["2026-W45", "2026-W46", "2026-W47"]
    assert set(PainPoint.objects.values_list("period", flat=True)) == {*simulated["periods"], "2026-W48"}
    assert not Letter.objects.exists()


def test_counters_say_what_the_rows_say(simulated):
    replies = Count("replies", distinct=True)
    sums = {kind: Count("reactions", filter=Q(reactions__kind=kind), distinct=True) for kind in ReactionKind.values}
    for post in Post.objects.annotate(replies_there=replies, **{f"{kind}_there": n for kind, n in sums.items()}):
        assert post.reply_count == post.replies_there
        assert all(getattr(post, f"{kind}_count") == getattr(post, f"{kind}_there") for kind in sums)
    for community in Community.objects.all():
        published = Post.objects.filter(community=community, parent=None, published_at__isnull=False)
        assert community.members_count == community.memberships.count()
        assert community.posts_count == published.count()
    for idea in Idea.objects.all():
        votes = Counter(Vote.objects.filter(idea=idea).values_list("choice", flat=True))
        assert (idea.agree_count, idea.disagree_count, idea.pass_count) == (
            votes["agree"], votes["disagree"], votes["pass"],
        )  # fmt: skip
        assert idea.lower_bound == wilson_lower_bound(votes["agree"], votes["disagree"])


def test_everything_published_is_read_and_counted(simulated):
    published = Post.objects.filter(published_at__isnull=False, pseudonym=None)

    assert SentimentReading.objects.count() == published.count()
    assert AuthorFact.objects.filter(period="2026-W47", theme="").exists()


def test_a_draft_is_published_to_nobody(simulated):
    drafts = Idea.objects.filter(status="draft")

    assert drafts.exists()
    assert all(idea.post.published_at is None for idea in drafts.select_related("post"))


def test_there_is_no_news_of_what_happened_before(simulated):
    assert not Event.objects.filter(relayed_at=None).exists()


def test_people_can_go_on_where_the_invented_ones_stopped(simulated, make_post):
    jonas = User.objects.get(username="jonas.eikeland")
    community = Community.objects.get(slug="gronn-frakt")
    join_community(actor=jonas, community=community)

    post = make_post(jonas, community)

    assert home_feed(viewer=jonas).posts[0] == post


def test_the_same_seed_writes_the_same_rows(db):
    first, second = rows_of_a_run(), rows_of_a_run()

    assert first == second


class Undo(Exception):
    """Ends a run that leaves nothing behind."""


def rows_of_a_run() -> list[list[tuple]]:
    with suppress(Undo), transaction.atomic():
        run("simulate_company", **SMALL)
        # What bears no name comes out in an order that nobody can repeat.
        named = Post.objects.filter(pseudonym=None)
        rows = [
            list(named.order_by("id").values_list("id", "author__username", "text", "root", "reply_count")),
            list(Reaction.objects.order_by("post", "user__username", "kind").values_list("post", "created_at")),
            list(Vote.objects.order_by("idea", "user__username").values_list("idea", "choice", "voted_at")),
        ]
        raise Undo
    return rows


def test_letters_are_frozen_for_every_closed_week(db):
    built = run("simulate_company", letters=True, **SMALL)

    assert set(Letter.objects.values_list("period", flat=True)) == set(built["periods"])


def test_what_is_planted_is_found(db, tmp_path):
    file = tmp_path / "planted.csv"
    file.write_text("unit,theme,from_period,extra_authors\nTerminal Drammen,tools_it,2026-W47,14\n")

    run("simulate_company", people=200, weeks=6, seed=2, until="2026-11-24", planted=file)

    cells = PainPoint.objects.filter(unit__name="Terminal Drammen", theme="tools_it")
    assert cells.get(period="2026-W46").authors < 7 < cells.get(period="2026-W47").authors


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("unit,theme,from_period\n", "extra_authors"),
        ("unit,theme,from_period,extra_authors\nMånen,pay,2026-W46,5\n", "line 2: there is no unit «Månen»"),
        ("unit,theme,from_period,extra_authors\nIT,cats,2026-W46,5\n", "line 2: there is no theme «cats»"),
        ("unit,theme,from_period,extra_authors\nIT,pay,2026-W60,5\n", "line 2: 2026-W60 does not exist"),
        ("unit,theme,from_period,extra_authors\nIT,pay,2026-W46,few\n", "line 2: «few» is no number of people"),
    ],
)
def test_a_bad_file_of_plants_is_named_with_its_line(db, tmp_path, content, said):
    file = tmp_path / "planted.csv"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(CommandError, match=said):
        run("simulate_company", planted=file, **SMALL)

    assert not User.objects.exists()


@pytest.mark.parametrize("command", ["simulate_company", "build_demo", "make_administrator"])
def test_a_company_is_never_written_over_another(alice, command):
    options = SMALL if command == "simulate_company" else {}

    with pytest.raises(CommandError, match="not empty"):
        run(command, **options)

    assert list(User.objects.all()) == [alice]


def test_too_few_people_make_no_company(db):
    with pytest.raises(CommandError, match="at least 12 people"):
        run("simulate_company", **{**SMALL, "people": 11})


def test_an_interrupted_run_leaves_the_database_empty(db, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("analytics.actions.company.refresh_facts", interrupt)

    with pytest.raises(KeyboardInterrupt):
        run("simulate_company", **SMALL)

    assert not User.objects.exists()
    assert not Post.objects.exists()


def test_an_empty_company_has_an_administrator_and_a_place_to_write(db):
    (account,) = run("make_administrator")["accounts"]

    user = User.objects.get()
    assert user.check_password(account["password"])
    assert user.roles == ["admin"]
    assert user.unit.parent is None
    assert Membership.objects.get().community.is_for_everybody


def test_the_company_for_measurements_is_consistent(db):
    plan = plan_bench(people=250, posts=1500, now=timezone.now(), seed=1)

    lively, dormant = build_bench(plan, with_readings=True)

    assert (len(lively), len(dormant)) == (230, 20)
    assert SentimentReading.objects.count() == Post.objects.count() == 1500
    assert len(home_feed(viewer=lively[50]).posts) == 20
    for post in Post.objects.annotate(there=Count("replies", distinct=True), agrees=Count("reactions", distinct=True)):
        assert (post.reply_count, post.agree_count) == (post.there, post.agrees)
    for community in Community.objects.all():
        assert community.posts_count == community.posts.filter(parent=None).count()


@pytest.mark.slow
def test_the_last_letter_of_the_demo_finds_the_planted_pains(db):
    run("build_demo")

    letter = Letter.objects.filter(unit__parent=None).order_by("-period").first()
    ranked = {pain["theme"]: pain["rank"] for pain in letter.inputs["pains"]}
    assert {theme for theme, rank in ranked.items() if rank and rank <= 3} == {
        "working_hours_shifts", "tools_it", "staffing",
    }  # fmt: skip
    pay = PainPoint.objects.get(period=letter.period, unit__parent=None, theme="pay")
    assert not pay.is_alarm
