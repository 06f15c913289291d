"""The REST face, and the frozen letter that the tests of the pages read too."""

from tests.analytics.web.conftest import berit, browser_of, dina, frozen, fullest, talk
from tests.microblog.api.conftest import rest_of

__all__ = ["berit", "browser_of", "dina", "frozen", "fullest", "rest_of", "talk"]
