"""What tells people apart: people of one kind are alike in it, and no others."""

from matchmaker.kinds import NOTHING, Look
from matchmaker.problem import Teacher


def test_people_are_of_one_kind_where_they_say_the_same_in_any_order() -> None:
    look = Look("languages", ordered=False)
    both = look.at(Teacher("t", languages=("Hindi", "Tamil")))
    assert both == look.at(Teacher("u", languages=("Tamil", "Hindi")))
    for other in [("Hindi",), ("Hindi", "Urdu"), ("dniHi", "Tamil"), ("HindiTamil",)]:
        assert both != look.at(Teacher("u", languages=other))


def test_what_is_said_of_one_thing_is_not_said_of_another() -> None:
    look = Look("languages", "subjects", ordered=False)
    one = Teacher("t", languages=("Tamil", "Hindi"), subjects=("art",))
    assert look.at(one) == look.at(Teacher("u", languages=("Hindi", "Tamil"), subjects=("art",)))
    assert look.at(one) != look.at(Teacher("u", languages=("art",), subjects=("Tamil", "Hindi")))


def test_where_order_counts_another_order_is_another_kind() -> None:
    look = Look("domains")
    one, other = Teacher("t", domains=("a", "b")), Teacher("u", domains=("b", "a"))
    assert look.at(one) != look.at(other)
    assert Look("domains", ordered=False).in_order == look


def test_everybody_is_of_one_kind_where_nothing_is_looked_at() -> None:
    assert NOTHING.at(Teacher("t", languages=("Hindi",))) == NOTHING.at(Teacher("u"))
