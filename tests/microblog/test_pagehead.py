import pytest

from microblog.pagehead import LONGEST_TITLE, PageHead, read_head


def head(page: str | bytes, content_type: str = "text/html") -> PageHead:
    body = page.encode() if isinstance(page, str) else page
    return read_head(body, content_type, site="vg.no")


def test_what_a_page_says_for_sharing_goes_before_its_title():
    found = head(
        '<meta property="og:title" content="Til deling"><title>Fane</title><meta property="og:site_name" content="VG">'
        '<meta name="description" content="Lang"><meta property="og:description" content="Kort">'
    )

    assert found == PageHead("Til deling", "Kort", "VG")


@pytest.mark.parametrize("page", ["", "<p>Hei", "<title>  </title>", "<title", "\0\0", "<svg><script>x</script></svg>"])
def test_a_page_without_a_title_has_none(page):
    assert head(page) == PageHead("", "", "vg.no")


def test_words_are_words_and_stay_in_their_place():
    found = head(f"<title>&lt;b&gt;Hei\u202e\n\n{'x' * 500}</title>")

    assert found.title.startswith("<b>Hei x")
    assert (len(found.title), found.title[-1]) == (LONGEST_TITLE, "…")


@pytest.mark.parametrize(
    ("page", "content_type"),
    [
        ("<title>Blåbær</title>".encode("latin-1"), "text/html; charset=ISO-8859-1"),
        (b'<meta charset="windows-1252"><title>Bl\xe5b\xe6r</title>', "text/html"),
        ("<title>Blåbær</title>".encode(), "text/html; charset=finnes-ikke"),
    ],
)
def test_the_alphabet_of_the_page_is_used(page, content_type):
    assert head(page, content_type).title == "Blåbær"
