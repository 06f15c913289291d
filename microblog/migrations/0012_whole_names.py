from django.db import migrations

# A restore of a dump, unlike a session, looks for nothing in the schema `public` by itself.
WHOLE_NAMES = """
create or replace function search_stems(text, language text) returns tsvector
language sql immutable strict parallel safe as $$
    select case when language = 'en'
        then to_tsvector('public.lest', public.search_fold($1))
            || to_tsvector('pg_catalog.english', public.search_fold($1))
        else to_tsvector('public.lest', public.search_fold($1)) end
$$;

create or replace function search_words(text) returns text[] language sql immutable strict parallel safe as $$
    select tsvector_to_array(to_tsvector('pg_catalog.simple', public.search_fold($1)))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("microblog", "0011_apps")]

    operations = [migrations.RunSQL(WHOLE_NAMES, migrations.RunSQL.noop)]
