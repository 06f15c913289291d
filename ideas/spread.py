"""A fair spread of work over those who have offered hours: plain arithmetic, no database. All in half hours."""

from collections.abc import Mapping

# Each round moves work to those who have less; no known case needs more than a handful.
MOST_ROUNDS = 50

Task = int
Person = int


def fair_spread(needs: Mapping[Task, int], offers: Mapping[tuple[Task, Person], int]) -> dict[tuple[Task, Person], int]:
    """Return who does how many half hours of which task: never more than was offered, nor than the task needs, and as
    much of the need as the offers cover.

    Work goes to who has least, half an hour at a time; then task after task is dealt again until nothing changes.
    Dealing a task anew never raises the sum of the squared loads, which is least when they are most even. The same
    needs and offers always give the same spread.
    """
    spread: dict[tuple[Task, Person], int] = {}
    for _round in range(MOST_ROUNDS):
        before = dict(spread)
        for task in sorted(needs):
            spread = {pair: half_hours for pair, half_hours in spread.items() if pair[0] != task}
            spread |= dealt(task, needs[task], offers, loads_of(spread))
        if spread == before:
            break
    return spread


def dealt(
    task: Task, need: int, offers: Mapping[tuple[Task, Person], int], loads: Mapping[Person, int]
) -> dict[tuple[Task, Person], int]:
    """Return the shares of one task, each half hour given to who has least of all so far and has offered more."""
    left = {person: offered for (one, person), offered in offers.items() if one == task and offered > 0}
    shares = dict.fromkeys(left, 0)
    for _half_hour in range(need):
        open_handed = [person for person in left if left[person] > shares[person]]
        if not open_handed:
            break
        shares[min(open_handed, key=lambda person: (loads.get(person, 0) + shares[person], person))] += 1
    return {(task, person): share for person, share in shares.items() if share}


def loads_of(spread: Mapping[tuple[Task, Person], int]) -> dict[Person, int]:
    """Return how many half hours each person has in all."""
    loads: dict[Person, int] = {}
    for (_task, person), half_hours in spread.items():
        loads[person] = loads.get(person, 0) + half_hours
    return loads
