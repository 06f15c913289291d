"""Writing, answering, editing, taking away, reacting: through the pages, with and without htmx."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from microblog.models import LONGEST_TEXT, Post, Reaction
from tests.microblog.web.conftest import HTMX

BAD_TEXTS = [
    pytest.param("", id="nothing"),
    pytest.param("  \n ", id="blanks"),
    pytest.param("x" * (LONGEST_TEXT + 1), id="too long"),
    pytest.param("Hei\0der", id="a NUL"),
    pytest.param("Hei\x1b[31m", id="a control character"),
]


def post_of(community, text="Ny skanner i port 4", kind="update", **more) -> dict[str, str]:
    return {"community": community.slug, "kind": kind, "text": text, **more}


def test_a_plain_form_publishes_and_leads_to_the_post(alice, community, browser_of):
    answer = browser_of(alice).post("/posts/new/", post_of(community, kind="pain", next=f"/c/{community.slug}/"))

    post = Post.objects.get()
    assert (post.author, post.community, post.kind, post.text) == (alice, community, "pain", "Ny skanner i port 4")
    assert (answer.status_code, answer.url) == (303, f"/c/{community.slug}/#p{post.pk}")


def test_htmx_gets_an_empty_composer_and_the_new_card(alice, community, browser_of):
    answer = browser_of(alice).post("/posts/new/", post_of(community, here=community.slug), headers=HTMX)

    html = answer.content.decode()
    assert 'hx-swap-oob="afterbegin:#posts"' in html
    assert f'id="p{Post.objects.get().pk}"' in html
    assert html.count("Ny skanner i port 4") == 1


@pytest.mark.parametrize("text", BAD_TEXTS)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_text_that_cannot_be_taken_stays_with_its_writer(text, headers, alice, community, browser_of):
    answer = browser_of(alice).post("/posts/new/", post_of(community, text), headers=headers)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert not Post.objects.exists()
    assert text.replace("\0", "�").strip() in html or text in html
    assert 'aria-invalid="true" aria-describedby="id_text_error"' in html
    assert 'href="#id_text"' in html


def test_ten_thousand_characters_are_taken(alice, community, browser_of):
    answer = browser_of(alice).post("/posts/new/", post_of(community, "x" * LONGEST_TEXT))

    assert answer.status_code == 303


def test_a_script_is_shown_as_the_words_that_it_is(alice, community, browser_of):
    browser = browser_of(alice)

    browser.post("/posts/new/", post_of(community, "<script>alert(1)</script> [x](javascript:alert(1))"))

    html = browser.get("/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize("kind", ["idea", "shout", ""])
def test_kinds_that_the_composer_does_not_offer_are_refused(kind, alice, community, browser_of):
    answer = browser_of(alice).post("/posts/new/", post_of(community, kind=kind))

    assert answer.status_code == 422
    assert "Ny skanner i port 4" in answer.content.decode()


def test_an_employee_who_announces_is_told_why_not_and_keeps_the_text(bob, community, browser_of):
    answer = browser_of(bob).post("/posts/new/", post_of(community, kind="announcement"))

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Kunngjøringer er for ledere og verter." in html
    assert "Ny skanner i port 4" in html


def test_a_host_and_a_leader_are_offered_the_announcement(alice, bob, lena, community, browser_of):
    offers = {
        person: 'value="announcement"' in browser_of(person).get("/").content.decode() for person in (alice, bob, lena)
    }

    assert offers == {alice: True, bob: False, lena: True}


def test_nobody_posts_where_they_may_not_read(charlie, hidden_community, browser_of):
    answer = browser_of(charlie).post("/posts/new/", post_of(hidden_community))

    assert answer.status_code == 422
    assert not Post.objects.exists()


def test_a_post_out_of_sight_is_not_found(alice, charlie, closed_community, make_post, browser_of):
    post = make_post(alice, closed_community)
    browser = browser_of(charlie)

    assert browser.get(f"/posts/{post.pk}/").status_code == 404
    assert browser.post(f"/posts/{post.pk}/replies/", {"text": "Hei"}).status_code == 404
    assert browser.post(f"/posts/{post.pk}/reactions/agree/").status_code == 404


@pytest.mark.parametrize("key", ["0", "99999999999999999999", "abc"])
def test_a_post_that_does_not_exist_is_not_found(key, alice, browser_of):
    assert browser_of(alice).get(f"/posts/{key}/").status_code == 404


def test_editing_keeps_the_former_words_and_says_so(alice, community, make_post, browser_of):
    post = make_post(alice, community, "Møte klokka ni")
    browser = browser_of(alice)

    answer = browser.post(f"/posts/{post.pk}/edit/", {"text": "Møte klokka ti"})

    assert answer.url == f"/posts/{post.pk}/"
    assert post.edits.get().text == "Møte klokka ni"
    page = browser.get(f"/posts/{post.pk}/").content.decode()
    assert "Møte klokka ti" in page
    assert "redigert" in page


@pytest.mark.parametrize("text", BAD_TEXTS)
def test_a_bad_edit_changes_nothing(text, alice, community, make_post, browser_of):
    post = make_post(alice, community, "Møte klokka ni")

    answer = browser_of(alice).post(f"/posts/{post.pk}/edit/", {"text": text})

    assert answer.status_code == 422
    assert Post.objects.get(pk=post.pk).text == "Møte klokka ni"


def test_nobody_edits_or_deletes_the_post_of_another(alice, bob, community, make_post, browser_of):
    post = make_post(alice, community)
    browser = browser_of(bob)

    assert browser.get(f"/posts/{post.pk}/edit/").status_code == 403
    assert browser.post(f"/posts/{post.pk}/edit/", {"text": "Mitt"}).status_code == 403
    assert browser.post(f"/posts/{post.pk}/delete/").status_code == 403
    assert f"/posts/{post.pk}/delete/" not in browser.get("/").content.decode()


def test_deleting_offers_to_undo_and_undoing_brings_it_back(alice, community, make_post, browser_of):
    post = make_post(alice, community)
    browser = browser_of(alice)

    gone = browser.post(f"/posts/{post.pk}/delete/", {"next": "/"}, follow=True)
    back = browser.post(f"/posts/{post.pk}/restore/", follow=True)

    assert f'action="/posts/{post.pk}/restore/"' in gone.content.decode()
    assert back.redirect_chain == [(f"/posts/{post.pk}/", 303)]
    assert Post.objects.get(pk=post.pk).is_live


def test_with_htmx_the_offer_takes_the_place_of_the_card_and_the_card_that_of_the_offer(
    alice, community, make_post, browser_of
):
    post = make_post(alice, community)
    browser = browser_of(alice)

    gone = browser.post(f"/posts/{post.pk}/delete/", headers=HTMX).content.decode()
    back = browser.post(f"/posts/{post.pk}/restore/", headers=HTMX).content.decode()

    assert gone.startswith('<form class="toast"')
    assert back.lstrip().startswith("<article")


def test_after_ten_seconds_it_is_too_late_to_undo(alice, community, make_post, browser_of):
    post = make_post(alice, community)
    browser = browser_of(alice)
    browser.post(f"/posts/{post.pk}/delete/")

    with time_machine.travel(timezone.now() + dt.timedelta(seconds=11)):
        answer = browser.post(f"/posts/{post.pk}/restore/", headers=HTMX)

    assert answer.status_code == 422
    assert "Det er for sent å angre." in answer.content.decode()
    assert not Post.objects.get(pk=post.pk).is_live


def test_nobody_brings_back_the_post_of_another(alice, bob, community, make_post, browser_of):
    post = make_post(alice, community)
    browser_of(alice).post(f"/posts/{post.pk}/delete/")

    assert browser_of(bob).post(f"/posts/{post.pk}/restore/").status_code == 404


def test_deleting_the_first_post_from_its_thread_leads_to_the_community(alice, community, make_post, browser_of):
    post = make_post(alice, community)

    answer = browser_of(alice).post(f"/posts/{post.pk}/delete/", {"next": f"/posts/{post.pk}/"})

    assert answer.url == f"/c/{community.slug}/?deleted={post.pk}"


def test_an_answer_stands_in_the_thread(alice, bob, community, make_post, browser_of):
    root = make_post(alice, community, "Hvem har nøkkelen?")
    browser = browser_of(bob)

    answer = browser.post(f"/posts/{root.pk}/replies/", {"text": "Vaktleder"})

    reply = Post.objects.get(root=root)
    assert answer.url == f"/posts/{root.pk}/#p{reply.pk}"
    page = browser.get(f"/posts/{root.pk}/").content.decode()
    assert "1 svar" in page
    assert "Vaktleder" in page


def test_an_answer_to_an_answer_stands_under_it(alice, bob, community, make_post, reply_to, browser_of):
    root = make_post(alice, community)
    first, _second = reply_to(bob, root, "Første"), reply_to(bob, root, "Andre")
    browser = browser_of(alice)

    form = browser.get(f"/posts/{root.pk}/?to={first.pk}").content.decode()
    browser.post(f"/posts/{root.pk}/replies/", {"text": "Under første", "parent": first.pk})

    page = browser.get(f"/posts/{root.pk}/").content.decode()
    assert "Du svarer Bob." in form
    assert page.index("Første") < page.index("Under første") < page.index("Andre")


def test_an_answer_with_htmx_comes_with_an_empty_field(alice, community, make_post, browser_of):
    root = make_post(alice, community)

    answer = browser_of(alice).post(f"/posts/{root.pk}/replies/", {"text": "Vaktleder"}, headers=HTMX)

    html = answer.content.decode()
    assert 'hx-swap-oob="beforeend:#replies"' in html
    assert html.count("Vaktleder") == 1


@pytest.mark.parametrize("text", BAD_TEXTS)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_bad_answer_stays_in_the_field(text, headers, alice, community, make_post, browser_of):
    root = make_post(alice, community)

    answer = browser_of(alice).post(f"/posts/{root.pk}/replies/", {"text": text}, headers=headers)

    assert answer.status_code == 422
    assert 'id="id_text_error"' in answer.content.decode()
    assert not Post.objects.filter(root=root).exists()


def test_an_answer_cannot_hang_under_a_post_of_another_thread(alice, community, make_post, browser_of):
    root, other = make_post(alice, community), make_post(alice, community)

    answer = browser_of(alice).post(f"/posts/{root.pk}/replies/", {"text": "Hei", "parent": other.pk})

    assert answer.status_code == 422


def test_the_address_of_a_reply_leads_into_its_thread(alice, community, make_post, reply_to, browser_of):
    root = make_post(alice, community)
    reply = reply_to(alice, root)

    answer = browser_of(alice).get(f"/posts/{reply.pk}/")

    assert answer.url == f"/posts/{root.pk}/#p{reply.pk}"


def test_a_long_thread_is_shown_in_pages(alice, community, make_post, make_posts, browser_of):
    root = make_post(alice, community, now=timezone.now() - dt.timedelta(days=900))
    replies = make_posts(60, author=alice, community=community, parent=root, root=root)
    Post.objects.filter(pk=root.pk).update(reply_count=60)
    browser = browser_of(alice)

    first = browser.get(f"/posts/{root.pk}/").content.decode()
    rest = browser.get(f"/posts/{root.pk}/?after={replies[49].pk}", headers=HTMX).content.decode()
    place = browser.get(f"/posts/{replies[55].pk}/").url

    assert f"?after={replies[49].pk}" in first
    assert rest.count("<article") == 10
    assert place == f"/posts/{root.pk}/?after={replies[55].pk - 1}#p{replies[55].pk}"


@pytest.mark.parametrize("size", [1, 20])
def test_a_thread_costs_the_same_for_any_number_of_replies(
    size, alice, community, make_post, make_posts, browser_of, django_assert_num_queries
):
    root = make_post(alice, community)
    make_posts(size, author=alice, community=community, parent=root, root=root, start=timezone.now())
    browser = browser_of(alice)
    browser.get(f"/posts/{root.pk}/")

    with django_assert_num_queries(5):
        assert browser.get(f"/posts/{root.pk}/").content.decode().count("<article") == size + 1


def test_a_reaction_is_given_once_and_taken_back(alice, bob, community, make_post, browser_of):
    post = make_post(alice, community)
    browser = browser_of(bob)
    path = f"/posts/{post.pk}/reactions/agree/"

    given = browser.post(path, {"wish": "1", "next": "/"})
    again = browser.post(path, {"wish": "1"}, headers=HTMX).content.decode()
    back = browser.post(path, {"wish": "0"}, headers=HTMX).content.decode()

    assert given.url == f"/#p{post.pk}"
    assert 'value="0" aria-pressed="true"' in again
    assert 'value="0" aria-pressed="true"' not in back
    assert not Reaction.objects.exists()
    assert Post.objects.get(pk=post.pk).agree_count == 0


def test_reactions_belong_to_their_kind_of_post(alice, community, make_post, browser_of):
    post = make_post(alice, community, kind="update")
    browser = browser_of(alice)

    assert browser.post(f"/posts/{post.pk}/reactions/me_too/", headers=HTMX).status_code == 422
    assert browser.post(f"/posts/{post.pk}/reactions/cheer/").status_code == 404


def test_the_way_back_never_leads_out_of_the_house(alice, community, make_post, browser_of):
    post = make_post(alice, community)

    answer = browser_of(alice).post(f"/posts/{post.pk}/reactions/agree/", {"next": "//evil.example/"})

    assert answer.url == f"/#p{post.pk}"


def test_writing_needs_a_post_request(alice, community, make_post, browser_of):
    post = make_post(alice, community)
    browser = browser_of(alice)

    statuses = {name: browser.get(f"/posts/{post.pk}/{name}/").status_code for name in ("delete", "restore", "replies")}

    assert set(statuses.values()) == {405}


def test_a_form_without_its_token_is_refused(alice, community, browser_of):
    browser = browser_of(alice)
    browser.handler.enforce_csrf_checks = True

    assert browser.post("/posts/new/", post_of(community)).status_code == 403
