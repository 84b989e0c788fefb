from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Grant, Viewer, system
from banyan.organisations import actions, queries
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.states import Level, Role
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import NOW, Cast

Look = Callable[..., Viewer]
TODAY = date(2026, 1, 14)


def held(person: Person, role: Role) -> Membership:
    return Membership.objects.select_related("organisation", "person").get(person=person, role=role)


def test_one_person_holds_several_roles(cast: Cast, viewer: Look) -> None:
    assert viewer(cast.meera).grants == {
        Grant("teacher", cast.other_school.path or ""),
        Grant("mentor", cast.nation.path or ""),
    }


def test_a_role_that_ends_today_is_held_today_and_gone_tomorrow(cast: Cast, viewer: Look) -> None:
    role = held(cast.omar, Role.COORDINATOR)
    actions.end_role(role, by=viewer(cast.asha), on=TODAY + timedelta(days=1))
    assert viewer(cast.omar).has(Role.COORDINATOR)
    assert role.last_day == TODAY
    tomorrow = viewer(cast.omar, at=NOW + timedelta(days=1))
    assert tomorrow.grants == frozenset()
    assert list(queries.places(tomorrow)) == []


def test_a_role_that_begins_tomorrow_is_not_held_today(cast: Cast, viewer: Look) -> None:
    tomorrow = TODAY + timedelta(days=1)
    actions.give_role(
        cast.somu, cast.school, Role.TEACHER, by=viewer(cast.devi), starts_on=tomorrow
    )
    assert not viewer(cast.somu).has(Role.TEACHER)
    assert viewer(cast.somu, at=NOW + timedelta(days=1)).has(Role.TEACHER)


def test_a_role_given_twice_is_one_role(cast: Cast, viewer: Look) -> None:
    first = actions.give_role(cast.somu, cast.school, Role.TEACHER, by=viewer(cast.devi))
    second = actions.give_role(cast.somu, cast.school, Role.TEACHER, by=viewer(cast.devi))
    assert first == second
    assert Event.objects.filter(subject=f"membership:{first.pk}").count() == 1


@pytest.mark.parametrize(
    ("who", "role", "allowed"),
    [
        ("asha", Role.TEACHER, True),
        ("asha", Role.ADMINISTRATOR, True),
        ("devi", Role.TEACHER, True),
        ("devi", Role.PRINCIPAL, False),
        ("omar", Role.TEACHER, False),
        ("kavita", Role.TEACHER, False),
        ("nandan", Role.TEACHER, False),
        ("meera", Role.TEACHER, False),
        ("arun", Role.TEACHER, False),
        ("somu", Role.TEACHER, False),
    ],
)
def test_who_gives_which_role(
    cast: Cast, viewer: Look, who: str, role: Role, allowed: bool
) -> None:
    by = viewer(cast.everybody()[who])
    if allowed:
        actions.give_role(cast.somu, cast.school, role, by=by)
    else:
        with pytest.raises(Refused):
            actions.give_role(cast.somu, cast.school, role, by=by)
    assert Membership.objects.filter(person=cast.somu).exists() is allowed


def test_a_coordinator_ends_the_role_of_a_teacher_and_no_other(cast: Cast, viewer: Look) -> None:
    devi = viewer(cast.devi)
    assert actions.end_role(held(cast.arun, Role.TEACHER), by=devi).ends_on == TODAY
    with pytest.raises(Refused):
        actions.end_role(held(cast.kavita, Role.PRINCIPAL), by=devi)
    with pytest.raises(Refused):
        actions.end_role(held(cast.meera, Role.TEACHER), by=viewer(cast.kavita))


def test_a_known_address_is_the_same_person(cast: Cast, viewer: Look) -> None:
    people = Person.objects.count()
    role = actions.add_person_here(
        "A. Patel", cast.other_school, Role.TEACHER, by=viewer(cast.devi), email=" ARUN@example.org"
    )
    assert role.person == cast.arun
    assert (role.person.name, Person.objects.count()) == ("Arun Patel", people)


