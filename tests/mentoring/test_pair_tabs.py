"""Every verb of a pair, from its proposal to its end, sent from two tabs of one browser: it is done
once, and the second tab is told so or thanked again, never shown a fault."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from banyan.kernel.viewer import system
from banyan.mentoring import actions
from banyan.mentoring.actions import emergencies, nudges, records
from banyan.mentoring.models import EmergencyAccess, Mentorship, Rematch, Request
from banyan.mentoring.snapshot import doing
from banyan.mentoring.states import Nudge, RecordKind
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.programmes.models import Cohort
from tests.conftest import LONG_AGO, NOW
from tests.mentoring.asking import at
from tests.mentoring.conftest import World
from tests.mentoring.test_endings import run_by
from tests.mentoring.test_trials import STARTED, answer, begun
from tests.tabs import GONE, THANKED, TOLD, Form, Sent, done_once

pytestmark = pytest.mark.django_db
SignIn = Callable[[Person], Client]
Case = Callable[[World, Mentorship], Form]
LATER = "2026-02-01"


def _of(who: str, pair: Mentorship, verb: str, **said: str) -> Form:
    return Form(who, f"/mentorships/{pair.pk}/{verb}/", dict(said))


def _proposed(world: World) -> Mentorship:
    """To Bina, who has no mentor."""
    bina = world.person("Bina")
    world.enrol(bina, world.cast.school)
    return actions.propose(
        world.cast.meera, bina, world.cohort, world.cast.school, ["digital_education"],
        by=at(world.cast.devi),
    )  # fmt: skip


def accept(world: World, pair: Mentorship) -> Form:
    return _of("meera", _proposed(world), "accept")


def confirm(world: World, pair: Mentorship) -> Form:
    proposed = _proposed(world)
    actions.accept(proposed, by=at(proposed.mentee))
    return _of("meera", proposed, "accept")


def decline(world: World, pair: Mentorship) -> Form:
    return _of("meera", _proposed(world), "decline")


def withdraw(world: World, pair: Mentorship) -> Form:
    return _of("devi", _proposed(world), "withdraw")


def pause(world: World, pair: Mentorship) -> Form:
    return _of("arun", pair, "pause", until=LATER)


def resume(world: World, pair: Mentorship) -> Form:
    actions.pause(pair, at(world.cast.arun, 20).today, by=at(world.cast.arun))
    return _of("arun", pair, "resume")


def change_form(world: World, pair: Mentorship) -> Form:
    return _of("devi", run_by(world, pair, "ru_target_model"), "change-form", form="reverse")


def extend(world: World, pair: Mentorship) -> Form:
    said = {"until": "2027-05-31", "because": "Leave of half a year."}
    return _of("devi", run_by(world, pair, "cps_induction"), "extend", **said)


def complete(world: World, pair: Mentorship) -> Form:
    """By the first version of the blueprint, which asks for nothing."""
    Cohort.objects.update(blueprint_version="1.0")
    return _of("devi", pair, "complete")


def end(world: World, pair: Mentorship) -> Form:
    return _of("arun", pair, "end", reason="no_time", words="Exams.", wants_another="on")


def give_notice(world: World, pair: Mentorship) -> Form:
    said = {"reason": "early_by_mentor", "words": "Illness.", "on": LATER}
    return _of("meera", run_by(world, pair, "ru_target_model"), "give-notice", **said)


def take_notice_back(world: World, pair: Mentorship) -> Form:
    found = run_by(world, pair, "ru_target_model")
    actions.give_notice(found, "early_by_mentor", "", False, by=at(world.cast.meera))
    return _of("meera", found, "take-notice-back")


def say_yes(world: World, pair: Mentorship) -> Form:
    return _of("arun", begun(pair, "peer", STARTED), "trial", answer="yes")


def say_no(world: World, pair: Mentorship) -> Form:
    return _of("arun", begun(pair, "peer", STARTED), "trial", answer="no")


def go_on(world: World, pair: Mentorship) -> Form:
    tried = begun(pair, "peer", STARTED)
    answer(tried, at(world.cast.arun), False)
    page = f"/mentorships/{pair.pk}/"
    return Form("devi", f"{page}trial/go-on/", page=page)


def ask_another(world: World, pair: Mentorship) -> Form:
    return _of("arun", pair, "another", reason="no_time", words="We never find an hour.")


def _asked(world: World, pair: Mentorship) -> Rematch:
    return actions.ask_rematch(pair, "no_time", "", by=at(world.cast.arun))


def withdraw_rematch(world: World, pair: Mentorship) -> Form:
    page = f"/mentorships/{pair.pk}/another/"
    return Form("arun", f"/rematches/{_asked(world, pair).pk}/withdraw/", page=page)


def stay(world: World, pair: Mentorship) -> Form:
    page = f"/mentorships/{pair.pk}/rematch/"
    return Form("devi", f"/rematches/{_asked(world, pair).pk}/stay/", page=page)


def plans_along(world: World, pair: Mentorship) -> Form:
    arun = at(world.cast.arun)
    _asked(world, pair)
    plan = records.begin(RecordKind.LESSON_PLAN, by=arun, pair=pair, title="Shadows")
    return _of("arun", pair, "along", plans=str(plan.pk))


def not_now_taken_back(world: World, pair: Mentorship) -> Form:
    said = nudges.say_not_now(pair, Nudge.QUIET, "exams", 2, "", by=at(world.cast.arun))
    page = f"/mentorships/{pair.pk}/not-now/"
    return Form("arun", f"/not-now/{said.pk}/take-back/", page=page)


def _step(who: str, pair: Mentorship, move: str = "", **said: str) -> Form:
    page = f"/mentorships/{pair.pk}/steps/mid_way/"
    own = move in ("", "waive")
    return Form(who, page + (f"{move}/" if move else ""), dict(said), "" if own else page)


def draft_step(world: World, pair: Mentorship) -> Form:
    return _step("arun", pair, on_the_way="4", go_on="same", wish="Voices", verb="draft")


def finish_step(world: World, pair: Mentorship) -> Form:
    return _step("arun", pair, on_the_way="4", go_on="same", wish="Voices", verb="finish")


def waive_step(world: World, pair: Mentorship) -> Form:
    return _step("devi", pair, "waive", because="They began in the middle.")


def reopen_step(world: World, pair: Mentorship) -> Form:
    arun = at(world.cast.arun)
    actions.finish_step(doing(arun, pair, "mid_way"), {"wish": "Voices"}, 0, by=arun)
    return _step("arun", pair, "reopen")


def ask_for_step(world: World, pair: Mentorship) -> Form:
    devi = at(world.cast.devi)
    actions.waive_step(doing(devi, pair, "mid_way"), "Late.", 0, by=devi)
    return _step("devi", pair, "ask")


def request(world: World, pair: Mentorship) -> Form:
    place = world.programme.applications.get(person=world.cast.meera)
    said = {"domain": "digital_education", "text": "How do I use the board?"}
    return Form("arun", f"/requests/new/?mentor={place.pk}", said)


def _request(world: World) -> Request:
    return actions.ask(
        world.cast.meera, world.cohort, "digital_education", "How?", by=at(world.cast.arun)
    )


def accept_request(world: World, pair: Mentorship) -> Form:
    return Form("meera", f"/requests/{_request(world).pk}/accept/")


def decline_request(world: World, pair: Mentorship) -> Form:
    said = {"answer": "Lakshmi knows this better."}
    return Form("meera", f"/requests/{_request(world).pk}/decline/", said)


def withdraw_request(world: World, pair: Mentorship) -> Form:
    return Form("arun", f"/requests/{_request(world).pk}/withdraw/")


def _officer(world: World) -> Person:
    """Somu answers for the safety of people in the district of the pair."""
    organisations.give_role(
        world.cast.somu, world.cast.district, Role.SAFEGUARDING, by=system(NOW),
        starts_on=LONG_AGO,
    )  # fmt: skip
    return world.cast.somu


def _emergency(world: World, pair: Mentorship) -> EmergencyAccess:
    by = at(_officer(world))
    return emergencies.ask_for_emergency_access(pair, "A message frightens us.", 24, by=by)


def ask_for_emergency(world: World, pair: Mentorship) -> Form:
    _officer(world)
    said = {"pair": str(pair.pk), "reason": "A message frightens us.", "hours": "24"}
    return Form("somu", "/emergencies/new/?name=Arun", said)


def open_emergency(world: World, pair: Mentorship) -> Form:
    return Form("asha", f"/emergencies/{_emergency(world, pair).pk}/open/")


def _on_page(who: str, found: EmergencyAccess, verb: str) -> Form:
    page = f"/emergencies/{found.pk}/"
    return Form(who, f"{page}{verb}/", page=page)


def decline_emergency(world: World, pair: Mentorship) -> Form:
    return _on_page("asha", _emergency(world, pair), "decline")


def withdraw_emergency(world: World, pair: Mentorship) -> Form:
    return _on_page("somu", _emergency(world, pair), "withdraw")


def close_emergency(world: World, pair: Mentorship) -> Form:
    found = _emergency(world, pair)
    emergencies.open_emergency(found, by=at(world.cast.asha))
    return _on_page("somu", found, "close")


CASES: dict[Case, Sent] = {
    accept: Sent("mentoring:mentorship_accept", TOLD),
    confirm: Sent("mentoring:mentorship_accept", TOLD),
    decline: Sent("mentoring:mentorship_decline", TOLD),
    withdraw: Sent("mentoring:mentorship_withdraw", TOLD),
    pause: Sent("mentoring:mentorship_pause", TOLD),
    resume: Sent("mentoring:mentorship_resume", TOLD),
    change_form: Sent("mentoring:mentorship_change_form", TOLD),
    extend: Sent("mentoring:mentorship_extend", TOLD),
    complete: Sent("mentoring:mentorship_complete", TOLD),
    end: Sent("mentoring:mentorship_end", TOLD),
    give_notice: Sent("mentoring:mentorship_give_notice", TOLD),
    take_notice_back: Sent("mentoring:mentorship_take_notice_back", TOLD),
    say_yes: Sent("mentoring:trial", TOLD),
    say_no: Sent("mentoring:trial", TOLD),
    go_on: Sent("mentoring:trial_go_on", TOLD),
    ask_another: Sent("mentoring:rematch_ask", TOLD),
    withdraw_rematch: Sent("mentoring:rematch_withdraw", TOLD),
    stay: Sent("mentoring:rematch_stay", TOLD),
    plans_along: Sent("mentoring:plans_along", THANKED),
    not_now_taken_back: Sent("mentoring:not_now_take_back", GONE),
    draft_step: Sent("mentoring:step", TOLD),
    finish_step: Sent("mentoring:step", TOLD),
    waive_step: Sent("mentoring:step_waive", TOLD),
    reopen_step: Sent("mentoring:step_reopen", TOLD),
    ask_for_step: Sent("mentoring:step_ask", TOLD),
    request: Sent("mentoring:request_new", TOLD),
    accept_request: Sent("mentoring:request_accept", TOLD),
    decline_request: Sent("mentoring:request_decline", TOLD),
    withdraw_request: Sent("mentoring:request_withdraw", TOLD),
    ask_for_emergency: Sent("mentoring:emergency_new", THANKED),
    open_emergency: Sent("mentoring:emergency_open", TOLD),
    decline_emergency: Sent("mentoring:emergency_decline", TOLD),
    withdraw_emergency: Sent("mentoring:emergency_withdraw", TOLD),
    close_emergency: Sent("mentoring:emergency_close", TOLD),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_what_is_sent_from_two_tabs_is_done_once(
    world: World, pair: Mentorship, signed_in: SignIn, case: Case
) -> None:
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        form = case(world, pair)
        done_once(signed_in(getattr(world.cast, form.who)), form, CASES[case])
