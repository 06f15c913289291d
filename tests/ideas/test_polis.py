import datetime as dt

import pytest

from ideas.polis import BadExport, Vote, cut, read_export
from tests.ideas.polis_files import (
    COMMENTS,
    HOUR,
    MATRIX,
    START,
    SUMMARY,
    VOTES,
    comment,
    vote,
    write_export,
)


def at(milliseconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)


def errors_of(folder) -> list[str]:
    with pytest.raises(BadExport) as refused:
        read_export(folder)
    return refused.value.errors


def test_the_statements_are_read_as_written_and_oldest_first(tmp_path):
    export = read_export(write_export(tmp_path, votes=VOTES))

    assert [statement.id for statement in export.statements] == [0, 1, 2]
    assert export.statements[1].body == 'We should "walk" more, and drive less.'
    assert export.statements[2].body == "More\nbenches, please: https://example.org/benches"
    assert export.statements[2].at == at(START + 2 * HOUR)
    assert [statement.is_hidden for statement in export.statements] == [True, False, False]


def test_an_export_that_agrees_with_itself_has_no_differences(tmp_path):
    export = read_export(write_export(tmp_path, votes=VOTES, matrix=MATRIX))

    assert export.differences == []


def test_both_forms_hold_the_same_votes(tmp_path):
    rows = read_export(write_export(tmp_path / "rows", votes=VOTES))
    matrix = read_export(write_export(tmp_path / "matrix", matrix=MATRIX))

    assert {place: vote.choice for place, vote in rows.votes.items()} == {
        place: vote.choice for place, vote in matrix.votes.items()
    }
    assert rows.people == matrix.people == [5, 6, 7, 9]


def test_a_vote_of_the_matrix_bears_the_time_of_its_statement(tmp_path):
    export = read_export(write_export(tmp_path, matrix=MATRIX))

    assert export.votes[1, 6] == Vote(1, at(START + HOUR))


def test_the_last_vote_counts_wherever_it_stands_in_the_file(tmp_path):
    votes = [vote(1, 5, 1, at=START + 9 * HOUR), vote(1, 5, -1, at=START + 5 * HOUR)]

    export = read_export(write_export(tmp_path, votes=votes))

    assert export.votes[1, 5] == Vote(1, at(START + 9 * HOUR))
    assert "votes.csv: votes that their voters changed later, of which the last counts: 1." in export.differences


def test_of_two_votes_at_the_same_moment_the_lower_row_counts(tmp_path):
    export = read_export(write_export(tmp_path, votes=[vote(1, 5, 1), vote(1, 5, 0)]))

    assert export.votes[1, 5].choice == 0


