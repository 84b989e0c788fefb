"""Work that was handed in, with its readings, and how its blueprint wants it judged."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q

from banyan.mentoring.models import Mentorship
from banyan.mentoring.queries.doses import day_there
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.standings import informed
from banyan.mentoring.standings.power import Informed
from banyan.organisations.models import Organisation
from banyan.organisations.queries import viewers_for
from banyan.people.models import Person
from banyan.practice.models import Reading, Submission
from banyan.practice.queries.applying import OfApplication
from banyan.practice.queries.hiding import names_around, places_around
from banyan.practice.queries.reviews import (
    Judgeable,
    Judged,
    OfStep,
    Weighed,
    judged,
    weighed,
    without,
)
from banyan.practice.states import DisputeStatus, ReadingStatus, SubmissionStatus, Waits
from banyan.programmes.models import Application, Programme
from banyan.programmes.queries.designs import named
from blueprint import Blueprint, Review, counted


@dataclass(frozen=True)
class Handed(Judgeable):
    """A piece of work with its readings. Its words are there only for whoever may read them."""

    submission: Submission
    design: Blueprint

    @property
    @abstractmethod
    def author(self) -> Person:
        """Whose it is."""

    @property
    def mentor(self) -> Person | None:
        """Who is told of it beside the author, if anybody is."""
        return None

    @property
    @abstractmethod
    def school(self) -> Organisation | None:
        """Where its author teaches, if it is known."""

    @property
    @abstractmethod
    def place(self) -> Organisation:
        """Whose coordinators look for readers."""

    @property
    @abstractmethod
    def programme(self) -> Programme:
        """In which it is judged."""

    @property
    @abstractmethod
    def attempts(self) -> Q:
        """Every attempt at the same work."""

    @abstractmethod
    def names(self) -> list[str]:
        """Names of which each part tells whose it is."""

    @abstractmethod
    def places(self) -> list[str]:
        """Names that tell as a whole whose it is."""

    def unnamed(self, text: str) -> str:
        """As it is read by who does not learn whose it is. Two queries, for any number of texts."""
        names, places = self._around
        return super().unnamed(without(names, text, places))

    @cached_property
    def _around(self) -> tuple[list[str], list[str]]:
        return self.names(), self.places()

    @property
    def status(self) -> str:
        return self.submission.status

    @property
    def own(self) -> frozenset[int]:
        """Whose it is, and who stands beside her: they never judge it."""
        return frozenset(one.pk for one in (self.author, self.mentor) if one is not None)

    @property
    def scope(self) -> str:
        return self.place.path or ""

    @cached_property
    def readings(self) -> list[Reading]:
        """Of those who did not give it back."""
        every = self.submission.readings.all()
        return [one for one in every if one.status != ReadingStatus.DECLINED]

    @cached_property
    def weighed(self) -> Weighed:
        if self.review.signed_off and self.submission.signed_off_at is None:
            return Weighed(None, Waits.SIGNING_OFF)
        return weighed([one.decision for one in self.readings], self.review)

    @property
    def waits(self) -> Waits:
        """What it waits for; nothing once it is settled."""
        if self.status != SubmissionStatus.IN_REVIEW:
            return Waits.NOTHING
        return self.weighed.waits

    @property
    def expected(self) -> int:
        """How many are to read it: one more where the first do not agree."""
        return max(self.review.readers, len(self.readings))

    @property
    def done(self) -> int:
        return sum(one.status == ReadingStatus.DONE for one in self.readings)

    @property
    def is_with_readers(self) -> bool:
        """Whether somebody has yet to say what she finds."""
        given = any(one.status == ReadingStatus.ASSIGNED for one in self.readings)
        return given and self.status == SubmissionStatus.IN_REVIEW

    def overdue(self, today: date) -> bool:
        return any(
            one.status == ReadingStatus.ASSIGNED and one.due_on < today for one in self.readings
        )

    @property
    def again_by(self) -> date | None:
        """The last day on which it may be handed in again, where it may."""
        settled = self.submission.settled_at
        if self.status != SubmissionStatus.NOT_YET or settled is None:
            return None
        dispute = getattr(self.submission, "dispute", None)
        if dispute and dispute.status == DisputeStatus.RAISED:
            return None
        since = max(settled, (dispute and dispute.decided_at) or settled)
        return counted(self.day(since), self.review.resubmit_within)

    def day(self, moment: datetime) -> date:
        """The day that it is then for its author."""
        return day_there(moment, self.author.time_zone)


@dataclass(frozen=True)
class OfPair(OfStep, Handed):
    """What a teacher handed in at a step of the journey of her pair."""

    how: Judged

    @property
    def pair(self) -> Mentorship:
        found = self.submission.mentorship
        assert found is not None  # noqa: S101 - that is what tells it from an application
        return found

    @property
    def key(self) -> str:
        return self.submission.key

    @property
    def author(self) -> Person:
        return self.pair.mentee

    @property
    def mentor(self) -> Person | None:
        return self.pair.mentor

    @property
    def school(self) -> Organisation | None:
        return self.pair.school

    @property
    def place(self) -> Organisation:
        return self.pair.school

    @property
    def programme(self) -> Programme:
        return self.pair.cohort.programme

    @property
    def attempts(self) -> Q:
        return Q(mentorship=self.pair, key=self.key)

    def names(self) -> list[str]:
        return names_around(self.author, self.school, beside=[self.pair.mentor])

    def places(self) -> list[str]:
        return places_around(self.school, self.programme.organisation)


@dataclass(frozen=True)
class OfApplicant(OfApplication, Handed):
    """The application of a mentor, which readers judge like any work. It has no pair, no step and
    one attempt: whoever is not accepted applies anew."""

    how: Review

    @property
    def application(self) -> Application:
        found = self.submission.application
        assert found is not None  # noqa: S101 - that is what tells it from the work of a pair
        return found

    @property
    def author(self) -> Person:
        return self.application.person

    @property
    def school(self) -> Organisation | None:
        return self.application.organisation

    @property
    def place(self) -> Organisation:
        return self.programme.organisation

    @property
    def programme(self) -> Programme:
        return self.application.programme

    @property
    def attempts(self) -> Q:
        return Q(pk=self.submission.pk)

    @property
    def again_by(self) -> date | None:
        return None

    def names(self) -> list[str]:
        return names_around(self.author, self.school)

    def places(self) -> list[str]:
        return places_around(self.school, self.programme.organisation)


# What comes with a row, and what of it stays behind: nobody asks for words here.
RELATED = (
    "mentorship__mentor", "mentorship__mentee", "mentorship__school",
    "mentorship__cohort__programme__organisation",
    "application__person", "application__organisation", "application__programme__organisation",
)  # fmt: skip
UNREAD = (
    "because", "mentorship__end_words", "application__motivation", "application__about",
    "application__refusal",
)  # fmt: skip


def day_of(pair: Mentorship, moment: datetime) -> date:
    """The day that it is for the teacher of a pair, on whose clock the pair's days are counted."""
    return day_there(moment, pair.mentee.time_zone)


def handed(submission: Submission) -> Handed:
    """Raises DoesNotExist where the blueprint no longer says how it is judged."""
    if submission.mentorship is None:
        design = named(submission.design)
        review = design.review_of_applications
        if review is None:
            raise Submission.DoesNotExist("nobody judges applications")
        return OfApplicant(submission, design, review)
    cohort = submission.mentorship.cohort
    design = named(submission.design) if submission.design else blueprint_of(cohort)
    how = judged(design, submission.key)
    if how is None:
        raise Submission.DoesNotExist(f"nobody judges {submission.key}")
    return OfPair(submission, design, how)


def viewers_of(one: Handed, people: Collection[int], *, now: datetime) -> dict[int, Informed]:
    """These people as viewers who know whether they have power over its author. Three queries."""
    return informed(viewers_for(Person.objects.filter(pk__in=people), now=now), [one.author.pk])
