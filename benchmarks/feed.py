"""What the home feed costs: HTML and JSON, for a typical and a dormant reader, beside a bare page of the same cards.

    ./lest bench feed [--people 2000] [--posts 100000] [--seconds 3] [--rounds 3] [--json]

All pages are measured in one run, taking turns. CPU per request is the honest figure; requests per second wobble.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import django

GOALS = {
    "home HTML web ms": 9.0,
    "home HTML database ms": 1.5,
    "home JSON web ms": 4.5,
    "home JSON database ms": 1.2,
    "8 clients against 1": 1.3,
    "home HTML of its reference": 0.5,
    "home JSON of its reference": 0.5,
    "dormant against typical": 1.5,
}


def main(arguments: Sequence[str]) -> int:
    """Build the company, measure, print the table; 1 when a goal is missed."""
    options = argparse.ArgumentParser(prog="./lest bench feed", description=__doc__.split("\n")[0])
    options.add_argument("--people", type=int, default=2000)
    options.add_argument("--posts", type=int, default=100_000)
    options.add_argument("--seconds", type=float, default=3)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args(arguments)
    os.environ["LEST_RATE_LIMIT"] = "0"
    django.setup()
    readers = build(chosen.people, chosen.posts)
    with tempfile.TemporaryDirectory() as folder:
        figures = measure_all(readers, Path(folder), chosen.seconds, chosen.rounds)
    return report(figures, as_json=chosen.json)


def build(people: int, posts: int):
    """Migrate and write the company. Return a typical and a dormant reader."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from analytics.actions.bench_company import build_bench
    from analytics.company.bench import plan_bench

    print(f"building {people} people and {posts} posts", file=sys.stderr)
    call_command("migrate", verbosity=0)
    # Writing a million posts at once takes longer than a statement may in a worker.
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
    plan = plan_bench(people=people, posts=posts, now=timezone.now(), seed=1)
    lively, dormant = build_bench(plan, with_readings=False)
    # What autovacuum does within minutes: index-only scans need to know which pages all can see.
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
        cursor.execute("checkpoint")
    return lively[0], dormant[0]


def measure_all(readers, folder: Path, seconds: float, rounds: int):
    """Return the figures of every page at 1 and 8 clients: the median of the rounds by web CPU."""
    from benchmarks._load import Page, measure, web_process
    from microblog.queries.feeds import home_feed

    typical, dormant = readers
    keys = [post.pk for post in home_feed(viewer=typical).posts]
    reference_env = {
        "DJANGO_SETTINGS_MODULE": "benchmarks._reference_settings",
        "BENCH_VIEWER": str(typical.pk),
        "BENCH_KEYS": ",".join(map(str, keys)),
    }
    with ExitStack() as stack:
        port, web = stack.enter_context(web_process(folder / "web.log"))
        bare_port, bare = stack.enter_context(web_process(folder / "bare.log", **reference_env))
        pages = []
        for name, reader in (("typical", typical), ("dormant", dormant)):
            cookie = {"Cookie": f"sessionid={session_of(reader)}", "Accept-Encoding": "identity"}
            token = {"Authorization": f"Bearer {token_of(reader)}"}
            pages += [
                (Page(f"home HTML, {name}", port, "/", cookie), web),
                (Page(f"home JSON, {name}", port, "/rest/v1/feeds/home", token), web),
            ]
        for kind in ("HTML", "JSON"):
            pages.append((Page(f"reference {kind}", bare_port, f"/{kind.lower()}", {}), bare))
        for page, process in pages:
            measure(page, process, clients=2, seconds=1)
        found = {}
        for _ in range(rounds):
            for page, process in pages:
                for clients in (1, 8):
                    figure = measure(page, process, clients=clients, seconds=seconds)
                    found.setdefault((page.name, clients), []).append(figure)
    return {key: median_of(figures) for key, figures in found.items()}


def median_of(figures):
    return sorted(figures, key=lambda figure: figure.web_ms)[len(figures) // 2]


def session_of(user) -> str:
    """Sign a reader in without a password; return the key of the session."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def token_of(user) -> str:
    from microblog.actions.people import issue_token

    _token, secret = issue_token(user=user, name="bench", scopes=["read"])
    return secret


def report(figures, *, as_json: bool) -> int:
    """Print the table and the goals; return 1 when one is missed."""
    reached = goals_of(figures)
    if as_json:
        rows = [asdict(figure) for figure in figures.values()]
        print(json.dumps({"figures": rows, "goals": reached}))
    else:
        print(f"{'page':<22} {'clients':>7} {'requests':>8} {'per s':>7} {'web ms':>7} {'db ms':>6}")
        for figure in figures.values():
            print(
                f"{figure.page:<22} {figure.clients:>7} {figure.requests:>8} {figure.rate:>7.0f} "
                f"{figure.web_ms:>7.2f} {figure.database_ms:>6.2f}"
            )
        for name, (value, goal, is_reached) in reached.items():
            print(f"{name:<30} {value:6.2f}   goal {goal:<5} {'reached' if is_reached else 'MISSED'}")
    return 0 if all(is_reached for _value, _goal, is_reached in reached.values()) else 1


def goals_of(figures) -> dict[str, tuple[float, float, bool]]:
    """Return value, goal and whether it is reached, by name."""

    def one(name: str, clients: int = 1):
        return figures[name, clients]

    both = ("home HTML", "home JSON")
    values = {
        "home HTML web ms": one("home HTML, typical").web_ms,
        "home HTML database ms": one("home HTML, typical").database_ms,
        "home JSON web ms": one("home JSON, typical").web_ms,
        "home JSON database ms": one("home JSON, typical").database_ms,
        "8 clients against 1": max(cpu(one(f"{page}, typical", 8)) / cpu(one(f"{page}, typical")) for page in both),
        "home HTML of its reference": statistics.mean(
            one("home HTML, typical", n).rate / one("reference HTML", n).rate for n in (1, 8)
        ),
        "home JSON of its reference": statistics.mean(
            one("home JSON, typical", n).rate / one("reference JSON", n).rate for n in (1, 8)
        ),
        "dormant against typical": max(cpu(one(f"{page}, dormant")) / cpu(one(f"{page}, typical")) for page in both),
    }
    return {
        name: (value, GOALS[name], value >= GOALS[name] if "reference" in name else value <= GOALS[name])
        for name, value in values.items()
    }


def cpu(figure) -> float:
    return figure.web_ms + figure.database_ms
