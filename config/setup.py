"""The set-up steps after the packages are installed. Each is cheap, and does nothing when nothing has changed."""

import hashlib
import io
import json
import os
import sys
from pathlib import Path

from config.env import BASE_DIR, data_folder

FONTS = BASE_DIR / "microblog" / "static" / "fonts"
FACES = {
    "hanken-grotesk-400.woff2": ("font_hanken_grotesk", "HankenGrotesk-Regular.otf"),
    "hanken-grotesk-600.woff2": ("font_hanken_grotesk", "HankenGrotesk-SemiBold.otf"),
    "hanken-grotesk-700.woff2": ("font_hanken_grotesk", "HankenGrotesk-Bold.otf"),
    "source-serif-400.woff2": ("font_source_serif_pro", "SourceSerifPro-Regular.otf"),
}
# Latin with the letters of Polish and Sami, punctuation, and the signs of the interface.
CHARACTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *map(ord, "ƷʒǤǥǦǧǨǩǮǯȘșȚțẞ"),
    *range(0x2010, 0x2028),
    *map(ord, "′″‹›⁄₀€→←↑↓−≈≠≤≥∈·✓"),
]


def build_files() -> None:
    """Make the files that are made from others and not kept in the repository."""
    compile_translations(BASE_DIR / "locale")
    build_fonts(FONTS)


def compile_translations(folder: Path) -> None:
    """Compile each `.po` file that is newer than its `.mo` file."""
    for source in folder.glob("*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        import polib

        write(target, polib.pofile(source).to_binary())


def build_fonts(folder: Path) -> None:
    """Make the four faces of the interface from the font packages, if one is missing or its source has changed."""
    sources = {name: package_file(*source) for name, source in FACES.items()}
    parts = [path.read_bytes() for path in sources.values()]
    made_from = hashlib.sha256(b"".join([*parts, repr(CHARACTERS).encode()])).hexdigest()
    mark = folder / ".made-from"
    if mark.exists() and mark.read_text() == made_from and all((folder / name).exists() for name in FACES):
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in sources.items():
        write(folder / name, subset(source))
    write(mark, made_from.encode())


def package_file(package: str, name: str) -> Path:
    from importlib.resources import files

    return Path(str(files(package) / "files" / name))


def subset(source: Path) -> bytes:
    """Return a font as woff2 that holds CHARACTERS only, with what sets them well."""
    from fontTools.subset import Options, Subsetter, load_font, save_font

    options = Options(flavor="woff2", hinting=False)
    options.layout_features += ["tnum"]
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    result = io.BytesIO()
    save_font(font, result, options)
    return result.getvalue()


def write(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file whole or not at all: two starts may do it at once."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=mode)
    draft.write_bytes(content)
    draft.replace(path)


def prepare_database(*, empty: bool) -> None:
    """Bring the database up to date, and the first time fill it.

    `accounts.json` in the data folder then holds who can sign in: `{"accounts": [{"role", "username", …}]}`.
    """
    import django
    from django.core.management import CommandError

    django.setup()
    is_new = migrate()
    path = data_folder() / "accounts.json"
    if not is_new and path.exists():
        return
    try:
        fill(path, "make_administrator" if empty else "build_demo")
    except CommandError as error:
        if is_new:
            raise
        # Somebody filled this database elsewhere: it is theirs, and they know who can sign in.
        print(f"Nothing was added to the database: {error}")


def migrate() -> bool:
    """Apply the migrations that are not applied, and return whether the database was new."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=1)
    return not executor.loader.applied_migrations


def fill(path: Path, command: str) -> None:
    """Run a command that makes accounts, and keep what it prints for its owner's eyes alone."""
    from django.core.management import call_command

    printed = io.StringIO()
    call_command(command, stdout=printed)
    accounts = json.loads(printed.getvalue())["accounts"]
    write(path, json.dumps({"accounts": accounts}).encode(), mode=0o600)


if __name__ == "__main__":
    build_files()
    prepare_database(empty="--empty" in sys.argv[1:])
