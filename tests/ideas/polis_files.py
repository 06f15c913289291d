"""Small Polis exports, written as the software writes them."""

import csv
from collections.abc import Sequence
from pathlib import Path

COMMENT_HEAD = ["timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"]
VOTE_HEAD = ["timestamp", "datetime", "comment-id", "voter-id", "vote"]
MATRIX_HEAD = ["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"]

START = 1_517_603_680_343  # 2 February 2018, 21:34 in Oslo
HOUR = 3_600_000
ZONE = "Fri Feb 02 03:34:40 WIB 2018"  # a text that nobody should read


def comment(number: int, author: int, body: str, *, agrees=0, disagrees=0, moderated=1, at: int | str = "") -> list:
    return [at or START + number * HOUR, ZONE, number, author, agrees, disagrees, moderated, body]


def vote(statement: int, person: int, choice: object, *, at: int | str = "") -> list:
    return [at or START + 100 * HOUR, ZONE, statement, person, choice]


SUMMARY = {
    "topic": "A better town",
    "url": "https://pol.is/9abcdefghi",
    "voters": 3,
    "voters-in-conv": 3,
    "commenters": 2,
    "comments": 3,
    "conversation-description": "What should change?",
}
COMMENTS = [
    comment(2, 5, "More\nbenches, please: https://example.org/benches", agrees=0, disagrees=1),
    comment(1, 7, 'We should "walk" more, and drive less.', agrees=1, disagrees=1, moderated=0),
    comment(0, 7, "Buy my books!", agrees=1, moderated=-1),
]
VOTES = [vote(0, 5, 1), vote(1, 5, -1), vote(1, 6, 1), vote(2, 6, -1), vote(2, 9, 0)]
MATRIX = {5: {0: 1, 1: -1}, 6: {1: 1, 2: -1}, 9: {2: 0}}


def write_export(
    folder: Path,
    *,
    comments: Sequence[Sequence] = COMMENTS,
    votes: Sequence[Sequence] | None = None,
    matrix: dict[int, dict[int, int]] | None = None,
    summary: dict[str, object] | None = SUMMARY,
) -> Path:
    """Write the files that are given, and return the folder."""
    folder.mkdir(exist_ok=True)
    write_csv(folder / "comments.csv", [COMMENT_HEAD, *comments])
    if votes is not None:
        write_csv(folder / "votes.csv", [VOTE_HEAD, *votes])
    if matrix is not None:
        statements = [row[2] for row in comments]
        rows = [[p, "", 0, 0, 0, 0, *(row.get(s, "") for s in statements)] for p, row in matrix.items()]
        write_csv(folder / "participants-votes.csv", [[*MATRIX_HEAD, *statements], *rows])
    if summary is not None:
        write_csv(folder / "summary.csv", list(summary.items()))
    return folder


def write_csv(path: Path, rows: Sequence[Sequence]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
