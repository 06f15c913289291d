"""Icons: one file of symbols for all pages, from heroicons and, where it has none, strokes of our own."""

import re
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from heroicons.templatetags.heroicons import heroicon_outline

FROM_HEROICONS = {
    "agree": "hand-thumb-up",
    "announcement": "megaphone",
    "bell": "bell",
    "bookmark": "bookmark",
    "calendar": "calendar",
    "check": "check",
    "clip": "paper-clip",
    "clock": "clock",
    "dots": "ellipsis-horizontal",
    "error": "exclamation-circle",
    "gear": "adjustments-horizontal",
    "hidden": "eye-slash",
    "home": "home",
    "idea": "light-bulb",
    "info": "information-circle",
    "key": "key",
    "letter": "envelope",
    "map": "map",
    "lock": "lock-closed",
    "me_too": "hand-raised",
    "more": "bars-3",
    "next": "chevron-right",
    "offline": "signal-slash",
    "out": "arrow-right-start-on-rectangle",
    "pen": "pencil",
    "pin": "map-pin",
    "plus": "plus",
    "reply": "chat-bubble-left",
    "search": "magnifying-glass",
    "share": "arrow-uturn-right",
    "shield": "shield-check",
    "target": "flag",
    "thanks": "heart",
    "trash": "trash",
    "up": "arrow-up",
    "useful": "star",
    "user": "user",
    "users": "user-group",
    "warn": "exclamation-triangle",
    "wonder": "question-mark-circle",
    "x": "x-mark",
}
OWN = {
    "keyboard": '<path d="M3.5 7h17v10.5h-17z"/><path d="M7 10.5h.01M10.3 10.5h.01M13.7 10.5h.01M17 10.5h.01M8 14h8"/>',
    "mask": '<path d="M3.5 8.5c5.5-1.5 11.5-1.5 17 0 .3 5-1.5 8-4.3 8-2.2 0-2.7-2-4.2-2s-2 2-4.2 2c-2.8 0-4.6-3'
    '-4.3-8Z"/><path d="M7 11.3h3M14 11.3h3"/>',
    "pain": '<path d="M3.5 17.2V8.6c1.7 1 3.3 1 4.7-.3l4 3.9c1.1 1 2.5 1.6 4 1.8 2.6.3 4.3 1.2 4.3 3.2z"/>'
    '<path d="M3.5 20h17"/><path d="M15.5 4.2v3M19.6 6l-2 2.2M11.6 5.8l1.6 2.2"/>',
    "poll": '<path d="M5 6.5h14M5 12h9M5 17.5h11.5"/>',
    "praise": '<circle cx="12" cy="9" r="5.2"/><path d="m8.6 13.2-1.4 7 4.8-2.6 4.8 2.6-1.4-7"/>'
    '<path d="m10 9.1 1.4 1.4 2.6-2.8"/>',
    "question": '<path d="M4 5.5h16v11h-8.5L7 20.5v-4H4z"/>'
    '<path d="M10 9.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.6-.9 1.1M12 14h.01"/>',
    "update": '<path d="M4 9.8v4.4h3l8 4.3v-13L7 9.8z"/>'
    '<path d="M7.5 14.5 9 19.5h2.5L10.4 15.6M18.3 9.3a4 4 0 0 1 0 5.4"/>',
    "vote": '<path d="m5.5 14.8 6.5-7 6.5 7z"/>',
    "status-new": '<circle cx="12" cy="12" r="8"/>',
    "status-look": '<circle cx="12" cy="12" r="8"/>'
    '<path fill="currentColor" stroke="none" d="M12 7.5a4.5 4.5 0 0 1 4.5 4.5H12z"/>',
    "status-plan": '<circle cx="12" cy="12" r="8"/>'
    '<path fill="currentColor" stroke="none" d="M12 7.5a4.5 4.5 0 0 1 0 9z"/>',
    "status-work": '<circle cx="12" cy="12" r="8"/>'
    '<path fill="currentColor" stroke="none" d="M12 7.5A4.5 4.5 0 1 1 7.5 12H12z"/>',
    "status-done": '<circle fill="currentColor" stroke="none" cx="12" cy="12" r="9"/>'
    '<path d="m8.3 12.3 2.6 2.6 4.9-5.3" stroke="var(--surface)" style="stroke:var(--surface)" stroke-width="2.2"/>',
    "status-not": '<circle cx="12" cy="12" r="8"/><path d="M8.5 12h7"/>',
}


@cache
def icon(name: str, size: str = "") -> SafeString:
    """Return the HTML of an icon; `size` is `s`, `l` or nothing.

    :raises KeyError: if there is no such icon.
    """
    if name not in FROM_HEROICONS:
        OWN[name]
    look = f"ico {size}".strip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="/icons.svg#{}"/></svg>', look, name)


@cache
def sprite() -> str:
    """Return the file that holds all icons as symbols."""
    shapes = {name: heroicon(theirs) for name, theirs in FROM_HEROICONS.items()} | OWN
    symbols = [f'<symbol id="{name}" viewBox="0 0 24 24">{shape}</symbol>' for name, shape in shapes.items()]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'


def heroicon(name: str) -> str:
    """Return the paths of an outlined heroicon."""
    return re.sub(r"<svg[^>]*>|</svg>", "", heroicon_outline(name, size=None))
