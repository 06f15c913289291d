"""How well search finds, and what it costs the database.

    ./lest bench search [--posts 100000] [--people 2000] [--rounds 20] [--json]

Found: the queries of `search_set.txt` among its texts and those of the tagger's corpus, which were not chosen for this;
a hit is the text among the first five, best first. Cost: database CPU per search, newest first, at so many posts,
help with spelling included. Each query is run so many rounds; the goal is for the mean over the queries.
"""

import argparse
import json
import os
import statistics
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import django

SET = Path(__file__).with_name("search_set.txt")
CORPUS = Path(__file__).resolve().parent.parent / "analytics" / "corpus"
WRITERS = 40
FIRST = 5
GOALS = {"hit@5": 0.90, "database ms": 10.0}
# Rare, middling and common words of the bench, two at once, inflected, misspelt, not there, begun.
COSTLY = (
    "vaktplan",
    "møte",
    "vi",
    "pakke lager",
    "sjåfører",
    "terminal pakke",
    "termnal",
    "xyzzy",
    "bil",
    "tavle ramp",
)


@dataclass(frozen=True)
class Wanted:
    """A query that must find a text, by its number in the set."""

    sort: str
    query: str
    text: int


def main(arguments: Sequence[str]) -> int:
    """Measure, print the tables; 1 when a goal is missed."""
    options = argparse.ArgumentParser(prog="./lest bench search", description=__doc__.split("\n")[0])
    options.add_argument("--posts", type=int, default=100_000)
    options.add_argument("--people", type=int, default=2000)
    options.add_argument("--rounds", type=int, default=20)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args(arguments)
    os.environ["LEST_RATE_LIMIT"] = "0"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    found = measure_hits()
    costs = measure_costs(chosen.people, chosen.posts, chosen.rounds)
    return report(found, costs, chosen)


def read_set() -> tuple[list[tuple[str, str]], list[Wanted]]:
    """Return the texts as (language, text), and the queries."""
    texts, queries = [], []
    for line in SET.read_text().splitlines():
        first, _, rest = line.partition(" ")
        if first == "?":
            sort, _, query = rest.partition(" ")
            queries.append(Wanted(sort, query, len(texts) - 1))
        elif first != "#":
            texts.append((first, rest))
    return texts, queries


def measure_hits() -> dict[str, list[tuple[str, bool]]]:
    """Return, by sort of query, each query and whether its text was among the first five. Leaves nothing behind."""
    from django.db import transaction

    texts, queries = read_set()
    found: dict[str, list[tuple[str, bool]]] = {}
    with transaction.atomic():
        reader, keys = write_texts(texts)
        for wanted in queries:
            first = best(reader, wanted.query)[:FIRST]
            found.setdefault(wanted.sort, []).append((wanted.query, keys[wanted.text] in first))
        transaction.set_rollback(True)
    return found


def write_texts(texts: Sequence[tuple[str, str]]):
    """Write the texts of the corpus and of the set by many hands. Return a reader, and the keys of the set's posts."""
    from django.utils import timezone

    from microblog.actions.words import rebuild_words
    from microblog.models import Community, Post, User, key_at

    room = Community.objects.create(slug="bench-search", name="Søk")
    people = User.objects.bulk_create(User(username=f"writer{n}", name=f"Writer {n}") for n in range(WRITERS))
    background = [
        (one["language"], one["text"])
        for path in sorted(CORPUS.glob("*.jsonl"))
        for one in map(json.loads, path.read_text().splitlines())
    ]
    now = timezone.now()
    posts = Post.objects.bulk_create(
        Post(
            id=key_at(now, n),
            author=people[n % WRITERS],
            community=room,
            text=text,
            language=language,
            published_at=now,
        )
        for n, (language, text) in enumerate([*texts, *background])
    )
    rebuild_words()
    return people[0], [post.pk for post in posts[: len(texts)]]


def best(reader, query: str) -> list[int]:
    from microblog.queries.search import best_matches, search_for

    sought = search_for(viewer=reader, query=query)
    return best_matches(viewer=reader, sought=sought) if sought else []


def measure_costs(people: int, posts: int, rounds: int) -> dict[str, float]:
    """Return the CPU milliseconds of the database for each search, words and spelling included."""
    from django.db import connection

    from benchmarks._load import cpu_ms, database_processes
    from benchmarks.feed import build
    from microblog.actions.words import rebuild_words
    from microblog.queries.search import newest_matches, search_for

    reader, _dormant = build(people, posts)
    print("reading the words", file=sys.stderr)
    rebuild_words()
    # Else what cleans up behind so much writing would be counted with the searches.
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
        cursor.execute("checkpoint")
        # As the web process has it.
        cursor.execute("set max_parallel_workers_per_gather = 0")

    def once(query: str) -> None:
        sought = search_for(viewer=reader, query=query)
        if sought:
            newest_matches(viewer=reader, sought=sought)

    costs = {}
    for query in COSTLY:
        once(query)
        began = cpu_ms(database_processes())
        for _ in range(rounds):
            once(query)
        costs[query] = (cpu_ms(database_processes()) - began) / rounds
    return costs


def report(found: dict[str, list[tuple[str, bool]]], costs: dict[str, float], chosen: argparse.Namespace) -> int:
    hits = [hit for each in found.values() for _query, hit in each]
    values = {"hit@5": statistics.mean(hits), "database ms": statistics.mean(costs.values())}
    missed = [query for each in found.values() for query, hit in each if not hit]
    if chosen.json:
        print(json.dumps({"posts": chosen.posts, "costs": costs, "missed": missed, "goals": values}))
    else:
        for sort, each in found.items():
            print(f"{sort:<12} {sum(hit for _query, hit in each):>3} of {len(each)}")
        print(f"missed: {', '.join(missed) or 'none'}")
        for query, cost in costs.items():
            print(f"{query:<18} {cost:7.2f} database ms at {chosen.posts} posts")
        print(f"hit@5 {values['hit@5']:.3f}, goal {GOALS['hit@5']}; {values['database ms']:.2f} ms, goal 10")
    is_reached = values["hit@5"] >= GOALS["hit@5"] and values["database ms"] <= GOALS["database ms"]
    return 0 if is_reached else 1
