import pytest

from microblog.texts import names_in, to_html, topic_name


@pytest.mark.parametrize(
    ("text", "people", "topics"),
    [
        ("@kari.nordmann, se her.", ("kari.nordmann",), ()),
        ("Hei @kari. Og @ola-per!", ("kari", "ola-per"), ()),
        ("skriv til kari@lyngholt.no", (), ()),
        ("`@kari` og [@ola](https://x.no) teller ikke", (), ()),
        ("```\n@kari #lager\n```", (), ()),
        ("#Bærekraft og #BÆREKRAFT", (), ("bærekraft",)),
        ("#to ord gir ett emne", (), ("to",)),
        ("#🎉 er ikke noe emne", (), ()),
        ("#lager🎉", (), ("lager",)),
        ("sak #123 er et nummer", (), ()),
        ("#" + "a" * 50, (), ("a" * 50,)),
        ("#" + "a" * 51, (), ()),
        ("@" + "a" * 65, (), ()),
        ("# Overskrift", (), ()),
        ("**@kari** og #hms-runde.", ("kari",), ("hms-runde",)),
    ],
)
def test_names_stand_where_a_reader_would_see_them(text, people, topics):
    assert names_in(text) == (people, topics)


@pytest.mark.parametrize("piece", ["@", "#", "@a.", "@a-", "#a-", "@a@", "##", "[@a](", "@a #b "])
def test_the_worst_texts_are_read_and_name_only_what_can_be_named(piece):
    text = (piece * 65_536)[:65_536]

    names = names_in(text)

    assert all(len(name) <= 64 for name in names.people)
    assert all(topic_name(name) == name for name in names.topics)


def test_topics_and_people_become_links_and_strangers_do_not():
    html = to_html("Takk @Kari og @ukjent for #Skift", ("kari",))

    assert '<a href="/people/kari/" rel="nofollow noopener ugc">@Kari</a>' in html
    assert '<a href="/topics/skift/" rel="nofollow noopener ugc">#Skift</a>' in html
    assert "@ukjent" in html
    assert "/people/ukjent/" not in html


@pytest.mark.parametrize("written", ["", "to ord", "a/b", "1234", "🎉", "a" * 51, "-a", "a\0b"])
def test_what_cannot_be_a_topic_has_no_name(written):
    assert topic_name(written) is None
