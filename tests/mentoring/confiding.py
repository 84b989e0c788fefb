"""A life of records, told twice: to the product by its actions, and to a plain reading of the rules
that knows nothing of its queries."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from banyan.kernel.decision import Refused
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring import actions as pairs
from banyan.mentoring.actions import emergencies, records
from banyan.mentoring.models import EmergencyAccess, Mentorship, Record
from banyan.mentoring.queries.endings import end_reasons
from banyan.mentoring.queries.records import digest
from banyan.mentoring.states import EmergencyStatus, MentorshipStatus, RecordKind, Tier
from banyan.organisations import actions as organisations
from banyan.organisations.models import Membership, Organisation
from banyan.organisations.queries import viewer_for
from banyan.organisations.states import Role
from banyan.people.models import Person
from tests.conftest import LONG_AGO, NOW, Cast
from tests.mentoring.conftest import World

KINDS = (
    RecordKind.GOAL, RecordKind.JOURNAL, RecordKind.LESSON_PLAN, RecordKind.OBSERVATION,
    RecordKind.WELL_BEING, RecordKind.NEED,
)  # fmt: skip
BOTH_WRITE = {RecordKind.LESSON_PLAN, RecordKind.OBSERVATION, RecordKind.NEED}
LEFT_OPEN = {  # the tiers that an owner may choose
    RecordKind.GOAL: ("own", "pair"), RecordKind.JOURNAL: ("own", "pair"),
    RecordKind.LESSON_PLAN: ("own", "pair"), RecordKind.OBSERVATION: ("pair",),
    RecordKind.WELL_BEING: ("own",), RecordKind.NEED: ("own", "pair"),
    RecordKind.VIDEO: ("own",),
}  # fmt: skip
AT_FIRST = {  # the others: the pair
    RecordKind.JOURNAL: "own", RecordKind.WELL_BEING: "own", RecordKind.VIDEO: "own",
}  # fmt: skip
POWERS = (Role.PRINCIPAL, Role.NODAL_OFFICER, Role.ADMINISTRATOR)  # who appraises, manages or pays


@dataclass
class Kept:
    """One record as the plain reading knows it. `tokens` are its paragraphs, each once for ever."""

    owner: int
    kind: RecordKind
    tier: str
    pair: int | None
    tokens: list[str]
    beside: dict[str, str] = field(default_factory=dict)  # what stands in other sections of it
    whole: dict[int, datetime | None] = field(default_factory=dict)  # who, until
    parts: dict[int, set[str]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    openings: int = 0


@dataclass(frozen=True)
class Remark:
    """What somebody remarked, and who was let in then: by name, or as the pair since some time."""

    token: str
    author: int
    named: frozenset[int]
    opening: int | None  # which time it was open to the pair; None while it was not


@dataclass
class Film:
    """A video beside its record: until which day, under which consent, what was said of it."""

    video: int
    delete_on: date
    consent_until: date
    withdrawn: bool = False
    remarks: list[str] = field(default_factory=list)


@dataclass
class Work:
    """What was handed in, and who reads it. `found` is what each reader says of it: None while she
    reads, else the verdict and what she wrote."""

    pair: int
    author: int
    token: str
    found: dict[int, tuple[bool, set[str]] | None] = field(default_factory=dict)
    withdrawn: bool = False
    judged: set[int] = field(default_factory=set)  # was given it to read, or decided on it
    disputed: set[str] = field(default_factory=set)  # what the dispute says, and shows
    dispute: int | None = None

    @property
    def settled(self) -> bool:
        """Two who agree settle it; else the majority of three."""
        said = [one[0] for one in self.found.values() if one is not None]
        if len(said) < max(2, len(self.found)):
            return False
        return len(set(said)) == 1 or (len(said) > 2 and sum(said) * 2 != len(said))


@dataclass(frozen=True)
class Opening:
    """What an emergency opens: words of which teacher, which, and until when."""

    teacher: int
    tokens: set[str]
    until: datetime


@dataclass
class Life:
    """What has happened so far, on both sides."""

    world: World
    manu: Person
    hema: Person
    now: datetime = NOW
    records: dict[int, Kept] = field(default_factory=dict)
    pairs: dict[int, tuple[int, int]] = field(default_factory=dict)  # mentor and teacher, for ever
    running: set[int] = field(default_factory=set)
    teaches: dict[int, int] = field(default_factory=dict)  # whom, at which school
    heads: set[tuple[int, int]] = field(default_factory=set)  # who has power over which school
    opened: dict[int, tuple[int, datetime]] = field(default_factory=dict)  # access: pair, until
    # access: question in writing, until
    opened_inquiries: dict[int, tuple[int, datetime]] = field(default_factory=dict)
    told: int = 0
    places: set[str] = field(default_factory=set)  # where sessions are
    films: dict[int, Film] = field(default_factory=dict)  # by record
    lines: dict[int, list[str]] = field(default_factory=dict)  # of evidence, by record
    works: dict[int, Work] = field(default_factory=dict)
    papers: dict[int, set[str]] = field(default_factory=dict)  # in the step of a pair, as it is now
    meetings: dict[int, Any] = field(default_factory=dict)  # by session
    asked: dict[int, Any] = field(default_factory=dict)  # by request
    letters: dict[int, Any] = field(default_factory=dict)  # by message
    sealed: dict[int, Any] = field(default_factory=dict)  # taken back and kept for a while
    shown: dict[int, Any] = field(default_factory=dict)  # to the coordinators, by report
    inquiries: dict[int, Any] = field(default_factory=dict)  # by question in writing
    spoken: dict[int, int] = field(default_factory=dict)  # which question, by turn with sound
    coordinates: set[int] = field(default_factory=set)  # who coordinates the schools of pairs
    visits: dict[int, int] = field(default_factory=dict)  # who asked to come, by record
    stages: dict[int, str] = field(default_factory=dict)  # how far an observation is, by record
    drafts: dict[int, tuple[int, dict[str, str]]] = field(default_factory=dict)  # of feedback
    typed: dict[tuple[int, str], str] = field(default_factory=dict)  # who, at which address
    certificates: list[str] = field(default_factory=list)  # by what is printed on them
    paper: int = 0  # of the whole programme
    browsers: dict[int, Any] = field(default_factory=dict)  # of those who have typed
    gone: list[str] = field(default_factory=list)  # tokens of what was deleted

    @property
    def cast(self) -> Cast:
        return self.world.cast

    @property
    def everybody(self) -> list[Person]:
        return [*self.cast.everybody().values(), self.manu, self.hema]

    def by(self, person: Person) -> Viewer:
        return viewer_for(person, now=self.now)

    def token(self) -> str:
        self.told += 1
        return f"tok{self.told}tok"


def heads_owner(life: Life, person: int, owner: int) -> bool:
    return (person, life.teaches.get(owner, 0)) in life.heads


def reads_all(life: Life, person: int, kept: Kept) -> bool:
    """The plain reading: whether this person may read the whole of it now."""
    if person == kept.owner or kept.tier == "public":
        return True
    of_pair = kept.tier == "pair" and person in life.pairs.get(kept.pair or 0, ())
    if of_pair and not heads_owner(life, person, kept.owner):
        return True
    until = kept.whole.get(person, life.now)
    return until is None or life.now < until


def allowed(life: Life, person: int, kept: Kept) -> set[str]:
    """Which paragraphs of it."""
    everything = {*kept.tokens, *kept.beside.values()}
    if reads_all(life, person, kept):
        return everything
    return kept.parts.get(person, set()) & everything


def is_named(life: Life, person: int, kept: Kept) -> bool:
    until = kept.whole.get(person)
    return person in kept.whole and (until is None or life.now < until)


def is_other(life: Life, person: int, kept: Kept) -> bool:
    of_pair = kept.tier == "pair" and person in life.pairs.get(kept.pair or 0, ())
    return of_pair and not heads_owner(life, person, kept.owner)


def heard(life: Life, person: int, kept: Kept) -> set[str]:
    """The plain reading: which remarks this person may read now. What is published is published
    without them, and what was said before she was let in is the owner's."""
    other = is_other(life, person, kept)
    if not (person == kept.owner or other or is_named(life, person, kept)):
        return set()
    return {
        one.token
        for one in kept.remarks
        if person in (kept.owner, one.author)
        or person in one.named
        or (other and one.opening == kept.openings)
    }


