import json

import pytest
from django.core.management import CommandError, call_command

from ideas.models import Vote
from microblog.models import Community
from tests.ideas.polis_files import VOTES, comment, vote, write_export

pytestmark = pytest.mark.django_db


def test_the_report_is_one_json_object(tmp_path, capsys):
    write_export(tmp_path, votes=VOTES)

    call_command("import_polis", str(tmp_path), "--json")

    assert json.loads(capsys.readouterr().out) == {
        "community": str(Community.objects.get().pk),
        "challenge": str(Community.objects.get().challenges.get().pk),
        "statements": {"read": 3, "made": 3, "hidden": 1},
        "people": {"read": 4, "made": 4},
        "votes": {"read": 5, "made": 5, "unchanged": 0},
        "differences": [],
        "errors": [],
    }


def test_without_json_it_reads_as_sentences(tmp_path, capsys):
    comments = [comment(n, 7, f"Statement number {n}", agrees=1) for n in range(25)]
    write_export(tmp_path, comments=comments, votes=[], summary={"topic": "Town", "comments": 25})

    call_command("import_polis", str(tmp_path))

    said, quiet = capsys.readouterr()
    assert "Statements: 25 read, 25 new, 0 hidden.\nPeople: 1 read, 1 new.\nVotes: 0 read" in said
    assert "Differences: 25." in said
    assert said.endswith("… and 5 more; --json lists them all.\n")
    assert quiet == ""


def test_a_dry_run_writes_nothing_and_says_so(tmp_path, capsys):
    write_export(tmp_path, votes=VOTES)

    call_command("import_polis", str(tmp_path), "--dry-run")

    assert "Votes: 5 read, 5 new, 0 unchanged.\nOnly tried: nothing is written." in capsys.readouterr().out
    assert not Community.objects.exists()


def test_a_fault_ends_with_its_sentence_in_the_report_and_in_the_error(tmp_path, capsys):
    write_export(tmp_path, votes=[*VOTES, vote(77, 5, 1)])

    with pytest.raises(CommandError) as failed:
        call_command("import_polis", str(tmp_path), "--json")

    sentence = "votes.csv, line 7: there is a vote on statement 77, which comments.csv does not hold."
    assert str(failed.value) == sentence
    assert failed.value.returncode == 1
    report = json.loads(capsys.readouterr().out)
    assert report["errors"] == [sentence]
    assert (report["community"], report["votes"]["made"]) == (None, 0)
    assert not Vote.objects.exists()
