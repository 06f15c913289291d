"""The project without session, middleware and permission: what a page could cost at least."""

from config.settings import *  # noqa: F403

MIDDLEWARE: list[str] = []
ROOT_URLCONF = "benchmarks._reference"