def between(life: Life, pair: int) -> set[str]:
    """What the two of a pair have written and said to each other, also what one has taken back,
    and the paper that a step holds; without where they meet."""
    kept = [one for one in life.records.values() if one.tier == "pair" and one.pair == pair]
    said = {token for one in kept for token in (*one.tokens, *one.beside.values())}
    said |= {r.token for one in kept for r in one.remarks if r.opening == one.openings}
    heard = (*life.meetings.values(), *life.letters.values(), *life.sealed.values())
    said |= {t for one in heard if one.pair == pair for t in one.tokens}
    return (said | life.papers.get(pair, set())) - life.places


# What may happen. Each takes three numbers that choose whom, what and how; it tells the plain
# reading only what the product has let happen.

Happening = Callable[[Life, int, int, int], None]


def _record(life: Life, n: int) -> Record | None:
    pks = sorted(life.records)
    if not pks:
        return None
    return Record.objects.select_related("owner", "school", "mentorship").get(pk=pks[n % len(pks)])


def _person(life: Life, n: int) -> Person:
    return life.everybody[n % len(life.everybody)]


def _text(tokens: list[str]) -> dict[str, str]:
    return {"text": "\n\n".join(tokens)}


def begin(life: Life, who: int, what: int, how: int) -> None:
    owner = (life.cast.arun, life.cast.meera, life.manu)[who % 3]
    kind = KINDS[what % len(KINDS)]
    mine = [pk for pk in sorted(life.running) if owner.pk in life.pairs[pk]]
    pair = (
        Mentorship.objects.select_related("school").get(pk=mine[how % len(mine)])
        if mine and how % 4
        else None
    )
    tokens = [life.token(), life.token()]
    row = records.begin(kind, by=life.by(owner), pair=pair, words=_text(tokens))
    tier = AT_FIRST.get(kind, "pair") if pair is not None else "own"
    life.records[row.pk] = Kept(owner.pk, kind, tier, pair.pk if pair else None, tokens)


