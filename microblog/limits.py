"""How often a person may ask: counted in Redis, atomically, for both faces.

Fixed windows that begin with the first request. One script checks all limits that a request falls under and counts it
in each, or in none. Without Redis each process counts for itself.
"""

import datetime as dt
import hashlib
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

import redis
from django.conf import settings

from microblog import keys as tokens

OWN_KEY = secrets.token_bytes(32)
FIVE_MINUTES, HALF_HOUR, HOUR, DAY = 300, 1800, 3600, 86_400
READING, WRITING = ("GET", "HEAD"), ("POST", "PUT", "PATCH")


@dataclass(frozen=True)
class Limit:
    """At most `most` requests of a kind in `seconds`; `paths` names those it covers, in the form of both faces."""

    kind: str
    most: int
    seconds: int
    methods: tuple[str, ...]
    paths: re.Pattern[str]

    def covers(self, method: str, path: str) -> bool:
        return method in self.methods and self.paths.search(path) is not None


SPECIAL = [
    Limit("post", 120, HOUR, ("POST",), re.compile(r"/(posts|posts/new|posts/\d+/replies|ideas|ideas/new)/?$")),
    Limit("vote", 120, 60, ("POST", "PUT"), re.compile(r"/(ideas|polls|posts)/\d+/votes?/?$")),
    Limit("search", 60, 60, READING, re.compile(r"/(search|complete)/?$")),
    Limit("export", 2, DAY, ("POST",), re.compile(r"/(me|settings)/export/?$")),
    Limit("upload", 30, HALF_HOUR, WRITING, re.compile(r"/(media|me/picture|settings/picture)/?$")),
]

# A page asks for as many as it shows, so they are counted apart.
PICTURES = Limit(
    "picture", 3000, FIVE_MINUTES, READING, re.compile(r"/(files|media|pictures)/[^/]+(/|/small/|/content)?$")
)


@dataclass(frozen=True)
class Standing:
    """What is left of the limit that is nearest to being used up. `resets_in` is in seconds."""

    is_refused: bool
    most: int
    left: int
    resets_in: int

    def headers(self, now: float) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.most),
            "X-RateLimit-Remaining": str(self.left),
            "X-RateLimit-Reset": str(int(now) + self.resets_in),
        }


# Returns, for each key, how many were counted and the seconds that are left; and first whether the request is refused.
COUNT = """
local refused = 0
for i, key in ipairs(KEYS) do
    if tonumber(redis.call('get', key) or '0') >= tonumber(ARGV[2 * i - 1]) then refused = 1 end
end
local answer = {refused}
for i, key in ipairs(KEYS) do
    local counted
    if refused == 1 then
        counted = tonumber(redis.call('get', key) or '0')
    else
        counted = redis.call('incr', key)
        if counted == 1 then redis.call('expire', key, ARGV[2 * i]) end
    end
    answer[#answer + 1] = counted
    answer[#answer + 1] = math.max(redis.call('ttl', key), 0)
end
return answer
"""


def limits_of(method: str, path: str) -> list[Limit]:
    """Return the limits that a request falls under, that of all requests first."""
    if PICTURES.covers(method, path):
        return [PICTURES]
    everything = Limit("all", settings.RATE_LIMIT, FIVE_MINUTES, (), re.compile(""))
    return [everything, *(limit for limit in SPECIAL if limit.covers(method, path))]


def count_request(*, person: int, method: str, path: str) -> Standing | None:
    """Count a request of a person. Return where the person stands after it, or None when nothing is limited."""
    if not settings.RATE_LIMIT:
        return None
    limits = limits_of(method, path)
    who = mark_of(person)
    keys = [f"limit:{limit.kind}:{who}" for limit in limits]
    bounds = [number for limit in limits for number in (limit.most, limit.seconds)]
    try:
        refused, *counted = script()(keys=keys, args=bounds)
    except redis.RedisError:
        refused, *counted = count_here(keys, bounds)
    return standing_of(limits, bool(refused), counted)


def standing_of(limits: list[Limit], is_refused: bool, counted: list[int]) -> Standing:
    """Return the standing in the limit with the least left; `counted` is (requests, seconds left) for each in turn."""
    pairs = zip(limits, counted[::2], counted[1::2], strict=True)
    rows = [Standing(is_refused, limit.most, max(limit.most - used, 0), seconds) for limit, used, seconds in pairs]
    return min(rows, key=lambda row: row.left)


def mark_of(person: int) -> str:
    """Return what stands for a person in Redis: whoever reads it must not see who has posted just now."""
    return hashlib.blake2b(
        str(person).encode(), key=key_of_day(dt.datetime.now(dt.UTC).date()), digest_size=16
    ).hexdigest()


@lru_cache(maxsize=2)
def key_of_day(day: dt.date) -> bytes:
    """Return the key of a day, the same in every process; where the key process is away, one of this process."""
    try:
        return bytes.fromhex(tokens.token(f"limits-{day.isoformat()}", 0))
    except tokens.KeysAway:
        return OWN_KEY


@cache
def script() -> Callable[..., list[int]]:
    client = redis.Redis.from_url(settings.LIMITS_URL, socket_timeout=1, socket_connect_timeout=1)
    return client.register_script(COUNT)


# Key → (requests, end of the window): what is counted while Redis is away. Emptied before it grows.
counted_here: dict[str, tuple[int, float]] = {}
MOST_KEYS = 10_000


def count_here(keys: list[str], bounds: list[int]) -> list[int]:
    """Do what the script does, in the memory of this process."""
    now = time.monotonic()
    if len(counted_here) > MOST_KEYS:
        counted_here.clear()
    rows = []
    for key, seconds in zip(keys, bounds[1::2], strict=True):
        used, ends = counted_here.get(key, (0, now + seconds))
        rows.append((used, ends) if ends > now else (0, now + seconds))
    is_refused = any(used >= most for (used, _ends), most in zip(rows, bounds[::2], strict=True))
    if not is_refused:
        rows = [(used + 1, ends) for used, ends in rows]
        counted_here.update(zip(keys, rows, strict=True))
    return [int(is_refused), *(number for used, ends in rows for number in (used, int(ends - now)))]
