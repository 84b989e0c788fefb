"""The page of practice: which kinds of record there are, and what the viewer has of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Record
from banyan.mentoring.queries.records import records
from banyan.mentoring.states import RecordKind, Tier


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the page: where a list opens, and where something new is begun."""

    heading: object
    about: object  # one sentence: what it is for
    page: str  # the name of the address of its list
    begin: str = ""  # of the address at which a new one is begun; none where that is done elsewhere
    begin_words: object = ""  # what the link to it says
    kinds: tuple[RecordKind, ...] = ()  # that are counted in it
    beside: str = ""  # another page that belongs to it
    beside_words: object = ""


# A record without a title is called by its kind; this kind is the heading of a place as well.
ONE_OF = {RecordKind.NEED.value: _("A look at strengths and needs")}


def called(one: Any) -> object:
    """A record of a list, as its viewer may know it: its title, else what it is."""
    return one.shown_title or ONE_OF.get(one.kind, one.get_kind_display())


# In the order of the thread: need, goal, plan, lesson, evidence, reflection, review; last, and
# beside it, oneself.
PLACES: tuple[Place, ...] = (
    Place(
        _("Strengths and needs"),
        _("What goes well and what should come next, as each of those who look sees it."),
        "practice:needs",
        "practice:assess",
        _("Look at yourself"),
        (RecordKind.NEED, RecordKind.CONTEXT, RecordKind.INTAKE),
    ),
    Place(
        _("Goals"),
        _("What you want to reach, and how far it is."),
        "mentoring:goals",
        "mentoring:goal_new",
        _("Write a goal"),
        (RecordKind.GOAL,),
    ),
    Place(
        _("Lesson plans"),
        _("Plan a lesson, alone or with your mentor, and write how it went."),
        "practice:lesson_plans",
        "practice:lesson_plan_new",
        _("Plan a lesson"),
        (RecordKind.LESSON_PLAN,),
        "practice:published_plans",
        _("See what others have published"),
    ),
    Place(
        _("Observations"),
        _("A lesson looked at together: agreed before, written down as it was, talked over after."),
        "practice:observations",
        "practice:observation_new",
        _("Plan an observation"),
        (RecordKind.OBSERVATION,),
    ),
    Place(
        _("Videos of lessons"),
        _("Film a lesson, and talk about a moment of it with somebody whom you trust."),
        "practice:videos",
        "practice:video_new",
        _("Add a video"),
        kinds=(RecordKind.VIDEO,),
    ),
    Place(
        _("Student work"),
        _("Sort a stack of work into bands and see what to teach next."),
        "practice:student_work",
        "practice:work_new",
        _("Look at student work"),
        (RecordKind.STUDENT_WORK,),
    ),
    Place(
        _("Experiments"),
        _("One small change: what you expect, what you did, what you saw."),
        "practice:experiments",
        "practice:experiment_new",
        _("Try something"),
        (RecordKind.EXPERIMENT,),
    ),
    Place(
        _("Journal"),
        _("Yours alone, until you share an entry or a paragraph of it."),
        "practice:journal",
        "practice:entry_new",
        _("Write an entry"),
        (RecordKind.JOURNAL,),
    ),
    Place(
        _("Work that was handed in"),
        _("What you handed in to be read, and what its readers said."),
        "practice:submissions",
    ),
    Place(
        _("Portfolio"),
        _("Everything of your own, from need to review, to print or to keep."),
        "practice:portfolio",
    ),
    Place(
        _("How are you"),
        _("A few quiet questions for yourself, and somebody to talk to."),
        "practice:well_being",
    ),
)


def shared_with(viewer: Viewer, *kinds: RecordKind) -> QuerySet[Record]:
    """What the viewer reads because it is hers, her pair's or because she was named, newest first.
    What is published, her own included, stands in the gallery."""
    return records(viewer, *kinds).exclude(tier=Tier.PUBLIC)


def counted(viewer: Viewer) -> Counter[str]:
    """How many of each kind the viewer reads. One query."""
    return Counter(shared_with(viewer).order_by().values_list("kind", flat=True))
