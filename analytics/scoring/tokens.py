"""Cutting a text into words, signs and stops."""

import re
import unicodedata

# One expression, one pass. Addresses come first so that "://" is not read as a sour face.
_TOKEN = re.compile(
    r"https?://\S+"
    r"|[^\W_]+(?:['\-][^\W_]+|[.,:]\d+)*"
    r"|[:;=]-?[)(DPp/|](?!\w)|<3"
    r"|[\u2600-\u27bf\U0001f000-\U0001faff]"
    r"|\n+|[.!?…]+|[,;:–—()]|[«»\"“”]"
)
HARD_STOPS = frozenset(".!?…\n")
SOFT_STOPS = frozenset(',;:–—()«»"“”')


def tokenise(text: str) -> list[str]:
    """Return the words, emoji, emoticons and stops of a text, in order and as written (in NFC form)."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).replace("’", "'"))


def is_stop(token: str) -> bool:
    """Tell whether a phrase ends at this token. An emoticon such as ":)" is no stop."""
    return token[0] in HARD_STOPS or token in SOFT_STOPS
