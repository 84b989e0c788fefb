"""Every verb of places, roles, lists of schools and calendar files, sent from two tabs of one
browser: it is done once, and the second tab is told so or thanked again, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from banyan.organisations import actions
from banyan.organisations.models import DirectoryImport
from banyan.organisations.states import ReportingKind
from banyan.people.models import Person
from tests.conftest import NOW, Cast
from tests.organisations.test_calendar import event, file
from tests.tabs import GONE, THANKED, TOLD, Form, Sent, done_once
from tests.walk.moments import at

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
SCHOOLS = b"name,type,state,district\nKV Patan,kv,Gujarat,Ahmedabad\n"


def _of(place: int, rest: str, **said: object) -> Form:
    return Form("asha", f"/organisations/{place}/{rest}", dict(said))


def add_place(cast: Cast) -> Form:
    return _of(cast.state.pk, "add/district/", name="Rajkot")


def change_place(cast: Cast) -> Form:
    return _of(cast.school.pk, "change/", name="KV Sabarmati No 2")


def add_person(cast: Cast) -> Form:
    said = {"name": "Lata Menon", "email": "lata@example.org", "role": "teacher", "invite": "on"}
    return _of(cast.school.pk, "people/add/", **said)


def end_role(cast: Cast) -> Form:
    held = cast.arun.memberships.get()
    return Form("asha", f"/memberships/{held.pk}/end/", {"last_day": "2026-01-31"})


def enter_reporting_line(cast: Cast) -> Form:
    held = cast.arun.memberships.get()
    said = {"chosen": str(cast.kavita.pk), "kind": "evaluator"}
    return Form("devi", f"/memberships/{held.pk}/reporting/", dict(said))


def end_reporting_line(cast: Cast) -> Form:
    kind = ReportingKind.EVALUATOR
    line = actions.enter_reporting_line(
        cast.arun, cast.kavita, kind, cast.school, by=at(cast.asha, 0)
    )
    return Form("devi", f"/reporting-lines/{line.pk}/end/", {"last_day": "2026-01-31"})


def invite(cast: Cast) -> Form:
    held = cast.arun.memberships.get()
    page = f"/organisations/{held.organisation_id}/people/"
    return Form("asha", f"/memberships/{held.pk}/invite/", page=page)


def send_schools(cast: Cast) -> Form:
    page = f"{cast.state.pk}/import/"
    return Form("asha", f"/organisations/{page}", {"file": SimpleUploadedFile("a.csv", SCHOOLS)})


def _list(cast: Cast, verb: str, **said: str) -> Form:
    row: DirectoryImport
    row = actions.check_import("a.csv", SCHOOLS, cast.state, by=at(cast.asha, 0))
    page = f"/directory-imports/{row.pk}/"
    return Form("asha", f"{page}{verb}/", dict(said), page)


def bring_in(cast: Cast) -> Form:
    return _list(cast, "apply")


def discard(cast: Cast) -> Form:
    return _list(cast, "discard")


def bring_in_calendar(cast: Cast) -> Form:
    page = f"/organisations/{cast.school.pk}/calendar/"
    content = file(event("a", "20260126"), event("b", "20260502", "20260621", title="Summer"))
    sent = {"file": SimpleUploadedFile("school.ics", content), "kind": "closed"}
    return Form("devi", f"{page}apply/", page=f"{page}file/", first=sent)


CASES: dict[Callable[[Cast], Form], Sent] = {
    add_place: Sent("organisations:add", TOLD),
    change_place: Sent("organisations:change", TOLD),
    add_person: Sent("organisations:add_person", THANKED),
    end_role: Sent("organisations:end_role", GONE),
    enter_reporting_line: Sent("organisations:reporting", THANKED),
    end_reporting_line: Sent("organisations:end_reporting", GONE),
    invite: Sent("organisations:invite", TOLD),
    send_schools: Sent("organisations:import", THANKED),
    bring_in: Sent("organisations:apply_import", TOLD),
    discard: Sent("organisations:discard_import", TOLD),
    bring_in_calendar: Sent("organisations:calendar_apply", TOLD),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    cast: Cast, signed_in: SignIn, case: Callable[[Cast], Form]
) -> None:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        form = case(cast)
        done_once(signed_in(getattr(cast, form.who)), form, CASES[case])
