"""The words that help with spelling: of open communities, and of three people at least."""

import pytest

from microblog.actions.posts import delete_post
from microblog.actions.words import rebuild_words, record_words
from microblog.models import Event, SearchWord, WordWriter
from tests.conftest import NOW


def written(*posts) -> list[Event]:
    return [Event(type="post.published", subject_id=post.pk) for post in posts]


def counts(word: str) -> tuple[int, int]:
    return SearchWord.objects.values_list("writers", "posts").get(word=word)


def test_words_are_counted_by_writer_and_by_post(alice, bob, community, make_post):
    record_words(written(make_post(alice, community, "Strøsand!"), make_post(alice, community, "Mer strøsand")))
    record_words(written(make_post(bob, community, "strøsand strøsand")))

    assert counts("strøsand") == (2, 3)


def test_who_wrote_a_word_is_forgotten_when_three_have(alice, bob, lena, community, make_post):
    record_words(written(*(make_post(person, community, "Strøsand") for person in (alice, bob))))
    assert WordWriter.objects.filter(word="strøsand").count() == 2

    record_words(written(make_post(lena, community, "Strøsand")))

    assert counts("strøsand") == (3, 3)
    assert not WordWriter.objects.filter(word="strøsand").exists()


@pytest.mark.parametrize("room", ["closed_community", "hidden_community"])
def test_words_from_among_members_are_not_kept(room, alice, make_post, request):
    record_words(written(make_post(alice, request.getfixturevalue(room), "Omorganisering")))

    assert not SearchWord.objects.exists()
    assert not WordWriter.objects.exists()


def test_rebuilding_forgets_what_was_deleted_and_numbers_are_no_words(alice, bob, community, make_post):
    gone, stays = make_post(alice, community, "Strøsand"), make_post(bob, community, "Grus 90210 b2b")
    record_words(written(gone, stays))
    delete_post(actor=alice, post=gone, now=NOW)

    rebuild_words()

    assert list(SearchWord.objects.values_list("word", "writers", "posts")) == [("grus", 1, 1)]
    assert list(WordWriter.objects.values_list("word", "author")) == [("grus", bob.pk)]
