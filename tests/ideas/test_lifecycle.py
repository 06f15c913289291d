from ideas.lifecycle import MOVES, STATUSES, UNDECIDED, VOTABLE


def test_every_state_has_a_row_of_moves_and_every_move_leads_to_a_state():
    assert set(MOVES) == set(STATUSES)
    assert {after for row in MOVES.values() for after in row} <= set(STATUSES)


def test_every_state_can_be_reached_from_a_draft():
    reached, waiting = set(), ["draft"]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += MOVES[state]

    assert reached == set(STATUSES)


def test_only_the_promise_keeper_says_that_it_worked():
    movers = {
        mover for row in MOVES.values() for after, letters in row.items() for mover in letters if after == "verified"
    }

    assert movers == {"K"}


def test_what_is_undecided_can_be_voted_on():
    assert set(UNDECIDED) <= set(VOTABLE)
