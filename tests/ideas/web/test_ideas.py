import re

import pytest
from django.utils import timezone

from ideas.actions.votes import cast_vote
from ideas.models import Idea, StatusChange
from microblog.models import Post
from tests.microblog.web.conftest import HTMX

WORDS = {"title": "Felles byttetavle", "problem": "Vi ringer rundt.", "proposal": "En tavle.", "community": "alle"}


def text_of(response) -> str:
    return response.content.decode()


def test_a_visitor_is_sent_to_sign_in(client, everybody):
    assert client.get("/ideas/").status_code == 302


def test_the_list_shows_best_first_and_newest_first(alice, bob, browser_of, make_idea):
    make_idea(alice, "Den gamle", days=3)
    backed = make_idea(alice, "Den gode", days=2)
    make_idea(alice, "Den nye", days=1)
    cast_vote(actor=bob, idea=backed, choice="agree", now=timezone.now())

    best = text_of(browser_of(bob).get("/ideas/"))
    new = text_of(browser_of(bob).get("/ideas/?order=new"))

    assert best.index("Den gode") < best.index("Den nye") < best.index("Den gamle")
    assert new.index("Den nye") < new.index("Den gode") < new.index("Den gamle")
    assert "1 av 1 er for." in best


def test_the_list_can_show_one_status(alice, browser_of, make_idea):
    make_idea(alice, "Den åpne")
    planned = make_idea(alice, "Den planlagte")
    Idea.objects.filter(pk=planned.pk).update(status="planned")

    page = text_of(browser_of(alice).get("/ideas/?status=planned"))

    assert "Den planlagte" in page
    assert "Den åpne" not in page


@pytest.mark.parametrize("order", ["best", "new"])
def test_pages_walk_through_all_ideas_once(order, alice, bob, browser_of, make_idea):
    ideas = [make_idea(alice, f"Idé {n:02}") for n in range(45)]
    for idea in ideas[::3]:
        cast_vote(actor=bob, idea=idea, choice="agree", now=timezone.now())
    browser, address, seen = browser_of(bob), f"/ideas/?order={order}", []

    while address:
        page = text_of(browser.get(address))
        seen += re.findall(r">(Idé \d\d)<", page)
        more = re.search(r'id="more".*?href="([^"]+)"', page)
        address = more and more[1].replace("&amp;", "&")

    assert sorted(seen) == [f"Idé {n:02}" for n in range(45)]


def test_the_next_page_comes_as_rows_to_htmx(alice, browser_of, make_idea):
    ideas = [make_idea(alice, f"Idé {n:02}") for n in range(22)]

    response = browser_of(alice).get(f"/ideas/?order=new&after={ideas[2].pk}", headers=HTMX)

    assert "<html" not in text_of(response)
    assert text_of(response).count("idearow") == 2
    assert "HX-Request" in response["Vary"]


@pytest.mark.parametrize("size", [1, 20])
def test_a_list_costs_the_same_for_any_length(size, alice, browser_of, make_idea, django_assert_num_queries):
    for n in range(size):
        make_idea(alice, f"Idé {n}")
    browser = browser_of(alice)
    browser.get("/ideas/")

    # Session, person, communities of the menu, the idea that the page follows, ideas, counts by status.
    with django_assert_num_queries(5):
        assert browser.get("/ideas/").status_code == 200


def test_ideas_of_closed_rooms_and_drafts_of_others_are_not_there(
    alice, charlie, browser_of, make_idea, closed_community
):
    secret = make_idea(alice, "Hemmelig", community=closed_community)
    draft = make_idea(alice, "Uferdig")
    Idea.objects.filter(pk=draft.pk).update(status="draft")
    Post.objects.filter(pk=draft.post_id).update(published_at=None)

    assert browser_of(charlie).get(f"/ideas/{secret.pk}/").status_code == 404
    assert browser_of(charlie).get(f"/ideas/{draft.pk}/").status_code == 404
    assert "Hemmelig" not in text_of(browser_of(charlie).get("/ideas/"))
    assert "Uferdig" in text_of(browser_of(alice).get(f"/ideas/{draft.pk}/"))


