"""Every verb of programmes, cohorts, the teachers in them and blueprints, sent from two tabs of one
browser: it is done once, and the second tab is told so or thanked again, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

import blueprint
from banyan.people.models import Person
from banyan.programmes import actions
from banyan.programmes.models import Cohort, Design, Enrolment, PeopleImport
from banyan.programmes.queries.stages import needed_to_open
from tests.conftest import NOW
from tests.programmes.conftest import World
from tests.tabs import THANKED, TOLD, Form, Sent, done_once
from tests.walk.moments import at

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
LIST = b"name,school,role\nRina Sen,1005,teacher\n"
START = {
    "blueprint": "in_nmm", "name": "Another", "code": "another", "starts_on": "2026-02-01",
    "last_on": "2026-12-31", "cohort": "First",
}  # fmt: skip


def start(world: World) -> Form:
    said = START | {"organisation": str(world.cast.nation.pk)}
    first = said | {"step": "check"}
    return Form("devi", "/programmes/new/", said | {"step": "start"}, first=first)


def open_it(world: World) -> Form:
    by = at(world.cast.devi, 0)
    made = actions.start_programme(
        "fresh", "Fresh", world.cast.nation, "in_nmm", by.today, by.today + timedelta(days=300),
        by=by, first_cohort="First",
    )  # fmt: skip
    for key in needed_to_open(made):
        actions.record_artefact(made, key, by.today, by=by)
    return Form("devi", "/programmes/fresh/open/", page="/programmes/fresh/")


def close(world: World) -> Form:
    return Form("devi", "/programmes/pilot/close/", page="/programmes/pilot/")


def add_cohort(world: World) -> Form:
    said = {"name": "Second intake", "starts_on": "2026-02-01", "last_on": "2026-06-30"}
    return Form("devi", "/programmes/pilot/cohorts/new/", dict(said))


def _stage(world: World) -> str:
    return needed_to_open(world.programme)[0]


def record_stage(world: World) -> Form:
    page = f"/programmes/pilot/stages/{_stage(world).replace('/', '.')}/"
    said = {"on": "2026-01-12", "note": "In the folder.", "link": "https://example.org/plan"}
    return Form("devi", page, dict(said))


def take_stage_back(world: World) -> Form:
    page = f"/programmes/pilot/stages/{_stage(world).replace('/', '.')}/"
    return Form("devi", f"{page}take-back/", page=page)


def move_cohort(world: World) -> Form:
    Cohort.objects.update(blueprint_version="1.0")
    address = f"/cohorts/{world.cohort.pk}/blueprint/"
    newest = blueprint.get("in_nmm").version
    return Form("devi", address, {"to": f"in_nmm@{newest}"}, f"{address}?to=in_nmm@{newest}")


def enrol(world: World) -> Form:
    said = {
        "name": "Bina Roy", "email": "bina@example.org", "school": "1005",
        "needs_1": "digital_education", "languages_1": "hi",
    }  # fmt: skip
    return Form("devi", f"/cohorts/{world.cohort.pk}/enrol/", dict(said))


def upload(world: World) -> Form:
    file = SimpleUploadedFile("list.csv", LIST)
    return Form("devi", f"/cohorts/{world.cohort.pk}/import/", {"file": file})


def _list(world: World, verb: str) -> Form:
    row: PeopleImport
    row, _report = actions.keep_import(world.cohort, "list.csv", LIST, by=at(world.cast.devi, 0))
    page = f"/people-imports/{row.pk}/"
    return Form("devi", f"{page}{verb}/", page=page)


def bring_in(world: World) -> Form:
    return _list(world, "apply")


def discard_list(world: World) -> Form:
    return _list(world, "discard")


def _enrolment(who: str, row: Enrolment, verb: str, own: bool = False, **said: str) -> Form:
    page = f"/enrolments/{row.pk}/"
    return Form(who, f"{page}{verb}/", dict(said), "" if own else page)


def change(world: World) -> Form:
    return _enrolment("arun", world.arun, "change", True, years="9", hopes="More voices.")


def confirm(world: World) -> Form:
    return _enrolment("arun", world.arun, "confirm")


def leave(world: World) -> Form:
    return _enrolment("arun", world.arun, "withdraw", True, because="A long leave.")


def complete(world: World) -> Form:
    actions.confirm_enrolment(world.arun, by=at(world.cast.arun, 0))
    return _enrolment("devi", world.arun, "complete")


def rejoin(world: World) -> Form:
    actions.withdraw_enrolment(world.arun, by=at(world.cast.arun, 0))
    return _enrolment("devi", world.arun, "rejoin")


def copy_blueprint(world: World) -> Form:
    version = blueprint.get("peer").version
    said = {"organisation": str(world.cast.nation.pk), "code": "our_peers"}
    return Form("devi", f"/blueprints/peer/{version}/copy/", said)


def _design(world: World) -> Design:
    base = blueprint.get("peer")
    return actions.copy_blueprint(base, "our_peers", world.cast.nation, by=at(world.cast.devi, 0))


def change_design(world: World) -> Form:
    return Form("devi", f"/designs/{_design(world).pk}/", {"title-en": "Our own"})


def write_design(world: World) -> Form:
    row = _design(world)
    said = {"text": row.text + "# Ours.\n", "step": "save"}
    return Form("devi", f"/designs/{row.pk}/file/", said)


def publish_design(world: World) -> Form:
    return Form("devi", f"/designs/{_design(world).pk}/publish/")


CASES: dict[Callable[[World], Form], Sent] = {
    start: Sent("programmes:start", TOLD),
    open_it: Sent("programmes:programme_open", TOLD),
    close: Sent("programmes:programme_close", TOLD),
    add_cohort: Sent("programmes:add_cohort", TOLD),
    record_stage: Sent("programmes:stage", THANKED),
    take_stage_back: Sent("programmes:stage_take_back", TOLD),
    move_cohort: Sent("programmes:cohort_blueprint", TOLD),
    enrol: Sent("programmes:enrol", TOLD),
    upload: Sent("programmes:upload", THANKED),
    bring_in: Sent("programmes:apply_import", TOLD),
    discard_list: Sent("programmes:discard_import", TOLD),
    change: Sent("programmes:enrolment_change", TOLD),
    confirm: Sent("programmes:enrolment_confirm", TOLD),
    leave: Sent("programmes:enrolment_withdraw", TOLD),
    complete: Sent("programmes:enrolment_complete", TOLD),
    rejoin: Sent("programmes:enrolment_rejoin", TOLD),
    copy_blueprint: Sent("programmes:blueprint_copy", TOLD),
    change_design: Sent("programmes:design", TOLD),
    write_design: Sent("programmes:design_file", TOLD),
    publish_design: Sent("programmes:design_publish", TOLD),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    world: World, signed_in: SignIn, case: Callable[[World], Form]
) -> None:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        form = case(world)
        done_once(signed_in(getattr(world.cast, form.who)), form, CASES[case])
