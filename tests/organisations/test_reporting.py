"""Who appraises or manages whom: entered by those who keep roles, known to the two it names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.standings import has_power_over, informed, under_power
from banyan.organisations import actions, queries
from banyan.organisations.models import ReportingLine
from banyan.organisations.queries import reporting
from banyan.organisations.states import ReportingKind, Role
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW, Cast

pytestmark = pytest.mark.django_db
Look = Callable[..., Viewer]
SignIn = Callable[[Person], Client]
TODAY = date(2026, 1, 14)
TOMORROW = TODAY + timedelta(days=1)
EVALUATOR, LINE_MANAGER = ReportingKind.EVALUATOR, ReportingKind.LINE_MANAGER


@pytest.fixture
def enter(cast: Cast) -> Callable[..., ReportingLine]:
    """Arun reports to Somu, who holds no role at all."""

    def line(
        person: Person | None = None,
        to: Person | None = None,
        kind: ReportingKind = EVALUATOR,
        on: date = LONG_AGO,
    ) -> ReportingLine:
        return actions.enter_reporting_line(
            person or cast.arun, to or cast.somu, kind, cast.school, by=system(NOW), starts_on=on
        )

    return line


def page_of(person: Person) -> str:
    return f"/memberships/{person.memberships.get().pk}/reporting/"


@pytest.mark.parametrize(
    ("who", "may"),
    [("devi", True), ("asha", True)]
    + [(one, False) for one in ("arun", "meera", "kavita", "nandan", "omar", "somu")],
)
def test_who_keeps_the_roles_of_a_place_enters_and_ends_it(
    who: str, may: bool, cast: Cast, viewer: Look, enter: Callable[..., ReportingLine]
) -> None:
    by = viewer(getattr(cast, who))
    if may:
        line = actions.enter_reporting_line(cast.arun, cast.meera, EVALUATOR, cast.school, by=by)
        assert (line.starts_on, line.ends_on) == (TODAY, None)
        assert actions.end_reporting_line(line, by=by).ends_on == TODAY
        return
    with pytest.raises(Refused, match="administrator or a coordinator of this area"):
        actions.enter_reporting_line(cast.arun, cast.meera, EVALUATOR, cast.school, by=by)
    with pytest.raises(Refused, match="administrator or a coordinator of this area"):
        actions.end_reporting_line(enter(), by=by)
    assert ReportingLine.objects.filter(ends_on__isnull=True).count() == 1


def test_it_is_told_once_on_the_trail_however_often_it_is_entered(cast: Cast, viewer: Look) -> None:
    first, second = (
        actions.enter_reporting_line(
            cast.arun, cast.meera, EVALUATOR, cast.school, by=viewer(cast.devi)
        )
        for _each in range(2)
    )
    assert first == second
    actions.end_reporting_line(first, by=viewer(cast.devi), on=TOMORROW)
    told = Event.objects.filter(subject=f"reportingline:{first.pk}").order_by("pk")
    assert [(one.verb, one.scope) for one in told] == [
        ("reporting_line.enter", cast.school.path),
        ("reporting_line.end", cast.school.path),
    ]
    about = {"kind": "evaluator", "person": cast.arun.pk, "reports_to": cast.meera.pk}
    assert {key: told[0].data[key] for key in about} == about


def test_nobody_reports_to_herself(cast: Cast, viewer: Look) -> None:
    with pytest.raises(Refused, match="Nobody reports to themselves"):
        actions.enter_reporting_line(
            cast.arun, cast.arun, EVALUATOR, cast.school, by=viewer(cast.devi)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportingLine.objects.create(
            person=cast.arun,
            reports_to=cast.arun,
            kind=EVALUATOR,
            organisation=cast.school,
            starts_on=TODAY,
        )


def test_whoever_it_names_does_not_end_it(
    cast: Cast, viewer: Look, enter: Callable[..., ReportingLine], signed_in: SignIn
) -> None:
    """A coordinator could else open to herself what is closed to her."""
    line = enter(to=cast.devi)
    with pytest.raises(Refused, match="This line names you"):
        actions.end_reporting_line(line, by=viewer(cast.devi))
    devi = signed_in(cast.devi)
    page = devi.get(page_of(cast.arun)).content.decode()
    assert "Devi Nair" in page and f"/reporting-lines/{line.pk}/end/" not in page
    assert devi.get(f"/reporting-lines/{line.pk}/end/").status_code == 403
    assert actions.end_reporting_line(line, by=viewer(cast.asha)).ends_on == TODAY


def test_it_gives_power_from_its_first_day_to_its_last(
    cast: Cast, viewer: Look, enter: Callable[..., ReportingLine]
) -> None:
    line = enter(on=TODAY)
    actions.end_reporting_line(line, by=viewer(cast.devi), on=TOMORROW)
    days = [NOW + timedelta(days=number) for number in (-1, 0, 1)]
    seen = [viewer(cast.somu, at=day) for day in days]
    assert [has_power_over(one, cast.arun.pk) for one in seen] == [False, True, False]
    assert [under_power(one, [cast.arun.pk, cast.meera.pk]) for one in seen] == [
        set(), {cast.arun.pk}, set(),
    ]  # fmt: skip
    assert not has_power_over(viewer(cast.arun), cast.somu.pk)  # nor the other way round


def test_who_reports_to_nobody_is_known_without_a_question(
    cast: Cast, viewer: Look, enter: Callable[..., ReportingLine]
) -> None:
    enter()
    meera, somu = viewer(cast.meera), viewer(cast.somu)
    assert (meera.has_reports, somu.has_reports) == (False, True)
    with CaptureQueriesContext(connection) as asked:
        assert under_power(meera, [cast.arun.pk]) == set()
    assert len(asked) == 0
    many = queries.viewers_for([cast.meera, cast.somu, cast.kavita], now=NOW)
    assert {pk: one.has_reports for pk, one in many.items()} == {
        cast.meera.pk: False, cast.somu.pk: True, cast.kavita.pk: False,
    }  # fmt: skip
    assert many[cast.meera.pk].grants == meera.grants


@pytest.mark.parametrize("both", [False, True])
def test_a_viewer_who_is_informed_knows_the_same(
    both: bool, cast: Cast, viewer: Look, enter: Callable[..., ReportingLine]
) -> None:
    enter(to=cast.kavita if both else None)
    people = [cast.arun.pk, cast.meera.pk]
    viewers = {one.pk: viewer(one) for one in (cast.somu, cast.kavita, cast.meera)}
    told = informed(viewers, people)
    assert {pk: one.below for pk, one in told.items()} == {
        pk: frozenset(under_power(viewers[pk], people)) for pk in viewers
    }
    assert told[cast.kavita.pk].below == {cast.arun.pk}


@pytest.mark.parametrize("lines", [1, 3])
def test_what_is_asked_for_many_viewers_is_one_query_however_many_lines(
    lines: int, cast: Cast, enter: Callable[..., ReportingLine]
) -> None:
    for person in (cast.arun, cast.meera, cast.kavita)[:lines]:
        enter(person)
    with CaptureQueriesContext(connection) as asked:
        queries.viewers_for([cast.somu, cast.devi], now=NOW)
    assert len(asked) == 1


# Pages


def test_a_coordinator_enters_it_by_name_and_by_address(cast: Cast, signed_in: SignIn) -> None:
    devi, url = signed_in(cast.devi), page_of(cast.arun)
    people = devi.get(f"/organisations/{cast.school.pk}/people/").content.decode()
    assert f'href="{url}"' in people
    assert "Nobody is entered here yet." in devi.get(url).content.decode()
    sent = {"chosen": str(cast.kavita.pk), "email": "", "kind": "line_manager", "starts_on": ""}
    with time_machine.travel(NOW, tick=False):
        assert devi.post(url, sent)["Location"] == url
    by_address = {"email": cast.somu.email.upper(), "kind": "evaluator", "starts_on": "2026-02-01"}
    assert devi.post(url, by_address)["Location"] == url
    rows = ReportingLine.objects.order_by("pk").values_list("reports_to", "kind", "starts_on")
    assert list(rows) == [
        (cast.kavita.pk, "line_manager", TODAY),
        (cast.somu.pk, "evaluator", date(2026, 2, 1)),
    ]
    page = devi.get(url).content.decode()
    assert "Line manager" in page and "entered who appraises or manages here" in page


def test_a_form_offers_those_who_work_there_or_answer_for_it(cast: Cast) -> None:
    offered = [one.name for one in reporting.seniors_at(cast.school, cast.arun.pk, TODAY)]
    assert offered == ["Asha Verma", "Devi Nair", "Kavita Shah", "Nandan Rao"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose somebody, or give an address below."),
        ({"email": "nobody@example.org"}, "Nobody is known by this address."),
        ({"email": "arun@example.org"}, "Nobody reports to themselves."),
        ({"email": "somu@example.org", "chosen": "kavita"}, "These are two people."),
        ({"chosen": "omar"}, "This cannot be chosen here, or no longer."),
        ({"chosen": "kavita", "kind": "friend"}, "This cannot be chosen here, or no longer."),
        ({"chosen": "kavita", "starts_on": "soon"}, "Write the day like"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(
    sent: dict[str, str], said: str, cast: Cast, signed_in: SignIn
) -> None:
    for who in ("arun", "somu"):
        Person.objects.filter(pk=getattr(cast, who).pk).update(email=f"{who}@example.org")
    if "chosen" in sent:
        sent = {**sent, "chosen": str(getattr(cast, sent["chosen"]).pk)}
    answer = signed_in(cast.devi).post(page_of(cast.arun), {"kind": "evaluator", **sent})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert sent.get("email", "") in page
    assert not ReportingLine.objects.exists()


def test_it_ends_on_its_last_day_and_stays_as_history(
    cast: Cast, signed_in: SignIn, enter: Callable[..., ReportingLine]
) -> None:
    line = enter(on=TODAY)
    devi, url = signed_in(cast.devi), f"/reporting-lines/{line.pk}/end/"
    assert "Arun Patel no longer reports to Somu Das?" in devi.get(url).content.decode()
    too_early = devi.post(url, {"last_day": "2026-01-13"}).content.decode()
    assert "This is before it began." in too_early
    assert devi.post(url, {"last_day": "2026-01-14"}).status_code == 302
    line.refresh_from_db()
    assert (line.ends_on, line.last_day) == (TOMORROW, TODAY)
    assert devi.get(url).status_code == 404
    page = devi.get(page_of(cast.arun)).content.decode()
    assert "Wed 14 Jan 2026" in page and url not in page
    assert "entered that this no longer holds" in page


def test_lines_of_others_are_not_there(
    cast: Cast, signed_in: SignIn, enter: Callable[..., ReportingLine]
) -> None:
    line = enter()
    for person in (cast.omar, cast.kavita, cast.arun, cast.somu):
        browser = signed_in(person)
        assert browser.get(page_of(cast.arun)).status_code == 404
        assert browser.post(page_of(cast.arun), {"kind": "evaluator"}).status_code == 404
        assert browser.get(f"/reporting-lines/{line.pk}/end/").status_code == 404


def test_both_of_the_two_find_it_on_their_own_pages(
    cast: Cast, signed_in: SignIn, enter: Callable[..., ReportingLine]
) -> None:
    enter(on=TODAY)
    for url in ("/organisations/", "/me/who-sees-what/"):
        arun = signed_in(cast.arun).get(url).content.decode()
        assert "Who appraises or manages you" in arun
        assert "Somu Das, Evaluator, since Wed 14 Jan 2026" in arun
        somu = signed_in(cast.somu).get(url).content.decode()
        assert "Whom you appraise or manage" in somu
        assert "Arun Patel: you are entered as Evaluator, since Wed 14 Jan 2026" in somu
        devi = signed_in(cast.devi).get(url).content.decode()
        assert "ppraise" not in devi


@pytest.mark.parametrize("lines", [1, 3])
def test_the_page_asks_as_much_for_many_lines(
    lines: int, cast: Cast, signed_in: SignIn, enter: Callable[..., ReportingLine]
) -> None:
    for person in (cast.somu, cast.kavita, cast.omar)[:lines]:
        enter(to=person)
    devi, url = signed_in(cast.devi), page_of(cast.arun)
    devi.get(url)
    with CaptureQueriesContext(connection) as asked:
        devi.get(url)
    assert len(asked) == 9


def test_a_role_taken_away_leaves_the_line(
    cast: Cast, viewer: Look, enter: Callable[..., ReportingLine]
) -> None:
    enter(to=cast.kavita)
    for held in cast.kavita.memberships.select_related("organisation"):
        actions.end_role(held, by=system(NOW))
    seen = viewer(cast.kavita)
    assert not seen.has(Role.PRINCIPAL)
    assert has_power_over(seen, cast.arun.pk)
