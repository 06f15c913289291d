from microblog.actions.reactions import add_reaction
from microblog.models import Post, User
from microblog.queries.cards import cards


def parts(post: Post) -> dict[str, object]:
    def fields(row) -> dict[str, object]:
        return {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname in vars(row)
        }

    related = (post, post.author, post.author.unit, post.community)
    return {"reactions": sorted(post.my_reactions), "rows": [row and fields(row) for row in related]}


def test_cards_are_what_the_orm_would_read(
    alice, bob, lena, community, everybody, make_post, django_assert_num_queries
):
    posts = [make_post(alice, community), make_post(bob, everybody), make_post(alice, everybody, kind="pain")]
    User.objects.filter(pk=bob.pk).update(unit=None)
    add_reaction(actor=lena, post=posts[0], kind="agree")
    add_reaction(actor=lena, post=posts[2], kind="me_too")
    add_reaction(actor=bob, post=posts[2], kind="agree")
    keys = [post.pk for post in posts]
    expected = [parts(post) for post in Post.objects.with_card_parts(lena).in_order_of(keys)]

    with django_assert_num_queries(1):
        found = [parts(post) for post in cards(lena, keys)]

    assert found == expected
    assert found[2]["reactions"] == ["me_too"]


def test_cards_keep_the_order_and_leave_out_what_is_not_there(alice, everybody, make_post):
    first, second = make_post(alice, everybody), make_post(alice, everybody)

    assert cards(alice, [second.pk, 1, first.pk]) == [second, first]