def write(life: Life, who: int, what: int, how: int) -> None:
    row = _record(life, what)
    if row is None:
        return
    kept = life.records[row.pk]
    pair = life.pairs.get(kept.pair or 0, ())
    writer = Person.objects.get(pk=(kept.owner, *pair)[who % (1 + len(pair))])
    tokens = list(kept.tokens)
    tokens[how % len(tokens)] = life.token()
    before = {"text": digest(row.words.get("text", "")), "": digest(row.title)}
    records.write(row, "", _text(tokens), before, by=life.by(writer))
    assert writer.pk == kept.owner or kept.kind in BOTH_WRITE
    assert kept.tier != "pair" or kept.pair in life.running
    kept.tokens = tokens


def comment(life: Life, who: int, what: int, how: int) -> None:
    row = _record(life, what)
    if row is None or row.kind == RecordKind.VIDEO:  # of films others are told by their own page
        return
    kept = life.records[row.pk]
    near = [kept.owner, *life.pairs.get(kept.pair or 0, ()), *kept.whole, *kept.parts]
    person = Person.objects.get(pk=near[how % len(near)]) if who % 4 else _person(life, how)
    token = life.token()
    records.comment(row, token, by=life.by(person))
    assert (
        person.pk == kept.owner
        or is_other(life, person.pk, kept)
        or is_named(life, person.pk, kept)
    )
    named = frozenset(one for one in kept.whole if is_named(life, one, kept))
    opening = kept.openings if kept.tier == "pair" else None
    kept.remarks.append(Remark(token, person.pk, named, opening))


