"""Applications of mentors that readers judge like work: what is read, and what waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from banyan.kernel.viewer import Viewer
from banyan.practice.models import Submission
from banyan.practice.queries.reviews import Judgeable, without_links, words_of
from banyan.practice.standings import SUBMISSION_KNOWERS
from banyan.practice.states import SubmissionStatus
from banyan.programmes.models import Application
from banyan.programmes.states import ApplicationStatus
from banyan.trail.models import Event
from banyan.trail.queries import subject_of
from banyan.ui.words import join_names
from blueprint import Blueprint, Review
from blueprint.language import Coded, Language


class OfApplication(Judgeable):
    """What is judged as the application of a mentor: it is of no step."""

    how: Review
    is_application = True

    @property
    def review(self) -> Review:
        return self.how

    @property
    def title(self) -> str:
        return gettext("Application as a mentor")

    def labelled(self, words: Mapping[str, Any]) -> list[tuple[str, str]]:
        return said_in(self.design, words)

    def unnamed(self, text: str) -> str:
        """Without links: what an applicant brings is published under her name."""
        return super().unnamed(without_links(text))


def words_of_application(row: Application) -> dict[str, Any]:
    """What readers read, as it is now: codes stay codes, so that each reads them in her language.
    Neither the name nor the school is among it. Three queries."""
    return {
        "domains": [one.domain for one in row.expertise.all()],
        "languages": [one.language for one in row.fluencies.all()],
        "subjects": row.subjects,
        "stages": row.stages,
        "years": row.years,
        "hours_a_month": row.hours_a_month,
        "motivation": row.motivation,
        "about": row.about,
        "evidence": ["\n".join(filter(None, said)) for said in _evidence(row)],
    }


def _evidence(row: Application) -> QuerySet[Any, Any]:
    return row.evidence.order_by("pk").values_list("title", "text", "link")


def said_in(design: Blueprint, words: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and text of each thing that an applicant said, in the active language."""
    lists = design.vocabularies
    coded: list[tuple[str, str, Iterable[Coded | Language]]] = [
        ("domains", gettext("Can help with"), design.domains),
        ("languages", gettext("Languages"), lists.languages),
        ("subjects", gettext("Subjects"), lists.subjects),
        ("stages", gettext("Stages of school"), lists.stages),
    ]
    plain = [
        ("years", gettext("Years of experience")),
        ("hours_a_month", gettext("Hours a month")),
        ("motivation", gettext("Why a mentor")),
        ("about", gettext("About")),
    ]
    said = [(label, _titles(of, words.get(code, ()))) for code, label, of in coded]
    said += [(label, str(words.get(code) or "")) for code, label in plain]
    said += [(gettext("Evidence"), text) for text in words.get("evidence", ())]
    return [(label, text) for label, text in said if text]


def _titles(entries: Iterable[Coded | Language], codes: Iterable[str]) -> str:
    """A code that the blueprint no longer has stands for itself."""
    known = {one.code: words_of(one.title) for one in entries}
    return join_names([known.get(code, code) for code in codes])


def of_application(viewer: Viewer, row: Application) -> Submission | None:
    """What readers judge of it, for the applicant and for those who look for readers."""
    return Submission.objects.filter(SUBMISSION_KNOWERS.where(viewer), application=row).first()


# For the platform's own look


def to_hand_in(pk: int | None = None) -> list[Application]:
    """Applications that were passed to the readers and that nobody can read yet, or the one."""
    rows = Application.objects.filter(status=ApplicationStatus.READ, submission__isnull=True)
    found = rows.select_related("person", "organisation", "programme__organisation").order_by("pk")
    return list(found if pk is None else found.filter(pk=pk))


def handed_for(pk: int) -> Submission | None:
    return Submission.objects.filter(application=pk).first()


def accepted(pk: int) -> bool | None:
    """Whether its readers accept it; None before the end. One query."""
    row = Submission.objects.filter(application=pk).values_list("status", flat=True).first()
    return _OUTCOMES.get(row or "")


_OUTCOMES = {SubmissionStatus.SUCCESSFUL.value: True, SubmissionStatus.NOT_YET.value: False}


def passed_on_by(row: Application) -> frozenset[int]:
    """Who looked through an application before its readers did."""
    found = Event.objects.filter(subject=subject_of(row), verb="application.pass_on")
    return frozenset(pk for pk in found.values_list("actor", flat=True) if pk)
