"""Writes the sentences of one letter, and sees to it that no frame stands twice in a row."""

import hashlib
from collections.abc import Sequence
from typing import Any

from .render import FRAME_NUMBERS, Sentence

RULE_VERSION = "1"


class Writer:
    """Keeps account of the frames used in a letter; `used` is their list, in order."""

    def __init__(self, *, period: str, unit_id: str, weeks: int, previous_frames: Sequence[str]) -> None:
        self.period = period
        self.unit_id = unit_id
        self.weeks = weeks
        self.previous_frames = previous_frames
        self.used: list[str] = []

    def write(self, kind: str, shown: dict[str, Any], certainty: str | None = None, **args: Any) -> Sentence:
        """Return a sentence of the kind; `shown` are the released figures it rests on.

        :raises KeyError: if no language has such a kind.
        """
        frame = self._choose_frame(kind)
        self.used.append(frame)
        return {
            "frame": frame,
            "args": {**args, "weeks": self.weeks},
            "evidence": [{"rule": kind, "version": RULE_VERSION, "shown": shown}],
            "certainty": certainty,
        }

    def _choose_frame(self, kind: str) -> str:
        """Choose by lot among the frames that stood neither earlier in this letter nor in the last one.

        Where a kind is used so often that none is left, the one used longest ago stands again, if possible in
        another place than last time.
        """
        frames = [f"{kind}.{number}" for number in range(1, FRAME_NUMBERS[kind] + 1)]
        last_letter = [frame for frame in self.previous_frames if frame in frames]
        place = sum(frame in frames for frame in self.used)
        same_place = last_letter[place : place + 1]

        def order(frame: str) -> tuple[int, bool, bool, str]:
            last_use = max((at for at, used in enumerate(self.used) if used == frame), default=-1)
            return last_use, frame in same_place, frame in last_letter, self._lot(frame)

        return min(frames, key=order)

    def _lot(self, frame: str) -> str:
        return hashlib.sha256(f"{self.period}|{self.unit_id}|{frame}".encode()).hexdigest()
