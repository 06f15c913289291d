import csv
import datetime as dt
import os
from collections import Counter
from pathlib import Path

import pytest
from django.db import connections

from ideas.actions.polis import Report, import_polis
from ideas.models import Challenge, Idea, ImportedObject, Vote
from ideas.polis import read_export
from ideas.ranking import wilson_lower_bound
from microblog.access import Conflict, visible_posts
from microblog.models import Community, Event, Membership, OrgUnit, Post, User
from tests.ideas.polis_files import (
    COMMENTS,
    HOUR,
    MATRIX,
    START,
    SUMMARY,
    VOTES,
    comment,
    vote,
    write_export,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
SAMPLES = os.environ.get("LEST_SAMPLES", "")
real_export = pytest.mark.skipif(not SAMPLES, reason="LEST_SAMPLES does not name the folder that holds polis/")


def take(folder: Path, **options: object) -> Report:
    return import_polis(export=read_export(folder), now=NOW, **options)


def idea_of(number: int) -> Idea:
    key = ImportedObject.objects.get(kind="statement", external_id=str(number)).object_id
    return Idea.objects.select_related("post__author", "post__community", "challenge").get(pk=key)


def rows() -> dict[str, int]:
    models = (Community, Challenge, Idea, Post, Vote, User, OrgUnit, Membership, ImportedObject, Event)
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.parametrize("form", [{"votes": VOTES}, {"matrix": MATRIX}, {"votes": VOTES, "matrix": MATRIX}])
def test_an_export_becomes_ideas_votes_and_people(tmp_path, form):
    report = take(write_export(tmp_path, **form))

    assert report == Report(
        community=str(Community.objects.get().pk),
        challenge=str(Challenge.objects.get().pk),
        statements={"read": 3, "made": 3, "hidden": 1},
        people={"read": 4, "made": 4},
        votes={"read": 5, "made": 5, "unchanged": 0},
    )
    assert {(v.idea.proposal[:4], v.user.name, v.choice) for v in Vote.objects.select_related("idea", "user")} == {
        ("Buy ", "Deltaker 5", "agree"),
        ("We s", "Deltaker 5", "disagree"),
        ("We s", "Deltaker 6", "agree"),
        ("More", "Deltaker 6", "disagree"),
        ("More", "Deltaker 9", "pass"),
    }


def test_the_challenge_is_closed_and_has_the_days_of_the_conversation(tmp_path):
    take(write_export(tmp_path, votes=VOTES))

    challenge = Challenge.objects.get()
    assert challenge.title == "A better town"
    assert challenge.question == "What should change?"
    assert challenge.starts_on == challenge.ends_on == dt.date(2018, 2, 2)
    assert challenge.voting_ends_on == dt.date(2018, 2, 7)
    assert challenge.closed_at == dt.datetime.fromtimestamp((START + 100 * HOUR) / 1000, dt.UTC)


def test_the_community_is_open_says_where_it_comes_from_and_counts_right(tmp_path):
    take(write_export(tmp_path, votes=VOTES))

    community = Community.objects.get()
    assert (community.slug, community.name, community.visibility) == ("a-better-town", "A better town", "open")
    assert "CC BY 4.0" in community.about
    assert "https://pol.is/9abcdefghi" in community.about
    assert community.members_count == community.memberships.count() == 4
    assert community.posts_count == community.posts.live().count() == 2


def test_a_statement_is_a_post_of_its_author_at_its_time(tmp_path):
    take(write_export(tmp_path, votes=VOTES))

    idea = idea_of(2)
    assert idea.title == "More benches, please: https://example.org/benches"
    assert idea.proposal == idea.post.text == "More\nbenches, please: https://example.org/benches"
    assert idea.post.author.name == "Deltaker 5"
    assert idea.post.published_at == dt.datetime.fromtimestamp((START + 2 * HOUR) / 1000, dt.UTC)
    assert idea.post.pk >> 16 == idea.pk >> 16 == START + 2 * HOUR
    assert (idea.post.kind, idea.status) == ("idea", "open")


def test_only_statements_moderated_out_are_hidden(tmp_path, alice):
    take(write_export(tmp_path, votes=VOTES))

    seen = visible_posts(alice)
    assert set(seen) == {idea_of(1).post, idea_of(2).post}
    assert idea_of(0).post.hidden_at is not None


def test_the_sums_of_an_idea_are_those_of_its_votes(tmp_path):
    take(write_export(tmp_path, votes=VOTES))

    idea = idea_of(1)
    assert (idea.agree_count, idea.disagree_count, idea.pass_count) == (1, 1, 0)
    assert idea.lower_bound == wilson_lower_bound(1, 1)


def test_people_are_a_unit_under_the_company_and_stand_on_the_roster_before_the_conversation(tmp_path, company):
    take(write_export(tmp_path, votes=VOTES))

    unit = OrgUnit.objects.get(name="A better town")
    person = User.objects.get(username="a-better-town-9")
    assert unit.parent == company
    assert (person.name, person.unit, person.is_active) == ("Deltaker 9", unit, True)
    assert person.on_roster_since == dt.date(2018, 2, 2) - dt.timedelta(days=60)
    assert not person.has_usable_password()


def test_in_an_empty_house_the_topic_names_the_company_too(tmp_path):
    take(write_export(tmp_path, votes=VOTES))

    assert [(unit.name, unit.parent and unit.parent.name) for unit in OrgUnit.objects.order_by("pk")] == [
        ("A better town", None),
        ("A better town", "A better town"),
    ]


def test_where_there_is_a_community_of_everybody_the_people_belong_to_it(tmp_path, everybody):
    take(write_export(tmp_path, votes=VOTES))

    everybody.refresh_from_db()
    assert everybody.members_count == everybody.memberships.count() == 4


def test_published_statements_are_told_so_that_they_are_read(tmp_path):
    take(write_export(tmp_path, votes=VOTES))

    told = Event.objects.filter(type="post.published").values_list("subject_id", flat=True)
    assert set(told) == {idea_of(1).post_id, idea_of(2).post_id}


def test_a_second_time_makes_nothing(tmp_path):
    folder = write_export(tmp_path, votes=VOTES, matrix=MATRIX)
    first = take(folder)
    before = rows()

    second = take(folder)

    assert rows() == before
    assert (second.community, second.challenge) == (first.community, first.challenge)
    assert second.statements == {"read": 3, "made": 0, "hidden": 1}
    assert second.people == {"read": 4, "made": 0}
    assert second.votes == {"read": 5, "made": 0, "unchanged": 5}


def test_a_newer_export_adds_what_is_new_and_changes_what_has_changed(tmp_path):
    take(write_export(tmp_path, votes=VOTES))
    later = START + 200 * HOUR
    comments = [*COMMENTS, comment(3, 11, "Close the road", at=later)]
    votes = [*VOTES, vote(1, 5, 1, at=later), vote(3, 5, 1, at=later)]

    report = take(write_export(tmp_path, comments=comments, votes=votes))

    assert report.statements == {"read": 4, "made": 1, "hidden": 1}
    assert report.people == {"read": 5, "made": 1}
    assert report.votes == {"read": 6, "made": 1, "unchanged": 4}
    assert (idea_of(1).agree_count, idea_of(1).disagree_count) == (2, 0)
    assert Vote.objects.get(idea=idea_of(1), user__name="Deltaker 5").voted_at.timestamp() == later / 1000
    assert idea_of(3).post.author.username == "a-better-town-11"
    assert Community.objects.get().members_count == 5
    assert Challenge.objects.get().ends_on == dt.date(2018, 2, 11)


def test_an_older_export_takes_nothing_back(tmp_path):
    votes = [*VOTES, vote(1, 5, 1, at=START + 200 * HOUR), vote(2, 5, 1)]
    take(write_export(tmp_path / "new", votes=votes))

    report = take(write_export(tmp_path / "old", votes=VOTES))

    assert report.votes == {"read": 5, "made": 0, "unchanged": 5}
    assert idea_of(1).agree_count == 2
    assert "Votes here that the export does not hold, and that stay: 1." in report.differences
    assert Challenge.objects.get().closed_at.timestamp() == (START + 200 * HOUR) / 1000


def test_what_a_newer_export_moderates_out_is_hidden(tmp_path):
    take(write_export(tmp_path, votes=VOTES))
    comments = [comment(2, 5, "More benches", moderated=-1), *COMMENTS[1:]]

    report = take(write_export(tmp_path, comments=comments, votes=VOTES))

    assert report.statements["hidden"] == 2
    assert idea_of(2).post.hidden_at == NOW
    assert Event.objects.filter(type="post.deleted", subject_id=idea_of(2).post_id).exists()
    assert Community.objects.get().posts_count == 1


def test_what_a_moderator_here_has_hidden_stays_hidden_and_is_reported(tmp_path):
    folder = write_export(tmp_path, votes=VOTES)
    take(folder)
    Post.objects.filter(pk=idea_of(2).post_id).update(hidden_at=NOW)

    report = take(folder)

    assert idea_of(2).post.hidden_at == NOW
    assert report.differences == ["Statements hidden here that the export does not moderate out: 1."]


def test_what_was_removed_here_is_made_anew(tmp_path):
    folder = write_export(tmp_path, votes=VOTES)
    take(folder)
    Community.objects.get().delete()

    report = take(folder)

    assert report.statements["made"] == 3
    assert report.people["made"] == 0
    assert report.votes["made"] == 5
    assert Community.objects.get().members_count == 4


def test_a_dry_run_reports_and_writes_nothing(tmp_path):
    before = rows()

    report = take(write_export(tmp_path, votes=VOTES), dry_run=True)

    assert rows() == before
    assert report.votes == {"read": 5, "made": 5, "unchanged": 0}
    assert (report.community, report.challenge) == (None, None)


def test_a_failure_in_the_middle_leaves_nothing(tmp_path):
    def interrupt(rows):
        yield next(iter(rows))
        raise KeyboardInterrupt

    before = rows()

    with pytest.raises(KeyboardInterrupt):
        take(write_export(tmp_path, votes=VOTES), watch=interrupt)

    assert rows() == before


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_are_refused(tmp_path):
    folder = write_export(tmp_path, votes=VOTES)
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("begin; select pg_advisory_xact_lock(hashtext('import_polis'))")

    with pytest.raises(Conflict):
        take(folder)

    other.close()
    assert not Community.objects.exists()


def test_statements_of_the_same_moment_get_keys_of_their_own(tmp_path, make_posts, alice, community):
    make_posts(1, author=alice, community=community, start=dt.datetime.fromtimestamp(START / 1000, dt.UTC))
    comments = [comment(n, 7, f"Statement number {n}", at=START) for n in range(3)]

    report = take(write_export(tmp_path, comments=comments, votes=[]))

    assert report.statements["made"] == 3
    assert {key >> 16 for key in Idea.objects.values_list("pk", flat=True)} == {START}


def test_two_conversations_of_one_topic_stand_apart(tmp_path):
    take(write_export(tmp_path / "one", votes=VOTES))
    take(write_export(tmp_path / "two", votes=VOTES, summary={**SUMMARY, "url": "https://pol.is/2other"}))

    assert set(Community.objects.values_list("slug", flat=True)) == {"a-better-town", "a-better-town-2"}
    assert OrgUnit.objects.filter(parent__isnull=False, name="A better town-2").exists()
    assert User.objects.filter(username="a-better-town-2-9").exists()
    assert Vote.objects.count() == 10


def test_a_topic_without_latin_letters_and_of_any_length_is_taken(tmp_path):
    summary = {**SUMMARY, "topic": "自用車載客 " * 60}

    take(write_export(tmp_path, votes=VOTES, summary=summary))

    assert Community.objects.get().slug == "samtale"
    assert len(Community.objects.get().name) <= 80


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ("OK", "Utsagn 0: OK"),
        ("😊", "Utsagn 0: 😊"),
        ("  Yes!\r\n", "Yes!"),
        ("word " * 40, ("word " * 28).strip() + "…"),
    ],
)
def test_every_statement_gets_a_title_of_4_to_140_characters(tmp_path, body, title):
    take(write_export(tmp_path, comments=[comment(0, 7, body)], votes=[]))

    assert Idea.objects.get().title == title
    assert Idea.objects.get().proposal == body.strip()


