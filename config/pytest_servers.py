"""A pytest plug-in: a run has a PostgreSQL and a Valkey of its own, which are thrown away at its end."""

import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from config.embedded import start
from config.programs import ServersError


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, object, object]:
    """Start the servers before pytest-django reads the settings.

    The workers of a parallel run inherit the addresses from the process that started them.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        try:
            servers = start(Path(tempfile.mkdtemp(prefix="lest-test-")), throwaway=True, durable=False)
        except ServersError as error:
            raise pytest.UsageError(str(error)) from error
        early_config.add_cleanup(servers.stop)
        os.environ.update(servers.environment)
        # A test asks faster than a person; those of the limits set their own.
        os.environ["LEST_RATE_LIMIT"] = "0"
    return (yield)
