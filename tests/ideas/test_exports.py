"""Ideas and votes in a person's own data."""

from django.utils import timezone

from ideas.actions.votes import cast_vote
from microblog import exports


def test_my_ideas_and_my_votes_are_mine(alice, bob, idea):
    cast_vote(actor=bob, idea=idea, choice="agree", now=timezone.now())

    of_alice = {name: list(exports.parts[name](alice)) for name in ("ideas", "votes")}
    of_bob = {name: list(exports.parts[name](bob)) for name in ("ideas", "votes")}

    assert [row["title"] for row in of_alice["ideas"]] == [idea.title]
    assert of_alice["votes"] == of_bob["ideas"] == []
    assert [(row["idea"], row["choice"]) for row in of_bob["votes"]] == [(idea.pk, "agree")]
