"""A Polis export on disk: read whole, checked, and compared with itself. Plain Python, no framework.

It comes in two forms: with `votes.csv`, a row a vote, of which a person's last on a statement counts; or with
`participants-votes.csv` alone, a row a person and a column a statement. The matrix has no times, so its votes bear
the time of their statement, the earliest that they can have been cast at.
"""

import csv
import datetime as dt
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

Read = TypeVar("Read")

AGREE, PASS, DISAGREE = 1, 0, -1
MODERATED_OUT = -1
THREE_WAYS = {"1": 1, "0": 0, "-1": -1}

COMMENT_COLUMNS = ("timestamp", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
VOTE_COLUMNS = ("timestamp", "comment-id", "voter-id", "vote")

MOST_ERRORS = 20
# Newer servers write seconds where older ones wrote milliseconds. As milliseconds, this is the year 1973.
FIRST_MILLISECONDS = 10**11
# Keys of posts hold 47 bits of milliseconds.
END_OF_TIME = 2**47


class BadExport(Exception):
    """The export can't be taken. `errors` holds a sentence each, with the file and the number of the line."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(errors[0])
        self.errors = errors


class Fault(ValueError):
    """What is wrong in a row, without the file and the line."""


@dataclass(frozen=True)
class Statement:
    """A row of comments.csv. `moderated` is 1 let in, 0 not looked at, −1 moderated out."""

    id: int
    author: int
    at: dt.datetime
    agrees: int
    disagrees: int
    moderated: int
    body: str

    @property
    def is_hidden(self) -> bool:
        return self.moderated == MODERATED_OUT


class Vote(NamedTuple):
    """One person's last word on a statement: 1 agree, −1 disagree, 0 pass."""

    choice: int
    at: dt.datetime


Votes = dict[tuple[int, int], Vote]  # by (statement, person)
Matrix = dict[int, dict[int, int]]  # person -> statement -> choice


@dataclass
class Export:
    """One conversation: its statements, oldest first, its people, and a vote per statement and person."""

    topic: str
    url: str
    description: str
    statements: list[Statement]
    people: list[int]
    votes: Votes
    differences: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """What tells this conversation from all others: the end of its address, else a digest of its topic."""
        last = re.search(r"([\w-]{1,100})/?$", self.url, re.ASCII)
        return f"polis:{last[1] if last else hashlib.sha256(self.topic.encode()).hexdigest()[:16]}"

    @cached_property
    def moments(self) -> list[dt.datetime]:
        """When something happened: the first and the last statement and all votes, in order."""
        return sorted([self.statements[0].at, self.statements[-1].at, *(vote.at for vote in self.votes.values())])


def read_export(folder: Path) -> Export:
    """Read and check the files of a folder, and note where they differ from one another.

    :raises BadExport: with the faults of the first file that has any.
    """
    if not folder.is_dir():
        raise BadExport([f"{folder} is no folder."])
    summary = read_summary(folder)
    statements = read_statements(folder)
    known = {statement.id: statement for statement in statements}
    matrix = read_matrix(folder, known) if (folder / "participants-votes.csv").exists() else None
    has_votes = (folder / "votes.csv").exists()
    if matrix is None and not has_votes:
        raise BadExport([f"{folder} holds neither votes.csv nor participants-votes.csv."])
    votes, replaced = read_votes(folder, known) if has_votes else (votes_of(matrix or {}, known), 0)
    voters = {person for _statement, person in votes}
    return Export(
        topic=one_line(summary.get("topic", "")) or folder.resolve().name,
        url=summary.get("url", ""),
        description=summary.get("conversation-description", ""),
        statements=statements,
        people=sorted({*(matrix or {}), *voters, *(statement.author for statement in statements)}),
        votes=votes,
        differences=[
            *summary_differences(summary, statements, voters, matrix),
            *vote_differences(votes, replaced, matrix if has_votes else None),
            *count_differences(statements, votes),
        ],
    )


# Files


def read_rows(folder: Path, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each row's last line and the row's values; empty lines are passed over.

    :raises BadExport: if the file is missing, empty, not UTF-8 or not CSV.
    """
    reader = csv.reader(io.StringIO(read_text(folder, name), newline=""), strict=True)
    try:
        for values in reader:
            if values:
                yield reader.line_num, values
    except csv.Error as error:
        raise BadExport([f"{name}, line {reader.line_num}: {error}."]) from error


def read_text(folder: Path, name: str) -> str:
    """Return the text of a file, which is UTF-8 with or without a byte-order mark and holds no NUL byte."""
    try:
        content = (folder / name).read_bytes()
    except FileNotFoundError as error:
        raise BadExport([f"{name} is missing from {folder}."]) from error
    except OSError as error:
        raise BadExport([f"{name} cannot be read: {error.strerror}."]) from error
    if (place := content.find(b"\0")) >= 0:
        raise BadExport([f"{name}, line {line_at(content, place)}: a NUL byte stands here; this is no CSV file."])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadExport([f"{name}, line {line_at(content, error.start)}: the file is not UTF-8."]) from error
    if not text.strip():
        raise BadExport([f"{name} is empty."])
    return text


def line_at(content: bytes, place: int) -> int:
    return content.count(b"\n", 0, place) + 1


def read_table(folder: Path, name: str, columns: tuple[str, ...], read: Callable[[dict[str, str]], Read]) -> list[Read]:
    """Return what `read` makes of each row under the head of a file.

    :raises BadExport: with a sentence per faulty row, the first twenty of them.
    """
    rows = read_rows(folder, name)
    _line, head = next(rows)
    if errors := head_errors(name, head, columns):
        raise BadExport(errors)
    found = []
    for line, values in rows:
        try:
            if len(values) != len(head):
                raise Fault(f"{len(values)} values stand under {len(head)} columns")
            found.append(read(dict(zip(head, values, strict=True))))
        except Fault as fault:
            errors.append(f"{name}, line {line}: {fault}.")
    if len(errors) > MOST_ERRORS:
        errors[MOST_ERRORS:] = [f"{name}: further rows that cannot be read: {len(errors) - MOST_ERRORS}."]
    if errors:
        raise BadExport(errors)
    return found


def head_errors(name: str, head: list[str], columns: tuple[str, ...]) -> list[str]:
    """Return a sentence for each column that is missing or stands twice."""
    missing = [f"{name}, line 1: the column «{column}» is missing." for column in columns if column not in head]
    twice = [column for column, times in Counter(head).items() if times > 1]
    return missing + [f"{name}, line 1: the column «{column}» stands twice." for column in twice[:MOST_ERRORS]]


def read_summary(folder: Path) -> dict[str, str]:
    """Return the rows of summary.csv, `name,value`; without the file nothing."""
    if not (folder / "summary.csv").exists():
        return {}
    return {values[0]: values[1].strip() for _line, values in read_rows(folder, "summary.csv") if len(values) > 1}


def read_statements(folder: Path) -> list[Statement]:
    """Return the rows of comments.csv, oldest first."""
    seen: set[int] = set()

    def statement(row: dict[str, str]) -> Statement:
        return Statement(
            id=new_key(row, "comment-id", seen),
            author=key(row, "author-id"),
            at=moment(row),
            agrees=key(row, "agrees"),
            disagrees=key(row, "disagrees"),
            moderated=one_of_three(row, "moderated"),
            body=row["comment-body"],
        )

    found = read_table(folder, "comments.csv", COMMENT_COLUMNS, statement)
    if not found:
        raise BadExport(["comments.csv holds no statement."])
    return sorted(found, key=lambda statement: (statement.at, statement.id))


def read_votes(folder: Path, known: dict[int, Statement]) -> tuple[Votes, int]:
    """Return the last vote of each person on each statement, and how many earlier ones it stands for.

    Of two at the same moment the one further down in the file is the last.
    """

    def vote(row: dict[str, str]) -> tuple[tuple[int, int], Vote]:
        place = known_statement(row["comment-id"], known), key(row, "voter-id")
        return place, Vote(one_of_three(row, "vote"), moment(row))

    rows = read_table(folder, "votes.csv", VOTE_COLUMNS, vote)
    last = dict(sorted(rows, key=lambda row: row[1].at))
    return last, len(rows) - len(last)


def read_matrix(folder: Path, known: dict[int, Statement]) -> Matrix:
    """Return the votes of participants-votes.csv; its columns named by a number are statements."""
    seen: set[int] = set()

    def person(row: dict[str, str]) -> tuple[int, dict[int, int]]:
        given = [column for column, cell in row.items() if cell and column.isdecimal()]
        choices = {known_statement(column, known): one_of_three(row, column) for column in given}
        return new_key(row, "participant", seen), choices

    return dict(read_table(folder, "participants-votes.csv", ("participant",), person))


def votes_of(matrix: Matrix, known: dict[int, Statement]) -> Votes:
    """Return the matrix as votes, each at the time of its statement."""
    return {
        (statement, person): Vote(choice, known[statement].at)
        for person, choices in matrix.items()
        for statement, choice in choices.items()
    }


# Values


def key(row: dict[str, str], column: str) -> int:
    """Return a number from 0 of up to twelve digits."""
    if not re.fullmatch(r"\d{1,12}", text := row[column].strip(), re.ASCII):
        raise Fault(f"{column} is «{text[:40]}», which is no whole number from 0")
    return int(text)


def new_key(row: dict[str, str], column: str, seen: set[int]) -> int:
    """Return a number that the file has not had before."""
    if (found := key(row, column)) in seen:
        raise Fault(f"{column} {found} stands in the file already")
    seen.add(found)
    return found


def known_statement(text: str, known: dict[int, Statement]) -> int:
    """Return the number of a statement of comments.csv."""
    if (found := key({"comment-id": text}, "comment-id")) not in known:
        raise Fault(f"there is a vote on statement {found}, which comments.csv does not hold")
    return found


def one_of_three(row: dict[str, str], column: str) -> int:
    try:
        return THREE_WAYS[row[column].strip()]
    except KeyError:
        what = f"the vote on statement {column}" if column.isdecimal() else column
        raise Fault(f"{what} is «{row[column][:40]}», which is none of −1, 0, 1") from None


def moment(row: dict[str, str]) -> dt.datetime:
    """Return the time of a row, in UTC. The column `datetime` beside it names a zone by a guess and is not read."""
    text = row["timestamp"].strip()
    number = int(text) if re.fullmatch(r"\d{1,15}", text, re.ASCII) else 0
    milliseconds = number if number >= FIRST_MILLISECONDS else number * 1000
    if not 0 < milliseconds < END_OF_TIME:
        raise Fault(f"timestamp is «{text[:40]}», which is no number of milliseconds since 1970")
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)


def one_line(text: str) -> str:
    return " ".join(text.split())


def cut(text: str, longest: int) -> str:
    """Return the text in one line, cut at a word to `longest` characters."""
    line = one_line(text)
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0][: longest - 1] + "…"


# Differences


def summary_differences(
    summary: dict[str, str], statements: list[Statement], voters: set[int], matrix: Matrix | None
) -> Iterator[str]:
    """Compare the numbers of summary.csv with what the other files hold."""
    if not summary.get("topic"):
        yield "summary.csv names no topic: the conversation is called after its folder."
    counted = {
        "comments": len(statements),
        "commenters": len({statement.author for statement in statements}),
        "voters": len(voters),
        "voters-in-conv": len(voters if matrix is None else matrix),
    }
    for name, number in counted.items():
        if name in summary and summary[name] != str(number):
            yield f"summary.csv says {name} {summary[name]}, the files hold {number}."


def vote_differences(votes: Votes, replaced: int, matrix: Matrix | None) -> Iterator[str]:
    """Compare votes.csv with the matrix beside it, if there is one."""
    if replaced:
        yield f"votes.csv: votes that their voters changed later, of which the last counts: {replaced}."
    if matrix is None:
        return
    cast = {place: vote.choice for place, vote in votes.items()}
    shown = {(statement, person): choice for person, row in matrix.items() for statement, choice in row.items()}
    voters = {person for _statement, person in cast}
    if lacking := sorted(voters - matrix.keys()):
        yield f"participants-votes.csv lacks people of votes.csv: {listed(lacking)}."
    if silent := sorted({person for _statement, person in shown} - voters):
        yield f"votes.csv lacks people of participants-votes.csv: {listed(silent)}."
    unlike = sum(
        cast.get(place) != shown.get(place)
        for place in cast.keys() | shown.keys()
        if place[1] in voters and place[1] in matrix
    )
    if unlike:
        yield f"Votes that differ in votes.csv, which counts, and participants-votes.csv: {unlike}."


def listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


def count_differences(statements: list[Statement], votes: Votes) -> Iterator[str]:
    """Compare the counts of comments.csv with the votes, statement by statement."""
    counted = Counter((statement, vote.choice) for (statement, _person), vote in votes.items())
    for statement in sorted(statements, key=lambda statement: statement.id):
        agrees, disagrees = counted[statement.id, AGREE], counted[statement.id, DISAGREE]
        if (agrees, disagrees) != (statement.agrees, statement.disagrees):
            yield (
                f"Statement {statement.id}: comments.csv counts {statement.agrees} agree and "
                f"{statement.disagrees} disagree, the votes are {agrees} and {disagrees}."
            )
