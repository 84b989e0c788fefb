"""What each verb changes, whom it refuses, and that two tabs never both win."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db.models import Model

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer, system
from banyan.organisations.models import Membership
from banyan.people import actions as people
from banyan.programmes import actions
from banyan.programmes.models import Application, Enrolment, Programme
from banyan.programmes.rules import APPLICATION, ENROLMENT, PROGRAMME
from banyan.programmes.states import ApplicationStatus as A
from banyan.programmes.states import EnrolmentStatus as E
from banyan.programmes.states import ProgrammeStatus as P
from banyan.trail.models import Event
from tests.conftest import NOW, Cast
from tests.programmes.conftest import OFFER, World, let_readers_judge

Look = Callable[..., Viewer]


def verbs_of(row: Model) -> list[str]:
    subject = f"{row._meta.model_name}:{row.pk}"
    return list(Event.objects.filter(subject=subject).order_by("id").values_list("verb", flat=True))


def test_a_programme_pins_the_blueprint_it_started_with(world: World) -> None:
    assert (world.programme.blueprint, world.programme.blueprint_version) == ("in_nmm", "2.1")
    assert world.cohort.blueprint_version == "2.1"


def test_only_keepers_of_a_place_start_programmes_there(cast: Cast, viewer: Look) -> None:
    days = (date(2026, 2, 1), date(2026, 8, 1))
    for person in (cast.meera, cast.arun, cast.kavita, cast.nandan, cast.omar, cast.somu):
        with pytest.raises(Refused):
            actions.start_programme("x", "X", cast.nation, "in_nmm", *days, by=viewer(person))
    assert not Programme.objects.exists()
    actions.start_programme("x", "X", cast.nation, "in_nmm", *days, by=viewer(cast.asha))
    with pytest.raises(Refused, match="short name"):
        actions.start_programme("x", "Y", cast.nation, "in_nmm", *days, by=viewer(cast.devi))
    with pytest.raises(Refused, match="no such design"):
        actions.start_programme("y", "Y", cast.nation, "nope", *days, by=viewer(cast.devi))
    with pytest.raises(Refused, match="last day"):
        actions.start_programme(
            "z", "Z", cast.nation, "in_nmm", days[1], days[0], by=viewer(cast.devi)
        )


def test_a_cohort_name_is_used_once(world: World, viewer: Look) -> None:
    with pytest.raises(Refused, match="of that name"):
        actions.add_cohort(
            world.programme,
            "First intake",
            date(2026, 1, 1),
            date(2026, 2, 1),
            by=viewer(world.cast.devi),
        )


def test_enrolling_invites_ranks_needs_and_makes_a_teacher(world: World, viewer: Look) -> None:
    new = people.add_person("Gita Joshi", by=viewer(world.cast.devi))
    enrolment = actions.enrol(
        world.cohort,
        new,
        world.cast.other_school,
        by=viewer(world.cast.devi),
        needs=["inclusive_education", "action_research"],
        confirmed=True,
    )
    assert (enrolment.status, enrolment.starts_on) == (E.ENROLLED, date(2026, 1, 14))
    assert list(enrolment.needs.values_list("domain", "rank")) == [
        ("inclusive_education", 1),
        ("action_research", 2),
    ]
    held = Membership.objects.get(person=new)
    assert (held.role, held.organisation_id) == ("teacher", world.cast.other_school.pk)
    assert verbs_of(enrolment) == ["enrolment.enrol"]
    assert verbs_of(world.arun) == ["enrolment.invite"]


def test_enrolling_refuses_what_the_blueprint_does_not_know(world: World, viewer: Look) -> None:
    devi = viewer(world.cast.devi)
    somu, school = world.cast.somu, world.cast.school
    with pytest.raises(Refused, match="no domain here"):
        actions.enrol(world.cohort, somu, school, by=devi, needs=["magic"])
    with pytest.raises(Refused, match="no language here"):
        actions.enrol(world.cohort, somu, school, by=devi, languages=["tlh"])
    with pytest.raises(Refused, match="no subject here"):
        actions.enrol(world.cohort, somu, school, by=devi, subjects=["alchemy"])
    with pytest.raises(Refused, match="no stage of school"):
        actions.enrol(world.cohort, somu, school, by=devi, stages=["final"])
    with pytest.raises(Refused, match="no time of the week"):
        actions.enrol(world.cohort, somu, school, by=devi, hours=["mon-night"])
    with pytest.raises(Refused, match="tells teachers apart"):
        actions.enrol(world.cohort, somu, school, by=devi, traits=["left_handed"])
    four = [
        "action_research",
        "career_progression",
        "digital_education",
        "ict_integration",
    ]
    with pytest.raises(Refused, match="at most 3 domains"):
        actions.enrol(world.cohort, somu, school, by=devi, needs=four)
    assert Enrolment.objects.count() == 1


def test_nobody_is_enrolled_twice_or_by_strangers(world: World, viewer: Look) -> None:
    with pytest.raises(Refused, match="in the cohort already"):
        actions.enrol(world.cohort, world.cast.arun, world.cast.school, by=viewer(world.cast.devi))
    for person in (world.cast.omar, world.cast.kavita, world.cast.somu, world.cast.asha):
        with pytest.raises(Refused):
            actions.enrol(world.cohort, world.cast.somu, world.cast.school, by=viewer(person))


def test_a_closed_programme_takes_nobody_in(world: World, viewer: Look) -> None:
    devi = viewer(world.cast.devi)
    actions.close_programme(world.programme, by=devi)
    with pytest.raises(Refused, match="closed"):
        actions.enrol(world.cohort, world.cast.somu, world.cast.school, by=devi)
    with pytest.raises(Refused, match="not taking applications"):
        actions.start_application(world.programme, by=viewer(world.cast.somu))


def test_answers_change_and_what_is_not_given_stays(world: World, viewer: Look) -> None:
    arun = viewer(world.cast.arun)
    actions.change_enrolment(world.arun, by=arun, needs=["digital_education"], years=5)
    row = Enrolment.objects.get(pk=world.arun.pk)
    assert (row.years, row.languages, row.hopes) == (
        5,
        ["hi", "en"],
        "I want the last bench to speak.",
    )
    assert list(row.needs.values_list("domain", flat=True)) == ["digital_education"]


def test_answers_changed_in_two_tabs_are_not_lost(world: World, viewer: Look) -> None:
    arun = viewer(world.cast.arun)
    other_tab = Enrolment.objects.get(pk=world.arun.pk)
    actions.change_enrolment(world.arun, by=arun, years=5)
    with pytest.raises(Stale):
        actions.change_enrolment(other_tab, by=arun, years=6)
    assert Enrolment.objects.get(pk=world.arun.pk).years == 5


ENROLMENT_VERBS = {
    "confirm": actions.confirm_enrolment,
    "complete": actions.complete_enrolment,
    "withdraw": actions.withdraw_enrolment,
    "rejoin": actions.rejoin_enrolment,
}
APPLICATION_VERBS: dict[str, Callable[..., object]] = {
    "submit": actions.submit,
    "screen": actions.screen,
    "accept": actions.accept,
    "refuse": lambda row, *, by: actions.refuse(row, "Enough mentors.", by=by),
    "orient": lambda row, *, by: actions.orient(row, date(2026, 1, 12), by=by),
    "activate": actions.activate,
    "rest": actions.rest,
    "return": actions.return_to_pool,
    "withdraw": actions.withdraw_application,
    "pass_on": actions.pass_on,
    "admit": actions.admit,
    "turn_down": actions.turn_down,
    "reinstate": actions.reinstate,
}
# Verbs of programmes in which readers judge, with what they found before.
BY_READERS = {
    "pass_on": "",
    "admit": "successful",
    "turn_down": "not_yet",
    "reinstate": "successful",
}
PROGRAMME_VERBS = {"open": actions.open_programme, "close": actions.close_programme}


def test_every_row_of_the_tables_has_its_action() -> None:
    for table, found in (
        (ENROLMENT, ENROLMENT_VERBS),
        (APPLICATION, APPLICATION_VERBS),
        (PROGRAMME, PROGRAMME_VERBS),
    ):
        assert {move.verb for move in table.moves} == set(found)


@pytest.mark.parametrize("move", ENROLMENT.moves, ids=lambda move: move.verb)
def test_the_second_tab_of_an_enrolment_is_too_late(
    world: World, viewer: Look, move: object
) -> None:
    devi = viewer(world.cast.devi)
    source = move.source[0]  # type: ignore[attr-defined]
    verb = move.verb  # type: ignore[attr-defined]
    Enrolment.objects.filter(pk=world.arun.pk).update(status=source.value)
    first, second = (Enrolment.objects.get(pk=world.arun.pk) for _tab in range(2))
    ENROLMENT_VERBS[verb](first, by=devi)
    with pytest.raises(Stale):
        ENROLMENT_VERBS[verb](second, by=devi)
    assert verbs_of(world.arun).count(f"enrolment.{verb}") == 1


@pytest.mark.parametrize("move", APPLICATION.moves, ids=lambda move: move.verb)
def test_the_second_tab_of_an_application_is_too_late(
    world: World,
    viewer: Look,
    brought_to: Callable[[A], Application],
    move: object,
) -> None:
    source, verb = move.source[0], move.verb  # type: ignore[attr-defined]
    row = brought_to(source)
    if verb == "accept":
        for reader in (world.cast.devi, world.rekha):
            actions.review(row, "accept", "Yes.", by=viewer(reader))
    owner = verb in ("submit", "rest", "return", "withdraw")
    by = viewer(world.cast.meera if owner else world.cast.devi)
    if verb in BY_READERS:
        let_readers_judge(world.programme, row, BY_READERS[verb])
        by = by if verb == "pass_on" else system(NOW)
    first, second = (Application.objects.get(pk=row.pk) for _tab in range(2))
    APPLICATION_VERBS[verb](first, by=by)
    with pytest.raises(Stale):
        APPLICATION_VERBS[verb](second, by=by)
    assert verbs_of(row).count(f"application.{verb}") == 1


def test_the_second_tab_of_a_programme_is_too_late(world: World, viewer: Look) -> None:
    devi = viewer(world.cast.devi)
    for verb, action in (("close", actions.close_programme), ("open", actions.open_programme)):
        first, second = (Programme.objects.get(pk=world.programme.pk) for _tab in range(2))
        action(first, by=devi)
        with pytest.raises(Stale):
            action(second, by=devi)
        assert verbs_of(world.programme)[-1] == f"programme.{verb}"


def test_leaving_and_coming_back_keep_what_was_said(world: World, viewer: Look) -> None:
    arun, devi = viewer(world.cast.arun), viewer(world.cast.devi)
    actions.confirm_enrolment(world.arun, by=arun)
    actions.withdraw_enrolment(world.arun, by=arun, because="A long leave")
    row = Enrolment.objects.get(pk=world.arun.pk)
    assert (row.status, row.left_because, row.ends_on) == (
        E.WITHDRAWN,
        "A long leave",
        date(2026, 1, 14),
    )
    actions.rejoin_enrolment(world.arun, by=devi)
    row = Enrolment.objects.get(pk=world.arun.pk)
    assert (row.status, row.left_because, row.ends_on, row.years) == (E.ENROLLED, "", None, 4)
    assert not Event.objects.filter(data__icontains="long leave").exists()


def test_a_mentor_needs_the_years_that_the_blueprint_asks_for(
    world: World, draft: Application, viewer: Look
) -> None:
    meera = viewer(world.cast.meera)
    actions.change_application(draft, by=meera, years=7)
    with pytest.raises(Refused, match="at least 8 years"):
        actions.submit(draft, by=meera)
    actions.change_application(draft, by=meera, years=8)
    actions.submit(draft, by=meera)
    assert Application.objects.get(pk=draft.pk).status == A.SUBMITTED


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"domains": []}, "at least one domain"),
        ({"languages": []}, "at least one language"),
        ({"capacity": 0}, "how many teachers"),
        ({"hours_a_month": 0}, "how many teachers"),
    ],
)
def test_an_incomplete_application_says_what_is_missing(
    world: World,
    draft: Application,
    viewer: Look,
    missing: dict[str, object],
    sentence: str,
) -> None:
    meera = viewer(world.cast.meera)
    actions.change_application(draft, by=meera, **missing)
    with pytest.raises(Refused, match=sentence):
        actions.submit(draft, by=meera)


def test_evidence_is_asked_for(world: World, draft: Application, viewer: Look) -> None:
    meera = viewer(world.cast.meera)
    actions.remove_evidence(draft.evidence.get(), by=meera)
    with pytest.raises(Refused, match="piece of evidence"):
        actions.submit(draft, by=meera)


def test_nobody_promises_more_than_the_blueprint_allows(
    world: World, draft: Application, viewer: Look
) -> None:
    meera = viewer(world.cast.meera)
    with pytest.raises(Refused, match="at most 20 teachers"):
        actions.change_application(draft, by=meera, capacity=21)
    with pytest.raises(Refused, match="at most 40 hours"):
        actions.change_application(draft, by=meera, hours_a_month=41)


def test_two_different_people_read_before_anybody_accepts(
    world: World, brought_to: Callable[[A], Application], viewer: Look
) -> None:
    row = brought_to(A.SCREENED)
    devi = viewer(world.cast.devi)
    with pytest.raises(Refused, match="2 more reviewers"):
        actions.accept(row, by=devi)
    actions.review(row, "refuse", "Too short.", by=devi)
    actions.review(row, "accept", "I read it again.", by=devi)
    with pytest.raises(Refused, match="1 more reviewer"):
        actions.accept(row, by=devi)
    actions.review(row, "refuse", "Not convinced.", by=viewer(world.rekha))
    with pytest.raises(Refused, match="advises against"):
        actions.accept(row, by=devi)
    actions.review(row, "accept", "Convinced.", by=viewer(world.rekha))
    actions.accept(row, by=devi)
    assert row.reviews.count() == 2


def test_nobody_decides_on_their_own_application(world: World, viewer: Look) -> None:
    devi = viewer(world.cast.devi)
    own = actions.start_application(world.programme, by=devi, **OFFER)
    actions.add_evidence(own, "Record", "", "", by=devi)
    actions.submit(own, by=devi)
    with pytest.raises(Refused, match="their own application"):
        actions.screen(own, by=devi)
    actions.screen(own, by=viewer(world.rekha))
    with pytest.raises(Refused, match="their own application"):
        actions.review(own, "accept", "I am good.", by=devi)


def test_a_refusal_has_a_reason(
    world: World, brought_to: Callable[[A], Application], viewer: Look
) -> None:
    row = brought_to(A.SUBMITTED)
    with pytest.raises(Refused, match="Say why"):
        actions.refuse(row, "  ", by=viewer(world.cast.devi))
    assert Application.objects.get(pk=row.pk).status == A.SUBMITTED


def test_after_a_refusal_one_may_apply_again_but_never_twice_at_once(
    world: World, brought_to: Callable[[A], Application], viewer: Look
) -> None:
    brought_to(A.REFUSED)
    meera = viewer(world.cast.meera)
    actions.start_application(world.programme, by=meera)
    with pytest.raises(Refused, match="under way already"):
        actions.start_application(world.programme, by=meera)


def test_activation_gives_the_role_over_the_area_of_the_programme(
    world: World, brought_to: Callable[[A], Application], viewer: Look
) -> None:
    rekha = viewer(world.rekha)
    own = actions.start_application(world.programme, by=rekha, **OFFER)
    row = brought_to(A.MATCHABLE)
    assert Membership.objects.filter(person=row.person, role="mentor").count() == 1
    assert not Membership.objects.filter(person=own.person, role="mentor").exists()


def test_what_reviewers_read_stays_and_what_is_offered_may_change(
    world: World, brought_to: Callable[[A], Application], viewer: Look
) -> None:
    row = brought_to(A.MATCHABLE)
    meera = viewer(world.cast.meera)
    actions.change_application(row, by=meera, capacity=2, languages=["gu"])
    with pytest.raises(Refused, match="can no longer be changed"):
        actions.change_application(row, by=meera, years=40)
    stored = Application.objects.get(pk=row.pk)
    assert (stored.capacity, stored.years) == (2, 14)
    assert list(stored.fluencies.values_list("language", flat=True)) == ["gu"]


def test_an_office_may_nominate_but_not_skip_the_reviewers(world: World, viewer: Look) -> None:
    devi = viewer(world.cast.devi)
    row = actions.nominate(world.programme, world.cast.somu, by=devi, **OFFER)
    assert Application.objects.get(pk=row.pk).status == A.SUBMITTED
    with pytest.raises(Refused, match="at least 8 years"):
        actions.nominate(world.programme, world.cast.arun, by=devi, **{**OFFER, "years": 2})
    assert Application.objects.count() == 1


def test_publishing_is_the_mentors_own_and_two_tabs_do_not_mix(
    world: World, brought_to: Callable[[A], Application], viewer: Look
) -> None:
    row = brought_to(A.MATCHABLE)
    meera = viewer(world.cast.meera)
    with pytest.raises(Refused):
        actions.publish(row, True, ["years"], by=viewer(world.cast.devi))
    other_tab = Application.objects.get(pk=row.pk)
    actions.publish(row, True, ["years", "about"], by=meera)
    with pytest.raises(Stale):
        actions.publish(other_tab, False, [], by=meera)
    stored = Application.objects.get(pk=row.pk)
    assert (stored.listed, stored.publishes) == (True, ["about", "years"])


def test_no_word_of_an_application_reaches_the_trail(
    world: World, brought_to: Callable[[A], Application]
) -> None:
    brought_to(A.MATCHABLE)
    told = str(list(Event.objects.values_list("data", flat=True)))
    for secret in ("Somebody once did", "Listens well", "Service record", "last bench"):
        assert secret not in told


def test_a_programme_opens_closes_and_opens_again(world: World, viewer: Look) -> None:
    devi = viewer(world.cast.devi)
    actions.close_programme(world.programme, by=devi)
    assert world.programme.status == P.CLOSED
    actions.open_programme(world.programme, by=devi)
    told = [verb for verb in verbs_of(world.programme) if verb.startswith("programme.")]
    assert told == [
        "programme.start",
        "programme.open",
        "programme.close",
        "programme.open",
    ]
