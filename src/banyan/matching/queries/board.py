"""What is wrong with a draft: wishes that its last answer does not keep, and what has changed since
it was found. What only a look at each pair can tell, such as a weak fit, is in `rounds`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from banyan.kernel.viewer import Viewer
from banyan.matching.models import Proposal, Round, Wish
from banyan.matching.states import RoundStatus, Skip, WishKind
from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.mentorships import waiting_for_match
from banyan.mentoring.queries.proposals import offering
from banyan.mentoring.states import SEATED, MentorshipForm
from banyan.programmes.models import Enrolment
from banyan.programmes.states import EnrolmentStatus

TABS = ("unkept", "moved")  # the lists of a round that are made here


@dataclass(frozen=True, slots=True)
class Trouble:
    """Of how many teachers a wish is not kept, of how many it is not so any more what the answer
    was found from, and how many wait by now and are not in it."""

    unkept: int
    moved: int
    newcomers: int

    @property
    def is_any(self) -> bool:
        return bool(self.unkept or self.moved or self.newcomers)


def trouble_of(viewer: Viewer, round_: Round) -> Trouble | None:
    """None for a round that is no draft, or has no answer yet. Two queries."""
    if round_.status != RoundStatus.DRAFT or round_.computed_at is None:
        return None
    rows = Proposal.objects.filter(round=round_.pk)
    wrong = Case(When(_unkept(), then=Value(True)), default=Value(False))
    counts = rows.annotate(why=_changed(round_), wrong=wrong).aggregate(
        unkept=Count("pk", filter=Q(wrong=True)), moved=Count("pk", filter=~Q(why=""))
    )
    known = rows.filter(teacher=OuterRef("person"))
    waiting = waiting_for_match(viewer, round_.cohort).filter(~Exists(known))
    return Trouble(counts["unkept"], counts["moved"], waiting.order_by().count())


def narrowed(round_: Round, tab: str, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of these proposals those of one of the `TABS`; each says `why` it has changed, a Skip, or
    nothing where it has not."""
    wanted = _unkept() if tab == "unkept" else ~Q(why="")
    found: QuerySet[Any] = rows.annotate(why=_changed(round_)).filter(wanted)
    return found


def _unkept() -> Q:
    """A teacher was to be with somebody else, or not with whom she is."""
    of_her = Wish.objects.filter(round=OuterRef("round"), teacher=OuterRef("teacher"))
    pins = of_her.filter(kind=WishKind.PIN)
    so = {"mentor": OuterRef("mentor")}  # of nobody, nothing is so
    return Q(Exists(pins), ~Exists(pins.filter(**so))) | Q(
        Exists(of_her.filter(kind=WishKind.FORBID, **so))
    )


def _changed(round_: Round) -> Case:
    """What of a proposal is not so any more, as publishing would find it; nothing where it is."""
    cohort = round_.cohort
    pairs = Mentorship.objects.filter(
        cohort=cohort,
        mentee=OuterRef("teacher"),
        form=MentorshipForm.PAIR,
        status__in=SEATED,
        ends_early_on__isnull=True,
    )
    enrolled = Enrolment.objects.filter(
        cohort=cohort, person=OuterRef("teacher"), status=EnrolmentStatus.ENROLLED
    )
    places = offering(cohort).filter(person=OuterRef("mentor"))
    return Case(
        When(Exists(pairs), then=Value(Skip.PAIRED.value)),
        When(~Exists(enrolled), then=Value(Skip.NOT_WAITING.value)),
        When(mentor__isnull=True, then=Value("")),
        When(~Exists(places), then=Value(Skip.RESTING.value)),
        When(~Exists(places.filter(held__lt=F("capacity"))), then=Value(Skip.FULL.value)),
        default=Value(""),
        output_field=CharField(),
    )