def test_times_in_seconds_are_read_as_seconds(tmp_path):
    comments = [comment(0, 7, "Buy more books", at=START // 1000)]

    export = read_export(write_export(tmp_path, comments=comments, votes=[]))

    assert export.statements[0].at == at(START // 1000 * 1000)


def test_a_form_with_more_columns_and_without_the_text_of_the_time_is_read(tmp_path):
    (tmp_path / "comments.csv").write_text(
        "timestamp,comment-id,author-id,agrees,disagrees,moderated,is-seed,comment-body\n"
        f"{START},0,7,1,0,1,true,Buy more books\n"
    )
    (tmp_path / "participants-votes.csv").write_text("participant,xid,group-id,0,1\n7,,0,1,\n")

    export = read_export(tmp_path)

    assert export.votes == {(0, 7): Vote(1, at(START))}


def test_a_byte_order_mark_and_line_ends_of_windows_are_taken(tmp_path):
    write_export(tmp_path, votes=VOTES)
    text = (tmp_path / "comments.csv").read_text()
    (tmp_path / "comments.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())

    export = read_export(tmp_path)

    assert len(export.statements) == 3


def test_the_conversation_is_known_by_the_end_of_its_address(tmp_path):
    export = read_export(write_export(tmp_path, votes=VOTES))

    assert export.source == "polis:9abcdefghi"


def test_without_an_address_it_is_known_by_its_topic(tmp_path):
    one = read_export(write_export(tmp_path / "one", votes=VOTES, summary={"topic": "A better town"}))
    same = read_export(write_export(tmp_path / "same", votes=[], summary={"topic": "A better town"}))
    other = read_export(write_export(tmp_path / "other", votes=VOTES, summary={"topic": "A worse town"}))

    assert one.source == same.source != other.source


def test_without_a_summary_the_conversation_is_called_after_its_folder(tmp_path):
    export = read_export(write_export(tmp_path / "town", votes=VOTES, summary=None))

    assert export.topic == "town"
    assert export.differences == ["summary.csv names no topic: the conversation is called after its folder."]


def test_counts_that_differ_from_the_votes_are_listed_by_statement(tmp_path):
    comments = [comment(4, 7, "Plant trees", agrees=3, disagrees=1), comment(3, 7, "Plant more trees")]

    export = read_export(write_export(tmp_path, comments=comments, votes=[vote(4, 5, 1)], summary=None))

    assert export.differences[1:] == ["Statement 4: comments.csv counts 3 agree and 1 disagree, the votes are 1 and 0."]


def test_numbers_of_the_summary_that_differ_are_listed(tmp_path):
    summary = {**SUMMARY, "comments": 4, "voters": 8}

    export = read_export(write_export(tmp_path, votes=VOTES, summary=summary))

    assert export.differences == [
        "summary.csv says comments 4, the files hold 3.",
        "summary.csv says voters 8, the files hold 3.",
    ]


def test_people_and_votes_that_only_one_file_has_are_listed(tmp_path):
    matrix = {5: {0: 1, 1: 1}, 6: {1: 1, 2: -1}, 8: {0: 1}}

    export = read_export(write_export(tmp_path, votes=VOTES, matrix=matrix))

    assert export.differences == [
        "participants-votes.csv lacks people of votes.csv: 9.",
        "votes.csv lacks people of participants-votes.csv: 8.",
        "Votes that differ in votes.csv, which counts, and participants-votes.csv: 1.",
    ]
    assert export.people == [5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("files", "error"),
    [
        (
            {"comments": [comment(0, 7, "A", at="soon")]},
            "comments.csv, line 2: timestamp is «soon», which is no number",
        ),
        ({"comments": [comment(0, 7, "A", at=10**15)]}, "comments.csv, line 2: timestamp is «1000000000000000»"),
        ({"comments": [comment(0, "", "A")]}, "comments.csv, line 2: author-id is «», which is no whole number from 0"),
        ({"comments": [comment(0, 7, "A", moderated=2)]}, "comments.csv, line 2: moderated is «2», which is none of"),
        ({"comments": [comment(0, 7, "A\nB"), comment(0, 7, "C")]}, "comments.csv, line 4: comment-id 0 stands in the"),
        ({"comments": []}, "comments.csv holds no statement."),
        ({"votes": [vote(0, 5, 1), vote(1, 5, 2)]}, "votes.csv, line 3: vote is «2», which is none of −1, 0, 1."),
        ({"votes": [vote(0, 5, "")]}, "votes.csv, line 2: vote is «», which is none of −1, 0, 1."),
        ({"votes": [vote(8, 5, 1)]}, "votes.csv, line 2: there is a vote on statement 8, which comments.csv does not"),
        ({"votes": [vote(0, 5, 1, at="-5")]}, "votes.csv, line 2: timestamp is «-5», which is no number"),
        ({"votes": [[*vote(0, 5, 1), "more"]]}, "votes.csv, line 2: 6 values stand under 5 columns."),
        ({"matrix": {5: {0: 3}}}, "participants-votes.csv, line 2: the vote on statement 0 is «3», which is none of"),
    ],
)
def test_a_bad_row_is_named_with_its_file_and_line(tmp_path, files, error):
    folder = write_export(tmp_path, **{"votes": VOTES, **files})

    errors = errors_of(folder)

    assert len(errors) == 1
    assert errors[0].startswith(error)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("comments.csv", b"", "comments.csv is empty."),
        ("comments.csv", b"\xef\xbb\xbf\n\n", "comments.csv is empty."),
        ("comments.csv", b"a\nb\xe5t\n", "comments.csv, line 2: the file is not UTF-8."),
        ("votes.csv", b"a\nb\nc\0\n", "votes.csv, line 3: a NUL byte stands here; this is no CSV file."),
        ("votes.csv", b"timestamp,comment-id,vote\n", "votes.csv, line 1: the column «voter-id» is missing."),
        (
            "participants-votes.csv",
            b"participant,0,0\n",
            "participants-votes.csv, line 1: the column «0» stands twice.",
        ),
        ("participants-votes.csv", b"participant,8\n5,1\n", "participants-votes.csv, line 2: there is a vote on state"),
        ("summary.csv", b'topic,"Open\n', "summary.csv, line 1: unexpected end of data."),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_a_sentence(tmp_path, name, content, error):
    folder = write_export(tmp_path, votes=VOTES, matrix=MATRIX)
    (folder / name).write_bytes(content)

    errors = errors_of(folder)

    assert len(errors) == 1
    assert errors[0].startswith(error)


def test_a_column_without_votes_may_be_of_an_unknown_statement(tmp_path):
    folder = write_export(tmp_path)
    (folder / "participants-votes.csv").write_text("participant,0,8\n5,1,\n")

    export = read_export(folder)

    assert list(export.votes) == [(0, 5)]


def test_many_bad_rows_are_counted_after_the_first_twenty(tmp_path):
    folder = write_export(tmp_path, votes=[vote(0, person, "yes") for person in range(23)])

    errors = errors_of(folder)

    assert len(errors) == 21
    assert errors[-1] == "votes.csv: further rows that cannot be read: 3."


def test_a_folder_without_the_files_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()

    assert errors_of(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'} is no folder."]
    assert errors_of(tmp_path / "empty") == [f"comments.csv is missing from {tmp_path / 'empty'}."]
    assert errors_of(write_export(tmp_path / "mute", comments=COMMENTS)) == [
        f"{tmp_path / 'mute'} holds neither votes.csv nor participants-votes.csv."
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("two\n words", "two words"),
        ("one two three", "one two…"),
        ("abcdefghijk lm", "abcdefghi…"),
        ("abcdefghi jkl", "abcdefghi…"),
        ("abcd efghi", "abcd efghi"),
    ],
)
def test_a_long_text_is_cut_at_a_word(text, line):
    assert cut(text, 10) == line