def test_an_idea_is_proposed_and_shown(alice, browser_of, everybody):
    response = browser_of(alice).post("/ideas/new/", WORDS)

    idea = Idea.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/ideas/{idea.pk}/"
    assert idea.post.community == everybody
    assert "Felles byttetavle" in text_of(browser_of(alice).get(f"/ideas/{idea.pk}/"))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "abc", "Skriv minst 4 tegn."),
        ("title", "a" * 141, "Kort ned til 140 tegn."),
        ("title", "en \x00 tittel", "Ta bort tegnene som ikke kan vises."),
        ("problem", "", "Skriv noe her."),
        ("proposal", "a" * 5001, "Kort ned til 5000 tegn."),
        ("community", "finnes-ikke", "Velg et fellesskap."),
    ],
)
def test_what_must_be_put_right_is_said_at_the_field_and_the_words_stay(
    field, value, said, alice, browser_of, everybody
):
    response = browser_of(alice).post("/ideas/new/", WORDS | {"expected_effect": "Ro om kvelden.", field: value})

    page = text_of(response)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert f'href="#id_{field}"' in page
    assert said in page
    assert "Ro om kvelden." in page
    assert not Idea.objects.exists()


def test_an_empty_form_is_refused_too(alice, browser_of, everybody):
    assert browser_of(alice).post("/ideas/new/", {}).status_code == 422


def test_markup_in_an_idea_is_shown_and_never_run(alice, browser_of, make_idea):
    attack = "<script>alert(1)</script>"
    idea = make_idea(alice, f"Tittel {attack}", problem=attack, proposal=attack, expected_effect=attack)

    for address in (f"/ideas/{idea.pk}/", "/ideas/", f"/ideas/{idea.pk}/edit/"):
        page = text_of(browser_of(alice).get(address))
        assert attack not in page
        assert "&lt;script&gt;" in page


def test_the_author_puts_an_idea_better(alice, browser_of, make_idea):
    idea = make_idea(alice)

    response = browser_of(alice).post(f"/ideas/{idea.pk}/edit/", {**WORDS, "title": "Tavle for bytter"})

    idea.refresh_from_db()
    assert response.status_code == 303
    assert idea.title == "Tavle for bytter"
    assert "redigert" in text_of(browser_of(alice).get(f"/ideas/{idea.pk}/"))


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_else_edits_an_idea(method, alice, bob, browser_of, make_idea):
    idea = make_idea(alice)

    response = getattr(browser_of(bob), method)(f"/ideas/{idea.pk}/edit/", WORDS)

    assert response.status_code == 403
    assert f"/ideas/{idea.pk}/edit/" not in text_of(browser_of(bob).get(f"/ideas/{idea.pk}/"))


def test_the_page_tells_what_has_become_of_it_and_how_long_it_waited(alice, lena, browser_of, make_idea):
    idea = make_idea(alice, days=30)
    waiting = text_of(browser_of(alice).get(f"/ideas/{idea.pk}/"))
    StatusChange.objects.create(
        idea=idea,
        actor=lena,
        before="open",
        after="planned",
        reason="Innkjøp i januar",
        moved_at=timezone.now() - timezone.timedelta(days=10),
    )
    Idea.objects.filter(pk=idea.pk).update(status="planned")

    answered = text_of(browser_of(alice).get(f"/ideas/{idea.pk}/"))

    assert "Har ventet 30 dager på svar." in waiting
    assert "Ventet 20 dager på svar." in answered
    assert "Innkjøp i januar" in answered
    assert "Lena" in answered


def test_a_no_without_a_day_to_look_again_is_a_no(alice, browser_of, make_idea):
    idea = make_idea(alice)
    Idea.objects.filter(pk=idea.pk).update(status="declined")

    assert "Nei" in text_of(browser_of(alice).get(f"/ideas/{idea.pk}/"))


