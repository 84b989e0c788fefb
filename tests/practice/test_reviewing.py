"""Work handed in, given to readers, judged blind; what follows for the journey of the pair."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banyan.kernel.decision import Refused, Stale, Unfit
from banyan.mentoring import actions as mentoring
from banyan.mentoring.models import Mentorship, StepRecord
from banyan.mentoring.snapshot import doing
from banyan.mentoring.states import MentorshipStatus
from banyan.notifications.models import Notice
from banyan.organisations.actions import give_role
from banyan.organisations.models import Membership
from banyan.organisations.states import Role
from banyan.people.models import Person
from banyan.practice import actions
from banyan.practice.forms import ReadingForm
from banyan.practice.jobs import hand_in_what_waits, remind_readers
from banyan.practice.models import Reading, Submission
from banyan.practice.queries import submissions as queries
from banyan.practice.queries import works
from banyan.practice.queries.candidates import reviewers
from banyan.practice.queries.handing_in import ready_since
from banyan.practice.queries.reviews import judged, looks_personal, weighed, without
from banyan.practice.states import Verdict
from banyan.trail.queries import timeline
from blueprint import Review, get
from tests.conftest import LONG_AGO, NOW
from tests.practice.conftest import CRITERIA, DAY, HOUR, PAPER, REVIEW, SUBMISSION, World

TWO = get("ct_team").reviews[0]


def told(person: Person) -> list[str]:
    return sorted(Notice.objects.filter(person=person).values_list("kind", flat=True))


def test_a_step_is_judged_in_its_own_module() -> None:
    found = judged(get("ct_team"), SUBMISSION)
    assert found is not None
    assert (found.review_key, found.review.code) == (REVIEW, "two_readers")
    assert judged(get("ct_team"), "module_1/goal") is None


Y, N = "successful", "not_yet"


@pytest.mark.parametrize(
    ("found", "on_disagreement", "verdict", "waits", "wanted"),
    [
        ([], "another_reader", None, "assigning", 2),
        ([Y], "another_reader", None, "assigning", 1),
        ([Y, ""], "another_reader", None, "reading", 0),
        ([Y, Y], "another_reader", Y, "", 0),
        ([N, N], "another_reader", N, "", 0),
        ([Y, N], "another_reader", None, "another", 1),
        ([Y, N, ""], "another_reader", None, "reading", 0),
        ([Y, N, Y], "another_reader", Y, "", 0),
        ([Y, N, N], "another_reader", N, "", 0),
        ([Y, N], "discussion", None, "discussion", 0),
        ([Y, N], "coordinator", None, "coordinator", 0),
    ],
)
def test_what_readers_find_comes_to(
    found: list[str], on_disagreement: str, verdict: str | None, waits: str, wanted: int
) -> None:
    review: Review = TWO.model_copy(update={"on_disagreement": on_disagreement})
    came = weighed(found, review)
    assert (came.verdict, came.waits, came.wanted) == (verdict, waits, wanted)


def test_an_even_split_of_four_asks_for_one_more() -> None:
    review = TWO.model_copy(update={"readers": 3})
    assert weighed([Y, N, Y], review).wanted == 1
    assert weighed([Y, N, Y, N], review).wanted == 1
    assert weighed([Y, N, Y, N, N], review).verdict == N


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Call 98765 43210 now", ["98765 43210"]),
        ("Aadhaar 1234 5678 9012", ["1234 5678 9012"]),
        ("write to a.b@school.in", ["a.b@school.in"]),
        ("In 2026 there were 43 of us in 5 rooms", []),
    ],
)
def test_numbers_of_somebody_are_noticed(text: str, found: list[str]) -> None:
    assert looks_personal([text]) == found


def test_names_are_taken_out_as_whole_words() -> None:
    names = ["Arun Patel", "KV Sabarmati"]
    assert without(names, "Arun Patel and Patel, not Arunachal") == "[…] and […], not Arunachal"
    assert without([], "As it is") == "As it is"


def test_finishing_the_step_hands_it_in_as_it_is_now(world: World) -> None:
    world.write()
    one = Submission.objects.get()
    assert (one.attempt, one.words, one.status) == (1, {"evidence_paper": PAPER}, "in_review")
    assert (one.key, one.review_key, one.mentorship_id) == (SUBMISSION, REVIEW, world.pair.pk)
    assert told(world.cast.devi) == ["submission.handed_in"]


def test_a_lost_delivery_is_made_good(world: World) -> None:
    arun = world.by(world.cast.arun)
    step = doing(arun, world.pair, SUBMISSION)
    mentoring.finish_step(step, {"evidence_paper": PAPER}, 0, by=arun)
    with time_machine.travel(NOW + HOUR, tick=False):
        assert hand_in_what_waits() == 1
        assert hand_in_what_waits() == 0
    world.cast.arun.refresh_from_db()
    assert world.status() == ["in_review"]


def test_looking_for_lost_deliveries_costs_the_same_for_one_step_and_for_three(
    world: World,
) -> None:
    def cost() -> int:
        with (
            time_machine.travel(NOW + HOUR, tick=False),
            CaptureQueriesContext(connection) as asked,
        ):
            assert hand_in_what_waits() == 0
        return len(asked)

    world.write()
    one = cost()
    for module in ("module_2", "module_3"):
        key = f"{module}/submission"
        StepRecord.objects.create(
            mentorship=world.pair,
            key=key,
            status="done",
            done_on=NOW.date(),
            words={"evidence_paper": PAPER},
            written_by=world.cast.arun,
            written_at=NOW,
        )
        Submission.objects.create(
            mentorship=world.pair,
            key=key,
            review_key=f"{module}/review",
            attempt=1,
            words={"evidence_paper": PAPER},
            handed_in_at=NOW,
        )
    assert len(ready_since(NOW - HOUR)) == 3
    assert cost() == one == 2


def test_a_criterion_called_as_a_comment_takes_the_place_of_no_comment(world: World) -> None:
    review = TWO
    first = review.criteria[0]
    other = first.model_copy(update={"code": f"comment_{first.code}"})
    both = review.model_copy(update={"criteria": (first, other)})
    fields = list(ReadingForm(review=both).fields)
    assert fields == [
        first.code,
        f"comment-{first.code}",
        other.code,
        f"comment-{other.code}",
    ]
    said = {first.code: "yes", f"comment-{first.code}": "Clear.", other.code: "no"}
    form = ReadingForm(said | {f"comment-{other.code}": "Say more."}, review=both)
    assert form.is_valid()
    assert form.met == {first.code: True, other.code: False}
    assert form.comments == {first.code: "Clear.", other.code: "Say more."}


def test_two_readers_who_agree_settle_it(world: World) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, True)
    assert (world.status(), world.step(REVIEW)) == (["in_review"], "blank")
    world.read(world.sara, True, NOW + HOUR)
    assert (world.status(), world.step(REVIEW)) == (["successful"], "done")


def test_readers_who_disagree_are_joined_by_a_third(world: World) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    with pytest.raises(Refused, match="no further reader"):
        world.give(world.tom)
    world.read(world.ravi, True)
    world.read(world.sara, False)
    assert world.handed().waits == "another"
    world.give(world.tom)
    world.read(world.tom, False)
    assert (world.status(), world.step(REVIEW)) == (["not_yet"], "blank")


def test_what_came_back_is_handed_in_again_and_nothing_is_lost(world: World) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False)
    world.read(world.sara, False)
    assert (world.status(), world.step(SUBMISSION)) == (["not_yet"], "draft")
    world.write("A better paper.", NOW + DAY)
    assert world.status() == ["not_yet", "in_review"]
    assert [one.words["evidence_paper"] for one in Submission.objects.order_by("attempt")] == [
        PAPER,
        "A better paper.",
    ]
    assert Reading.objects.filter(submission__attempt=1).count() == 2
    world.give(world.ravi, world.sara, at=NOW + DAY)
    world.read(world.ravi, True, NOW + DAY)
    world.read(world.sara, True, NOW + DAY)
    assert world.status() == ["not_yet", "successful"]


def fail(world: World, at: timedelta) -> None:
    world.give(world.ravi, world.sara, at=NOW + at)
    world.read(world.ravi, False, NOW + at)
    world.read(world.sara, False, NOW + at)


def test_it_is_handed_in_again_no_more_often_than_the_blueprint_says(world: World) -> None:
    world.write()
    for attempt in (1, 2, 3):
        fail(world, attempt * DAY)
        world.write(f"Paper {attempt + 1}", NOW + attempt * DAY + HOUR)
    assert TWO.resubmissions == 2
    assert world.status() == ["not_yet"] * 3


def test_it_is_handed_in_again_no_later_than_the_blueprint_says(world: World) -> None:
    world.write()
    fail(world, DAY)
    last = world.handed().again_by
    assert last == (NOW + DAY).date() + timedelta(weeks=6)
    world.write("Too late", NOW + 44 * DAY)
    assert world.status() == ["not_yet"]


def test_a_teacher_withdraws_what_nobody_has_read(world: World) -> None:
    world.write()
    world.give(world.ravi)
    actions.withdraw_submission(world.handed(), by=world.by(world.cast.arun))
    assert (world.status(), world.step(SUBMISSION)) == (["withdrawn"], "draft")
    world.write("Without the name.", NOW + HOUR)
    assert world.status() == ["withdrawn", "in_review"]
    world.give(world.ravi, at=NOW + HOUR)
    world.read(world.ravi, True, NOW + HOUR)
    with pytest.raises(Refused, match="read it already"):
        actions.withdraw_submission(world.handed(), by=world.by(world.cast.arun))


@pytest.mark.parametrize("who", ["meera", "devi", "kavita", "omar", "somu", "ravi"])
def test_nobody_else_withdraws_it(world: World, who: str) -> None:
    world.write()
    world.give(world.ravi)
    person = getattr(world, who, None) or getattr(world.cast, who)
    with pytest.raises(Refused):
        actions.withdraw_submission(world.handed(), by=world.by(person))


# Who may read


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("meera", "own pair"),
        ("arun", "own pair"),
        ("kavita", "evaluates a teacher"),
        ("asha", "of another school"),
        ("devi", "see whose work it is"),
        ("omar", ""),
        ("somu", "whom they have mentored"),
    ],
)
def test_who_may_read_it(world: World, who: str, sentence: str) -> None:
    cast, asha = world.cast, world.by(world.cast.asha)
    person = getattr(cast, who)
    give_role(person, cast.state, Role.REVIEWER, by=asha, starts_on=LONG_AGO)
    if who == "asha":
        give_role(person, cast.school, Role.TEACHER, by=asha, starts_on=LONG_AGO)
    if who == "somu":
        Mentorship.objects.create(
            mentor=cast.somu,
            mentee=cast.arun,
            cohort=world.pair.cohort,
            school=cast.school,
            status=MentorshipStatus.ENDED,
            proposed_at=NOW - 200 * DAY,
        )
    world.write()
    if not sentence:
        assert world.give(person)[0].reader == person
    else:
        with pytest.raises(Refused, match=sentence):
            world.give(person)


def test_only_readers_of_the_programme_read_and_each_once(world: World) -> None:
    world.write()
    with pytest.raises(Refused, match="not a reader"):
        world.give(world.cast.somu)
    world.give(world.ravi)
    with pytest.raises(Refused, match="given it already"):
        world.give(world.ravi)


@pytest.mark.parametrize("who", ["arun", "meera", "omar", "kavita", "asha", "somu", "ravi"])
def test_only_coordinators_of_the_school_give_it_out(world: World, who: str) -> None:
    world.write()
    person = getattr(world, who, None) or getattr(world.cast, who)
    with pytest.raises(Refused):
        actions.assign_reader(world.handed(), world.sara, by=world.by(person))


def test_a_coordinator_of_the_pair_does_not_learn_who_reads(world: World) -> None:
    asha = world.by(world.cast.asha)
    give_role(world.cast.arun, world.cast.nation, Role.COORDINATOR, by=asha, starts_on=LONG_AGO)
    world.write()
    with pytest.raises(Refused, match="not of the pair"):
        actions.assign_reader(world.handed(), world.sara, by=world.by(world.cast.arun))


def test_the_candidates_are_those_who_may(world: World) -> None:
    world.write()
    found = reviewers(world.handed(), on=NOW.date())
    assert [one.person.name for one in found] == ["Ravi", "Sara", "Tom"]


# Judging


def test_a_reader_says_why_something_is_not_met(world: World) -> None:
    world.write()
    world.give(world.ravi)
    ravi = world.by(world.ravi)
    mine = queries.reading(ravi, Reading.objects.get().pk)
    found = dict.fromkeys(CRITERIA, True)
    with pytest.raises(Unfit) as unfit:
        actions.finish_reading(mine, {**found, "new_learning": False}, {}, by=ravi)
    assert unfit.value.field == "comment-new_learning"
    with pytest.raises(Unfit):
        actions.finish_reading(mine, {"new_learning": True}, {}, by=ravi)
    assert Reading.objects.get().status == "assigned"


def test_nobody_judges_for_a_reader(world: World) -> None:
    world.write()
    world.give(world.ravi)
    mine = queries.reading(world.by(world.ravi), Reading.objects.get().pk)
    for person in (world.sara, world.cast.devi, world.cast.arun, world.cast.meera):
        with pytest.raises(Refused):
            actions.finish_reading(mine, dict.fromkeys(CRITERIA, True), {}, by=world.by(person))


def test_a_reading_is_handed_in_once(world: World) -> None:
    world.write()
    world.give(world.ravi)
    ravi = world.by(world.ravi)
    pk = Reading.objects.get().pk
    first, second = queries.reading(ravi, pk), queries.reading(ravi, pk)
    actions.finish_reading(first, dict.fromkeys(CRITERIA, True), {}, by=ravi)
    with pytest.raises(Stale):
        actions.finish_reading(second, dict.fromkeys(CRITERIA, True), {}, by=ravi)


def test_what_a_reader_gives_back_somebody_else_reads(world: World) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    ravi = world.by(world.ravi)
    mine = queries.reading(ravi, Reading.objects.get(reader=world.ravi).pk)
    actions.decline_reading(mine, by=ravi)
    with pytest.raises(Reading.DoesNotExist):
        queries.reading(ravi, mine.reading.pk)
    assert world.handed().weighed.wanted == 1
    world.give(world.tom)
    late = queries.assigned_reading(
        world.by(world.cast.devi), Reading.objects.get(reader=world.sara).pk
    )
    actions.release_reader(late, by=world.by(world.cast.devi))
    assert world.handed().weighed.wanted == 1


def disagree(world: World, monkeypatch: pytest.MonkeyPatch, then: str) -> None:
    """The same programme, which goes on in this way when readers disagree."""
    design = get("ct_team")
    changed = design.model_copy(
        update={"reviews": (TWO.model_copy(update={"on_disagreement": then}),)}
    )
    monkeypatch.setattr(works, "named", lambda _spelling: changed)
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, True)
    world.read(world.sara, False)


def test_the_coordinator_decides_where_the_blueprint_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    disagree(world, monkeypatch, "coordinator")
    devi = world.by(world.cast.devi)
    with pytest.raises(Unfit):
        actions.decide(world.handed(), Verdict.SUCCESSFUL, " ", by=devi)
    with pytest.raises(Refused):
        actions.decide(world.handed(), Verdict.SUCCESSFUL, "So.", by=world.by(world.cast.meera))
    actions.decide(world.handed(), Verdict.SUCCESSFUL, "We talked.", by=devi)
    assert (world.status(), world.step(REVIEW)) == (["successful"], "done")
    assert queries.because(world.by(world.cast.arun), world.handed()) == "We talked."


def test_readers_talk_and_look_again_where_the_blueprint_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    disagree(world, monkeypatch, "discussion")
    sara = world.by(world.sara)
    mine = queries.reading(sara, Reading.objects.get(reader=world.sara).pk)
    actions.change_reading(mine, by=sara)
    world.read(world.sara, True)
    assert world.status() == ["successful"]


def test_what_a_reader_found_stands_otherwise(world: World) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    world.read(world.ravi, True)
    ravi = world.by(world.ravi)
    mine = queries.reading(ravi, Reading.objects.get(reader=world.ravi).pk)
    with pytest.raises(Refused, match="stands"):
        actions.change_reading(mine, by=ravi)
    with pytest.raises(Refused, match="only when the readers disagree"):
        actions.decide(
            world.handed(), Verdict.SUCCESSFUL, "I like it.", by=world.by(world.cast.devi)
        )


# Who learns what


def test_the_author_learns_what_was_said_and_never_by_whom(world: World) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    arun = world.by(world.cast.arun)
    world.read(world.ravi, False, words="Which voices?")
    assert queries.findings(arun, queries.submission(arun, world.handed().submission.pk)) == []
    world.read(world.sara, False, words="And the quiet ones?")
    found = queries.findings(arun, queries.submission(arun, world.handed().submission.pk))
    assert [(one.met, one.of) for one in found] == [(2, 2), (2, 2), (0, 2)]
    assert found[-1].comments == ["Which voices?", "And the quiet ones?"]
    subjects = [f"submission:{world.handed().submission.pk}", f"mentorship:{world.pair.pk}"]
    actors = {entry.actor_id for entry in timeline(subjects)}
    assert actors & {world.ravi.pk, world.sara.pk} == set()


@pytest.mark.parametrize("who", ["devi", "omar", "kavita", "nandan", "asha", "somu", "ravi"])
def test_nobody_but_the_pair_is_given_its_words(world: World, who: str) -> None:
    world.write()
    person = getattr(world, who, None) or getattr(world.cast, who)
    viewer = world.by(person)
    assert queries.said(viewer, world.handed()) == []
    world.give(world.ravi, world.sara)
    world.read(world.ravi, False)
    world.read(world.sara, False)
    assert queries.findings(viewer, world.handed()) == []
    if who != "devi":
        with pytest.raises(Submission.DoesNotExist):
            queries.submission(viewer, world.handed().submission.pk)


def test_a_reader_reads_it_without_the_names_in_it(world: World) -> None:
    world.write()
    world.give(world.ravi)
    mine = queries.reading(world.by(world.ravi), Reading.objects.get().pk)
    assert [text for _label, text in mine.texts] == ["A violet paper by […] on voices."]


def test_who_is_no_reader_any_more_reads_nothing(world: World) -> None:
    world.write()
    world.give(world.ravi)
    mine = Reading.objects.get().pk
    handed_out = queries.reading(world.by(world.ravi), mine)
    Membership.objects.filter(person=world.ravi, role=Role.REVIEWER).update(ends_on=NOW.date())
    ravi = world.by(world.ravi)
    with pytest.raises(Reading.DoesNotExist):
        queries.reading(ravi, mine)
    assert queries.first_readings(ravi) == ([], 0)
    with pytest.raises(Refused):
        actions.finish_reading(handed_out, dict.fromkeys(CRITERIA, True), {}, by=ravi)
    devi = world.by(world.cast.devi)
    actions.release_reader(queries.assigned_reading(devi, mine), by=devi)
    assert Reading.objects.get().status == "declined"


def test_whoever_has_something_to_do_is_told(world: World) -> None:
    world.write()
    world.give(world.ravi, world.sara)
    from_now = NOW + HOUR
    world.read(world.ravi, True, from_now)
    world.read(world.sara, False, from_now)
    world.work()
    assert told(world.ravi) == ["reading.assigned"]
    assert told(world.cast.devi) == ["submission.disagreed", "submission.handed_in"]
    assert told(world.cast.arun) == []
    world.give(world.tom)
    world.read(world.tom, True, from_now)
    world.work()
    assert told(world.cast.arun) == told(world.cast.meera) == ["submission.successful"]


def test_a_late_reader_hears_of_it_and_then_the_coordinator(world: World) -> None:
    world.write()
    reading = world.give(world.ravi)[0]
    with time_machine.travel(reading.due_on - 2 * DAY, tick=False):
        assert (remind_readers(), remind_readers()) == (1, 0)
    with time_machine.travel(reading.due_on + 2 * DAY, tick=False):
        assert (remind_readers(), remind_readers()) == (2, 0)
    assert told(world.ravi) == ["reading.due", "reading.due"]
    assert "reading.overdue" in told(world.cast.devi)
