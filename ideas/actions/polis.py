"""A conversation held in Polis becomes a community with a closed challenge, its statements ideas, its people a unit."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Count, Model
from django.utils import timezone

from ideas.models import Challenge, Choice, Idea, ImportedObject, Vote
from ideas.polis import AGREE, DISAGREE, PASS, Export, Statement, cut
from ideas.ranking import wilson_lower_bound
from microblog.access import Conflict
from microblog.actions.communities import first_free, slug_of
from microblog.actions.roster import join_everybody
from microblog.events import record_events
from microblog.models import Community, Kind, Membership, OrgUnit, Post, User, key_at
from microblog.texts import CONTROLS, BadText, clean_text

ATTRIBUTION = (
    "Data was gathered using the Polis software (compdemocracy.org/polis) and is sub-licensed under CC BY 4.0 "
    "with Attribution to The Computational Democracy Project."
)
CHOICES = {AGREE: Choice.AGREE, DISAGREE: Choice.DISAGREE, PASS: Choice.PASS}
MODELS: dict[str, type[Model]] = {
    "community": Community,
    "challenge": Challenge,
    "unit": OrgUnit,
    "person": User,
    "statement": Idea,
}
# So that the people count in the letters of the conversation's own weeks, which asks for thirty days.
ON_ROSTER_BEFORE = dt.timedelta(days=60)
LONGEST_PART = 5_000
LONGEST_SLUG = 48  # leaves room in a user name for a number
SHORTEST_TITLE, LONGEST_TITLE = 4, 140
LEFT_OUT = {"required": "it has no text", "too_long": f"its text is longer than {LONGEST_PART} characters"}

Row = tuple[int, int, str, dt.datetime]
Watch = Callable[[Collection[Row]], Iterable[Row]]


@dataclass
class Report:
    """What an import read, made and found odd. What was read and is neither new nor unchanged has changed."""

    community: str | None = None
    challenge: str | None = None
    statements: dict[str, int] = field(default_factory=lambda: {"read": 0, "made": 0, "hidden": 0})
    people: dict[str, int] = field(default_factory=lambda: {"read": 0, "made": 0})
    votes: dict[str, int] = field(default_factory=lambda: {"read": 0, "made": 0, "unchanged": 0})
    differences: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def import_polis(*, export: Export, now: dt.datetime, dry_run: bool = False, watch: Watch = iter) -> Report:
    """Write a conversation, all or nothing. Again it makes nothing; a newer export adds what is new in it.

    What a later export moderates out is hidden, what it lets in is left to the moderators here. `watch` is handed the
    votes and yields them, so that a face can show how far the work has come.

    :raises Conflict: if another import runs at this moment.
    """
    report = Report(differences=list(export.differences))
    with transaction.atomic():
        refuse_a_second_import()
        write_conversation(export, report, now, watch)
        if dry_run:
            transaction.set_rollback(True)
    report.community, report.challenge = (found_key(export.source, kind) for kind in ("community", "challenge"))
    return report


def refuse_a_second_import() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(hashtext('import_polis'))")
        if not cursor.fetchone()[0]:
            raise Conflict("Another import of Polis runs at this moment. Try again when it is done.")


def write_conversation(export: Export, report: Report, now: dt.datetime, watch: Watch) -> None:
    """Write what is not here yet, each kind of thing standing on the one before."""
    forget_lost(export.source)
    texts = readable_texts(export, report)
    community = community_of(export)
    people = write_people(export, community, report)
    challenge = challenge_of(export, community)
    ideas = write_ideas(export, texts, people, challenge, report)
    hide_moderated(export, ideas, report, now)
    write_votes(export, ideas, people, report, watch)
    sum_votes(ideas.values())
    count_again(community)


# What has been imported before

# The number under which the one community, challenge and unit of a conversation are remembered.
ITSELF = 0
BATCH = 5_000


def forget_lost(source: str) -> None:
    """Forget what was imported and has since been removed here, so that it is made anew."""
    for kind, model in MODELS.items():
        rows = ImportedObject.objects.filter(source=source, kind=kind)
        rows.exclude(object_id__in=model._default_manager.values("pk")).delete()


def known(source: str, kind: str) -> dict[int, int]:
    """Return the keys here by the numbers there."""
    rows = ImportedObject.objects.filter(source=source, kind=kind)
    return {int(number): key for number, key in rows.values_list("external_id", "object_id")}


def found_key(source: str, kind: str) -> str | None:
    """Return the key of the conversation's community, challenge or unit, if there is one."""
    key = known(source, kind).get(ITSELF)
    return None if key is None else str(key)


def remember(source: str, kind: str, keys: dict[int, int]) -> None:
    ImportedObject.objects.bulk_create(
        (
            ImportedObject(source=source, kind=kind, external_id=str(number), object_id=key)
            for number, key in keys.items()
        ),
        batch_size=BATCH,
    )


# Where it stands


