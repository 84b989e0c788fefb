"""Mentoring in writing: asked of all who can help, taken by one, in turns, shared by both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.kernel.viewer import system
from banyan.mentoring.actions import questions as actions
from banyan.mentoring.jobs.questions import (
    clear_recordings,
    end_turns,
)
from banyan.mentoring.models import AnsweredQuestion, Question, QuestionLimit, Turn
from banyan.mentoring.models.questions import sound_at
from banyan.mentoring.queries import published
from banyan.mentoring.queries import questions as queries
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.ratings import counts
from banyan.mentoring.states import QuestionStatus
from banyan.notifications.models import Notice
from banyan.organisations import actions as organisations
from banyan.organisations.states import Role
from banyan.people import actions as people
from banyan.people.models import Person
from banyan.programmes import actions as programmes
from banyan.programmes.models import Application, Enrolment, Expertise
from banyan.programmes.states import ApplicationStatus
from blueprint.language.course import Trait
from tests.conftest import LONG_AGO, NOW, Cast
from tests.mentoring.asking import WORDS, ask, asked, at, closed, manu, seen, taken
from tests.mentoring.conftest import World
from tests.races import at_once, threads_share

__all__ = ["asked", "closed", "manu", "taken"]  # fixtures

pytestmark = pytest.mark.django_db
SIGNED = Callable[[Person], Client]
OGG = b"OggS\x00\x02" + bytes(22) + b"OpusHead and a voice"
S = QuestionStatus


def readers_of(question: Question, cast: Cast, manu: Person) -> set[str]:
    found = set()
    for person in (*cast.everybody().values(), manu):
        try:
            seen(person, question)
        except Question.DoesNotExist:
            continue
        found.add(person.name.split()[0])
    return found


# Who reads


def test_before_it_is_taken_only_those_who_could_answer_read_it_and_then_one(
    asked: Question, cast: Cast, manu: Person, world: World
) -> None:
    assert readers_of(asked, cast, manu) == {"Arun", "Meera", "Manu"}
    actions.take(seen(cast.meera, asked), by=at(cast.meera))
    assert readers_of(asked, cast, manu) == {"Arun", "Meera"}
    assert queries.turns(at(cast.arun), seen(cast.arun, asked)) == []


def test_a_mentor_of_other_fields_or_of_another_programme_does_not_find_it(
    world: World, cast: Cast, manu: Person
) -> None:
    manu.applications.get().expertise.filter(domain="digital_education").delete()
    assert readers_of(ask(cast.arun), cast, manu) == {"Arun", "Meera"}


def test_whoever_has_power_over_the_teacher_neither_finds_nor_keeps_it(
    asked: Question, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    def head(person: Person) -> None:
        organisations.give_role(
            person, cast.school, Role.PRINCIPAL, by=system(NOW), starts_on=LONG_AGO
        )

    head(manu)
    assert readers_of(asked, cast, manu) == {"Arun", "Meera"}
    actions.take(seen(cast.meera, asked), by=at(cast.meera))
    head(cast.meera)
    assert readers_of(asked, cast, manu) == {"Arun"}
    assert WORDS not in signed_in(cast.meera).get("/questions/").content.decode()
    # The clock gives it to others.
    with time_machine.travel(NOW + timedelta(days=4), tick=False):
        assert end_turns() == 1
    assert readers_of(asked, cast, manu) == {"Arun"}


def test_no_name_is_shown_before_it_is_taken_and_none_ever_if_she_asked_so(
    world: World, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    for nameless in (False, True):
        question = ask(cast.arun, nameless=nameless)
        meera, url = signed_in(cast.meera), f"/questions/{question.pk}/"
        for page in (meera.get(url), meera.get("/questions/open/")):
            assert "Arun" not in page.content.decode()
        actions.take(seen(cast.meera, question), by=at(cast.meera))
        told = "Arun" in meera.get(url).content.decode()
        assert told is not nameless
        assert "Arun" not in meera.get("/questions/").content.decode()
        told = "Arun" in meera.get("/me/who-sees-what/question/").content.decode()
        assert told is not nameless
        actions.give_back(seen(cast.meera, question), by=at(cast.meera))
    assert "the mentors of the programme who can help" in (
        signed_in(cast.arun).get("/questions/new/").content.decode()
    )


def test_coordinators_see_numbers_and_clocks_and_no_word(
    asked: Question, world: World, cast: Cast, signed_in: SIGNED
) -> None:
    page = signed_in(cast.devi).get("/questions/").content.decode()
    assert "numbers would tell whose question it is" in page
    assert counts(at(cast.devi)) is None  # of so few teachers
    for number in range(5):
        someone = world.person(f"Teacher {number}")
        programmes.enrol(
            world.cohort, someone, cast.school, by=at(cast.devi), needs=[], languages=["en"],
            confirmed=True,
        )  # fmt: skip
    page = signed_in(cast.devi).get("/questions/").content.decode()
    assert "The oldest since" in page
    assert WORDS not in page
    (one,) = counts(at(cast.devi)) or ()
    assert (one.domain, one.waiting, one.with_mentors, one.closed) == ("digital_education", 1, 0, 0)
    assert counts(at(cast.omar)) == []
    for who in (cast.devi, cast.kavita, cast.nandan, cast.omar, cast.asha):
        for part in ("", "take/", "publish/"):
            url = f"/questions/{asked.pk}/{part}"
            answer = signed_in(who).post(url) if part == "take/" else signed_in(who).get(url)
            assert answer.status_code == 404, (who, part)


# Asked, taken


def test_the_form_asks_once_however_often_it_is_sent(
    world: World, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    assert ask(cast.arun, form="one") == ask(cast.arun, form="one")
    sent = {"domain": "digital_education", "language": "hi", "text": "Another one?"}
    arun = signed_in(cast.arun)
    assert arun.post("/questions/new/", sent, follow=True).status_code == 200
    assert Question.objects.count() == 2
    missing = arun.post("/questions/new/", {"text": "Kept words"}).content.decode()
    assert "Choose the field that comes closest." in missing
    assert "Kept words" in missing


def test_nobody_has_more_open_than_the_blueprint_lets_and_outsiders_ask_nothing(
    world: World, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    for _each in range(3):
        ask(cast.arun)
    with pytest.raises(Refused, match="as many open questions"):
        ask(cast.arun)
    with pytest.raises(Refused, match="Only teachers enrolled"):
        ask(cast.kavita)
    assert signed_in(cast.omar).get("/questions/new/").status_code == 403


def test_two_mentors_at_once_one_takes_it_and_one_is_told_calmly(
    asked: Question, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    tabs = {one: seen(one, asked) for one in (cast.meera, manu)}
    actions.take(tabs[cast.meera], by=at(cast.meera))
    with pytest.raises(Stale, match="Somebody was faster"):
        actions.take(tabs[manu], by=at(manu))
    again = signed_in(cast.meera).post(f"/questions/{asked.pk}/take/")
    assert again.status_code in (403, 409)
    asked.refresh_from_db()
    assert (asked.mentor, asked.status) == (cast.meera, S.TAKEN)


def test_a_mentor_has_no_more_with_her_than_she_wants(
    world: World, cast: Cast, manu: Person
) -> None:
    actions.set_most(1, by=at(cast.meera))
    first, second = ask(cast.arun), ask(cast.arun)
    tabs = [seen(cast.meera, first), seen(cast.meera, second)]
    actions.take(tabs[0], by=at(cast.meera))
    with pytest.raises(Refused, match="as many questions with you"):
        actions.take(tabs[1], by=at(cast.meera))
    actions.set_most(2, by=at(cast.meera))
    actions.take(seen(cast.meera, second), by=at(cast.meera))
    (place,) = queries.places(at(cast.meera))
    assert (place.has, place.most) == (2, 2)
    for wrong in (-1, 101):
        with pytest.raises(ValueError, match="at a time"):
            actions.set_most(wrong, by=at(cast.meera))


def test_the_number_is_set_on_the_page_and_a_wrong_one_is_said(
    world: World, cast: Cast, signed_in: SIGNED
) -> None:
    meera = signed_in(cast.meera)
    assert meera.post("/questions/open/most/", {"most": "7"}).status_code == 302
    assert QuestionLimit.objects.get().most == 7
    wrong = meera.post("/questions/open/most/", {"most": "many"})
    assert (wrong.status_code, "Write a number from 0 to 100." in wrong.content.decode()) == (
        422,
        True,
    )


def test_a_mentor_who_may_not_be_paired_takes_and_answers_nothing(
    asked: Question, world: World, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    untrained = world.person("Uma")
    organisations.give_role(untrained, cast.nation, Role.MENTOR, by=system(NOW), starts_on=LONG_AGO)
    place = Application.objects.create(
        programme=world.programme, person=untrained, status=ApplicationStatus.MATCHABLE,
        capacity=2, hours_a_month=8, listed=True,
    )  # fmt: skip
    Expertise.objects.create(application=place, domain="digital_education", rank=1)
    assert "Uma" not in readers_of(asked, cast, untrained)
    assert list(queries.open_questions(at(untrained))) == []
    assert list(queries.open_questions(at(manu))) == [asked]
    with pytest.raises(Stale):
        actions.take(seen(manu, asked), by=at(untrained))
    actions.take(seen(manu, asked), by=at(manu))
    manu.trainings.all().delete()  # it has run out since
    with pytest.raises(Refused):
        actions.answer(seen(manu, asked), "Fold paper.", by=at(manu), form="a")
    actions.give_back(seen(manu, asked), by=at(manu))


def test_whoever_is_under_age_writes_with_no_mentor_alone(
    asked: Question, cast: Cast, manu: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.take(seen(manu, asked), by=at(manu))
    design = blueprint_of(asked.cohort)
    trait = Trait(code="student", title=design.domains[0].title, under_age=True)
    edition = design.model_copy(update={"traits": (trait,)})
    monkeypatch.setattr(queries, "blueprint_of", lambda _cohort: edition)
    Enrolment.objects.filter(person=cast.arun).update(traits=["student"])
    with pytest.raises(Refused, match="under age"):
        actions.answer(seen(manu, asked), "Fold paper.", by=at(manu), form="a")
    actions.give_back(seen(manu, asked), by=at(manu))
    assert readers_of(asked, cast, manu) == {"Arun"}
    with pytest.raises(Refused, match="under age"):
        ask(cast.arun)


# Turns


def test_it_goes_from_turn_to_turn_and_says_whose_it_is(
    taken: Question, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    url = f"/questions/{taken.pk}/"
    arun, meera = signed_in(cast.arun), signed_in(cast.meera)

    def turns() -> tuple[bool, bool]:
        pages = [one.get(url).content.decode() for one in (arun, meera)]
        return tuple("It is your turn." in page for page in pages)  # type: ignore[return-value]

    with time_machine.travel(NOW, tick=False):
        assert turns() == (False, True)
        assert arun.post(url, {"text": "Hello?"}).status_code == 403
        meera.post(url, {"text": "Fold paper.", "link": "https://example.org/paper"})
        assert turns() == (True, False)
        arun.post(url, {"text": "And for thirds?"})
        assert turns() == (False, True)
        meera.post(url, {"file": SimpleUploadedFile("voice.mp3", OGG)})
        assert turns() == (True, False)
        worker()
        page = arun.get(url).content.decode()
        assert ("Fold paper." in page, "https://example.org/paper" in page) == (True, True)
        assert "<audio controls" in page
        arun.post(f"{url}close/", {"helped": "yes"})
    taken.refresh_from_db()
    assert (taken.status, taken.helped, taken.due_at) == (S.CLOSED, "yes", None)
    told = Notice.objects.filter(kind__startswith="question").values_list("kind", "person_id")
    assert sorted(told) == sorted(
        [
            ("question.taken", cast.arun.pk),
            ("question.answered", cast.arun.pk),
            ("question.answered", cast.arun.pk),
            ("question.followed", cast.meera.pk),
        ]
    )
    assert WORDS not in str(list(Notice.objects.values_list("data", flat=True)))


def test_each_turn_stands_once_and_out_of_turn_nothing_is_taken(
    taken: Question, cast: Cast
) -> None:
    tabs = [seen(cast.meera, taken) for _tab in range(3)]
    first = actions.answer(tabs[0], "Fold paper.", by=at(cast.meera), form="a")
    assert actions.answer(tabs[1], "Fold paper.", by=at(cast.meera), form="a") == first
    with pytest.raises(Stale):
        actions.answer(tabs[2], "Another answer", by=at(cast.meera), form="b")
    with pytest.raises(Refused):
        actions.follow_up(seen(cast.meera, taken), "Me too", by=at(cast.meera), form="c")
    tabs = [seen(cast.arun, taken) for _tab in range(2)]
    actions.close(tabs[0], None, by=at(cast.arun))
    with pytest.raises(Stale):
        actions.follow_up(tabs[1], "Too late", by=at(cast.arun), form="d")
    assert Turn.objects.count() == 1


def test_a_recording_is_known_by_its_content_and_handed_to_the_two_alone(
    taken: Question, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    for content in (b"MZ program", b"%PDF-1.7", b""):
        with pytest.raises(Unfit) as refused:
            actions.answer(
                seen(cast.meera, taken), "", by=at(cast.meera), form="x", file=BytesIO(content)
            )
        assert refused.value.field == "file"
    made = actions.answer(
        seen(cast.meera, taken), "", by=at(cast.meera), form="y", file=BytesIO(OGG)
    )
    url = f"/questions/turns/{made.pk}/sound/"
    handed = signed_in(cast.arun).get(url)
    assert (handed.getvalue(), handed["Content-Type"]) == (OGG, "audio/ogg")
    for who in (manu, cast.devi, cast.kavita, cast.asha):
        assert signed_in(who).get(url).status_code == 404
    lost = sound_at("cd" * 16)
    lost.parent.mkdir(parents=True, exist_ok=True)
    lost.write_bytes(OGG)
    with time_machine.travel(lost.stat().st_mtime + 90_000, tick=False):
        assert clear_recordings() >= 1
    assert (lost.exists(), Path(sound_at(made.sound)).exists()) == (False, True)


def test_giving_back_opens_it_to_others_until_something_is_answered(
    taken: Question, cast: Cast, manu: Person
) -> None:
    tabs = [seen(cast.meera, taken) for _tab in range(2)]
    actions.give_back(tabs[0], by=at(cast.meera, 1))
    with pytest.raises(Stale):
        actions.answer(tabs[1], "Late", by=at(cast.meera, 1), form="a")
    actions.take(seen(manu, taken, 1), by=at(manu, 1))
    actions.answer(seen(manu, taken, 1), "Fold.", by=at(manu, 1), form="a")
    actions.follow_up(seen(cast.arun, taken, 1), "How?", by=at(cast.arun, 1), form="b")
    with pytest.raises(Refused, match="answered already"):
        actions.give_back(seen(manu, taken, 1), by=at(manu, 1))


def test_withdrawing_is_for_what_nobody_has_taken(asked: Question, cast: Cast) -> None:
    tabs = [seen(cast.arun, asked) for _tab in range(2)]
    with pytest.raises(Refused):
        actions.withdraw_question(seen(cast.meera, asked), by=at(cast.meera))
    actions.withdraw_question(tabs[0], by=at(cast.arun))
    with pytest.raises(Stale):
        actions.withdraw_question(tabs[1], by=at(cast.arun))


# For others


def test_words_are_published_only_once_both_have_said_yes_to_the_same(
    closed: Question, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    def agrees(person: Person, asked: str, answer: str, version: int) -> AnsweredQuestion:
        return actions.agree(seen(person, closed), asked, answer, version, by=at(person))

    def is_public() -> bool:
        return "Fold" in signed_in(cast.kavita).get("/answers/").content.decode()

    agrees(cast.arun, "How to begin fractions?", "Fold it.", 0)
    assert is_public() is False
    agrees(cast.meera, "How to begin fractions?", "Fold paper, then draw.", 1)  # other words
    assert is_public() is False
    with pytest.raises(Stale, match="changed these words"):
        agrees(cast.arun, "How to begin fractions?", "Fold it.", 1)
    agrees(cast.arun, "How to begin fractions?", "Fold paper, then draw.", 2)
    assert is_public() is True
    page = signed_in(cast.omar).get("/answers/?domain=digital_education").content.decode()
    assert "Fold paper, then draw." in page
    assert ("Arun" in page, "Meera" in page) == (False, False)
    agrees(cast.meera, "How to begin fractions?", "Fold paper twice.", 2)
    assert is_public() is False
    worker()
    assert Notice.objects.filter(kind="question.words").count() == 3
    actions.take_down(_public(cast.arun, closed), by=at(cast.arun))
    assert not AnsweredQuestion.objects.exists()


def test_who_changed_words_in_another_tab_is_told_that_it_was_herself(
    closed: Question, cast: Cast
) -> None:
    def agrees(person: Person, answer: str, version: int) -> str:
        try:
            actions.agree(seen(person, closed), "How?", answer, version, by=at(person))
        except Stale as stale:
            return str(stale)
        return ""

    assert agrees(cast.arun, "Fold it.", 0) == ""
    assert agrees(cast.arun, "Cut it.", 0).startswith("You changed these words yourself")
    assert agrees(cast.meera, "Draw it.", 0).startswith("The other one has changed these words")
    assert agrees(cast.meera, "Fold it.", 1) == ""  # both have said yes, whoever wrote them
    assert agrees(cast.arun, "Cut it.", 0).startswith("These words were changed")


def _public(person: Person, question: Question) -> AnsweredQuestion:
    found = published.public_of(at(person), question)
    assert found is not None
    return found


def test_nobody_else_reads_or_makes_the_words_and_both_can_take_them_down(
    closed: Question, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    url = f"/questions/{closed.pk}/publish/"
    page = signed_in(cast.arun).get(url).content.decode()
    assert "Everybody who signs in here can read this." in page
    sent = {"seen": "0", "asked": "How?", "answer": "Fold."}
    assert signed_in(cast.arun).post(url, sent).status_code == 302
    for who in (manu, cast.devi, cast.kavita):
        assert signed_in(who).get(url).status_code == 404
        assert published.public_of(at(who), closed) is None
    tabs = [_public(one, closed) for one in (cast.arun, cast.meera)]
    actions.take_down(tabs[1], by=at(cast.meera))
    with pytest.raises(Stale):
        actions.take_down(tabs[0], by=at(cast.arun))
    assert signed_in(cast.meera).post(f"/questions/{closed.pk}/take-down/").status_code == 409


def test_what_was_never_there_cannot_be_taken_out(
    closed: Question, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    """Closed and never put into words for everybody: as for anything that is not there, 404."""
    url = f"/questions/{closed.pk}/take-down/"
    for who in (cast.arun, cast.meera, manu, cast.devi):
        assert signed_in(who).post(url).status_code == 404


def test_a_coordinator_of_the_programme_takes_out_what_names_a_child(
    closed: Question, cast: Cast, signed_in: SIGNED, worker: Callable[..., int]
) -> None:
    def shared() -> AnsweredQuestion:
        AnsweredQuestion.objects.all().delete()
        actions.agree(seen(cast.arun, closed), "Ravi cannot?", "Help Ravi.", 0, by=at(cast.arun))
        return actions.agree(
            seen(cast.meera, closed), "Ravi cannot?", "Help Ravi.", 1, by=at(cast.meera)
        )

    url = f"/answers/{shared().pk}/take-out/"
    # To whoever coordinates the district a button would tell that it comes from her schools.
    dora = people.add_person("Dora Das", email="dora@example.org", by=system(NOW))
    organisations.give_role(
        dora, cast.district, Role.COORDINATOR, by=system(NOW), starts_on=LONG_AGO
    )
    for who in (dora, cast.omar, cast.kavita, cast.meera):
        browser = signed_in(who)
        assert "take-out" not in browser.get("/answers/").content.decode()
        assert browser.get(url).status_code == browser.post(url).status_code == 403
    browser = signed_in(cast.devi)
    assert url in browser.get("/answers/").content.decode()
    asks = browser.get(url).content.decode()
    assert "Help Ravi." in asks  # the words once more, and nothing is done by looking
    assert AnsweredQuestion.objects.count() == 1
    assert browser.post(url, {"seen": "0"}).status_code == 409  # other words than she has read
    assert browser.post(url, {"seen": "1"}).status_code == 302
    assert browser.post(url).status_code == 404
    assert not AnsweredQuestion.objects.exists()
    worker()
    told = Notice.objects.filter(kind="question.taken_out").values_list("person_id", flat=True)
    assert set(told) == {cast.arun.pk, cast.meera.pk}
    tab = published.public_answer(at(cast.devi), shared().pk)
    actions.agree(seen(cast.arun, closed), "One cannot?", "Help.", 1, by=at(cast.arun))
    with pytest.raises(Stale):
        actions.take_out(tab, by=at(cast.devi))


def test_what_is_not_closed_is_not_given_to_others(taken: Question, cast: Cast) -> None:
    with pytest.raises(Refused, match="Close the question first"):
        actions.agree(seen(cast.arun, taken), "A", "B", 0, by=at(cast.arun))


# Hundreds


def test_the_open_list_holds_25_a_page_by_field_and_language_in_constant_queries(
    world: World, cast: Cast, manu: Person, signed_in: SIGNED
) -> None:
    meera, counts = signed_in(cast.meera), []
    for number in range(27):
        teacher = world.person(f"Teacher {number}")
        Question.objects.create(
            teacher=teacher, cohort=world.cohort, school=cast.school, text=f"Open {number}.",
            domain=("digital_education", "inclusive_education", "holistic_assessment")[number % 3],
            language=("en", "hi")[number % 2], key=str(number),
            asked_at=NOW + timedelta(minutes=number), due_at=NOW + timedelta(days=7),
        )  # fmt: skip
        if number in (0, 2, 26):
            with (
                time_machine.travel(NOW + timedelta(hours=1), tick=False),
                CaptureQueriesContext(connection) as asked,
            ):
                page = meera.get("/questions/open/").content.decode()
            counts.append(len(asked))
    assert counts == [counts[0]] * 3
    assert counts[0] <= 10
    assert ("Open 0." in page, "Open 2." in page) == (True, False)  # not a field of hers
    rows = queries.open_questions(at(cast.meera), "inclusive_education", ["hi"])
    assert [one.text for one in rows][:2] == ["Open 1.", "Open 7."]
    assert queries.open_questions(at(cast.meera)).count() == 18


@pytest.mark.django_db(transaction=True)
def test_of_two_mentors_who_take_it_at_the_same_moment_one_has_it(
    world: World, cast: Cast, manu: Person, tmp_path: Path
) -> None:
    asked = ask(cast.arun)
    opened = [(seen(one, asked), at(one)) for one in (cast.meera, manu)]
    with threads_share(tmp_path):
        said = at_once(*[lambda q=q, by=by: actions.take(q, by=by) for q, by in opened])
        assert said.count("done") == 1
        assert Question.objects.get(pk=asked.pk).status == S.TAKEN
