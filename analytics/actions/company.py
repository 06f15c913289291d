"""Writing an invented company into an empty database, in bulk and in one transaction: whole or not at all."""

import datetime as dt
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, models, transaction
from tqdm import tqdm

from analytics.actions.company_pictures import draw_pictures
from analytics.actions.company_polls import ask_praise_and_share
from analytics.actions.company_unnamed import let_people_stay_unnamed
from analytics.actions.company_work import work_on_ideas
from analytics.actions.culture import count_due_cultures
from analytics.actions.facts import refresh_facts
from analytics.actions.letters import HOUR_OF_LETTERS, freeze_letters
from analytics.actions.pain_points import find_pain_points
from analytics.actions.radar import look_for_due_groups
from analytics.actions.readings import record_readings
from analytics.company.clock import midnight
from analytics.company.communities import EVERYBODY, ROOMS
from analytics.company.dice import dice
from analytics.company.ideas import PlannedChallenge, PlannedIdea, PlannedMove, closes_at
from analytics.company.people import Person, example_people
from analytics.company.plan import Plan
from analytics.company.tree import UNIT_NAMED
from analytics.scoring import periods
from ideas.actions.ideas import text_of
from ideas.models import Challenge, Idea, StatusChange, Vote
from ideas.ranking import wilson_lower_bound
from microblog.actions.people import issue_token
from microblog.models import (
    Community,
    Event,
    Membership,
    OrgUnit,
    PersonFollow,
    Post,
    Reaction,
    ReactionKind,
    Role,
    User,
    key_at,
)

# Of invented people, and printed for whoever starts the company.
PASSWORD = "lest-demo-2026"  # noqa: S105
SCOPES = {
    "admin": ["read", "write", "admin:people", "admin:themes", "admin:settings"],
    "representative": ["read", "write", "read:audit"],
}
# Lest was taken into use so long before the talk begins.
IN_USE_BEFORE = dt.timedelta(days=240)
BATCH = 2000
OUR_APPS = ("microblog", "ideas", "analytics")
POST_FIELDS = [
    "id", "author", "community", "kind", "parent", "root", "text", "language", "may_be_quoted", "quote_wording",
    "created_at", "published_at", "reply_count",
]  # fmt: skip
Step = TypeVar("Step")


class NotEmpty(Exception):
    """The database holds people or units already."""


@dataclass(frozen=True)
class Built:
    """Who can sign in (`role username password token`), and the names of the closed periods, oldest first."""

    accounts: list[dict[str, str]]
    periods: list[str]


def refuse_unless_empty() -> None:
    """Check that the database is new.

    :raises NotEmpty: if there is anybody, or a unit.
    """
    if User.objects.exists() or OrgUnit.objects.exists():
        raise NotEmpty


@transaction.atomic
def make_administrator(*, now: dt.datetime) -> dict[str, str]:
    """Make an empty company with its community of everybody and one administrator; return the account.

    :raises NotEmpty: if somebody is there already.
    """
    refuse_unless_empty()
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(
        "admin",
        password=password,
        name="Administrator",
        unit=OrgUnit.objects.create(name="Virksomheten"),
        roles=[Role.ADMIN],
        on_roster_since=now.date(),
    )
    community = Community.objects.create(
        slug="alle", name="Alle", is_for_everybody=True, created_by=user, members_count=1
    )
    Membership.objects.create(user=user, community=community, is_host=True)
    return open_account("admin", user, password)


def build_company(plan: Plan, *, with_letters: bool) -> Built:
    """Write a planned company and what follows from it: readings, facts, pain points, and the letters if wanted.

    All is one transaction: an interrupted run leaves the database as empty as it was.

    :raises NotEmpty: if somebody is there already.
    """
    with transaction.atomic():
        refuse_unless_empty()
        writer = Writer(plan)
        for stage in shown("company", [writer.write_people, writer.write_communities, writer.write_posts]):
            stage()
        writer.write_ideas()
        work_on_ideas(now=plan.clock.now)
        refresh_statistics()
        read_everything()
        let_people_stay_unnamed(now=plan.clock.now)
        draw_pictures(now=plan.clock.now)
        closed = draw_conclusions(plan, with_letters=with_letters)
        accounts = [open_account(role, writer.users[person], PASSWORD) for role, person in example_people(plan.people)]
    return Built(accounts, closed)


def build_demo(plan: Plan) -> Built:
    """Write a company in which people also ask, praise and share today, for somebody to look around in.

    :raises NotEmpty: if somebody is there already.
    """
    with transaction.atomic():
        built = build_company(plan, with_letters=True)
        ask_praise_and_share(dice(0, "polls"), now=plan.clock.now)
    return built


def shown(what: str, steps: Sequence[Step]) -> Iterable[Step]:
    """Show the progress of the steps on a terminal."""
    return tqdm(steps, desc=what, disable=None)


