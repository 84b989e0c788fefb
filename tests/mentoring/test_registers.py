"""The registers of a cohort whose blueprint asks for consent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

import blueprint
from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import Viewer
from banyan.notifications.models import Notice
from banyan.people.models import Person
from banyan.programmes import actions
from banyan.programmes.models import Application, Cohort, Consent, Enrolment
from banyan.programmes.queries import consents
from banyan.programmes.states import ApplicationStatus, Side
from banyan.trail import actions as trail
from banyan.trail.models import Event
from tests.conftest import NOW, Cast
from tests.opening import open_up

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 14)
Look = Callable[..., Viewer]


@dataclass
class Kept:
    cast: Cast
    cohort: Cohort
    devi: Viewer

    def enrol(self, person: Person) -> None:
        actions.enrol(self.cohort, person, self.cast.school, by=self.devi, confirmed=True)

    def on_paper(self, person: Person) -> Consent:
        asked = consents.others_consenting(self.cohort, "teacher", person.pk)
        return actions.record_consent(asked, TODAY, "Folder 12.", by=self.devi, language="en")

    @property
    def url(self) -> str:
        return reverse("mentoring:register", args=[self.cohort.pk, "teacher"])


@pytest.fixture
def time_stands() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def kept(cast: Cast, viewer: Look) -> Kept:
    devi = viewer(cast.devi)
    programme = actions.start_programme(
        "ru", "Наставники", cast.nation, "ru_target_model", date(2025, 9, 1), date(2026, 6, 1),
        by=devi,
    )  # fmt: skip
    cohort = actions.add_cohort(programme, "First", date(2025, 9, 1), date(2026, 6, 1), by=devi)
    open_up(programme, by=devi)
    found = Kept(cast, cohort, devi)
    found.enrol(cast.arun)
    return found


def test_she_reads_what_is_kept_agrees_and_takes_it_back(
    kept: Kept, client: Client, time_stands: Any
) -> None:
    client.force_login(kept.cast.arun)
    url = reverse("programmes:consent_give", args=[kept.cohort.pk, "teacher"])
    page = client.get(url).content.decode()
    assert "What is kept in the register" in page
    assert "does not read it here." in page  # the principal, in the word of the programme
    answer = client.post(url)
    given = Consent.objects.get(person=kept.cast.arun)
    assert answer["Location"] == reverse("programmes:consent", args=[given.pk])
    assert (given.number, given.way, given.given_on) == (1, "herself", TODAY)
    assert given.edition == f"ru_target_model@{kept.cohort.blueprint_version}, text 1"
    assert client.post(url)["Location"] == answer["Location"]  # the same button in two tabs
    assert Consent.objects.count() == 1
    client.post(reverse("programmes:consent", args=[given.pk]), {"note": ""})
    given.refresh_from_db()
    assert (given.status, given.withdrawn_at) == ("withdrawn", NOW)


def test_numbers_follow_each_other_and_are_not_used_again(kept: Kept) -> None:
    kept.enrol(kept.cast.asha)
    first, second = kept.on_paper(kept.cast.arun), kept.on_paper(kept.cast.asha)
    actions.withdraw_consent(first, by=kept.devi, note="By letter.")
    again = kept.on_paper(kept.cast.arun)
    assert [one.number for one in (first, second, again)] == [1, 2, 3]


def test_the_second_of_two_tabs_is_told(kept: Kept) -> None:
    asked = consents.others_consenting(kept.cohort, "teacher", kept.cast.arun.pk)
    given = kept.on_paper(kept.cast.arun)
    with pytest.raises(Stale, match="recorded since"):
        actions.record_consent(asked, TODAY, "Folder 12.", by=kept.devi, language="en")
    other = Consent.objects.select_related("cohort__programme__organisation").get(pk=given.pk)
    actions.withdraw_consent(given, by=kept.devi)
    with pytest.raises(Stale, match="withdrawn since"):
        actions.withdraw_consent(other, by=kept.devi)


def test_nobody_agrees_for_somebody_else(kept: Kept, viewer: Look) -> None:
    asked = consents.others_consenting(kept.cohort, "teacher", kept.cast.arun.pk)
    with pytest.raises(Refused, match="for themselves"):
        actions.give_consent(asked, by=kept.devi, language="en")
    with pytest.raises(Refused, match="coordinator"):
        actions.record_consent(asked, TODAY, "", by=viewer(kept.cast.kavita), language="en")
    with pytest.raises(Refused, match="has come already"):
        actions.record_consent(asked, date(2026, 1, 15), "", by=kept.devi, language="en")


def test_the_register_shows_who_is_in_it_and_who_is_not(
    kept: Kept, client: Client, time_stands: Any
) -> None:
    client.force_login(kept.cast.devi)
    page = client.get(kept.url).content.decode()
    assert "Nobody is in this register yet" in page
    record = reverse(
        "programmes:consent_record", args=[kept.cohort.pk, "teacher", kept.cast.arun.pk]
    )
    assert record in page
    refused = client.post(record, {"on": "2026-01-20", "note": "Folder 12."})
    assert refused.status_code == 422
    assert "Choose a day that has come already." in refused.content.decode()
    client.post(record, {"on": "2026-01-12", "note": "Folder 12."})
    page = client.get(kept.url).content.decode()
    assert kept.cast.arun.name in page
    assert "Entered" in page
    assert record not in page


def test_the_list_to_take_out_runs_no_formula_and_is_on_record(
    kept: Kept, client: Client, time_stands: Any
) -> None:
    Person.objects.filter(pk=kept.cast.arun.pk).update(name='=HYPERLINK("http://x")')
    kept.on_paper(kept.cast.arun)
    client.force_login(kept.cast.devi)
    answer = client.post(reverse("mentoring:register_file", args=[kept.cohort.pk, "teacher"]))
    text = answer.content.decode("utf-8-sig").splitlines()
    assert text[0] == "Number,Name,School,Since,Consent,Withdrawn on,Form of mentoring,Status"
    assert text[1].startswith('1,"\'=HYPERLINK(""http://x"")",')
    assert Event.objects.filter(verb="register.take_out").count() == 1


def test_a_programme_that_asks_for_nothing_keeps_no_register(
    kept: Kept, client: Client, viewer: Look, time_stands: Any
) -> None:
    other = actions.start_programme(
        "plain", "Plain", kept.cast.nation, "peer", date(2025, 9, 1), date(2026, 6, 1), by=kept.devi
    )
    cohort = actions.add_cohort(other, "First", date(2025, 9, 1), date(2026, 6, 1), by=kept.devi)
    client.force_login(kept.cast.devi)
    assert client.get(reverse("mentoring:register", args=[cohort.pk, "teacher"])).status_code == 404
    assert client.get(reverse("mentoring:register", args=[kept.cohort.pk, "x"])).status_code == 404


def test_the_register_asks_as_often_for_three_as_for_one(
    kept: Kept, client: Client, time_stands: Any, django_assert_num_queries: Any
) -> None:
    kept.on_paper(kept.cast.arun)
    client.force_login(kept.cast.devi)
    client.get(kept.url)
    with django_assert_num_queries(8):
        client.get(kept.url)
    for person in (kept.cast.asha, kept.cast.kavita):
        kept.enrol(person)
        kept.on_paper(person)
    with django_assert_num_queries(8):
        assert client.get(kept.url).content.decode().count("<tr") == 4


# When a blueprint's version changes


def in_the_pool(kept: Kept) -> Application:
    return Application.objects.create(
        programme=kept.cohort.programme,
        person=kept.cast.meera,
        status=ApplicationStatus.MATCHABLE,
        submitted_at=NOW,
        decided_at=NOW,
        capacity=2,
    )


def run_by(kept: Kept, code: str) -> None:
    """The cohort moves to another blueprint; its programme keeps its own."""
    kept.cohort.blueprint = code
    kept.cohort.blueprint_version = blueprint.get(code).version
    kept.cohort.save()


def test_a_mentor_is_asked_by_the_blueprint_that_each_cohort_pins(
    kept: Kept, viewer: Look, signed_in: Callable[[Person], Client], time_stands: Any
) -> None:
    place = in_the_pool(kept)
    programme = kept.cohort.programme
    programme.blueprint, programme.blueprint_version = "peer", blueprint.get("peer").version
    programme.save()
    plain = actions.add_cohort(
        programme, "Second", date(2025, 9, 1), date(2026, 6, 1), by=kept.devi
    )
    run_by(kept, "ru_target_model")
    place.refresh_from_db()
    meera = viewer(kept.cast.meera)
    asked = consents.consents_of_mentor(meera, place)
    assert [(one.cohort, one.side, one.holds) for one in asked] == [
        (kept.cohort, Side.MENTOR, None)
    ]
    page = signed_in(kept.cast.meera).get(f"/applications/{place.pk}/").content.decode()
    assert reverse("programmes:consent_give", args=[kept.cohort.pk, "mentor"]) in page
    assert reverse("programmes:consent_give", args=[plain.pk, "mentor"]) not in page
    run_by(kept, "peer")
    place.refresh_from_db()
    assert consents.consents_of_mentor(meera, place) == []


def test_whoever_lacks_a_consent_after_a_move_is_asked_for_it(
    kept: Kept, worker: Callable[..., int], time_stands: Any
) -> None:
    run_by(kept, "peer")
    in_the_pool(kept)
    worker()
    Notice.objects.all().delete()
    run_by(kept, "ru_target_model")
    with transaction.atomic():
        trail.record(
            verb="cohort.move", subject=trail.subject_of(kept.cohort), scope="", by=kept.devi
        )
    worker()
    told = Notice.objects.filter(kind="consent.wanted").order_by("person__name")
    assert [(one.person, one.link) for one in told.select_related("person")] == [
        (kept.cast.arun, f"/cohorts/{kept.cohort.pk}/consent/teacher/"),
        (kept.cast.meera, f"/cohorts/{kept.cohort.pk}/consent/mentor/"),
    ]


def test_a_move_to_what_asks_for_nothing_asks_nobody(
    kept: Kept, worker: Callable[..., int], time_stands: Any
) -> None:
    in_the_pool(kept)
    worker()
    Notice.objects.all().delete()
    run_by(kept, "peer")
    with transaction.atomic():
        trail.record(
            verb="cohort.move", subject=trail.subject_of(kept.cohort), scope="", by=kept.devi
        )
    worker()
    assert Notice.objects.filter(kind="consent.wanted").count() == 0


def test_a_consent_says_for_which_version_it_was_given(
    kept: Kept, signed_in: Callable[[Person], Client], time_stands: Any
) -> None:
    given = kept.on_paper(kept.cast.arun)
    enrolment = Enrolment.objects.get(person=kept.cast.arun)
    address = f"/enrolments/{enrolment.pk}/"
    said = "It was given for version 0.9 of the blueprint"
    assert said not in signed_in(kept.cast.arun).get(address).content.decode()
    Consent.objects.filter(pk=given.pk).update(edition="ru_target_model@0.9, text 1")
    page = signed_in(kept.cast.arun).get(address).content.decode()
    assert said in page
    now = kept.cohort.blueprint_version
    assert reverse("programmes:blueprint_compare", args=["ru_target_model", "0.9", now]) in page


def test_a_consent_names_its_text_as_a_person_would(
    kept: Kept, signed_in: Callable[[Person], Client], time_stands: Any
) -> None:
    given = kept.on_paper(kept.cast.arun)
    browser, address = signed_in(kept.cast.arun), f"/consents/{given.pk}/"
    page = browser.get(address).content.decode()
    design = blueprint.get("ru_target_model", kept.cohort.blueprint_version)
    assert f"Text 1, for “{design.title.in_('en')}”, version {design.version}" in page
    Consent.objects.filter(pk=given.pk).update(edition="gone@0.9, text 1")
    page = browser.get(address).content.decode()
    assert "Text 1, for “gone”, version 0.9" in page, "its blueprint is not here any more"
