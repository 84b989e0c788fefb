"""Who is told of a round, once, and until when."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import translation

from banyan.kernel.viewer import Viewer
from banyan.matching import actions
from banyan.matching.models import Proposal, Round
from banyan.matching.notices import tell_of_pair
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship
from banyan.notifications.actions import is_done
from banyan.notifications.models import Notice
from banyan.notifications.registry import kind_of
from banyan.trail.models import Event
from tests.conftest import NOW
from tests.matching.conftest import World

pytestmark = pytest.mark.django_db
KINDS = ("matching.proposed", "mentorship.proposed")


def told() -> list[tuple[str, str, str]]:
    """Who is told of a proposal, with which other, and where it leads."""
    rows = Notice.objects.filter(kind__in=KINDS).select_related("person").order_by("person__name")
    return [(row.person.name, row.data["other"], row.link) for row in rows]


def test_each_of_the_two_is_told_once_with_the_page_that_says_why(
    published: Round, worker: Callable[[], int]
) -> None:
    worker()
    link = f"/proposals/{Proposal.objects.get().pk}/"
    assert told() == [
        ("Arun Patel", "Meera Iyer", link),
        ("Meera Iyer", "Arun Patel", link),
    ]
    tell_of_pair(Event.objects.get(verb="mentorship.propose"))
    assert len(told()) == 2


def test_whoever_is_left_out_or_unmatched_is_told_nothing(
    pairable: World, worker: Callable[[], int]
) -> None:
    bela = pairable.teacher("Bela Roy", languages=["ta"]).person
    round_ = pairable.computed()
    pairable.cohort.enrolments.filter(person=pairable.cast.arun).update(status="withdrawn")
    actions.publish(round_, by=pairable.devi)
    worker()
    assert told() == []
    assert not Notice.objects.filter(person=bela, kind__startswith="matching").exists()


def test_the_answer_is_wanted_until_it_is_given(
    published: Round, world: World, worker: Callable[[], int], viewer: Callable[..., Viewer]
) -> None:
    worker()
    told_of = {n.person.name: n for n in Notice.objects.filter(kind__in=KINDS)}

    def waits(name: str) -> bool:
        return not is_done(told_of[name], NOW)

    pair = Mentorship.objects.select_related("school").get()
    assert [waits(name) for name in ("Arun Patel", "Meera Iyer")] == [True, True]
    mentoring.accept(pair, by=viewer(world.cast.arun))
    assert [waits(name) for name in ("Arun Patel", "Meera Iyer")] == [False, True]
    mentoring.decline(pair, by=viewer(world.cast.meera))
    assert [waits(name) for name in ("Arun Patel", "Meera Iyer")] == [False, False]


def test_the_coordinator_is_told_of_a_no(
    published: Round, world: World, worker: Callable[[], int], viewer: Callable[..., Viewer]
) -> None:
    pair = Mentorship.objects.select_related("school").get()
    mentoring.decline(pair, by=viewer(world.cast.arun))
    worker()
    rows = Notice.objects.filter(person=world.cast.devi, kind="mentorship.declined")
    assert [row.data["teacher"] for row in rows] == ["Arun Patel"]


def test_the_words_of_a_notice_have_what_they_need(
    published: Round, worker: Callable[[], int]
) -> None:
    worker()
    kind, row = kind_of("matching.proposed"), Notice.objects.filter(kind__in=KINDS)[0]
    with translation.override("en"):
        assert str(kind.title).format(**row.data).startswith("You and ")
        assert row.data["answer_by_at"] in str(kind.body).format(**row.data)