def draw_conclusions(plan: Plan, *, with_letters: bool) -> list[str]:
    """Make the facts of all periods, then their pain points or letters, in order of time. Return the closed periods."""
    weeks = settings.PERIOD_WEEKS
    current = periods.period_of(plan.clock.now, weeks=weeks)
    names = {periods.period_of(plan.clock.bounds(week)[0], weeks=weeks) for week in range(plan.clock.weeks)}
    closed = sorted(names - {current})
    for period in shown("facts", [*closed, current]):
        refresh_facts(period)
    for period in shown("letters" if with_letters else "pain points", closed):
        _start, end = periods.bounds(period, weeks=weeks)
        if with_letters:
            freeze_letters(period=period, now=min(end.replace(hour=HOUR_OF_LETTERS), plan.clock.now))
        else:
            find_pain_points(period)
    find_pain_points(current)
    count_due_cultures()
    look_for_due_groups()
    # What happened before anybody was there is news to nobody.
    Event.objects.update(relayed_at=plan.clock.now)
    return closed


def refresh_statistics() -> None:
    """Let the planner know how large our tables have become.

    Ours alone: the server's own are shared by its databases, and this transaction would hold them up.
    """
    ours = [model._meta.db_table for name in OUR_APPS for model in apps.get_app_config(name).get_models()]
    with connection.cursor() as cursor:
        cursor.execute(f"analyze {', '.join(ours)}")


def read_everything() -> None:
    """Make the readings of all published posts, oldest first."""
    keys = list(Post.objects.filter(published_at__isnull=False).order_by("pk").values_list("pk", flat=True))
    batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
    for batch in shown("readings", batches):
        record_readings(Post.objects.filter(pk__in=batch).select_related("author"))


def open_account(role: str, user: User, password: str) -> dict[str, str]:
    """Give a person a token; return what a visitor needs to sign in."""
    _token, secret = issue_token(user=user, name="Lest", scopes=SCOPES.get(role, ["read", "write"]))
    return {"role": role, "username": user.username, "password": password, "token": secret}


