"""A mentor who comes to power over her teacher's school: it is told, and ends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from banyan.insights.queries import pairs_in_trouble
from banyan.kernel.viewer import Viewer
from banyan.mentoring.jobs import warn_of_conflicts
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.conflicts import still_in_conflict
from banyan.notifications.models import Notice
from banyan.notifications.registry import kind_of
from banyan.organisations import actions as organisations
from banyan.organisations.models import Membership, Organisation, ReportingLine
from banyan.organisations.states import ReportingKind, Role
from banyan.people.models import Person
from tests.conftest import NOW, Cast

pytestmark = pytest.mark.django_db
Look = Callable[..., Viewer]
TODAY = date(2026, 1, 14)
SINCE = date(2026, 1, 12)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def give(cast: Cast, viewer: Look) -> Callable[..., Membership]:
    """`give(role)`: Meera holds it over Arun's school, or over another place."""

    def give(role: Role, place: Organisation | None = None, on: date = SINCE) -> Membership:
        by = viewer(cast.asha)
        return organisations.give_role(cast.meera, place or cast.school, role, by=by, starts_on=on)

    return give


def reasons(viewer: Viewer) -> list[tuple[str, str, date]]:
    found = [reason for row in pairs_in_trouble(viewer) for reason in row.reasons]
    return [(r.code, r.sentence, r.since) for r in found if r.code == "conflict"]


def told() -> list[str]:
    rows = Notice.objects.filter(kind="mentorship.conflict").select_related("person")
    return sorted(notice.person.name for notice in rows)


@pytest.mark.parametrize(
    ("role", "over", "since", "conflict"),
    [
        (Role.PRINCIPAL, "school", SINCE, True),
        (Role.PRINCIPAL, "district", SINCE, True),
        (Role.ADMINISTRATOR, "state", SINCE, True),
        (Role.NODAL_OFFICER, "nation", TODAY, True),
        (Role.PRINCIPAL, "school", TODAY + timedelta(days=1), False),
        (Role.PRINCIPAL, "other_school", SINCE, False),
        (Role.NODAL_OFFICER, "other_district", SINCE, False),
        (Role.TEACHER, "school", SINCE, False),
        (Role.COORDINATOR, "school", SINCE, False),
        (Role.REVIEWER, "nation", SINCE, False),
    ],
)
def test_power_over_the_teachers_school_from_its_first_day_is_a_conflict(
    role: Role,
    over: str,
    since: date,
    conflict: bool,
    pair: Mentorship,
    cast: Cast,
    viewer: Look,
    give: Callable[..., Membership],
) -> None:
    give(role, getattr(cast, over), since)
    sentence = f"The mentor has power over the teacher: {role.label}."
    assert reasons(viewer(cast.devi)) == ([("conflict", sentence, since)] if conflict else [])
    assert still_in_conflict(pair.pk, TODAY) == conflict
    assert warn_of_conflicts() == (1 if conflict else 0)


def test_a_school_whose_id_begins_alike_is_another_place(
    pair: Mentorship, cast: Cast, viewer: Look, give: Callable[..., Membership]
) -> None:
    give(Role.PRINCIPAL, cast.other_school)
    Organisation.objects.filter(pk=cast.other_school.pk).update(path=f"{cast.district.path}/1")
    Organisation.objects.filter(pk=cast.school.pk).update(path=f"{cast.district.path}/12")
    assert reasons(viewer(cast.devi)) == []


def test_the_coordinator_is_told_once_however_often_it_is_looked_at(
    pair: Mentorship, give: Callable[..., Membership]
) -> None:
    assert warn_of_conflicts() == 0
    give(Role.PRINCIPAL)
    assert [warn_of_conflicts() for _ in range(2)] == [1, 0]
    assert told() == ["Devi Nair"]
    notice = Notice.objects.get(kind="mentorship.conflict")
    assert notice.link == f"/mentorships/{pair.pk}/"


def test_who_coordinates_elsewhere_or_mentors_the_pair_is_not_told(
    pair: Mentorship, cast: Cast, give: Callable[..., Membership]
) -> None:
    give(Role.COORDINATOR)
    give(Role.PRINCIPAL)
    warn_of_conflicts()
    assert told() == ["Devi Nair"]  # neither Omar, of the other district, nor Meera herself


def test_nothing_is_ended_and_all_is_well_again_when_the_role_is_over(
    pair: Mentorship, cast: Cast, viewer: Look, give: Callable[..., Membership]
) -> None:
    held = give(Role.PRINCIPAL)
    warn_of_conflicts()
    assert Mentorship.objects.get(pk=pair.pk).status == pair.status == "active"
    wanted = kind_of("mentorship.conflict").still_wanted
    assert wanted is not None
    data = {**Notice.objects.get(kind="mentorship.conflict").data, "now": NOW}
    assert wanted(data)
    organisations.end_role(held, by=viewer(cast.asha))
    assert (reasons(viewer(cast.devi)), wanted(data), warn_of_conflicts()) == ([], False, 0)


