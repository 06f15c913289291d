"""Runs the tests on the PostgreSQL and Redis of Debian's packages: .ci/on_debian_servers.py [pytest arguments]."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from config import programs  # noqa: E402  the path above
from config.embedded import start  # noqa: E402

# As on a machine without the two wheels.
programs.wheel_folder = lambda package: None
with start(Path(tempfile.mkdtemp(prefix="lest-debian-")), throwaway=True, durable=False) as servers:
    code = subprocess.run(
        [ROOT / "lest", "test", *sys.argv[1:]], env=os.environ | servers.environment, check=False
    ).returncode
sys.exit(code)
