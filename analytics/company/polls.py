"""Polls, praise and shares of the invented company's last days, beside the talk that is drawn by chance."""

from dataclasses import dataclass

# Key, and what the value is called in bokmål, nynorsk and English.
VALUES = (
    ("hjelpsom", "Vi hjelper hverandre", "Vi hjelper kvarandre", "We help each other"),
    ("aerlig", "Vi sier det som det er", "Vi seier det som det er", "We say it as it is"),
    ("trygg", "Alle skal trygt hjem", "Alle skal trygt heim", "Everybody gets home safely"),
    ("nysgjerrig", "Vi prøver nytt", "Vi prøver nytt", "We try new things"),
)


@dataclass(frozen=True)
class InventedPoll:
    """A question with its options, each with how many vote for it; `closes_in` days from now."""

    text: str
    options: tuple[tuple[str, int], ...]
    closes_in: int
    is_multiple: bool = False
    shows_late: bool = False


POLLS = (
    InventedPoll(
        "Når skal vi ha sommerfesten i år?",
        (("Fredag 12. juni", 31), ("Lørdag 13. juni", 18), ("Fredag 19. juni", 9)),
        closes_in=6,
    ),
    InventedPoll(
        "Hva trenger dere mest i pauserommet? Velg gjerne flere.",
        (("Kaffe som smaker kaffe", 44), ("Stillhet", 27), ("Flere stoler", 15), ("Frukt", 22)),
        closes_in=13,
        is_multiple=True,
    ),
    InventedPoll(
        "Skal allmøtet begynne klokka åtte eller klokka ti?",
        (("Klokka åtte", 20), ("Klokka ti", 26)),
        closes_in=2,
        shows_late=True,
    ),
)

# The text, how many people it praises, and the key of the value.
PRAISES = (
    ("Dere ble igjen til siste bil var losset, uten at noen ba om det. Takk.", 3, "hjelpsom"),
    ("Du stoppet lasten da stroppene var slitt, selv om vi alt var forsinket. Slik skal det være.", 1, "trygg"),
    ("Du spurte hvorfor vi fortsatt fyller ut skjemaet på papir. Nå gjør vi ikke det lenger.", 1, "nysgjerrig"),
)

SHARES = (
    "Denne er nyttig for oss også.",
    "Les svarene under her før dere ringer.",
)
