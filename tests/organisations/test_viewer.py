from __future__ import annotations

from collections.abc import Callable
from datetime import date

from banyan.kernel.viewer import Viewer
from banyan.organisations.models import Membership
from banyan.organisations.queries import person_with_roles
from banyan.organisations.states import Role
from banyan.people.models import Person
from tests.conftest import NOW, Cast

Look = Callable[..., Viewer]


def test_a_role_covers_everything_under_its_place(cast: Cast, viewer: Look) -> None:
    devi = viewer(cast.devi)
    assert devi.holds(Role.COORDINATOR, over=cast.school.path or "")
    assert not viewer(cast.omar).holds(Role.COORDINATOR, over=cast.school.path or "")


def test_a_viewer_is_one_query(
    cast: Cast, viewer: Look, django_assert_num_queries: Callable[..., object]
) -> None:
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        viewer(cast.devi)


def test_who_comes_with_her_roles_is_a_viewer_without_another_query(
    cast: Cast, viewer: Look, django_assert_num_queries: Callable[..., object]
) -> None:
    ended = {"role": Role.COORDINATOR, "starts_on": date(2020, 1, 1), "ends_on": date(2021, 1, 1)}
    Membership.objects.create(person=cast.meera, organisation=cast.nation, **ended)
    somebody_new = Person.objects.create(name="Somebody New", joined_at=NOW)
    for person in (cast.devi, cast.meera, somebody_new):
        alone = viewer(person)
        with django_assert_num_queries(1):  # type: ignore[attr-defined]
            come = person_with_roles(person.pk)
            assert come == person
            assert viewer(come) == alone
    assert person_with_roles(0) is None


def test_roles_that_were_read_with_her_are_used_once(cast: Cast, viewer: Look) -> None:
    come = person_with_roles(cast.devi.pk)
    assert viewer(come).grants
    Membership.objects.filter(person=cast.devi).delete()
    assert not viewer(come).grants