def test_a_pair_that_is_over_is_in_no_conflict_and_a_proposal_is(
    pair: Mentorship, cast: Cast, viewer: Look, give: Callable[..., Membership]
) -> None:
    give(Role.PRINCIPAL)
    devi = viewer(cast.devi)
    Mentorship.objects.filter(pk=pair.pk).update(status="proposed", starts_on=None)
    assert len(reasons(devi)) == 1
    Mentorship.objects.filter(pk=pair.pk).update(status="ended", starts_on=SINCE, ends_on=TODAY)
    assert (reasons(devi), warn_of_conflicts()) == ([], 0)


def test_the_page_of_the_pair_says_it_to_everybody_involved_and_to_each_what_follows(
    pair: Mentorship,
    cast: Cast,
    give: Callable[..., Membership],
    signed_in: Callable[[Person], Client],
) -> None:
    url = f"/mentorships/{pair.pk}/"

    def page(person: Person) -> str:
        return " ".join(signed_in(person).get(url).content.decode().split())

    assert "power over" not in page(cast.devi)
    give(Role.PRINCIPAL)
    said = "Meera Iyer holds this role since Mon 12 Jan 2026: Principal."
    for person, follows in (
        (cast.devi, "Talk to both, and decide together"),
        (cast.meera, "Your coordinator knows of it"),
        (cast.arun, "Your coordinator knows of it"),
    ):
        read = page(person)
        assert said in read and follows in read


@pytest.fixture
def line(cast: Cast, viewer: Look) -> Callable[..., ReportingLine]:
    def enter(kind: ReportingKind = ReportingKind.EVALUATOR, on: date = SINCE) -> ReportingLine:
        return organisations.enter_reporting_line(
            cast.arun, cast.meera, kind, cast.school, by=viewer(cast.devi), starts_on=on
        )

    return enter


@pytest.mark.parametrize(
    ("kind", "since", "conflict"),
    [
        (ReportingKind.EVALUATOR, SINCE, True),
        (ReportingKind.LINE_MANAGER, TODAY, True),
        (ReportingKind.LINE_MANAGER, TODAY + timedelta(days=1), False),
    ],
)
def test_a_teacher_who_reports_to_her_mentor_is_a_conflict_from_the_first_day(
    kind: ReportingKind,
    since: date,
    conflict: bool,
    pair: Mentorship,
    cast: Cast,
    viewer: Look,
    line: Callable[..., ReportingLine],
) -> None:
    line(kind, since)
    sentence = f"The mentor has power over the teacher: {kind.label}."
    assert reasons(viewer(cast.devi)) == ([("conflict", sentence, since)] if conflict else [])
    assert still_in_conflict(pair.pk, TODAY) == conflict
    assert warn_of_conflicts() == (1 if conflict else 0)


def test_a_mentor_who_reports_to_her_teacher_is_none(
    pair: Mentorship, cast: Cast, viewer: Look
) -> None:
    organisations.enter_reporting_line(
        cast.meera, cast.arun, ReportingKind.LINE_MANAGER, cast.school, by=viewer(cast.devi)
    )
    assert (reasons(viewer(cast.devi)), warn_of_conflicts()) == ([], 0)


def test_a_line_is_told_once_and_beside_a_role_and_all_is_well_when_both_are_over(
    pair: Mentorship,
    cast: Cast,
    viewer: Look,
    line: Callable[..., ReportingLine],
    give: Callable[..., Membership],
) -> None:
    entered = line()
    assert [warn_of_conflicts() for _ in range(2)] == [1, 0]
    held = give(Role.PRINCIPAL, on=TODAY)
    assert [warn_of_conflicts() for _ in range(2)] == [1, 0]
    assert told() == ["Devi Nair"] * 2
    organisations.end_role(held, by=viewer(cast.asha))
    assert still_in_conflict(pair.pk, TODAY)
    organisations.end_reporting_line(entered, by=viewer(cast.devi))
    assert (reasons(viewer(cast.devi)), warn_of_conflicts()) == ([], 0)


def test_the_page_of_the_pair_names_the_line(
    pair: Mentorship,
    cast: Cast,
    line: Callable[..., ReportingLine],
    signed_in: Callable[[Person], Client],
) -> None:
    line()
    page = signed_in(cast.arun).get(f"/mentorships/{pair.pk}/").content.decode()
    said = "Meera Iyer holds this role since Mon 12 Jan 2026: Evaluator."
    assert said in " ".join(page.split())
