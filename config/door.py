"""The commands of `./lest`."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

# At the top this file imports only what Python brings: `./lest help` runs it before anything is installed.
if TYPE_CHECKING:
    from config.embedded import Servers

ROOT = Path(__file__).resolve().parent.parent
HELP = """\
Lest: ideas and feedback inside a company.

  ./lest up [--port 8000] [--host 127.0.0.1] [--data DIR] [--empty] [--json]
        start everything; Ctrl-C stops it. The first time it fills in an invented company,
        with --empty one administrator alone.
  ./lest test [--all] [pytest arguments]
        the tests, on servers of their own; --all adds the long ones and the coverage.
  ./lest check
        style, types, directions of imports, settings, migrations, templates.
  ./lest bench [NAME] [arguments]
        a measurement; without a name it lists them.
  ./lest manage [--data DIR] COMMAND ...
        a Django command; `./lest manage help` lists them.
  ./lest help
        this text.

The data lies in DIR, else in the folder that LEST_DATA names, else in var/.
"""
NEED_NO_SERVERS = {
    "help",
    "version",
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "find_pain_points",
    "findstatic",
    "makemessages",
    "score_texts",
}
HELP_OPTIONS = {"-h", "--help", "--version"}
CODE = ["config", "microblog", "ideas", "analytics"]
COVERAGE = ["--cov", "--cov-branch", "--cov-report=term:skip-covered"]


def main(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; 2 means that it could not be tried."""
    name, *rest = arguments or ["help"]
    if name in {"help", *HELP_OPTIONS}:
        print(HELP, end="")
        return 0
    if name not in COMMANDS:
        return usage(f"there is no command {name!r}.\n\n{HELP}")
    from config.programs import ServersError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        return COMMANDS[name](rest)
    except ServersError as error:
        print(f"lest: {error}", file=sys.stderr)
        return 2


def usage(sentence: str) -> int:
    print(f"lest: {sentence.rstrip()}", file=sys.stderr)
    return 2


def up(arguments: list[str]) -> int:
    from config import up

    return up.main(arguments)


def test(arguments: list[str]) -> int:
    """Become pytest. Without --all, and unless -m says otherwise, tests marked `slow` are left out."""
    build_files()
    given = [argument for argument in arguments if argument != "--all"]
    options = ["-n", "2", "--dist", "loadfile"]
    if "--all" in arguments:
        options += COVERAGE
    elif not any(argument.startswith("-m") for argument in given):
        options += ["-m", "not slow"]
    os.chdir(ROOT)
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *options, *given])


def check(arguments: list[str]) -> int:
    """Run every check, print the output of those that fail, and a table; 1 when one failed."""
    if arguments:
        return usage("check takes no arguments.")
    build_files()
    results: dict[str, tuple[bool, float]] = {}
    with throwaway_servers(durable=False) as servers:
        for name, command in checks().items():
            began = time.monotonic()
            result = subprocess.run(
                command,
                check=False,
                cwd=ROOT,
                env=os.environ | servers.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            results[name] = result.returncode == 0, time.monotonic() - began
            if result.returncode:
                print(f"== {name}\n{result.stdout}")
    for name, (passed, seconds) in results.items():
        print(f"{name:<12} {'ok' if passed else 'FAILED':<7} {seconds:5.1f} s")
    return 0 if all(passed for passed, _ in results.values()) else 1


def checks() -> dict[str, list[str]]:
    programs = Path(sys.executable).parent
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    manage_py = [sys.executable, "manage.py"]
    return {
        "style": [str(programs / "ruff"), "check", "."],
        "format": [str(programs / "ruff"), "format", "--check", "."],
        "types": [sys.executable, "-m", "mypy", *CODE],
        "imports": [str(programs / "lint-imports")],
        "settings": [*manage_py, "check", "--fail-level", "WARNING"],
        "migrations": [*manage_py, "makemigrations", "--check", "--dry-run"],
        "templates": [str(programs / "djade"), "--check", "--target-version", "5.2", *templates],
    }


def bench(arguments: list[str]) -> int:
    """Run a measurement on durable servers of its own, or list what can be measured."""
    names = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py") if not path.stem.startswith("_"))
    if not arguments:
        print("\n".join(names))
        return 0
    name, *rest = arguments
    if name not in names:
        return usage(f"there is no bench {name!r}; there are: {', '.join(names)}")
    build_files()
    stop_in_order()
    with throwaway_servers(durable=True) as servers:
        os.environ.update(servers.environment)
        from importlib import import_module

        code: int = import_module(f"benchmarks.{name}").main(rest) or 0
        return code


def manage(arguments: list[str]) -> int:
    """Run a Django command; its exit code passes through."""
    if arguments[:1] == ["--data"]:
        if len(arguments) < 2:
            return usage("--data needs a folder.")
        os.environ["LEST_DATA"] = os.path.abspath(arguments[1])
        arguments = arguments[2:]
    if not arguments or arguments[0] in NEED_NO_SERVERS or HELP_OPTIONS & set(arguments):
        return run_django(arguments)
    stop_in_order()
    with servers_of(data_folder()) as servers:
        os.environ.update(servers.environment)
        return run_django(arguments)


def run_django(arguments: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage", *(arguments or ["help"])])
    return 0


def servers_of(data: Path) -> "Servers":
    """Return the servers of this data folder: those of a running `up`, else started for us.

    :raises ServersError: if neither can be had.
    """
    from config.embedded import AlreadyRunning, join, start

    try:
        return start(data)
    except AlreadyRunning:
        if running := join(data):
            return running
        raise


def throwaway_servers(*, durable: bool) -> "Servers":
    from config.embedded import start

    return start(Path(tempfile.mkdtemp(prefix="lest-")), throwaway=True, durable=durable)


def data_folder() -> Path:
    return Path(os.environ.get("LEST_DATA") or ROOT / "var").absolute()


def build_files() -> None:
    """Make what is made from other files of the project and not kept with them."""
    from config import setup

    setup.build_files()


def stop_in_order() -> None:
    """Let SIGTERM unwind the program, so that what it started is stopped in order."""

    def leave(number: int, _: object) -> NoReturn:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, leave)


COMMANDS = {"up": up, "test": test, "check": check, "bench": bench, "manage": manage}

if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(main(sys.argv[1:]))
    sys.exit(130)