def share(life: Life, who: int, what: int, how: int) -> None:
    row, person = _record(life, what), _person(life, who)
    if row is None or person.pk == row.owner_id:
        return
    kept = life.records[row.pk]
    until = life.now + timedelta(days=how % 5) if how % 5 else None
    part = {kept.tokens[how % len(kept.tokens)]} if how % 3 == 0 else None
    parts = None if part is None else [digest(one) for one in part]
    records.share(row, person, by=life.by(row.owner), until=None if part else until, parts=parts)
    kept.whole.pop(person.pk, None)
    kept.parts.pop(person.pk, None)
    if part is None:
        kept.whole[person.pk] = until
    else:
        kept.parts[person.pk] = part


def share_as_another(life: Life, who: int, what: int, how: int) -> None:
    row, person = _record(life, what), _person(life, who)
    if row is not None and person.pk != row.owner_id:
        records.share(row, _person(life, how), by=life.by(person))
        raise AssertionError("somebody shares what is not hers")


def take_back(life: Life, who: int, what: int, how: int) -> None:
    row, person = _record(life, what), _person(life, who)
    if row is not None:
        records.take_back(row, person, by=life.by(row.owner))
        life.records[row.pk].whole.pop(person.pk, None)
        life.records[row.pk].parts.pop(person.pk, None)


def set_tier(life: Life, who: int, what: int, how: int) -> None:
    row = _record(life, what)
    if row is None:
        return
    kept = life.records[row.pk]
    tier = LEFT_OPEN[kept.kind][how % len(LEFT_OPEN[kept.kind])]
    if tier == "pair" and kept.pair is None:
        return
    records.set_tier(row, Tier(tier), by=life.by(row.owner))
    assert tier == kept.tier or tier != "pair" or kept.pair in life.running
    kept.openings += tier == "pair" and kept.tier != "pair"
    kept.tier = tier
    if tier == "own":
        kept.whole.clear()
        kept.parts.clear()


def publish(life: Life, who: int, what: int, how: int) -> None:
    row, person = _record(life, what), _person(life, who)
    if row is not None:
        by = life.by(row.owner if how % 2 else person)
        records.publish(row, by=by)
        kept = life.records[row.pk]
        assert by.person_id == kept.owner
        assert (kept.kind, kept.pair) == (RecordKind.LESSON_PLAN, None)
        kept.tier = "public"


def end_pair(life: Life, who: int, what: int, how: int) -> None:
    if life.running:
        pk = sorted(life.running)[what % len(life.running)]
        pair = Mentorship.objects.select_related(
            "cohort__programme", "school", "mentor", "mentee"
        ).get(pk=pk)
        reason = end_reasons(pair)[0][0]
        pairs.end(pair, reason, "", False, by=life.by(pair.mentee))
        life.running.discard(pk)


def match_again(life: Life, who: int, what: int, how: int) -> None:
    if life.running:
        return
    mentor = (life.cast.meera, life.manu)[who % 2]
    pair = Mentorship.objects.create(
        mentor=mentor, mentee=life.cast.arun, cohort=life.world.cohort, school=life.cast.school,
        status=MentorshipStatus.ACTIVE, proposed_at=life.now, starts_on=life.now.date(),
    )  # fmt: skip
    life.pairs[pair.pk] = (mentor.pk, life.cast.arun.pk)
    life.running.add(pair.pk)


def hand_over(life: Life, who: int, what: int, how: int) -> None:
    row = _record(life, what)
    if row is None or not life.running:
        return
    pair = Mentorship.objects.select_related("school").get(pk=min(life.running))
    before = set(Record.objects.values_list("pk", flat=True))
    made = records.hand_over(row, pair, by=life.by(row.owner))
    if made.pk not in before:
        kept = life.records[row.pk]
        tier = AT_FIRST.get(kept.kind, "pair")
        copy = Kept(kept.owner, kept.kind, tier, pair.pk, [*kept.tokens], {**kept.beside})
        life.records[made.pk] = copy


