"""Words of a question in writing that are shown to the coordinators: which of them read it, whose
name they learn by it, and who learns nothing."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from banyan.kernel.decision import Refused, Stale
from banyan.kernel.viewer import system
from banyan.mentoring.actions import messages as letters
from banyan.mentoring.actions import questions as actions
from banyan.mentoring.actions import reports
from banyan.mentoring.models import Mentorship, Message, Question, Report, Turn
from banyan.mentoring.queries import messages as threads
from banyan.mentoring.queries import questions as queries
from banyan.mentoring.queries.reports import report
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.trail.models import Event
from tests.conftest import LONG_AGO, NOW, Cast
from tests.mentoring.asking import WORDS, ask, asked, at, manu, seen, taken
from tests.mentoring.conftest import World
from tests.mentoring.writing import SIGNED, give_power

__all__ = ["asked", "manu", "taken"]  # fixtures

pytestmark = pytest.mark.django_db
HARD = "Whoever asks this should not teach."


def answer(question: Question, mentor: Person, **more: Any) -> Turn:
    found = seen(mentor, question)
    return actions.answer(found, HARD, by=at(mentor), form="a", **more)


def show_turn(turn: Turn, by: Person, words: str = "It hurts.") -> Report:
    return reports.show_turn(queries.turn(at(by), turn.pk), words, by=at(by))


def take_namelessly(cast: Cast) -> Question:
    question = ask(cast.arun, nameless=True)
    actions.take(seen(cast.meera, question), by=at(cast.meera))
    return question


def coordinate(who: Person, cast: Cast) -> None:
    organisations.give_role(who, cast.school, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO)


# Who reads


def test_one_answer_is_shown_to_coordinators_alone_and_its_author_learns_nothing(
    taken: Question, cast: Cast, manu: Person, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    turn = answer(taken, cast.meera)
    before = signed_in(cast.meera).get(f"/questions/{taken.pk}/").content.decode()
    made = show_turn(turn, cast.arun)
    worker()
    url = f"/reports/{made.pk}/"
    page = signed_in(cast.devi).get(url).content.decode()
    assert (HARD in page, "It hurts." in page, "Arun Patel" in page) == (True, True, True)
    assert WORDS not in page
    assert "neither of the two can read this" in page
    for who in (cast.meera, manu, cast.kavita, cast.nandan, cast.omar, cast.asha):
        browser = signed_in(who)
        assert browser.get(url).status_code == 404, who
        assert url not in browser.get("/questions/").content.decode()
    assert url in signed_in(cast.devi).get("/questions/").content.decode()
    told = Notice.objects.filter(kind__startswith="report")
    assert list(told.values_list("kind", "person_id")) == [("report.asked_shown", cast.devi.pk)]
    assert not {"Arun", "Meera", HARD} & set(str(told.values_list("data", "link")).split())
    after = signed_in(cast.meera).get(f"/questions/{taken.pk}/").content.decode()
    assert after.count("/show/") == before.count("/show/") == 1  # of what Arun asks


def test_it_is_settled_once_and_who_showed_it_is_told(
    taken: Question, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    made = show_turn(answer(taken, cast.meera), cast.arun)
    tabs = [report(at(cast.devi), made.pk) for _tab in range(2)]
    hers = report(at(cast.arun), made.pk)
    assert signed_in(cast.devi).post(f"/reports/{made.pk}/settle/").status_code == 302
    for again in (
        lambda: reports.settle_report(tabs[1], by=at(cast.devi)),
        lambda: reports.withdraw_report(hers, by=at(cast.arun)),
    ):
        with pytest.raises(Stale):
            again()
    worker()
    told = Notice.objects.filter(kind="report.settled").values_list("person_id", flat=True)
    assert list(told) == [cast.arun.pk]
    assert f"/reports/{made.pk}/" not in signed_in(cast.devi).get("/questions/").content.decode()
    verbs = Event.objects.filter(subject=f"report:{made.pk}").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["report.show", "report.settle"]


@pytest.mark.parametrize("settled", [False, True])
def test_the_recording_is_heard_by_coordinators_until_they_have_looked_into_it(
    taken: Question, cast: Cast, signed_in: SIGNED, settled: bool
) -> None:
    turn = answer(taken, cast.meera, file=BytesIO(b"OggS\x00\x02" + bytes(22) + b"OpusHead"))
    url = f"/questions/turns/{turn.pk}/sound/"
    assert signed_in(cast.devi).get(url).status_code == 404
    made = show_turn(turn, cast.arun)
    if settled:
        reports.settle_report(report(at(cast.devi), made.pk), by=at(cast.devi))
    browser = signed_in(cast.devi)
    assert browser.get(url).status_code == (404 if settled else 200)
    assert (url in browser.get(f"/reports/{made.pk}/").content.decode()) is not settled
    assert signed_in(cast.kavita).get(url).status_code == 404


# A question without a name


def test_a_mentor_who_shows_a_nameless_question_learns_no_name_by_it(
    world: World, cast: Cast, manu: Person, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    question = take_namelessly(cast)
    meera, url = signed_in(cast.meera), f"/questions/{question.pk}/show/"
    page = meera.get(url).content.decode()
    assert "The coordinators who may read this learn it" in page
    assert WORDS in page
    hers = [page, meera.post(url, {"words": "It hurts."}, follow=True).content.decode()]
    made = Report.objects.get()
    page = signed_in(cast.devi).get(f"/reports/{made.pk}/").content.decode()
    assert (WORDS in page, "Arun Patel" in page) == (True, True)
    assert "the mentor does not know it" in page
    reports.settle_report(report(at(cast.devi), made.pk), by=at(cast.devi))
    worker()
    places = (f"/reports/{made.pk}/", "/questions/", f"/questions/{question.pk}/", "/notices/")
    hers += [meera.get(place).content.decode() for place in places]
    assert WORDS in hers[1]
    assert [page for page in hers if "Arun" in page] == []
    assert "Arun" not in str(Notice.objects.filter(person=cast.meera).values_list("data"))


def test_a_teacher_without_a_name_is_told_that_the_coordinators_learn_it(
    world: World, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    arun = signed_in(cast.arun)
    assert "The mentor never does." in arun.get("/questions/new/").content.decode()
    question = take_namelessly(cast)
    sentence = "they learn your name; the mentor does not"
    assert sentence in arun.get(f"/questions/{question.pk}/").content.decode()
    turn = answer(question, cast.meera)
    page = arun.get(f"/questions/turns/{turn.pk}/show/").content.decode()
    assert "learn that it is you" in page
    made = show_turn(turn, cast.arun)
    assert "Arun Patel" in signed_in(cast.devi).get(f"/reports/{made.pk}/").content.decode()


def test_with_a_name_neither_sentence_stands_there(
    taken: Question, cast: Cast, signed_in: SIGNED
) -> None:
    page = signed_in(cast.arun).get(f"/questions/{taken.pk}/").content.decode()
    assert "they learn your name" not in page
    page = signed_in(cast.meera).get(f"/questions/{taken.pk}/show/").content.decode()
    assert ("see who of you two asks" in page, "Arun Patel" in page) == (True, True)


# Who shows


def test_only_the_two_show_and_each_only_what_the_other_wrote(
    asked: Question, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    asking = f"/questions/{asked.pk}/show/"
    everybody = (*cast.everybody().values(), manu)

    def opened(url: str) -> dict[str, int]:
        codes = {one.name: signed_in(one).get(url).status_code for one in everybody}
        return {name: code for name, code in codes.items() if code != 404}

    # Whoever could take it reads it, and is not one of two yet.
    assert opened(asking) == {"Arun Patel": 403, "Meera Iyer": 403, "Manu": 403}
    actions.take(seen(cast.meera, asked), by=at(cast.meera))
    assert opened(asking) == {"Arun Patel": 403, "Meera Iyer": 200}
    turn = answer(asked, cast.meera)
    assert opened(f"/questions/turns/{turn.pk}/show/") == {"Arun Patel": 200, "Meera Iyer": 403}
    more = actions.follow_up(seen(cast.arun, asked), "And you?", by=at(cast.arun), form="f")
    assert opened(f"/questions/turns/{more.pk}/show/") == {"Arun Patel": 403, "Meera Iyer": 200}


def test_what_was_shown_is_not_shown_again_while_it_is_with_them(
    taken: Question, cast: Cast, signed_in: SIGNED
) -> None:
    turn = answer(taken, cast.meera)
    arun, meera = signed_in(cast.arun), signed_in(cast.meera)
    links = [
        (f"/questions/turns/{turn.pk}/show/", arun), (f"/questions/{taken.pk}/show/", meera)
    ]  # fmt: skip
    for url, browser in links:
        assert url in browser.get(f"/questions/{taken.pk}/").content.decode()
        assert browser.post(url, {"words": ""}).status_code == 302
        assert url not in browser.get(f"/questions/{taken.pk}/").content.decode()
        assert browser.post(url, {"words": ""}).status_code == 403
    assert Report.objects.count() == 2
    with pytest.raises(Refused, match="have it already"):
        show_turn(turn, cast.arun)


def test_words_that_are_too_long_stay_in_the_box(
    taken: Question, cast: Cast, signed_in: SIGNED
) -> None:
    long = "no " * 700
    page = signed_in(cast.meera).post(f"/questions/{taken.pk}/show/", {"words": long})
    assert page.status_code == 422
    text = page.content.decode()
    assert ("Keep it to 2000 characters." in text, long.strip() in text) == (True, True)
    assert not Report.objects.exists()


# Who may not


def test_a_coordinator_who_is_of_it_or_has_power_is_shown_nothing(
    taken: Question, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    for who in (cast.kavita, cast.meera):
        coordinate(who, cast)
    made = show_turn(answer(taken, cast.meera), cast.arun)
    worker()
    for who in (cast.kavita, cast.meera):
        assert signed_in(who).get(f"/reports/{made.pk}/").status_code == 404
    told = Notice.objects.filter(kind__startswith="report").values_list("person_id", flat=True)
    assert list(told) == [cast.devi.pk]


def test_a_mentor_who_showed_it_and_gave_it_back_does_not_read_it_as_a_coordinator(
    taken: Question, cast: Cast, manu: Person
) -> None:
    coordinate(cast.meera, cast)
    made = reports.show_question(seen(cast.meera, taken), "", by=at(cast.meera))
    actions.give_back(seen(cast.meera, taken), by=at(cast.meera))
    hers = report(at(cast.meera), made.pk)
    with pytest.raises(Refused):
        reports.settle_report(hers, by=at(cast.meera))
    actions.take(seen(manu, taken), by=at(manu))
    with pytest.raises(Report.DoesNotExist):
        report(at(manu), made.pk)


def test_where_no_coordinator_may_read_it_that_is_said_and_an_officer_hears(
    world: World, cast: Cast, manu: Person, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    """Devi, the only coordinator, has come to head the school. To a mentor who does not know whose
    school it is, it is not said whether that school has an officer."""
    give_power(cast, cast.devi)
    named, nameless = ask(cast.arun), take_namelessly(cast)
    actions.take(seen(cast.meera, named), by=at(cast.meera))
    meera, said = signed_in(cast.meera), []
    for officer, sentence in ((False, "nobody is told"), (True, "safeguarding officers hear")):
        if officer:
            role = Role.SAFEGUARDING
            organisations.give_role(
                cast.somu, cast.district, role, by=system(NOW), starts_on=LONG_AGO
            )
        assert sentence in meera.get(f"/questions/{named.pk}/show/").content.decode()
        page = meera.get(f"/questions/{nameless.pk}/show/").content.decode()
        said.append(page[page.index("No coordinator may") :][:200])
    assert said[0] == said[1]
    assert "officer" not in said[0]
    made = meera.post(f"/questions/{nameless.pk}/show/", {"words": ""}, follow=True)
    assert "The coordinators have it." not in made.content.decode()
    worker()
    told = Notice.objects.filter(kind__startswith="report")
    assert list(told.values_list("kind", "person_id")) == [("report.asked_unread", cast.somu.pk)]
    assert not {"Arun", "Meera"} & set(str(told.values_list("data", "link")).split())


def test_a_mentor_who_comes_to_power_reads_no_more_what_she_showed(
    taken: Question, pair: Mentorship, cast: Cast
) -> None:
    letter: Message = letters.send(pair, "Come here.", by=at(cast.arun), form="l")
    message = threads.message(at(cast.meera), letter.pk)
    made = [
        reports.show_question(seen(cast.meera, taken), "", by=at(cast.meera)),
        reports.show(message, "", by=at(cast.meera)),
    ]

    def said(person: Person) -> list[str]:
        return [report(at(person), one.pk).said for one in made]  # type: ignore[attr-defined]

    assert said(cast.meera) == [WORDS, "Come here."]
    give_power(cast, cast.meera)
    assert said(cast.meera) == ["", ""]
    assert said(cast.devi) == [WORDS, "Come here."]


def test_the_database_itself_wants_one_thing(
    taken: Question, pair: Mentorship, cast: Cast, tmp_path: Path
) -> None:
    made = show_turn(answer(taken, cast.meera), cast.arun)
    letter = letters.send(pair, "Hard words", by=at(cast.meera), form="l")
    rows = Report.objects.filter(pk=made.pk)
    for change in (
        {"question": None}, {"question": None, "turn": None}, {"message": letter},
        {"mentorship": pair}, {"message": letter, "mentorship": pair},
        {"message": letter, "mentorship": pair, "question": None},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    assert rows.update(message=letter, mentorship=pair, question=None, turn=None) == 1