def copy_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows with COPY, many times faster than INSERT; database defaults fill the fields left out."""
    columns = ", ".join(f'"{getattr(model, name).field.column}"' for name in fields)
    with connection.cursor() as cursor, cursor.copy(f'copy "{model._meta.db_table}" ({columns}) from stdin') as copy:
        for row in rows:
            copy.write_row(row)


class Writer:
    """Writes the rows of a plan, and remembers what each planned thing has become."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.users: dict[Person, User] = {}
        self.units: dict[str, OrgUnit] = {}
        self.communities: dict[str, Community] = {}
        self.in_use_since = midnight(plan.clock.monday(0)) - IN_USE_BEFORE

    def write_people(self) -> None:
        """Write units, people and whom they follow. Hashing a password takes long, so all examples share one hash."""
        people = self.plan.people
        self.write_units()
        examples = {person for _role, person in example_people(people)}
        shared = make_password(PASSWORD)
        rows = [self.user_of(one, shared if one in examples else make_password(None)) for one in people]
        self.users = dict(zip(people, User.objects.bulk_create(rows, batch_size=BATCH), strict=True))
        for person, user in self.users.items():
            user.manager = self.users[person.manager] if person.manager else None
            if person.is_leader:
                self.units[person.unit.name].leader = user
        User.objects.bulk_update(rows, ["manager"], batch_size=BATCH)
        OrgUnit.objects.bulk_update(self.units.values(), ["leader"])
        follows = ((self.users[one].pk, self.users[other].pk) for one, other in self.plan.follows)
        copy_rows(PersonFollow, ["follower", "followed"], follows)

    def write_units(self) -> None:
        """Write the units that have people, each after the one above it."""
        for name in dict.fromkeys(person.unit.name for person in self.plan.people):
            parent = UNIT_NAMED[name].parent
            self.units[name] = OrgUnit.objects.create(name=name, parent=self.units[parent] if parent else None)

    def user_of(self, person: Person, password: str) -> User:
        return User(
            username=person.username,
            name=person.name,
            email=f"{person.username}@lyngholt.example",
            title=person.title,
            place=person.unit.place,
            unit=self.units[person.unit.name],
            language=person.language,
            roles=person.roles,
            password=password,
            on_roster_since=person.on_roster_since,
            joined_at=max(self.in_use_since, midnight(person.on_roster_since)),
        )

    def write_communities(self) -> None:
        """Write communities and who belongs to them."""
        roots = Counter(post.community for post in self.plan.posts if not post.root and not post.is_draft)
        rooms = self.plan.rooms
        rows = [
            Community(
                slug=room.slug,
                name=room.name,
                about=room.about,
                visibility=room.visibility,
                is_for_everybody=room.slug == EVERYBODY,
                created_by=self.users[rooms.hosts[room.slug][0]],
                created_at=self.in_use_since,
                members_count=len(rooms.members[room.slug]),
                posts_count=roots[room.slug],
            )
            for room in ROOMS
        ]
        self.communities = {row.slug: row for row in Community.objects.bulk_create(rows)}
        copy_rows(Membership, ["user", "community", "is_host", "joined_at"], self.memberships())

    def memberships(self) -> Iterator[tuple[Any, ...]]:
        rooms = self.plan.rooms
        for slug, members in rooms.members.items():
            hosts = rooms.hosts[slug]
            for person in sorted(members, key=lambda one: one not in hosts):
                user = self.users[person]
                yield user.pk, self.communities[slug].pk, person in hosts, user.joined_at

    def write_posts(self) -> None:
        """Write posts, replies and reactions, with the counters that follow from them."""
        for idea in self.plan.ideas:
            parts = idea.text
            idea.post.text = text_of(parts.title, parts.problem, parts.proposal, parts.expected_effect)
        for place, post in enumerate(self.plan.posts):
            post.key = key_at(post.at, place)
        counters = [f"{kind}_count" for kind in ReactionKind.values]
        copy_rows(Post, [*POST_FIELDS, *counters], self.post_rows())
        reactions = (
            (post.key, self.users[person].pk, kind, at)
            for post in self.plan.posts
            for person, kind, at in post.reactions
        )
        copy_rows(Reaction, ["post", "user", "kind", "created_at"], reactions)

    def post_rows(self) -> Iterator[tuple[Any, ...]]:
        replies = Counter(post.root for post in self.plan.posts if post.root)
        for post in self.plan.posts:
            kinds = Counter(kind for _person, kind, _at in post.reactions)
            yield (
                post.key,
                self.users[post.author].pk,
                self.communities[post.community].pk,
                post.kind,
                post.parent.key if post.parent else None,
                post.root.key if post.root else None,
                post.text,
                post.language,
                post.may_be_quoted,
                "",
                post.at,
                None if post.is_draft else post.at,
                replies[post],
                *(kinds[kind] for kind in ReactionKind.values),
            )

    def write_ideas(self) -> None:
        """Write challenges and ideas with their units, moves and votes."""
        challenges = {planned.title: self.write_challenge(planned) for planned in self.plan.challenges}
        ideas = {planned: self.idea_of(planned, challenges) for planned in self.plan.ideas}
        Idea.objects.bulk_create(ideas.values())
        for planned, idea in ideas.items():
            idea.merged_into = ideas[planned.merged_into] if planned.merged_into else None
        Idea.objects.bulk_update([idea for idea in ideas.values() if idea.merged_into], ["merged_into"])
        concerned = Idea.units.through
        concerned.objects.bulk_create(
            concerned(idea=idea, orgunit=self.units[unit]) for planned, idea in ideas.items() for unit in planned.units
        )
        StatusChange.objects.bulk_create(
            self.move_of(idea, step) for planned, idea in ideas.items() for step in planned.moves
        )
        votes = (
            (idea.pk, self.users[person].pk, choice, at)
            for planned, idea in ideas.items()
            for person, choice, at in planned.votes
        )
        copy_rows(Vote, ["idea", "user", "choice", "voted_at"], votes)

    def write_challenge(self, planned: PlannedChallenge) -> Challenge:
        """Write a challenge in the community of everybody, asked by the leader of its unit or by the top leader."""
        clock = self.plan.clock
        day = lambda number: clock.open_monday + dt.timedelta(days=number)  # noqa: E731
        closes = closes_at(planned, clock)
        asker = self.units.get(planned.asked_by, self.units[self.plan.people[0].unit.name]).leader
        return Challenge.objects.create(
            community=self.communities[EVERYBODY],
            title=planned.title,
            question=planned.question,
            criteria=planned.criteria,
            starts_on=day(planned.starts),
            ends_on=day(planned.ends),
            voting_ends_on=day(planned.voting_ends),
            closed_at=closes if closes < clock.now else None,
            created_by=asker,
            created_at=midnight(day(planned.starts)),
        )

    def idea_of(self, planned: PlannedIdea, challenges: dict[str, Challenge]) -> Idea:
        choices = Counter(choice for _person, choice, _at in planned.votes)
        return Idea(
            id=planned.post.key,
            post_id=planned.post.key,
            challenge=challenges[planned.challenge.title] if planned.challenge else None,
            title=planned.text.title,
            problem=planned.text.problem,
            proposal=planned.text.proposal,
            expected_effect=planned.text.expected_effect,
            status=planned.status,
            revisit_on=planned.revisit_on,
            agree_when_declined=choices["agree"] if planned.revisit_on else None,
            agree_count=choices["agree"],
            disagree_count=choices["disagree"],
            pass_count=choices["pass"],
            lower_bound=wilson_lower_bound(choices["agree"], choices["disagree"]),
        )

    def move_of(self, idea: Idea, step: PlannedMove) -> StatusChange:
        return StatusChange(
            idea=idea,
            actor=self.users[step.actor] if step.actor else None,
            before=step.before,
            after=step.after,
            reason=step.reason,
            reason_kind=step.reason_kind,
            moved_at=step.at,
        )