def community_of(export: Export) -> Community:
    """Return the conversation's community, made open where it is new."""
    if found := known(export.source, "community"):
        return Community.objects.get(pk=found[ITSELF])
    community = Community.objects.create(
        slug=first_free(slug_of(export.topic)[:LONGEST_SLUG].strip("-") or "samtale", is_taken_slug),
        name=cut(export.topic, 80),
        about=" ".join(filter(None, [ATTRIBUTION, export.url[:500]])),
    )
    remember(export.source, "community", {ITSELF: community.pk})
    return community


def is_taken_slug(slug: str) -> bool:
    """Tell whether a community has the slug or people have user names that begin with it."""
    return Community.objects.filter(slug=slug).exists() or User.objects.filter(username__startswith=f"{slug}-").exists()


def challenge_of(export: Export, community: Community) -> Challenge:
    """Return the conversation's challenge: closed, with days from its first event to its last."""
    days = {
        "starts_on": local_day(export.moments[0]),
        "ends_on": local_day(export.statements[-1].at),
        "voting_ends_on": local_day(export.moments[-1]),
        "closed_at": export.moments[-1],
    }
    if found := known(export.source, "challenge"):
        # An older export does not make the conversation shorter.
        Challenge.objects.filter(pk=found[ITSELF], closed_at__lt=days["closed_at"]).update(**days)
        return Challenge.objects.get(pk=found[ITSELF])
    challenge = Challenge.objects.create(
        community=community, title=cut(export.topic, LONGEST_TITLE), question=readable(export.description), **days
    )
    remember(export.source, "challenge", {ITSELF: challenge.pk})
    return challenge


def local_day(moment: dt.datetime) -> dt.date:
    return timezone.localtime(moment).date()


def unit_of(export: Export) -> OrgUnit:
    """Return the unit of the conversation's people, made under the company where it is new."""
    if found := known(export.source, "unit"):
        return OrgUnit.objects.get(pk=found[ITSELF])
    name = cut(export.topic, 130)
    company = OrgUnit.objects.filter(parent=None).first() or OrgUnit.objects.create(name=name)
    unit = OrgUnit.objects.create(
        name=first_free(name, lambda name: OrgUnit.objects.filter(parent=company, name=name).exists()), parent=company
    )
    remember(export.source, "unit", {ITSELF: unit.pk})
    return unit


# People


def write_people(export: Export, community: Community, report: Report) -> dict[int, int]:
    """Return the keys of the conversation's people by their numbers there; new ones are made, and members."""
    people = known(export.source, "person")
    new = [number for number in export.people if number not in people]
    unit, since = unit_of(export), local_day(export.moments[0]) - ON_ROSTER_BEFORE
    made = User.objects.bulk_create(
        [
            User(
                username=f"{community.slug}-{number}",
                name=f"Deltaker {number}",
                password=make_password(None),
                unit=unit,
                on_roster_since=since,
            )
            for number in new
        ],
        batch_size=BATCH,
    )
    newcomers = {number: user.pk for number, user in zip(new, made, strict=True)}
    remember(export.source, "person", newcomers)
    people |= newcomers
    # In a new community everybody is new; in an old one those who left stay away.
    joining = newcomers if Membership.objects.filter(community=community).exists() else people
    Membership.objects.bulk_create(
        [Membership(user_id=key, community=community) for key in joining.values()], batch_size=BATCH
    )
    if newcomers and Community.objects.filter(is_for_everybody=True).exists():
        join_everybody()
    report.people = {"read": len(export.people), "made": len(made)}
    return people


# Statements


def readable(text: str) -> str:
    return CONTROLS.sub("", text)


def readable_texts(export: Export, report: Report) -> dict[int, str]:
    """Return the statements' texts in their normal form. One that no post can hold is left out, and reported."""
    texts = {}
    votes = Counter(statement for statement, _person in export.votes)
    for statement in export.statements:
        bare = readable(statement.body)
        if bare != statement.body:
            report.differences.append(f"Statement {statement.id}: its control characters are taken out.")
        try:
            texts[statement.id] = clean_text(bare, longest=LONGEST_PART)
        except BadText as bad:
            report.differences.append(
                f"Statement {statement.id} is left out with its votes ({votes[statement.id]}): {LEFT_OUT[bad.code]}."
            )
    return texts


def title_of(number: int, text: str) -> str:
    """Return the text of a statement as a title: one line, cut at a word; a very short one is led in by its number."""
    title = cut(text, LONGEST_TITLE)
    return title if len(title) >= SHORTEST_TITLE else f"Utsagn {number}: {title}"


def write_ideas(
    export: Export,
    texts: dict[int, str],
    people: dict[int, int],
    challenge: Challenge,
    report: Report,
) -> dict[int, int]:
    """Return the keys of the ideas by the numbers of their statements; new ones are made with their posts."""
    ideas = known(export.source, "statement")
    new = [statement for statement in export.statements if statement.id in texts and statement.id not in ideas]
    posts = Post.objects.bulk_create(
        Post(
            id=key,
            author_id=people[statement.author],
            community_id=challenge.community_id,
            kind=Kind.IDEA,
            text=texts[statement.id],
            published_at=statement.at,
            hidden_at=statement.at if statement.is_hidden else None,
        )
        for key, statement in zip(free_keys(new), new, strict=True)
    )
    made = {statement.id: post.pk for post, statement in zip(posts, new, strict=True)}
    Idea.objects.bulk_create(
        Idea(id=key, post_id=key, challenge=challenge, title=title_of(number, texts[number]), proposal=texts[number])
        for number, key in made.items()
    )
    remember(export.source, "statement", made)
    # Nobody hears of a post that was moderated out before it came.
    record_events("post.published", subjects=[post for post in posts if post.hidden_at is None], actor=None)
    report.statements["read"], report.statements["made"] = len(export.statements), len(made)
    return ideas | made


