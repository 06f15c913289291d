from tests.microblog.api.conftest import rest_of  # noqa: F401  the REST face as one person sees it
