"""The words that help with spelling, kept in step with what people write where everybody may read."""

from collections.abc import Iterable

from django.db import connection, transaction

from microblog.models import FEWEST_WRITERS, Event

# Letters alone: numbers and names with digits help nobody to spell.
OPEN_WORDS = """
    select p.id, p.author_id, w.word
    from microblog_post p
    join microblog_community c on c.id = p.community_id and c.visibility = 'open'
    cross join lateral unnest(search_words(p.text)) w(word)
    where p.deleted_at is null and p.hidden_at is null and p.published_at is not null
        and w.word ~ '^[[:alpha:]]{3,30}$'
"""

COUNT_SQL = f"""
    with found as ({OPEN_WORDS} and p.id = any(%(posts)s))
    insert into microblog_searchword (word, writers, posts)
    select word, 0, count(*) from found group by word order by word
    on conflict (word) do update set posts = microblog_searchword.posts + excluded.posts
    returning word
"""
WRITERS_SQL = f"""
    with found as ({OPEN_WORDS} and p.id = any(%(posts)s))
    insert into microblog_wordwriter (word, author_id)
    select distinct f.word, f.author_id from found f join microblog_searchword s on s.word = f.word
    where s.writers < {FEWEST_WRITERS}
    on conflict do nothing
"""
COUNT_WRITERS_SQL = f"""
    update microblog_searchword s set writers = least({FEWEST_WRITERS}, counted.writers)
    from (select word, count(*) as writers from microblog_wordwriter where word = any(%(words)s) group by word) counted
    where s.word = counted.word and s.writers < {FEWEST_WRITERS}
"""
FORGET_SQL = f"""
    delete from microblog_wordwriter w using microblog_searchword s
    where s.word = w.word and s.writers >= {FEWEST_WRITERS}
"""

REBUILD_SQL = f"""
    insert into microblog_searchword (word, writers, posts)
    select word, least({FEWEST_WRITERS}, count(distinct author_id)), count(*) from ({OPEN_WORDS}) found group by word
"""
REBUILD_WRITERS_SQL = f"""
    insert into microblog_wordwriter (word, author_id)
    select distinct f.word, f.author_id from ({OPEN_WORDS}) f join microblog_searchword s on s.word = f.word
    where s.writers < {FEWEST_WRITERS}
"""


@transaction.atomic
def record_words(events: Iterable[Event]) -> None:
    """Add the words of the posts of these events. What is edited counts anew; `rebuild_words` puts counts right."""
    posts = {"posts": [event.subject_id for event in events]}
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SQL, posts)
        words = {"words": [word for (word,) in cursor.fetchall()]}
        cursor.execute(WRITERS_SQL, posts)
        cursor.execute(COUNT_WRITERS_SQL, words)
        cursor.execute(f"{FORGET_SQL} and w.word = any(%(words)s)", words)


@transaction.atomic
def rebuild_words() -> None:
    """Read all words anew, without those of posts that were deleted, hidden or closed since."""
    with connection.cursor() as cursor:
        # Reading a million posts takes longer than a page may.
        cursor.execute("set local statement_timeout = 0")
        cursor.execute("lock table microblog_searchword in share row exclusive mode")
        cursor.execute("delete from microblog_wordwriter; delete from microblog_searchword")
        cursor.execute(REBUILD_SQL)
        cursor.execute(REBUILD_WRITERS_SQL)
