"""When people write, and when the slot after that has been opened."""

import datetime as dt

NOON = dt.datetime(2026, 11, 24, 10, 30, tzinfo=dt.UTC)
AFTER = dt.datetime(2026, 11, 24, 11, 5, tzinfo=dt.UTC)
