"""Who is told, once, and what a notice never says."""

from __future__ import annotations

from collections.abc import Callable

from banyan.kernel.viewer import Viewer
from banyan.notifications.models import Notice
from banyan.notifications.registry import kind_of
from banyan.programmes import actions
from banyan.programmes.models import Application
from banyan.programmes.notices import KINDS
from banyan.programmes.states import ApplicationStatus as A
from banyan.trail.models import Event
from banyan.trail.registry import handler_of
from tests.programmes.conftest import World

Look = Callable[..., Viewer]


def told(kind: str) -> set[int]:
    return set(Notice.objects.filter(kind=kind).values_list("person_id", flat=True))


def test_a_teacher_hears_that_she_is_invited(world: World, worker: Callable[..., int]) -> None:
    worker()
    assert told("enrolment.invited") == {world.cast.arun.pk}
    notice = Notice.objects.get(kind="enrolment.invited")
    assert notice.link == f"/enrolments/{world.arun.pk}/"


def test_an_invitation_that_was_answered_is_not_mailed(
    world: World, worker: Callable[..., int], viewer: Look
) -> None:
    worker()
    notice = Notice.objects.get(kind="enrolment.invited")
    wanted = kind_of(notice.kind).still_wanted
    assert wanted is not None
    assert wanted(notice.data)
    actions.confirm_enrolment(world.arun, by=viewer(world.cast.arun))
    assert not wanted(notice.data)


def test_the_way_of_an_application_is_told_to_those_it_concerns(
    world: World, brought_to: Callable[[A], Application], worker: Callable[..., int]
) -> None:
    brought_to(A.MATCHABLE)
    worker()
    meera, devi, rekha = world.cast.meera.pk, world.cast.devi.pk, world.rekha.pk
    assert told("application.to_screen") == {devi, rekha}
    assert told("application.to_review") == {rekha}  # Devi passed it on herself
    for kind in ("accepted", "oriented", "activated"):
        assert told(f"application.{kind}") == {meera}


def test_the_reason_of_a_refusal_stays_on_the_page(
    world: World, brought_to: Callable[[A], Application], worker: Callable[..., int]
) -> None:
    brought_to(A.REFUSED)
    worker()
    notice = Notice.objects.get(kind="application.answered")
    assert notice.person_id == world.cast.meera.pk
    assert "enough mentors" not in str(notice.data)


def test_delivering_twice_tells_once(world: World, worker: Callable[..., int]) -> None:
    worker()
    event = Event.objects.get(verb="enrolment.invite")
    handler_of("programmes.tell_teacher")(event)
    assert Notice.objects.filter(kind="enrolment.invited").count() == 1


def test_every_kind_reads_well_with_its_data(
    world: World, brought_to: Callable[[A], Application], worker: Callable[..., int], viewer: Look
) -> None:
    brought_to(A.MATCHABLE)
    actions.nominate(
        world.programme, world.cast.somu, by=viewer(world.cast.devi), years=9, domains=[]
    )
    actions.confirm_enrolment(world.arun, by=viewer(world.cast.arun))
    worker()
    codes = {kind.code for kind in KINDS}
    for notice in Notice.objects.filter(kind__in=codes):
        kind = kind_of(notice.kind)
        for text in (kind.title, kind.body, kind.action):
            assert "{" not in str(text).format(**notice.data)
