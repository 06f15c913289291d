"""Files over REST: uploaded, posted, read by who may read the post."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from microblog.models import Attachment
from tests.microblog.api.rest import errors
from tests.microblog.pictures import PDF, SCRIPT, SVG, bomb, photo, picture


@pytest.fixture
def upload(token_of):
    def send(person, content=None, name="bilde.jpg", path="/media", method="post", headers=None, **fields):
        client = Client(headers={"authorization": f"Bearer {token_of(person)}", **(headers or {})})
        data = {"file": SimpleUploadedFile(name, picture() if content is None else content), **fields}
        if method == "post":
            return client.post(f"/rest/v1{path}", data)
        from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

        return client.put(f"/rest/v1{path}", encode_multipart(BOUNDARY, data), content_type=MULTIPART_CONTENT)

    return send


def test_a_file_is_uploaded_described_posted_and_read(alice, bob, community, upload, rest_of):
    rest = rest_of(alice)
    made = upload(alice, photo(), description="En skanner")
    media = made.json()
    assert made.status_code == 201
    assert made["Location"] == f"/rest/v1/media/{media['id']}"
    assert media == {
        "id": media["id"],
        "name": "bilde.webp",
        "description": "En skanner",
        "content_type": "image/webp",
        "size": media["size"],
        "width": 40,
        "height": 60,
        "address": f"/rest/v1/media/{media['id']}/content",
        "small": f"/rest/v1/media/{media['id']}/content?size=small",
    }
    assert rest.patch(f"/media/{media['id']}", {"description": "Skanneren i port 4"}).status_code == 200

    post = rest.post("/posts", {"kind": "update", "text": "Ny skanner", "media": [media["id"]]}).json()
    reply = rest.post(
        f"/posts/{post['id']}/replies", {"text": "Ny", "media": [upload(alice, PDF, "n.pdf").json()["id"]]}
    )

    assert [file["description"] for file in post["media"]] == ["Skanneren i port 4"]
    assert [file["content_type"] for file in reply.json()["media"]] == ["application/pdf"]
    assert rest_of(bob).items("/feeds/home")[0]["media"] == post["media"]
    content = rest_of(bob).get(f"/media/{media['id']}/content")
    assert content["Content-Type"] == "image/webp"
    assert b"".join(content.streaming_content)[8:12] == b"WEBP"


def test_a_file_goes_out_as_what_it_is_and_nothing_runs_in_it(alice, upload, rest_of):
    rest = rest_of(alice)
    document = upload(alice, PDF, "års rapport.pdf").json()

    answer = rest.get(f"/media/{document['id']}/content")

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Cache-Control"] == "private, no-cache"
    assert rest.get(f"/media/{document['id']}/content", if_none_match=answer["ETag"]).status_code == 304
    assert rest.get(f"/media/{document['id']}/content?size=small").status_code == 404
    assert errors(rest.get(f"/media/{document['id']}/content?size=huge")) == {"size": "invalid_choice"}
    assert rest.post(f"/media/{document['id']}/content").status_code == 405


@pytest.mark.parametrize("place", ["community", "closed_community", "hidden_community"])
def test_a_file_is_read_by_those_who_read_its_post(place, alice, bob, charlie, upload, rest_of, request):
    community = request.getfixturevalue(place)
    media = upload(alice).json()["id"]
    paths = [f"/media/{media}", f"/media/{media}/content", f"/media/{media}/content?size=small"]
    assert {rest_of(bob).get(path).status_code for path in paths} == {404}

    sent = {"kind": "update", "text": "Se", "community": str(community.pk), "media": [media]}
    post = rest_of(alice).post("/posts", sent).json()

    outside = 200 if place == "community" else 404
    assert {rest_of(bob).get(path).status_code for path in paths} == {200}
    assert {rest_of(charlie).get(path).status_code for path in paths} == {outside}
    assert rest_of(bob).delete(f"/media/{media}").status_code == 403
    assert rest_of(bob, "read:ideas").get(paths[1]).status_code == 403
    rest_of(alice).delete(f"/posts/{post['id']}")
    assert {rest_of(bob).get(path).status_code for path in paths} == {404}


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (SCRIPT, "bilde.png", "wrong_type"),
        (SVG, "tegning.svg", "wrong_type"),
        (SVG, "../../x", "wrong_type"),
        (bomb(), "stort.png", "too_many_pixels"),
        (picture()[:200], "bilde.jpg", "broken"),
        (b"", "tom.png", "empty"),
    ],
)
def test_a_bad_file_is_refused_on_its_field(content, name, code, alice, upload):
    assert errors(upload(alice, content, name)) == {"file": code}
    assert not Attachment.objects.exists()


def test_a_name_with_folders_loses_them(alice, upload):
    assert upload(alice, picture(), "../../x").json()["name"] == "x.webp"


def test_what_is_no_upload_is_refused(alice, upload, rest_of):
    rest = rest_of(alice)

    assert rest.post("/media", {"file": "x"}).status_code == 415
    assert rest.post("/media", b"--x", content_type="multipart/form-data").status_code == 400
    assert errors(upload(alice, path="/media", extra="1")) == {"extra": "unknown_field"}
    assert errors(upload(alice, description="x" * 501)) == {"description": "too_long"}
    assert rest_of(alice, "read").call("POST", "/media").status_code == 403


def test_the_size_of_a_body_follows_its_address(alice, upload, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.LARGEST_FILE = 1000, 100_000

    assert upload(alice, PDF + b"x" * 5000, "a.pdf", description="").status_code in (201, 422)
    assert upload(alice, b"x" * 102_000, "a.txt").status_code == 413
    assert upload(alice, b"x" * 5000, "a.txt", path="/posts").status_code == 413


def test_an_upload_repeated_with_its_key_is_one_upload(alice, upload):
    key = {"idempotency-key": "et-bilde"}

    first, again = upload(alice, headers=key), upload(alice, headers=key)
    other = upload(alice, PDF, "n.pdf", headers=key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.json() == again.json()
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("media", "code"), [(["999"], "unknown"), (["1"] * 11, "max_length"), (["x"], "invalid"), ("1", "not_a_list")]
)
def test_only_files_that_are_there_are_posted(media, code, alice, everybody, rest_of):
    found = errors(rest_of(alice).post("/posts", {"kind": "update", "text": "Se", "media": media}))

    assert list(found.values()) == [code]


def test_a_person_gets_a_picture_and_the_initials_again(alice, bob, everybody, upload, rest_of):
    rest = rest_of(bob)
    upload(alice, picture(size=(400, 300)), path="/me/picture", method="put")

    shown = rest.get(f"/people/{alice.pk}").json()["picture"]
    image = rest.get(f"{shown.removeprefix('/rest/v1')}?size=small")

    assert image.status_code == 200
    assert image["Cache-Control"] == "private, max-age=31536000, immutable"
    assert Client().get(shown).status_code == 401
    assert rest_of(alice).delete("/me/picture").status_code == 204
    assert rest.get(f"/people/{alice.pk}").json()["picture"] is None
    assert rest.get(shown.removeprefix("/rest/v1")).status_code == 404
    assert errors(upload(alice, PDF, path="/me/picture", method="put")) == {"picture": "wrong_type"}


@pytest.mark.parametrize("size", [1, 5])
def test_files_cost_a_feed_nothing_more(size, alice, community, upload, rest_of, django_assert_num_queries):
    rest = rest_of(alice)
    for _ in range(size):
        media = [upload(alice).json()["id"], upload(alice).json()["id"]]
        rest.post("/posts", {"kind": "update", "text": "Se", "community": str(community.pk), "media": media})
    rest.get("/feeds/home")

    with django_assert_num_queries(5):
        found = rest.items("/feeds/home")

    assert [len(post["media"]) for post in found] == [2] * size
