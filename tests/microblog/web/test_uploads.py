"""Files in the forms of the pages, without a script and with one; and how people look."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from microblog.models import Attachment, Post
from tests.microblog.pictures import PDF, SCRIPT, bomb, picture
from tests.microblog.web.conftest import HTMX


def file(content=None, name="skanner.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content)


def post_of(community, *files, **more):
    return {"community": community.slug, "kind": "update", "text": "Ny skanner", "files": list(files), **more}


def test_a_picture_with_its_words_is_posted_at_once(alice, community, browser_of):
    browser = browser_of(alice)

    answer = browser.post("/posts/new/", post_of(community, file(), descriptions="En skanner på et bord"))

    assert answer.status_code == 303
    found = Attachment.objects.get(post=Post.objects.get())
    html = browser.get("/").content.decode()
    assert f'src="/files/{found.pk}/small/" alt="En skanner på et bord" width="60" height="40"' in html
    assert browser.get(f"/files/{found.pk}/small/")["Content-Type"] == "image/webp"


def test_without_a_script_the_form_asks_once_what_a_picture_shows(alice, community, browser_of):
    browser = browser_of(alice)

    asked = browser.post("/posts/new/", post_of(community, file()))
    html = asked.content.decode()
    key = re.search(r'name="media" value="(\d+)"', html)[1]

    assert asked.status_code == 422
    assert "Skriv hva skanner.webp viser" in html
    assert "Ny skanner" in html
    assert not Post.objects.exists()

    again = browser.post("/posts/new/", post_of(community, media=key, **{f"description-{key}": "En skanner"}))
    assert again.status_code == 303
    assert Post.objects.get().attachments.get().description == "En skanner"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_was_taken_in_stays_with_the_text_when_another_file_is_refused(headers, alice, community, browser_of):
    sent = post_of(community, file(PDF, "notat.pdf"), file(SCRIPT, "bilde.png"), file(bomb(), "stort.png"))

    answer = browser_of(alice).post("/posts/new/", sent, headers=headers)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "bilde.png: Denne filtypen tar vi ikke imot." in html
    assert "stort.png: Bildet har for mange bildepunkter." in html
    assert 'aria-invalid="true" aria-describedby="id_media_error"' in html
    assert f'name="media" value="{Attachment.objects.get().pk}"' in html
    assert "Ny skanner" in html


def test_files_stay_when_the_words_are_missing_and_can_be_dropped(alice, community, browser_of):
    browser = browser_of(alice)
    browser.post("/posts/new/", post_of(community, file(PDF, "a.pdf"), file(PDF, "b.pdf"), text=""))
    first, second = Attachment.objects.order_by("pk")

    browser.post("/posts/new/", post_of(community, media=[first.pk, second.pk], drop=first.pk))

    assert list(Post.objects.get().attachments.all()) == [second]


def test_the_files_of_others_are_not_taken_along(alice, bob, community, browser_of):
    browser_of(bob).post("/posts/new/", post_of(community, file(PDF, "a.pdf"), text=""))

    browser_of(alice).post("/posts/new/", post_of(community, media=Attachment.objects.get().pk))

    assert not Post.objects.get().attachments.exists()


def test_more_than_ten_files_are_refused_before_any_is_taken(alice, community, browser_of):
    answer = browser_of(alice).post("/posts/new/", post_of(community, *(file(PDF, "a.pdf") for _ in range(11))))

    assert "Legg ved høyst 10 filer." in answer.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_reply_takes_files_too(headers, alice, bob, community, make_post, browser_of):
    post = make_post(alice, community)

    sent = {"text": "Se her", "files": [file(PDF, "notat.pdf")]}
    browser_of(bob).post(f"/posts/{post.pk}/replies/", sent, headers=headers)

    html = browser_of(alice).get(f"/posts/{post.pk}/").content.decode()
    assert "notat.pdf" in html
    assert browser_of(alice).get(f"/files/{Attachment.objects.get().pk}/")["Content-Disposition"] == (
        'attachment; filename="notat.pdf"'
    )


def test_a_file_is_no_more_public_than_its_post(alice, charlie, closed_community, browser_of, client):
    browser_of(alice).post("/posts/new/", post_of(closed_community, file(PDF, "a.pdf")))
    address = f"/files/{Attachment.objects.get().pk}/"

    assert browser_of(alice).get(address).status_code == 200
    assert browser_of(charlie).get(address).status_code == 404
    assert client.get(address).status_code == 302
    assert browser_of(alice).get(f"{address}small/").status_code == 404


@pytest.mark.parametrize("size", [1, 6])
def test_files_cost_a_page_at_most_one_statement(size, alice, community, browser_of, django_assert_num_queries):
    browser = browser_of(alice)
    for n in range(size):
        sent = post_of(community, file(), file(PDF, "a.pdf"), descriptions=["", ""], text=f"Skanner {n}")
        browser.post("/posts/new/", sent)
    browser.get("/")

    with django_assert_num_queries(6):
        html = browser.get("/").content.decode()

    assert html.count('class="picture"') == size


def test_a_person_shows_a_picture_everywhere_and_takes_it_away(alice, bob, community, make_post, browser_of):
    make_post(alice, community)
    browser = browser_of(alice)
    assert browser.post("/settings/picture/", {"picture": file()}).status_code == 303
    alice.refresh_from_db()
    address = f"/pictures/{alice.picture}/"

    for page in ("/", "/people/", "/people/alice/", f"/c/{community.slug}/members/"):
        assert address in browser_of(bob).get(page).content.decode(), page
    assert browser_of(bob).get(address).status_code == 200
    assert browser_of(bob).get(f"{address}small/")["Content-Type"] == "image/webp"

    browser.post("/settings/picture/", {"wish": "0"})
    assert browser_of(bob).get(address).status_code == 404
    assert address not in browser.get("/people/alice/").content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Velg et bilde først."),
        ({"picture": SimpleUploadedFile("meg.png", SCRIPT)}, "Velg et bilde: JPEG, PNG, WebP eller GIF."),
        ({"picture": SimpleUploadedFile("meg.png", picture()[:100])}, "Filen er skadet og kan ikke leses."),
    ],
)
def test_a_picture_that_cannot_be_taken_is_explained(sent, said, alice, browser_of):
    answer = browser_of(alice).post("/settings/picture/", sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    alice.refresh_from_db()
    assert alice.picture == ""
