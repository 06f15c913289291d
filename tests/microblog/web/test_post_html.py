"""Cards: the kept part is the same for all, the rest is each reader's own."""

import pytest
from django.utils import translation

from ideas.models import Idea
from microblog.actions.reactions import add_reaction
from microblog.queries.feeds import home_feed
from microblog.web.post_html import cards_html, pieces_of


def cards_for(viewer) -> str:
    return cards_html(viewer, home_feed(viewer=viewer).posts)


def test_each_reader_sees_their_own_reaction(alice, bob, community, make_post):
    post = make_post(alice, community)
    add_reaction(actor=bob, post=post, kind="thanks")

    pressed = f'id="r{post.pk}thanks" form="act" formaction="/posts/{post.pk}/reactions/thanks/"'

    assert 'aria-pressed="true"' in cards_for(bob).split(pressed)[1].split(">")[0]
    assert 'aria-pressed="true"' not in cards_for(alice)
    assert "<span>1</span>" in cards_for(alice)


def test_the_same_card_is_rendered_once(alice, community, make_posts):
    make_posts(3, author=alice, community=community)
    cards_for(alice)
    before = pieces_of.cache_info()

    cards_for(alice)

    after = pieces_of.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (0, 3)


@pytest.mark.parametrize("field", ["name", "title"])
def test_what_changes_about_the_author_is_shown_at_once(field, alice, community, make_post):
    make_post(alice, community)
    cards_for(alice)

    setattr(alice, field, "Helt ny")
    alice.save()

    assert "Helt ny" in cards_for(alice)


def test_only_its_author_is_offered_to_change_a_post(alice, bob, community, make_post):
    post = make_post(alice, community)

    assert f"/posts/{post.pk}/edit/" in cards_for(alice)
    assert f"/posts/{post.pk}/edit/" not in cards_for(bob)


@pytest.mark.parametrize("field", ["name", "title"])
def test_names_and_titles_are_shown_as_text(field, alice, community, make_post):
    setattr(alice, field, '<b onmouseover="x">')
    alice.save()
    make_post(alice, community)

    html = cards_for(alice)

    assert "<b onmouseover" not in html
    assert "&lt;b onmouseover=&quot;x&quot;&gt;" in html


def test_a_text_says_its_language_when_the_page_speaks_another(alice, community, make_posts):
    make_posts(1, author=alice, community=community, language="nn")

    with translation.override("nb"):
        bokmaal = cards_for(alice)
    with translation.override("nn"):
        nynorsk = cards_for(alice)

    assert '<div class="post-body" lang="nn">' in bokmaal
    assert '<div class="post-body">' in nynorsk


def test_the_instant_stands_beside_the_words(alice, community, make_posts):
    make_posts(1, author=alice, community=community)

    assert '<time datetime="2026-11-18T10:30:00+00:00">' in cards_for(alice)


def test_a_long_text_is_folded_in_a_stream(alice, community, make_post):
    post = make_post(alice, community, "Langt. " * 200)

    html = cards_for(alice)

    assert '<div class="post-body folded">' in html
    assert f'<a class="more" href="/posts/{post.pk}/">' in html


def test_the_card_of_an_idea_bears_its_title_votes_and_status(alice, community, make_post):
    post = make_post(alice, community, "Felles byttetavle", kind="idea")
    Idea.objects.create(
        post=post, title="Felles <i>byttetavle</i>", problem="p", proposal="q", status="planned", agree_count=70
    )

    html = cards_for(alice)

    assert "Felles &lt;i&gt;byttetavle&lt;/i&gt;" in html
    assert "<b>70</b>" in html
    assert "Planlagt" in html


def test_reactions_fit_the_kind_of_post(alice, community, make_post):
    make_post(alice, community, kind="pain")
    pain = cards_for(alice)
    make_post(alice, community, kind="question")

    assert "me_too/" in pain
    assert "wonder/" not in pain
    assert "wonder/" in cards_for(alice)
