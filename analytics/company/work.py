"""What the people of the invented company do about their ideas: tasks, and what their top leader has promised."""

from dataclasses import dataclass

# Tasks of an idea with the half hours that they take.
TASKS = (
    (("Snakke med dem det gjelder", 8), ("Lage et forslag", 12), ("Prøve det i to uker", 20), ("Si hva vi lærte", 4)),
    (("Hente inn tre priser", 6), ("Bestille", 2), ("Sette opp og vise fram", 10)),
    (("Skrive rutinen på én side", 6), ("Gå gjennom den med tillitsvalgte", 4), ("Legge den ut", 2)),
)


@dataclass(frozen=True)
class Promised:
    """A promise made to an idea of one of these states; days are counted from now, done None where it is not."""

    statuses: tuple[str, ...]
    text: str
    state: str
    made: int
    due: int
    done: int | None = None


PROMISES = (
    Promised(
        ("verified", "completed"), "Ordningen gjelder for alle fra neste måned", "kept", made=-90, due=-60, done=-62
    ),
    Promised(("started",), "Alle får beskjed senest to dager før", "reopened", made=-80, due=-3),
    Promised(("planned",), "Dere får et ja eller nei på pengene", "open", made=-10, due=12),
    Promised(("completed",), "Vi måler om det ble bedre", "watching", made=-30, due=-8, done=-9),
    Promised(("started",), "Utstyret er på plass på begge terminalene", "open", made=-40, due=-6),
)
