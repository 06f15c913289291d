import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models
from django.db.models import F

# The stemmer for Norwegian, which reads English tolerably; posts in English have the stems of English beside it.
# Accents are folded where Norwegian does without them; æ ø å stay, else "bør" were "bor". Each character becomes one
# character, so that what is found in the folded text can be shown in the text itself. Signs become spaces, else
# PostgreSQL takes words apart as addresses, tags and hyphenated words.
SEARCH = r"""
create text search configuration lest (copy = pg_catalog.norwegian);

create function search_fold(text) returns text language sql immutable strict parallel safe as $$
    select translate($1,
        'éèêëóòôüáàâäñçÉÈÊËÓÒÔÜÁÀÂÄÑÇ<>&/-–.@_:#''"\+',
        'eeeeooouaaaancEEEEOOOUAAAANC               ')
$$;

create function search_stems(text, language text) returns tsvector language sql immutable strict parallel safe as $$
    select case when language = 'en'
        then to_tsvector('public.lest', search_fold($1)) || to_tsvector('pg_catalog.english', search_fold($1))
        else to_tsvector('public.lest', search_fold($1)) end
$$;

create function search_words(text) returns text[] language sql immutable strict parallel safe as $$
    select tsvector_to_array(to_tsvector('pg_catalog.simple', search_fold($1)))
$$;

-- Not known to the model: a card has no use for it, and would carry it along.
alter table microblog_post add column stems tsvector generated always as (search_stems(text, language)) stored;
create index posts_stems on microblog_post using gin (stems);
"""
UNDO_SEARCH = """
drop index posts_stems;
alter table microblog_post drop column stems;
drop function search_words(text);
drop function search_stems(text, text);
drop function search_fold(text);
drop text search configuration lest;
"""


class Migration(migrations.Migration):
    dependencies = [("microblog", "0004_notifications")]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(SEARCH, UNDO_SEARCH),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=30, primary_key=True, serialize=False)),
                ("writers", models.PositiveSmallIntegerField(default=0)),
                ("posts", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(F("word"), name="gin_trgm_ops"), name="words_alike"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WordWriter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=30)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("word", "author"), name="writer_of_word_once"),
                ],
            },
        ),
    ]
