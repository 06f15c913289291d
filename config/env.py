"""What Lest reads from its surroundings, and the address forms that each library wants."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """Return the folder of everything that Lest keeps outside the database."""
    return Path(env.str("LEST_DATA", default=str(BASE_DIR / "var"))).resolve()


def secret_key() -> str:
    """Return the signing key: from SECRET_KEY, else one made at the first start and kept in the data folder."""
    if "SECRET_KEY" in os.environ:
        return os.environ["SECRET_KEY"]
    path = data_folder() / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_once(path, secrets.token_urlsafe(50))
    return path.read_text()


def write_once(path: Path, text: str) -> None:
    """Write a file for its owner alone; when two start at once, the first one wins."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def redis_database(url: str, number: int, *, scheme: str) -> str:
    """Return the address of one numbered database of a Redis server.

    `url` is `unix:///path/to.sock` or `redis://host:port`; `scheme` is `kombu` for Celery's broker, whose form
    of a socket differs, or `redis` for everything else.
    """
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return f"{parts.scheme}://{parts.netloc}/{number}"
    if scheme == "kombu":
        return f"redis+socket://{parts.path}?virtual_host={number}"
    return f"unix://{parts.path}?db={number}"
