"""What people press under what others wrote: few posts get much, most get little."""

import random
from collections.abc import Mapping, Sequence

from analytics.company.clock import later
from analytics.company.writing import PlannedPost, Writers

MOST = 40.0
# Mean number and the chances of each kind of reaction, by the kind of post.
HABITS: Mapping[str, tuple[float, Mapping[str, float]]] = {
    "update": (2.0, {"agree": 0.4, "useful": 0.45, "thanks": 0.15}),
    "question": (1.2, {"wonder": 0.6, "useful": 0.2, "agree": 0.2}),
    "praise": (4.0, {"thanks": 0.55, "agree": 0.4, "useful": 0.05}),
    "pain": (1.8, {"agree": 0.9, "useful": 0.1}),
    "announcement": (6.0, {"useful": 0.5, "thanks": 0.3, "agree": 0.2}),
    "idea": (3.5, {"agree": 0.5, "useful": 0.4, "thanks": 0.1}),
    "reply": (0.7, {"agree": 0.5, "thanks": 0.3, "useful": 0.2}),
}
MOST_ME_TOO = 4


def react(rng: random.Random, posts: Sequence[PlannedPost], writers: Writers) -> None:
    """Add reactions to the posts."""
    for post in posts:
        if post.is_draft:
            continue
        mean, chances = HABITS["reply" if post.root else post.kind]
        number = int(min(MOST, rng.paretovariate(1.2)) * mean * rng.uniform(0.3, 1.3))
        kinds = rng.choices(list(chances), weights=list(chances.values()), k=number)
        if post.kind == "pain" and not post.root:
            # A person who says "me too" joins the sums, so the many pains of a quiet week must get few.
            kinds += ["me_too"] * min(MOST_ME_TOO, int(rng.expovariate(0.8)))
        add_reactions(rng, post, kinds, writers)


def add_reactions(rng: random.Random, post: PlannedPost, kinds: Sequence[str], writers: Writers) -> None:
    """Let one person each react to the post."""
    done = {(person, kind) for person, kind, _at in post.reactions}
    people = writers.members(post.community).draw(rng, len(kinds))
    for person, kind in zip(people, kinds, strict=True):
        is_voice = kind != "me_too" or not person.is_leader
        if person is not post.author and (person, kind) not in done and is_voice:
            done.add((person, kind))
            post.reactions.append((person, kind, later(rng, post.at, person.unit.family, 120.0)))