def test_a_person_without_an_address_cannot_be_invited(cast: Cast, viewer: Look) -> None:
    devi = viewer(cast.devi)
    role = actions.add_person_here("Ravi", cast.school, Role.TEACHER, by=devi)
    with pytest.raises(Refused, match="no e-mail address"):
        actions.invite_person(role, by=devi)


def test_an_invitation_is_recorded_where_the_role_is(cast: Cast, viewer: Look) -> None:
    actions.invite_person(held(cast.arun, Role.TEACHER), by=viewer(cast.devi))
    event = Event.objects.get(verb="person.send_invitation")
    assert (event.subject, event.scope) == (f"person:{cast.arun.pk}", cast.school.path)
    with pytest.raises(Refused):
        actions.invite_person(held(cast.arun, Role.TEACHER), by=viewer(cast.omar))


def test_places_are_known_to_colleagues_of_the_tree_only(cast: Cast, viewer: Look) -> None:
    everywhere = set(Organisation.objects.all())
    assert set(queries.places(viewer(cast.omar))) == everywhere
    assert set(queries.places(viewer(cast.arun))) == everywhere
    assert list(queries.places(viewer(cast.somu))) == []
    other = actions.found_nation("Elsewhere", by=system(NOW))
    assert other not in set(queries.places(viewer(cast.asha)))


def test_who_works_where_is_for_those_who_keep_the_place(cast: Cast, viewer: Look) -> None:
    def seen(person: Person) -> set[tuple[str, str]]:
        return {(m.person.name, m.role) for m in queries.memberships(viewer(person))}

    everybody = {(m.person.name, m.role) for m in Membership.objects.select_related("person")}
    assert seen(cast.devi) == seen(cast.asha) == everybody
    assert seen(cast.omar) == {("Meera Iyer", "teacher"), ("Omar Siddiqui", "coordinator")}
    for person in (cast.kavita, cast.nandan, cast.meera, cast.arun, cast.somu):
        assert seen(person) == set()


def test_levels_stand_in_their_order(cast: Cast, viewer: Look) -> None:
    asha = viewer(cast.asha)
    with pytest.raises(Refused, match="does not stand here"):
        actions.add_organisation("X", level=Level.SCHOOL, parent=cast.nation, by=asha)
    with pytest.raises(Refused, match="Nothing stands under a school"):
        actions.add_organisation("X", level=Level.SCHOOL, parent=cast.school, by=asha)


def test_a_name_taken_in_another_tab_is_said(cast: Cast, viewer: Look) -> None:
    asha = viewer(cast.asha)
    actions.add_organisation("Kutch", level=Level.DISTRICT, parent=cast.state, by=asha)
    with pytest.raises(Stale, match="taken by another place"):
        actions.add_organisation("Kutch", level=Level.DISTRICT, parent=cast.state, by=asha)
    with pytest.raises(Stale, match="taken by another place"):
        actions.change_organisation(cast.district, by=asha, name="Kutch")


def test_a_change_in_another_tab_is_not_undone_unseen(cast: Cast, viewer: Look) -> None:
    asha = viewer(cast.asha)
    seen = actions.as_seen(cast.school)
    first, second = (Organisation.objects.get(pk=cast.school.pk) for _ in range(2))
    actions.change_organisation(first, by=asha, seen=seen, name="KV Sabarmati No 1")
    with pytest.raises(Stale):
        actions.change_organisation(second, by=asha, seen=seen, udise_code="24070100101")
    assert Event.objects.filter(verb="organisation.change").count() == 1


def test_no_change_is_no_event(cast: Cast, viewer: Look) -> None:
    actions.change_organisation(cast.school, by=viewer(cast.asha), name=cast.school.name)
    assert Event.objects.filter(verb="organisation.change").count() == 0
