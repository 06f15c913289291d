import datetime as dt
from collections import Counter

import pytest

from analytics.company.clock import OSLO
from analytics.company.communities import ROOM_NAMED
from analytics.company.plan import Plan, plan_company, plan_demo
from analytics.company.plants import Plant, is_within
from analytics.scoring.themes import find_themes
from ideas.lifecycle import MOVES, VOTABLE

NOW = dt.datetime(2026, 11, 24, 11, 0, tzinfo=OSLO)


@pytest.fixture(scope="module")
def demo() -> Plan:
    return plan_demo(now=NOW, themes_in=find_themes)


def roots(plan: Plan):
    return [post for post in plan.posts if post.root is None]


def listing(plan: Plan) -> list[tuple]:
    return [(post.author.username, post.community, post.text, post.at, len(post.reactions)) for post in plan.posts]


def test_the_same_seed_gives_the_same_plan():
    first, second, other = (
        plan_company(people=60, weeks=3, seed=seed, now=NOW, plants=[Plant("Transport", "pay", 1, 3)])
        for seed in (4, 4, 5)
    )

    assert listing(first) == listing(second)
    assert listing(first) != listing(other)


def test_the_demo_is_full_of_life(demo):
    assert len(demo.people) == 650
    assert 5000 < len(demo.posts) < 6500
    assert len({post.author for post in demo.posts}) > 500


def test_no_text_stands_twice_in_the_demo(demo):
    texts = Counter(post.text for post in roots(demo) if post.kind != "idea")

    assert max(texts.values()) == 1


def test_no_reply_stands_twice_in_a_thread_or_twice_from_one_person(demo):
    in_threads = Counter((post.root, post.text) for post in demo.posts if post.root)
    from_people = Counter((post.author, post.text) for post in demo.posts if post.root)

    assert max(in_threads.values()) == 1
    assert max(from_people.values()) == 1


def test_nothing_happens_after_now(demo):
    assert max(post.at for post in demo.posts) < NOW
    assert all(at < NOW for post in demo.posts for _person, _kind, at in post.reactions)
    assert all(at < NOW for idea in demo.ideas for _person, _choice, at in idea.votes)
    assert all(step.at < NOW for idea in demo.ideas for step in idea.moves)


def test_a_reply_comes_after_its_post_and_stands_beside_it(demo):
    for post in demo.posts:
        if post.root:
            assert post.at > post.parent.at >= post.root.at
            assert post.community == post.root.community


def test_what_is_not_open_is_written_by_members(demo):
    private = [post for post in demo.posts if ROOM_NAMED[post.community].visibility != "open"]

    assert private
    assert all(post.author in demo.rooms.members[post.community] for post in private)


def test_announcements_come_from_leaders_and_hosts(demo):
    announcements = [post for post in demo.posts if post.kind == "announcement"]

    assert announcements
    assert all(post.author.is_leader or post.author in demo.rooms.hosts[post.community] for post in announcements)


def test_reactions_fit_the_kind_of_post(demo):
    for post in demo.posts:
        kinds = {kind for _person, kind, _at in post.reactions}
        assert "me_too" not in kinds or post.kind == "pain"
        assert "wonder" not in kinds or post.kind == "question"
        assert len({(person, kind) for person, kind, _at in post.reactions}) == len(post.reactions)


def test_most_people_write_in_their_own_language(demo):
    fitting = sum(post.language == post.author.language for post in demo.posts)

    assert fitting > 0.95 * len(demo.posts)


def test_nobody_writes_in_many_communities(demo):
    places = {(post.author, post.community) for post in roots(demo)}

    assert max(Counter(author for author, _community in places).values()) <= 5


def test_an_idea_came_to_its_state_by_allowed_moves(demo):
    for idea in demo.ideas:
        state = "draft" if idea.post.is_draft else "open"
        for step in idea.moves:
            assert step.before == state
            assert step.after in MOVES[state]
            assert step.actor is not None or MOVES[state][step.after].startswith("K")
            state = step.after
        assert state == idea.status
        assert [step.at for step in idea.moves] == sorted(step.at for step in idea.moves)


def test_a_duplicate_names_what_it_was_joined_to(demo):
    for idea in demo.ideas:
        assert (idea.status == "duplicate") == (idea.merged_into is not None)


def test_votes_come_while_an_idea_takes_them(demo):
    for idea in demo.ideas:
        closing = min((step.at for step in idea.moves if step.after not in VOTABLE), default=NOW)
        assert all(idea.post.at < at < closing for _person, _choice, at in idea.votes)
        assert len({person for person, _choice, _at in idea.votes}) == len(idea.votes)


def test_ideas_divide_and_unite(demo):
    shares = [
        sum(choice == "agree" for _person, choice, _at in idea.votes) / len(idea.votes)
        for idea in demo.ideas
        if len(idea.votes) > 20
    ]

    assert min(shares) < 0.5
    assert max(shares) > 0.75


def test_as_many_as_are_planted_say_it_each_week():
    plant = Plant("Sjåfører Øst", "staffing", 2, 9)

    plans = [plan_company(people=650, weeks=4, seed=3, now=NOW, plants=plants, posts=500) for plants in ([], [plant])]

    before, after = ([voices(plan, plant, week) for week in range(4)] for plan in plans)
    assert all(len(week) < 6 for week in before)
    assert all(len(week) < 6 for week in after[:2])
    assert all(len(week) >= 9 for week in after[2:])


def voices(plan: Plan, plant: Plant, week: int) -> set:
    """Return the counted people of the unit who say in a week that the theme hurts."""
    start, end = plan.clock.bounds(week)
    hurting = [post for post in plan.posts if plant.theme in post.themes and post.tone == "negative"]
    said = [(post.author, post.at) for post in hurting]
    said += [(person, at) for post in hurting for person, kind, at in post.reactions if kind == "me_too"]
    return {
        person
        for person, at in said
        if start <= at < end and person.is_counted and is_within(person.unit.name, plant.unit)
    }


def test_texts_are_used_again_where_the_stock_is_too_small():
    plan = plan_company(people=40, weeks=2, seed=1, now=NOW, posts=12000)

    assert max(Counter(post.text for post in roots(plan)).values()) > 1
    assert 10000 < len(plan.posts) < 15000


def test_a_company_without_posts_has_people_and_communities():
    plan = plan_company(people=12, weeks=1, seed=1, now=NOW, posts=0)

    assert len(plan.people) == 12
    assert all(plan.rooms.members[slug] for slug in ROOM_NAMED)
