import pytest
from django.db import connection

from microblog import access
from microblog.models import Community


def names(communities) -> set[str]:
    return set(communities.values_list("name", flat=True))


def test_a_closed_community_is_known_to_all_and_read_by_members(bob, charlie, closed_community):
    assert closed_community.name in names(access.known_communities(charlie))
    assert closed_community.name not in names(access.readable_communities(charlie))
    assert closed_community.name in names(access.readable_communities(bob))


def test_a_hidden_community_is_known_to_members_alone(bob, charlie, hidden_community):
    assert hidden_community.name not in names(access.known_communities(charlie))
    assert hidden_community.name in names(access.known_communities(bob))


@pytest.mark.parametrize("visibility", Community.Visibility.values)
def test_posts_are_seen_by_members_and_in_open_communities_by_all(
    visibility, alice, bob, charlie, lena, moderator, community, make_post
):
    post = make_post(alice, community)
    Community.objects.filter(pk=community.pk).update(visibility=visibility)

    assert post in access.visible_posts(bob)
    # Being a leader or a moderator gives no right to read.
    for outsider in (charlie, lena, moderator):
        assert (post in access.visible_posts(outsider)) == (visibility == "open")


def test_the_right_to_see_is_a_condition_on_the_community_not_a_list_of_keys(alice, make_posts, community):
    make_posts(300, author=alice, community=community)
    with connection.cursor() as cursor:
        cursor.execute("analyze microblog_post")
    plan = access.visible_posts(alice).filter(text="Innlegg 7").order_by("-id").explain()

    assert "BitmapAnd" not in plan
    assert "Index Scan using posts_community" not in plan


def test_a_service_account_changes_nothing(alice, community, make_post):
    post = make_post(alice, community)
    alice.is_service = True

    assert not access.can_change(alice, post)
