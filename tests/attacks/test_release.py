"""T8–T10, T11, T16, T22, T24, T28: order, times, rows, logs and keys."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from analytics.actions import readings
from analytics.models import SentimentReading
from config.env import BASE_DIR
from config.keys import Keeper
from microblog import sealing
from microblog.actions import anonymous, release
from microblog.api import resource
from microblog.api.anonymous import MayBeUnnamed
from microblog.models import Answered, Event, Notification, Post, SealedItem
from tests.attacks.slots import AFTER

MANY = 80


def rank_correlation(pairs: list[tuple[int, int]]) -> float:
    """Return Spearman's ρ of pairs of which each column is a permutation of 0…n−1."""
    n = len(pairs)
    return 1 - 6 * sum((a - b) ** 2 for a, b in pairs) / (n * (n * n - 1))


def test_t08_keys_and_order_do_not_follow_the_order_of_writing(defended, everybody, monkeypatch, db):
    monkeypatch.setattr(release, "shuffle", release.shuffle if defended else lambda batch: None)
    tokens = {"thread": {"2026-11": "a" * 64}}
    for number in range(MANY):
        content = {
            "do": "post", "text": f"Nummer {number}.", "community": everybody.pk, "kind": "update", "parent": None,
            "language": "nb", "release_alone": False, "counts": {}, "tokens": {
                **tokens, "author": {"2026-11": f"{number}"}},
        }  # fmt: skip
        anonymous.put(f"{number:064x}", content, slot=AFTER, month="2026-11")

    release.release_anonymous(now=AFTER)

    order = [int(post.text.split()[1][:-1]) for post in Post.objects.order_by("id")]
    assert len(order) == MANY
    # Five standard deviations of an order by chance.
    follows = abs(rank_correlation(list(enumerate(order)))) > 5 / MANY**0.5
    assert follows is not defended


def test_t09_no_answer_tells_the_hour(defended, rest_of, posts_of, bob, monkeypatch):
    post = posts_of()
    if not defended:
        from microblog.api import objects

        monkeypatch.setattr(objects, "told_time", lambda post, when: objects.moment(when))

    answers = [rest_of(bob).get(path) for path in ("/feeds/home", f"/posts/{post.pk}", f"/posts/{post.pk}/thread")]

    # The moment at which the slot was opened, in any of the answers.
    tells = any("T11:05" in answer.content.decode() for answer in answers)
    assert tells is not defended
    assert not any("Last-Modified" in answer for answer in answers)