def test_a_statement_that_no_post_can_hold_is_left_out_and_reported(tmp_path):
    comments = [comment(0, 7, " \n "), comment(1, 7, "a" * 5001), comment(2, 7, "Cars\x0b out\x92")]

    report = take(write_export(tmp_path, comments=comments, votes=[vote(0, 5, 1), vote(2, 5, 0)]))

    assert [idea.proposal for idea in Idea.objects.all()] == ["Cars out"]
    assert report.statements == {"read": 3, "made": 1, "hidden": 0}
    assert report.votes == {"read": 2, "made": 1, "unchanged": 0}
    assert {
        "Statement 0 is left out with its votes (1): it has no text.",
        "Statement 1 is left out with its votes (0): its text is longer than 5000 characters.",
        "Statement 2: its control characters are taken out.",
    } <= set(report.differences)


def test_the_number_of_queries_does_not_grow_with_the_conversation(tmp_path, django_assert_max_num_queries):
    comments = [comment(n, n % 10, f"Statement number {n}") for n in range(300)]
    votes = [vote(n, person, 1) for n in range(300) for person in range(10)]

    with django_assert_max_num_queries(60):
        take(write_export(tmp_path, comments=comments, votes=votes))

    assert Vote.objects.count() == 3000


def table(conversation: str, name: str) -> list[dict[str, str]]:
    with (Path(SAMPLES) / "polis" / conversation / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def assert_house_holds(report: Report, *, statements: int, hidden: int, people: int, votes: int) -> None:
    assert report.statements == {"read": statements, "made": statements, "hidden": hidden}
    assert report.people == {"read": people, "made": people}
    assert report.votes == {"read": votes, "made": votes, "unchanged": 0}
    assert Idea.objects.count() == statements
    assert Post.objects.exclude(hidden_at=None).count() == hidden
    assert User.objects.count() == Community.objects.get().members_count == people
    assert Vote.objects.count() == votes


@real_export
def test_bowling_green_is_imported_whole():
    conversation = "american-assembly.bowling-green"
    comments = table(conversation, "comments.csv")
    matrix = table(conversation, "participants-votes.csv")
    people = {row["participant"] for row in matrix} | {row["author-id"] for row in comments}
    cells = Counter((column, cell) for row in matrix for column, cell in row.items() if column.isdecimal())

    report = take(Path(SAMPLES) / "polis" / conversation)

    assert_house_holds(report, statements=896, hidden=289, people=len(people), votes=225_524)
    assert len({row["participant"] for row in matrix}) == 2031
    for number in ("0", "95", "895"):
        idea = idea_of(int(number))
        assert (idea.agree_count, idea.disagree_count) == (cells[number, "1"], cells[number, "-1"])
    unlike = [
        row
        for row in comments
        if (int(row["agrees"]), int(row["disagrees"]))
        != (cells[row["comment-id"], "1"], cells[row["comment-id"], "-1"])
    ]
    assert len([text for text in report.differences if text.startswith("Statement")]) == len(unlike)


@real_export
def test_the_canadian_reform_is_imported_whole_and_once():
    folder = Path(SAMPLES) / "polis" / "canadian-electoral-reform"
    comments, votes = table(folder.name, "comments.csv"), table(folder.name, "votes.csv")
    people = {row["voter-id"] for row in votes} | {row["author-id"] for row in comments}

    report = take(folder)
    again = take(folder)

    assert_house_holds(report, statements=174, hidden=22, people=len(people), votes=11_950)
    assert len(people) == 448
    assert again.votes == {"read": 11_950, "made": 0, "unchanged": 11_950}
    assert again.statements["made"] == again.people["made"] == 0