def go_on_alone(life: Life, who: int, what: int, how: int) -> None:
    row = _record(life, what)
    if row is None:
        return
    before = set(Record.objects.values_list("pk", flat=True))
    made = records.go_on(row, by=life.by(row.owner if how % 3 else _person(life, who)))
    kept = life.records[row.pk]
    assert kept.tier == "pair" and kept.pair not in life.running
    if made.pk not in before:
        copy = Kept(kept.owner, kept.kind, "own", None, [*kept.tokens], {**kept.beside})
        life.records[made.pk] = copy


def become_head(life: Life, who: int, what: int, how: int) -> None:
    cast = life.cast
    person = (cast.meera, life.manu, cast.kavita, cast.arun, cast.devi, life.hema)[who % 6]
    school = (life.cast.school, life.cast.other_school)[what % 2]
    give(life, person, school, POWERS[how % len(POWERS)])
    life.heads.add((person.pk, school.pk))


def stop_heading(life: Life, who: int, what: int, how: int) -> None:
    if life.heads:
        person, school = sorted(life.heads)[what % len(life.heads)]
        Membership.objects.filter(person=person, organisation=school, role__in=POWERS).update(
            ends_on=date(2026, 1, 2)
        )
        life.heads.discard((person, school))


def move_school(life: Life, who: int, what: int, how: int) -> None:
    person = (life.cast.arun, life.cast.meera)[who % 2]
    school = (life.cast.school, life.cast.other_school)[what % 2]
    Membership.objects.filter(person=person, role=Role.TEACHER).update(ends_on=date(2026, 1, 2))
    give(life, person, school, Role.TEACHER)
    life.teaches[person.pk] = school.pk


def give(life: Life, person: Person, place: Organisation, role: Role) -> None:
    Membership.objects.filter(person=person, organisation=place, role=role).delete()
    organisations.give_role(person, place, role, by=system(life.now), starts_on=LONG_AGO)


def break_glass(life: Life, who: int, what: int, how: int) -> None:
    pk = sorted(life.pairs)[what % len(life.pairs)]
    pair = Mentorship.objects.select_related("school").get(pk=pk)
    asked = emergencies.ask_for_emergency_access(pair, "Danger", 30, by=life.by(life.hema))
    assert not heads_owner(life, life.hema.pk, pair.mentee_id)
    emergencies.open_emergency(asked, by=life.by(_person(life, who)))
    assert _person(life, who) == life.cast.asha
    life.opened[asked.pk] = (pk, life.now + timedelta(hours=30))


def close_glass(life: Life, who: int, what: int, how: int) -> None:
    if life.opened:
        pk = sorted(life.opened)[what % len(life.opened)]
        found = EmergencyAccess.objects.select_related("mentorship__school").get(pk=pk)
        if found.status == EmergencyStatus.OPEN:
            emergencies.close_emergency(found, by=life.by(life.cast.asha))
            life.opened[pk] = (life.opened[pk][0], life.now)


def time_passes(life: Life, who: int, what: int, how: int) -> None:
    life.now += timedelta(hours=(5, 26, 49)[how % 3])


HAPPENINGS: tuple[Happening, ...] = (
    begin, begin, write, write, comment, comment, share, share, share_as_another, take_back,
    set_tier, publish,
    end_pair, match_again, hand_over, go_on_alone, become_head, stop_heading, move_school,
    break_glass, close_glass, time_passes,
)  # fmt: skip


def happens(life: Life, what: Happening, numbers: tuple[int, int, int]) -> bool:
    """Whether it has: what the product refuses has not."""
    life.now += timedelta(seconds=1)  # no two things happen at once
    with suppress(Refused):
        what(life, *numbers)
        return True
    return False