def test_comments_stand_under_the_idea(alice, bob, browser_of, make_idea, reply_to):
    idea = make_idea(alice)
    reply_to(bob, idea.post, "Den må være på mobilen.")

    page = text_of(browser_of(alice).get(f"/ideas/{idea.pk}/"))

    assert "Den må være på mobilen." in page
    assert f'action="/posts/{idea.post_id}/replies/"' in page


@pytest.mark.parametrize("size", [1, 20])
def test_a_page_costs_the_same_for_any_number_of_comments(
    size, alice, bob, browser_of, make_idea, reply_to, django_assert_num_queries
):
    idea = make_idea(alice)
    for n in range(size):
        reply_to(bob, idea.post, f"Svar {n}")
    browser = browser_of(alice)
    browser.get(f"/ideas/{idea.pk}/")

    # Session, person, menu, idea, moves, whether alice decides, promises, replies, what belongs to the replies.
    with django_assert_num_queries(11):
        assert browser.get(f"/ideas/{idea.pk}/").status_code == 200


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_speak_three_languages(language, alice, browser_of, make_idea):
    alice.language = language
    alice.save()
    idea = make_idea(alice)

    for address in ("/ideas/", "/ideas/new/", f"/ideas/{idea.pk}/", f"/ideas/{idea.pk}/edit/"):
        page = text_of(browser_of(alice).get(address))
        assert f'<html lang="{language}"' in page


def test_every_link_of_the_pages_leads_somewhere(alice, bob, browser_of, make_idea, reply_to):
    idea = make_idea(alice)
    reply_to(bob, idea.post)
    browser = browser_of(alice)

    found = set()
    for address in ("/ideas/", "/ideas/new/", f"/ideas/{idea.pk}/", f"/ideas/{idea.pk}/edit/"):
        found |= set(re.findall(r'href="(/[^"#]*)', text_of(browser.get(address))))

    links = {link for link in found if not link.startswith(("/static/", "/icons.svg"))}
    answers = {link: browser.get(link.replace("&amp;", "&"), follow=True).status_code for link in links}
    assert answers == dict.fromkeys(links, 200)


def test_a_colleagues_sigh_becomes_an_idea_with_both_names(alice, bob, everybody, browser_of, make_post):
    sigh, browser = make_post(bob, everybody, "Vi ringer rundt kvelden før."), browser_of(alice)
    address = f"/ideas/new/?post={sigh.pk}"
    words = {"title": "Felles byttetavle", "problem": "Vi ringer rundt.", "proposal": "En tavle."}

    stream = text_of(browser.get("/"))
    form = text_of(browser.get(address))
    made = browser.post(address, {**words, "community": everybody.slug})
    page, thread = text_of(browser.get(made.url)), text_of(browser.get(f"/posts/{sigh.pk}/"))

    assert f'href="/ideas/new/?post={sigh.pk}"' in stream
    assert "Vi ringer rundt kvelden før." in form
    assert "Har del i idéen:" in page
    assert "Bob" in page
    assert f'href="/posts/{sigh.pk}/"' in page
    assert f'href="{made.url}"' in thread


def test_a_draft_is_kept_found_and_opened(alice, bob, everybody, browser_of):
    writer = browser_of(alice)
    words = {"title": "Felles byttetavle", "problem": "Vi ringer rundt.", "proposal": "En tavle."}
    made = writer.post("/ideas/new/", {**words, "community": everybody.slug, "draft": "1"})
    key = Idea.objects.get().pk

    mine, theirs = text_of(writer.get("/ideas/?status=draft")), text_of(browser_of(bob).get("/ideas/?status=draft"))
    hidden = browser_of(bob).get(made.url).status_code
    writer.post(f"/ideas/{key}/move/", {"to": "open", "reason": "", "seen": "0-0"})

    assert "Felles byttetavle" in mine
    assert "Felles byttetavle" not in theirs
    assert hidden == 404
    assert browser_of(bob).get(made.url).status_code == 200
