"""What in a text could give its writer away: names of colleagues, places, words that hardly anybody uses."""

import re
from dataclasses import dataclass

from django.db import connection

from microblog.models import FEWEST_WRITERS, SearchWord

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
FEWEST_LETTERS = 3
LONGEST_WORD = 30
MOST_WORDS = 400
MOST_TOLD = 8
# In a network with fewer words than this every word is rare.
ENOUGH_WORDS = 500

# Whoever starts a sentence writes a capital; a name is one where a colleague bears it.
NAMES_SQL = """
    select distinct w from unnest(%(words)s::text[]) w
    where exists(select from microblog_user where is_active and lower(name) ~ ('\\y' || lower(w) || '\\y'))
"""
PLACES_SQL = """
    select distinct w from unnest(%(words)s::text[]) w
    where exists(select from microblog_user where lower(place) ~ ('\\y' || lower(w) || '\\y'))
       or exists(select from microblog_orgunit where lower(name) ~ ('\\y' || lower(w) || '\\y'))
"""


@dataclass(frozen=True)
class Detail:
    """One word that may tell, and why: `name`, `place` or `rare`."""

    word: str
    kind: str


def telling_details(text: str) -> list[Detail]:
    """Return what the writer may want to leave out, in the order of the text; at most a handful."""
    words = list(dict.fromkeys(word for word in WORD.findall(text) if len(word) >= FEWEST_LETTERS))[:MOST_WORDS]
    capitals = [word for word in words if word[0].isupper()]
    found = dict.fromkeys(rare_words(words), "rare")
    found |= dict.fromkeys(matching(PLACES_SQL, capitals), "place")
    found |= dict.fromkeys(matching(NAMES_SQL, capitals), "name")
    return [Detail(word, found[word]) for word in words if word in found][:MOST_TOLD]


def matching(sql: str, words: list[str]) -> list[str]:
    """Return which of the words a statement knows. They are letters and hyphens only, so they mean themselves."""
    if not words:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, {"words": words})
        return [word for (word,) in cursor.fetchall()]


def rare_words(words: list[str]) -> list[str]:
    """Return the words that fewer than three people have written here; none where little has been written yet."""
    common = SearchWord.objects.filter(writers__gte=FEWEST_WRITERS)
    if common.count() < ENOUGH_WORDS:
        return []
    asked = {word: word.lower() for word in words if 5 <= len(word) <= LONGEST_WORD}
    known = set(common.filter(word__in=list(asked.values())).values_list("word", flat=True))
    return [word for word, lower in asked.items() if lower not in known]
