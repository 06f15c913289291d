"""The project without session, middleware and permission: what a page could cost at least."""

from config.settings import *  # noqa: F403

# allauth refuses to start without its own, which does next to nothing here.
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]
ROOT_URLCONF = "benchmarks._reference"