def every_row() -> dict[str, list[str]]:
    """Return all rows of all tables as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select t::text from "{table}" t order by 1')
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def test_t10_the_request_writes_no_row_but_the_sealed_one(defended, rest_of, alice, names_may_stay_away, monkeypatch):
    if not defended:
        monkeypatch.setattr(MayBeUnnamed, "answer_post", resource.Resource.answer_post)
    rest = rest_of(alice)
    before = every_row()
    body = {"kind": "pain", "text": "Ord.", "anonymous": True, "receipt_hash": "a" * 64}

    rest.post("/posts", body, idempotency_key="mine")
    rest.post("/posts", {**body, "receipt_hash": "b" * 64})

    after = every_row()
    changed = {table for table in after if after[table] != before[table]}
    assert (changed - {"microblog_sealeditem"} != set()) is not defended
    assert Answered.objects.filter(user=alice).exists() is not defended


def test_t10_all_of_a_batch_come_in_one_transaction(posts_of, db):
    posts_of()

    with connection.cursor() as cursor:
        cursor.execute("select count(distinct xmin::text), count(*) from microblog_post")
        transactions, posts = cursor.fetchone()
    assert (transactions, posts) == (1, 3)


def redis_contents() -> str:
    """Return keys and values of the three databases of this run."""
    found = []
    client = redis.Redis.from_url(settings.LIMITS_URL)
    for key in client.scan_iter("*"):
        found.append(f"{key!r}")
        if client.type(key) == b"string":
            found.append(f"{client.get(key)!r}")
    return "\n".join(found)


def test_t11_no_table_and_no_redis_key_holds_the_words_before_the_slot(defended, rest_of, alice, monkeypatch, request):
    request.getfixturevalue("names_may_stay_away")
    if not defended:
        monkeypatch.setattr(
            anonymous, "seal", lambda content, *, month: json.dumps(content | {"who": "alice"}).encode()
        )
    body = {"kind": "pain", "text": "kanarifugl.", "anonymous": True, "receipt_hash": "c" * 64}

    assert rest_of(alice).post("/posts", body).status_code == 201

    canary = b"kanarifugl".hex()
    held = [row for rows in every_row().values() for row in rows if canary in row or "kanarifugl" in row]
    assert bool(held) is not defended
    assert "kanarifugl" not in redis_contents()
    assert "c" * 64 not in redis_contents()


def test_t12_redis_has_no_person(defended, alice, settings, monkeypatch):
    from microblog import limits

    settings.RATE_LIMIT = 300
    if not defended:
        monkeypatch.setattr(limits, "mark_of", str)

    limits.count_request(person=alice.pk, method="POST", path="/rest/v1/posts")

    named = f"limit:post:{alice.pk}'" in redis_contents()
    assert named is not defended


def test_t12_the_answer_to_one_too_many_is_that_of_every_limit(rest_of, alice, names_may_stay_away, settings):
    body = {"kind": "pain", "text": "Ord.", "anonymous": True}
    for number in range(5):
        rest_of(alice).post("/posts", {**body, "receipt_hash": f"{number + 77:064x}"})
    unnamed = rest_of(alice).post("/posts", {**body, "receipt_hash": f"{99:064x}"})
    settings.RATE_LIMIT = 1
    rest = rest_of(alice)
    named = [rest.post("/posts", {"kind": "update", "text": "Ord."}) for _time in range(2)][-1]

    assert unnamed.status_code == named.status_code == 429
    assert unnamed.json()["title"] == named.json()["title"]
    assert unnamed.json()["detail"] == named.json()["detail"]


def test_t16_no_reading_of_a_single_post_is_kept(defended, posts_of):
    post = posts_of("Vi er altfor få på jobb.")
    if not defended:
        Post.objects.update(pseudonym=None)

    readings.record_events(list(Event.objects.filter(type="post.published")))

    assert SentimentReading.objects.filter(post=post).exists() is not defended


def test_t22_nothing_happens_before_the_slot(defended, write, alice, bob, monkeypatch):
    if not defended:
        monkeypatch.setattr(release, "FEWEST_AUTHORS", 1)
    write(alice, "Hei @bob, se https://example.com/a")

    if not defended:
        release.release_anonymous(now=AFTER)

    happened = Event.objects.exists() or Notification.objects.exists() or Post.objects.exists()
    assert happened is not defended


def test_t22_two_people_are_not_enough(defended, write, colleagues, monkeypatch):
    monkeypatch.setattr(release, "FEWEST_AUTHORS", 3 if defended else 1)
    for number in range(3):
        write(colleagues[0], number=number)
    write(colleagues[1], number=9)

    released = release.release_anonymous(now=AFTER)

    assert (released > 0) is not defended
    assert SealedItem.objects.count() == (4 if defended else 0)


def test_t24_a_deletion_waits_for_the_slot_and_names_nobody(defended, posts_of, alice, name_is_kept):
    post = posts_of()
    name_is_kept(defended)
    secret = "ab" * 16
    from microblog.queries.anonymous import hashes_of

    post.anonymous.receipt_hash = hashes_of(secret)[0]
    post.anonymous.save()

    anonymous.change_by_receipt(secret=secret, text=None, now=AFTER)
    waits = Post.objects.get(pk=post.pk).deleted_at is None
    release.release_anonymous(now=AFTER.replace(hour=15, minute=2))

    event = Event.objects.get(type="post.deleted")
    assert waits
    assert Post.objects.get(pk=post.pk).deleted_at is not None
    assert (event.actor == alice) is not defended


def test_t28_a_destroyed_key_is_gone_and_is_never_made_again(defended, tmp_path, monkeypatch):
    keeper = Keeper(tmp_path)
    token = keeper.token("thread-2026-10:5", 7)
    (path,) = tmp_path.iterdir()
    secret = path.read_bytes()
    if not defended:
        monkeypatch.setattr(keeper.secrets, "destroy", lambda name: True)

    keeper.answer(b'{"destroy": "thread-2026-10"}', 0)

    on_disk = any(secret in path.read_bytes() for path in tmp_path.iterdir())
    again = keeper.answer(b'{"tokens": [["thread-2026-10:5", 7]]}', 0)
    assert on_disk is not defended
    assert (again == {"tokens": [token]}) is not defended
    assert (again == {"error": "gone"}) is defended


KEEPS_IN_MEMORY = """
import sys
from config import keys
held, of = [], keys.Secrets.of
keys.Secrets.of = lambda self, name: held.append(bytes(secret := of(self, name))) or secret
keys.main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is read through /proc")
def test_t28_a_destroyed_key_is_in_no_memory(defended):
    with tempfile.TemporaryDirectory(prefix="lest-") as name:
        socket, folder = Path(name) / "s" / "keys.sock", Path(name) / "keys"
        program = ["-m", "config.keys"] if defended else ["-c", KEEPS_IN_MEMORY]
        command = [sys.executable, *program, "--socket", str(socket), "--folder", str(folder)]
        process = subprocess.Popen(command, cwd=BASE_DIR)
        try:
            ask(socket, '{"tokens": [["thread-2026-10:5", 7]]}')
            (path,) = folder.iterdir()
            secret = path.read_bytes()
            ask(socket, '{"destroy": "thread-2026-10"}')
            found = secret in memory_of(process.pid)
        finally:
            process.terminate()
            process.wait()

    assert len(secret) == 32
    assert found is not defended


def ask(path: Path, line: str) -> str:
    import socket

    deadline = time.monotonic() + 20
    while True:
        try:
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(path))
                client.sendall(line.encode() + b"\n")
                return client.makefile().readline()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def memory_of(pid: int) -> bytes:
    """Return all readable memory of a process."""
    found = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            span, rights, *_rest = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(start)
                found.append(memory.read(end - start))
            except (OSError, ValueError, OverflowError):
                continue
    return b"".join(found)


def test_t28_what_is_sealed_cannot_be_opened_without_its_key(db, settings):
    sealed = sealing.seal({"text": "hemmelig"}, month="2019-05")
    assert sealing.unseal(sealed, month="2019-05") == {"text": "hemmelig"}

    from microblog import keys

    keys.destroy("seal-2019-05")
    with pytest.raises(keys.KeyGone):
        sealing.unseal(sealed, month="2019-05")
    assert os.path.exists(settings.KEYS_SOCKET)
