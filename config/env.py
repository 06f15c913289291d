"""What Lest reads from its surroundings, and the address forms that each library wants."""

import base64
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


def vapid_key() -> str:
    """Return the private key that push services know this house by, in base64url: from LEST_VAPID_KEY, else one made
    at the first start and kept in the data folder."""
    if "LEST_VAPID_KEY" in os.environ:
        return os.environ["LEST_VAPID_KEY"]
    path = data_folder() / "vapid_key"
    if not path.exists():
        from cryptography.hazmat.primitives.asymmetric import ec

        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        path.parent.mkdir(parents=True, exist_ok=True)
        write_once(path, base64.urlsafe_b64encode(number.to_bytes(32, "big")).decode().rstrip("="))
    return path.read_text()


def signing_key() -> str:
    """Return the RSA key (PEM) that signs who somebody is, for apps: from LEST_OIDC_KEY, else one made at the first
    start and kept in the data folder."""
    if "LEST_OIDC_KEY" in os.environ:
        return os.environ["LEST_OIDC_KEY"]
    path = data_folder() / "oidc_key.pem"
    if not path.exists():
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import rsa

        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        forms = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        path.parent.mkdir(parents=True, exist_ok=True)
        write_once(path, key.private_bytes(*forms).decode())
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