def free_keys(statements: Sequence[Statement]) -> list[int]:
    """Return the keys that posts would have got at that time; where another post has one, all move on in sequence."""
    for start in count():
        keys = [key_at(statement.at, start + n) for n, statement in enumerate(statements)]
        if not Post.objects.filter(pk__in=keys).exists():
            break
    return keys


def hide_moderated(export: Export, ideas: dict[int, int], report: Report, now: dt.datetime) -> None:
    """Hide what this export moderates out and an earlier one let in; report what only this house hides."""
    out = {ideas[statement.id] for statement in export.statements if statement.is_hidden and statement.id in ideas}
    report.statements["hidden"] = len(out)
    posts = Post.objects.filter(idea__in=ideas.values())
    to_hide = list(posts.filter(idea__in=out, hidden_at=None))
    Post.objects.filter(pk__in=[post.pk for post in to_hide]).update(hidden_at=now)
    record_events("post.deleted", subjects=to_hide, actor=None)
    if hidden_here := posts.exclude(idea__in=out).exclude(hidden_at=None).count():
        report.differences.append(f"Statements hidden here that the export does not moderate out: {hidden_here}.")


# Votes


def write_votes(export: Export, ideas: dict[int, int], people: dict[int, int], report: Report, watch: Watch) -> None:
    """Add the votes that are missing, and change those that the export knows a later word of."""
    rows = [
        (ideas[statement], people[person], CHOICES[vote.choice].value, vote.at)
        for (statement, person), vote in export.votes.items()
        if statement in ideas
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "create temporary table incoming_vote (idea_id bigint, user_id bigint, choice text, voted_at timestamptz)"
        )
        with cursor.copy("copy incoming_vote from stdin") as copy:
            for row in watch(rows):
                copy.write_row(row)
        cursor.execute("analyze incoming_vote")
        cursor.execute(CHANGE_VOTES_SQL)
        changed = cursor.rowcount
        cursor.execute(ADD_VOTES_SQL)
        made = cursor.rowcount
        cursor.execute(VOTES_ELSEWHERE_SQL, [list(ideas.values())])
        (unknown,) = cursor.fetchone()
        cursor.execute("drop table incoming_vote")
    report.votes = {"read": len(export.votes), "made": made, "unchanged": len(rows) - made - changed}
    if unknown:
        report.differences.append(f"Votes here that the export does not hold, and that stay: {unknown}.")


# An older export that is imported after a newer one changes nothing.
CHANGE_VOTES_SQL = """
    update ideas_vote here set choice = coming.choice, voted_at = coming.voted_at
    from incoming_vote coming
    where here.idea_id = coming.idea_id and here.user_id = coming.user_id
      and here.choice <> coming.choice and here.voted_at <= coming.voted_at
"""
ADD_VOTES_SQL = """
    insert into ideas_vote (idea_id, user_id, choice, voted_at)
    select idea_id, user_id, choice, voted_at from incoming_vote
    on conflict (idea_id, user_id) do nothing
"""
VOTES_ELSEWHERE_SQL = """
    select count(*) from ideas_vote here
    where here.idea_id = any(%s) and not exists (
        select from incoming_vote coming where coming.idea_id = here.idea_id and coming.user_id = here.user_id
    )
"""


def sum_votes(ideas: Collection[int]) -> None:
    """Store the sums of the votes with the ideas, and the bound that follows from them."""
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    votes = Vote.objects.filter(idea__in=ideas).values_list("idea", "choice").annotate(votes=Count("pk"))
    for idea, choice, number in votes:
        sums[idea][f"{choice}_count"] = number
    rows = [with_sums(idea, sums[idea.pk]) for idea in Idea.objects.filter(pk__in=ideas)]
    Idea.objects.bulk_update(rows, ["agree_count", "disagree_count", "pass_count", "lower_bound"], batch_size=500)


def with_sums(idea: Idea, sums: dict[str, int]) -> Idea:
    for choice in Choice:
        setattr(idea, f"{choice}_count", sums.get(f"{choice}_count", 0))
    idea.lower_bound = wilson_lower_bound(idea.agree_count, idea.disagree_count)
    return idea


def count_again(community: Community) -> None:
    """Store how many people and posts the community has. Its row is the busiest lock, so it comes last."""
    Community.objects.filter(pk=community.pk).update(
        members_count=Membership.objects.filter(community=community).count(),
        posts_count=Post.objects.filter(community=community).roots().live().count(),
    )
