"""Emergency access to a question in writing: under the rules of that to a pair, and without a name
where none was given, but for whoever reads the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.db import IntegrityError, transaction

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions import emergencies as actions
from banyan.mentoring.actions import questions, reports
from banyan.mentoring.models import EmergencyAccess, Mentorship, Question
from banyan.mentoring.queries import emergencies as queries
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW, Cast
from tests.mentoring.asking import WORDS, ask, asked, manu, seen, taken
from tests.mentoring.conftest import World
from tests.mentoring.writing import SIGNED, give_power, send

__all__ = ["asked", "manu", "taken"]  # fixtures

pytestmark = pytest.mark.django_db


def at(person: Person, hours: float = 0) -> Viewer:
    return viewer_for(person, now=NOW + timedelta(hours=hours))


def guards(person: Person, cast: Cast) -> Person:
    role = Role.SAFEGUARDING
    organisations.give_role(person, cast.district, role, by=system(NOW), starts_on=LONG_AGO)
    return person


@pytest.fixture
def hema(cast: Cast) -> Person:
    return guards(people.add_person("Hema", email="hema@example.org", by=system(NOW)), cast)


def ask_for(question: Question, officer: Person) -> EmergencyAccess:
    found = Question.objects.select_related("school").get(pk=question.pk)
    return actions.ask_for_emergency_access(found, "We fear for her.", 24, by=at(officer))


def read(person: Person, found: EmergencyAccess, hours: float = 0) -> list[str]:
    try:
        opened = actions.read_in_emergency(
            EmergencyAccess.objects.get(pk=found.pk), by=at(person, hours)
        )
    except Refused:
        return []
    return [text for one in opened for text in one.texts]


def take_namelessly(cast: Cast) -> Question:
    question = ask(cast.arun, nameless=True)
    questions.take(seen(cast.meera, question), by=at(cast.meera))
    return question


def test_once_two_have_opened_it_the_officer_reads_the_question_and_nothing_else(
    taken: Question, pair: Mentorship, hema: Person, cast: Cast
) -> None:
    send(pair, cast.arun, "Of the pair alone")
    other = ask(cast.arun, form="other")
    assert other.pk != taken.pk
    Question.objects.filter(pk=other.pk).update(text="Another question")
    sound = BytesIO(b"OggS\x00\x02" + bytes(22) + b"OpusHead")
    questions.answer(
        seen(cast.meera, taken), "Come to me.", by=at(cast.meera), form="a", file=sound,
        link="https://example.org/",
    )  # fmt: skip
    found = ask_for(taken, hema)
    assert read(hema, found) == []
    with pytest.raises(Refused):
        actions.open_emergency(found, by=at(hema))
    actions.open_emergency(found, by=at(cast.asha))
    assert sorted(read(hema, found)) == sorted(
        [WORDS, "Come to me.", "https://example.org/", "With a recording"]
    )
    for someone in cast.everybody().values():
        assert read(someone, found) == []
    assert read(hema, found, 24) == []
    assert len(queries.readings(found)) == 1


def test_words_for_everybody_are_in_it_and_whether_it_helped_is_not(
    taken: Question, hema: Person, cast: Cast
) -> None:
    questions.answer(seen(cast.meera, taken), "Fold.", by=at(cast.meera), form="a")
    questions.close(seen(cast.arun, taken), None, by=at(cast.arun))
    questions.agree(seen(cast.arun, taken), "How?", "So.", 0, by=at(cast.arun))
    found = ask_for(taken, hema)
    actions.open_emergency(found, by=at(cast.asha))
    assert sorted(read(hema, found)) == sorted([WORDS, "Fold.", "How?", "So."])


@pytest.mark.parametrize("who", ["asha", "kavita", "devi", "nandan", "meera", "arun", "omar"])
def test_nobody_but_a_safeguarding_officer_can_ask(taken: Question, cast: Cast, who: str) -> None:
    with pytest.raises(Refused):
        ask_for(taken, getattr(cast, who))


def test_an_officer_of_it_or_with_power_neither_asks_nor_opens_nor_reads(
    taken: Question, hema: Person, cast: Cast
) -> None:
    guards(cast.meera, cast)
    with pytest.raises(Refused):
        ask_for(taken, cast.meera)
    found = ask_for(taken, hema)
    with pytest.raises(Refused):
        actions.open_emergency(found, by=at(cast.meera))
    actions.open_emergency(found, by=at(cast.asha))
    give_power(cast, hema)
    assert read(hema, found) == []
    with pytest.raises(Refused):
        ask_for(taken, hema)
    assert queries.openers_of(found, NOW) == [cast.asha.pk]


@pytest.mark.parametrize("later", [False, True])
def test_the_two_are_told_at_once_or_later(
    taken: Question, hema: Person, cast: Cast, worker: Callable[..., int], later: bool
) -> None:
    def told() -> list[int]:
        rows = Notice.objects.filter(kind="emergency.opened").order_by("person")
        return list(rows.values_list("person_id", flat=True))

    found = ask_for(taken, hema)
    by = at(cast.asha)
    day = by.today + timedelta(days=5) if later else None
    actions.open_emergency(found, by=by, tell_on=day, because="Danger" if later else "")
    worker()
    two = sorted([cast.arun.pk, cast.meera.pk])
    assert told() == ([] if later else two)
    if later:
        (due,) = queries.to_be_told(NOW + timedelta(days=5))
        assert actions.tell_the_pair(due, by=system(NOW + timedelta(days=5)))
        worker()
        assert told() == two


def test_of_a_question_that_nobody_has_taken_its_teacher_is_told(
    asked: Question, hema: Person, cast: Cast, worker: Callable[..., int], signed_in: SIGNED
) -> None:
    found = ask_for(asked, hema)
    actions.open_emergency(found, by=at(cast.asha))
    worker()
    told = Notice.objects.filter(kind="emergency.opened").values_list("person_id", flat=True)
    assert list(told) == [cast.arun.pk]
    assert read(hema, found) == [WORDS]
    assert signed_in(cast.arun).get(f"/emergencies/{found.pk}/").status_code == 200
    assert signed_in(cast.meera).get(f"/emergencies/{found.pk}/").status_code == 404


def told_of_opening() -> list[int]:
    rows = Notice.objects.filter(kind="emergency.opened").order_by("pk")
    return list(rows.values_list("person_id", flat=True))


def test_a_mentor_who_takes_a_question_that_was_opened_is_told_as_its_teacher_was(
    asked: Question, hema: Person, cast: Cast, manu: Person, worker: Callable[..., int],
    signed_in: SIGNED,
) -> None:  # fmt: skip
    found = ask_for(asked, hema)
    actions.open_emergency(found, by=at(cast.asha))
    worker()
    assert told_of_opening() == [cast.arun.pk]
    questions.take(seen(cast.meera, asked), by=at(cast.meera))
    worker()
    assert told_of_opening() == [cast.arun.pk, cast.meera.pk]
    notice = Notice.objects.get(kind="emergency.opened", person=cast.meera)
    assert "Hema" in signed_in(cast.meera).get(notice.link).content.decode()
    # What she gives back and takes again is told once; another one who takes it hears of it too.
    questions.give_back(seen(cast.meera, asked), by=at(cast.meera))
    questions.take(seen(cast.meera, asked), by=at(cast.meera))
    worker()
    questions.give_back(seen(cast.meera, asked), by=at(cast.meera))
    questions.take(seen(manu, asked), by=at(manu))
    worker()
    assert told_of_opening() == [cast.arun.pk, cast.meera.pk, manu.pk]


def test_taken_at_the_moment_of_opening_it_is_told_once_to_each(
    asked: Question, hema: Person, cast: Cast, worker: Callable[..., int]
) -> None:
    """Both events wait when the worker comes, and each knows of the other."""
    found = ask_for(asked, hema)
    actions.open_emergency(found, by=at(cast.asha))
    questions.take(seen(cast.meera, asked), by=at(cast.meera))
    worker()
    assert sorted(told_of_opening()) == sorted([cast.arun.pk, cast.meera.pk])


def test_a_mentor_who_takes_it_before_the_day_of_telling_is_told_on_that_day(
    asked: Question, hema: Person, cast: Cast, worker: Callable[..., int], signed_in: SIGNED
) -> None:
    found, by = ask_for(asked, hema), at(cast.asha)
    day = by.today + timedelta(days=5)
    actions.open_emergency(found, by=by, tell_on=day, because="Danger")
    questions.take(seen(cast.meera, asked), by=at(cast.meera))
    worker()
    assert told_of_opening() == []
    assert signed_in(cast.meera).get(f"/emergencies/{found.pk}/").status_code == 404
    (due,) = queries.to_be_told(NOW + timedelta(days=5))
    assert actions.tell_the_pair(due, by=system(NOW + timedelta(days=5)))
    worker()
    assert sorted(told_of_opening()) == sorted([cast.arun.pk, cast.meera.pk])


def test_what_was_never_opened_is_told_to_nobody_who_takes_it(
    asked: Question, hema: Person, cast: Cast, worker: Callable[..., int]
) -> None:
    actions.decline_emergency(ask_for(asked, hema), by=at(cast.asha))
    ask_for(asked, hema)
    questions.take(seen(cast.meera, asked), by=at(cast.meera))
    worker()
    assert told_of_opening() == []


def test_who_asked_without_a_name_is_read_with_the_words_and_nowhere_else(
    world: World, hema: Person, cast: Cast, manu: Person, signed_in: SIGNED,
    worker: Callable[..., int],
) -> None:  # fmt: skip
    question = take_namelessly(cast)
    found = ask_for(question, hema)
    url = f"/emergencies/{found.pk}/"
    actions.open_emergency(found, by=at(cast.asha))
    worker()
    pages = ["/emergencies/", url, "/me/who-sees-what/", "/notices/"]
    pages.append("/emergencies/new/?name=Meera")  # for the officer alone
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        for who in (hema, cast.asha, cast.meera):
            for page in pages[: None if who == hema else -1]:
                assert "Arun" not in signed_in(who).get(page).content.decode(), (who, page)
        assert "Arun Patel asks" in signed_in(hema).get(f"{url}words/").content.decode()
        assert "learns who asked" in signed_in(cast.meera).get(url).content.decode()
        assert "learns the name" in signed_in(cast.asha).get(url).content.decode()
    told = Notice.objects.filter(kind__startswith="emergency")
    assert "Arun" not in str(told.values_list("data", "link"))
    verbs = Event.objects.filter(subject=f"emergencyaccess:{found.pk}").order_by("pk")
    assert [one.verb for one in verbs] == ["emergency.ask", "emergency.open", "emergency.read"]


def test_the_officer_finds_that_there_is_a_question_and_never_a_word_of_it(
    world: World, hema: Person, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    named, nameless = ask(cast.arun), take_namelessly(cast)
    questions.take(seen(cast.meera, named), by=at(cast.meera))

    def offered(words: str, who: Person = hema) -> set[int]:
        page = signed_in(who).get("/emergencies/new/", {"name": words}).content.decode()
        assert WORDS not in page
        return {one.pk for one in (named, nameless) if f'value="q{one.pk}"' in page}

    assert offered("Arun") == {named.pk}
    assert offered("Meera") == {named.pk, nameless.pk}
    assert offered(str(nameless.pk)) == {nameless.pk}
    for nothing in ("", "A", "%", "Omar", "9" * 30, "-1"):
        assert offered(nothing) == set(), nothing
    far = people.add_person("Far", email="far@example.org", by=system(NOW))
    organisations.give_role(
        far, cast.omar.memberships.get().organisation, Role.SAFEGUARDING, by=system(NOW),
        starts_on=LONG_AGO,
    )  # fmt: skip
    assert offered(str(named.pk), far) == set()
    guards(cast.meera, cast)
    assert offered("Meera", cast.meera) == set()
    sent = {"pair": f"q{nameless.pk}", "reason": "We worry.", "hours": "5"}
    hemas = signed_in(hema)
    assert hemas.post(f"/emergencies/new/?name={named.pk}", sent).status_code == 422
    assert hemas.post(f"/emergencies/new/?name={nameless.pk}", sent).status_code == 302
    assert EmergencyAccess.objects.get().question_id == nameless.pk


def test_a_coordinator_to_whom_words_are_shown_sees_the_number_to_tell(
    taken: Question, hema: Person, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    made = reports.show_question(seen(cast.meera, taken), "", by=at(cast.meera))
    sentence = f"the number of this question: {taken.pk}"
    assert sentence in signed_in(cast.devi).get(f"/reports/{made.pk}/").content.decode()
    assert sentence not in signed_in(cast.meera).get(f"/reports/{made.pk}/").content.decode()


def test_an_officer_who_hears_of_words_that_nobody_may_read_is_led_to_the_question(
    taken: Question, hema: Person, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    give_power(cast, cast.devi)
    reports.show_question(seen(cast.meera, taken), "", by=at(cast.meera))
    worker()
    notice = Notice.objects.get(kind="report.asked_unread")
    assert notice.person_id == hema.pk
    page = signed_in(hema).get(notice.link).content.decode()
    assert f'value="q{taken.pk}"' in page


def test_the_database_itself_wants_a_pair_or_a_question(
    taken: Question, pair: Mentorship, hema: Person
) -> None:
    rows = EmergencyAccess.objects.filter(pk=ask_for(taken, hema).pk)
    for change in ({"question": None}, {"mentorship": pair}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    assert rows.update(question=None, mentorship=pair) == 1
