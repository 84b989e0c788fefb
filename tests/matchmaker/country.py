"""People of five states, whose pairs fall into parts. By itself: processes that are started to be
killed read it, and nothing else of the tests."""

from matchmaker.problem import Criteria, Mentor, Problem, Teacher

STATES = ("Goa", "Kerala", "Bihar", "Assam", "Sikkim")


def country(teachers: int = 150, mentors: int = 40) -> Problem:
    """People of five states; to some teachers nobody speaks."""
    return Problem(
        teachers=tuple(
            Teacher(
                id=f"T{place * 37 % teachers:04}",
                domains=(f"domain {place % 7}", f"domain {place % 3}"),
                languages=("Konkani",) if place % 50 == 7 else ("Hindi",),
                state=STATES[place % len(STATES)],
                prefers=(f"M{place % mentors:03}",),
            )
            for place in range(teachers)
        ),
        mentors=tuple(
            Mentor(
                id=f"M{place:03}",
                capacity=place % 6,
                domains=(f"domain {place % 7}",),
                languages=("Hindi", "English"),
                state=STATES[place % len(STATES)],
            )
            for place in range(mentors)
        ),
        criteria=Criteria(same_state=True),
        pins=frozenset({("T0037", "M001")}),
    )
