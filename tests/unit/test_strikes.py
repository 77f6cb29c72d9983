"""Strikes of one teller told apart by their places, by what they hit and by their dead."""

from riwaya.reading._strikes import Count, Strike, Where, counts_differ, is_another, is_part

TOWN = Where(frozenset(("دير", "الورد")), {"kind": "town", "id": "t1"}, within_town=False)
OTHER_TOWN = Where(frozenset(("كفر", "التين")), {"kind": "town", "id": "t2"}, within_town=False)


def strike(*, places=(TOWN,), things=(), killed=5, many=False, one=False, teller="s"):
    counts = () if killed is None else (Count("killed", killed, killed),)
    return Strike(teller, tuple(places), tuple(things), counts, many, one)


def test_another_town_with_other_dead_is_another_strike():
    assert is_another(strike(places=[OTHER_TOWN], killed=3), [strike()])


def test_another_town_with_the_same_dead_is_another_only_where_a_single_strike_is_brought_in():
    assert not is_another(strike(places=[OTHER_TOWN]), [strike()])
    assert is_another(strike(places=[OTHER_TOWN], one=True), [strike(one=True)])


def test_what_somebody_else_tells_is_no_ground_to_tell_apart():
    assert not is_another(strike(places=[OTHER_TOWN], killed=3, teller="other"), [strike()])


def test_a_car_and_a_house_with_dead_of_their_own_are_two():
    house, car = ("house", frozenset()), ("vehicle", frozenset())

    assert is_another(strike(things=[car], killed=2), [strike(things=[house])])
    assert not is_another(strike(things=[car], killed=None), [strike(things=[house])])


def test_counts_that_agree_on_a_number_do_not_differ():
    assert not counts_differ(
        [Count("killed", 5, 5), Count("injured", 7, 7)], [Count("killed", 5, 5), Count("injured", 9, 9)]
    )


def test_a_strike_in_a_town_is_part_of_a_series_with_more_dead():
    series = strike(places=(), killed=24, many=True)

    assert is_part(strike(), [series])
    assert not is_part(strike(), [series, strike()])
