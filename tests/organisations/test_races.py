"""A form that is sent twice, or by two at once, records one person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

import blueprint
from banyan.kernel.viewer import Viewer
from banyan.organisations import actions
from banyan.organisations.models import Membership
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.actions import enrol_by_hand
from banyan.programmes.models import Cohort, Enrolment, Programme
from banyan.programmes.states import ProgrammeStatus
from banyan.trail.models import Event
from tests.conftest import NOW, Cast
from tests.races import at_once, threads_share

TEACHER = Role.TEACHER


@pytest.fixture
def shared(
    transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Cast]:
    with threads_share(tmp_path):
        yield request.getfixturevalue("cast")


def recorded(name: str) -> tuple[int, int, int]:
    """People of this name, their roles, and how often the trail says that one was added."""
    people = Person.objects.filter(name=name)
    subjects = [f"person:{pk}" for pk in people.values_list("pk", flat=True)]
    added = Event.objects.filter(verb="person.add", subject__in=subjects)
    return people.count(), Membership.objects.filter(person__in=people).count(), added.count()


@pytest.mark.parametrize("email", ["", "ravi@example.org"])
def test_a_form_that_is_sent_twice_at_once_records_one_person(shared: Cast, email: str) -> None:
    asha = viewer_for(shared.asha, now=NOW)

    def send() -> None:
        actions.add_person_here(
            "Ravi", shared.school, TEACHER, by=asha, email=email, form="a token"
        )

    assert at_once(*[send] * 4) == ["done"] * 4
    assert recorded("Ravi") == (1, 1, 1)


def test_two_forms_with_one_new_address_record_one_person(shared: Cast) -> None:
    devi, asha = (viewer_for(one, now=NOW) for one in (shared.devi, shared.asha))

    def send(by: Viewer, form: str) -> Callable[[], object]:
        return lambda: actions.add_person_here(
            "Ravi", shared.school, TEACHER, by=by, email="ravi@example.org", form=form
        )

    assert at_once(send(devi, "hers"), send(asha, "another")) == ["done", "done"]
    assert recorded("Ravi") == (1, 1, 1)


def test_enrolling_twice_at_once_records_one_teacher(shared: Cast) -> None:
    version = blueprint.get("peer").version
    programme = Programme.objects.create(
        code="peer", name="Peers", organisation=shared.nation, blueprint="peer",
        blueprint_version=version, status=ProgrammeStatus.OPEN,
        starts_on=date(2025, 6, 1), ends_on=date(2027, 6, 1),
    )  # fmt: skip
    cohort = Cohort.objects.create(
        programme=programme, name="First", blueprint_version=version,
        starts_on=date(2025, 9, 1), ends_on=date(2027, 6, 1),
    )  # fmt: skip
    devi = viewer_for(shared.devi, now=NOW)

    def send() -> None:
        enrol_by_hand(cohort, "Ravi", shared.school, by=devi, form="a token")

    assert at_once(send, send, send) == ["Refused", "Refused", "done"]
    assert recorded("Ravi") == (1, 1, 1)
    assert Enrolment.objects.count() == 1


def test_another_name_place_sender_or_page_is_another_form(
    cast: Cast, viewer: Callable[[Person], Viewer]
) -> None:
    devi, asha = viewer(cast.devi), viewer(cast.asha)
    for name, place, by, form in (
        ("Ravi", cast.school, devi, "one"),
        ("Ravi", cast.school, devi, "one"),
        ("Lata", cast.school, devi, "one"),
        ("Ravi", cast.other_school, devi, "one"),
        ("Ravi", cast.school, asha, "one"),
        ("Ravi", cast.school, devi, "two"),
        ("Ravi", cast.school, devi, ""),
        ("Ravi", cast.school, devi, ""),
    ):
        actions.add_person_here(name, place, TEACHER, by=by, form=form)
    assert (recorded("Ravi"), recorded("Lata")) == ((6, 6, 6), (1, 1, 1))


def test_one_page_sent_twice_records_one_person_and_a_new_page_another(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.devi)
    address = f"/organisations/{cast.school.pk}/people/add/"

    def opened() -> dict[str, str]:
        page = browser.get(address).content.decode()
        found = re.search(r'<form method="post".*?name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found is not None
        return {"csrfmiddlewaretoken": found[1], "name": "Ravi", "role": "teacher"}

    page = opened()
    assert [browser.post(address, page).status_code for _ in range(2)] == [302, 302]
    assert recorded("Ravi") == (1, 1, 1)
    assert browser.post(address, opened()).status_code == 302
    assert recorded("Ravi") == (2, 2, 2)
