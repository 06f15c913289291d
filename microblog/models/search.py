"""The words that people use, for help with spelling. Posts are searched in a column that PostgreSQL keeps itself."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F

from microblog.models.people import User

# A word that fewer have written could give somebody away: it is neither offered nor hinted at.
FEWEST_WRITERS = 3


class SearchWord(models.Model):
    """A word in posts of open communities: in how many posts, and by how many people, counted to `FEWEST_WRITERS`."""

    word = models.CharField(max_length=30, primary_key=True)
    writers = models.PositiveSmallIntegerField(default=0)
    posts = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="words_alike")]


class WordWriter(models.Model):
    """Who has written a word that is still rare; forgotten when `FEWEST_WRITERS` have."""

    word = models.CharField(max_length=30)
    author = models.ForeignKey(User, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "author"], name="writer_of_word_once")]
