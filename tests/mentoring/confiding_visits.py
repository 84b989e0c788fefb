"""Visits in the lives of records: somebody asks to see a lesson of a colleague, who owns what comes
of it and says yes, or not this time. And how an observation goes on: what each says it shows, and
feedback, which is its author's alone until it is given."""

from __future__ import annotations

from contextlib import suppress

from django.core.exceptions import ObjectDoesNotExist

from banyan.mentoring.queries.records import digest
from banyan.mentoring.states import RecordKind
from banyan.notifications.models import Notice
from banyan.people.models import Person
from banyan.practice.actions import observations
from banyan.practice.models import Observation
from tests.mentoring.confiding import Happening, Kept, Life, heads_owner, reads_all
from tests.mentoring.confiding_practice import cycle_of, has_a_part, two_of

SHOWS = ("shows_observed", "shows_observer")
FEEDBACK = ("strength_1", "step_1", "practice_1")


# The plain reading


def knows_of(life: Life, person: int, record: int) -> bool:
    """That a visit is, nobody knows but the two: it is no part of a programme."""
    return record in life.visits and person in two_of(life, record)


def drafts_of(life: Life, person: int) -> set[str]:
    """What she is about to say, and has not given: where she reads the record that it is of."""
    return {
        token
        for record, (author, said) in life.drafts.items()
        if author == person and reads_all(life, person, life.records[record])
        for token in said.values()
    }


def told_wrongly(life: Life) -> list[tuple[str, int]]:
    """Notices of observations to others than the two; that one asks to come, to others than whoever
    is asked; and her no, to others than whoever has asked."""
    records = dict(Observation.objects.values_list("pk", "record_id"))
    wrong = []
    notices = Notice.objects.filter(kind__startswith="observation.")
    for kind, person, data in notices.values_list("kind", "person_id", "data"):
        owner, observer = two_of(life, records[data["observation"]])
        right = {"observation.visit": {owner}, "observation.not_this_time": {observer}}
        if person not in right.get(kind, {owner, observer}):
            wrong.append((kind, person))
    return wrong


# What may happen


def ask_to_visit(life: Life, who: int, what: int, how: int) -> None:
    """Of one who teaches: in the same school, or in another."""
    teaching = [one for one in life.everybody if one.pk in life.teaches]
    asking = teaching if how % 4 else life.everybody
    visitor = asking[who % len(asking)]
    others = [one for one in teaching if one != visitor]
    colleague = others[what % len(others)]
    tokens = [life.token(), life.token()]
    made = observations.ask_to_visit(
        colleague, by=life.by(visitor), focus=tokens[0], words={"text": "\n\n".join(tokens)}
    )
    assert life.teaches[visitor.pk] == life.teaches[colleague.pk]
    assert colleague.pk not in {head for head, _school in life.heads}
    assert not heads_owner(life, visitor.pk, colleague.pk)
    kept = Kept(colleague.pk, RecordKind.OBSERVATION, "own", None, tokens)
    kept.whole[visitor.pk] = None
    life.records[made.record_id], life.lines[made.record_id] = kept, []
    life.visits[made.record_id] = visitor.pk
    life.stages[made.record_id] = "planned"


def answer_visit(life: Life, who: int, what: int, how: int) -> None:
    """Whoever was asked says yes, or not this time; or anybody tries."""
    if not life.visits:
        return
    record = sorted(life.visits)[-1 - what % len(life.visits)]
    owner, _visitor = two_of(life, record)
    person = Person.objects.get(pk=owner) if how % 4 else life.everybody[who % len(life.everybody)]
    with suppress(ObjectDoesNotExist):
        found, by, stage = cycle_of(life, person, record), life.by(person), life.stages[record]
        if how % 3:
            observations.agree(found, by=by)
            assert (person.pk, stage) == (owner, "planned")
            life.stages[record] = "agreed"
        else:
            observations.call_off(found, by=by)
            assert stage in ("planned", "agreed") and not life.lines[record]
            life.stages[record] = "cancelled"
        assert has_a_part(life, person.pk, record)


def go_on_seeing(life: Life, who: int, what: int, how: int) -> None:
    """The lesson is over, both say what it shows, and whoever observed says what she thinks: to
    herself first. Anybody tries to do any of it."""
    if not life.lines:
        return
    record = sorted(life.lines)[-1 - what % len(life.lines)]
    person = life.everybody[who % len(life.everybody)]
    if how % 4:
        person = Person.objects.get(pk=two_of(life, record)[how % 2])
    with suppress(ObjectDoesNotExist):
        _go_on(life, person, record)
        assert has_a_part(life, person.pk, record)


def _go_on(life: Life, person: Person, record: int) -> None:
    kept, stage = life.records[record], life.stages[record]
    _owner, observer = two_of(life, record)
    found, by = cycle_of(life, person, record), life.by(person)
    if stage == "agreed":
        observations.finish(found, by=by)
        assert person.pk == observer and life.lines[record]
        life.stages[record] = "observed"
    elif stage == "observed" and not set(SHOWS) <= set(kept.beside):
        kept.beside |= _say(life, person, record, SHOWS[person.pk == observer])
    elif stage == "observed":
        observations.analyse(found, by=by)
        life.stages[record] = "analysed"
    elif stage == "analysed" and record not in life.drafts:
        life.drafts[record] = (person.pk, _say(life, person, record, *FEEDBACK))
        assert person.pk == observer
    elif stage == "analysed":
        observations.give(found, by=by)
        assert person.pk == observer
        kept.beside |= life.drafts.pop(record)[1]
        life.stages[record] = "given"


def _say(life: Life, person: Person, record: int, *sections: str) -> dict[str, str]:
    found, said = cycle_of(life, person, record), {each: life.token() for each in sections}
    seen = {code: digest(text) for code, text in found.words.items()}
    observations.write(found, said, seen, by=life.by(person))
    return said


OF_VISITS: tuple[Happening, ...] = (
    ask_to_visit, ask_to_visit, answer_visit, answer_visit, go_on_seeing, go_on_seeing,
)  # fmt: skip
