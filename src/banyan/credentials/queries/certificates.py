"""Certificates, as their holders, those who award them and everybody with a code may see them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.credentials.models import Certificate
from banyan.credentials.queries.content import Content, Line, Part, long_day
from banyan.credentials.queries.papers import language_for
from banyan.credentials.standings import CERTIFICATE_READERS, HOLDER
from banyan.credentials.states import Signer
from banyan.kernel.viewer import Viewer
from banyan.mentoring.models import Mentorship
from banyan.programmes.queries import words_of
from banyan.trail.queries import id_of


def own(viewer: Viewer) -> QuerySet[Certificate]:
    """The viewer's certificates, newest first."""
    rows = Certificate.objects.filter(HOLDER.where(viewer)).select_related("workshop")
    return rows.order_by("-issued_on", "-pk")


def certificate(viewer: Viewer, code: str) -> Certificate:
    """The whole of it. Raises DoesNotExist for everybody but its holder and those who award it."""
    rows = Certificate.objects.filter(CERTIFICATE_READERS.where(viewer))
    return rows.select_related(
        "mentorship__school", "workshop__programme__organisation", "holder", "issued_by"
    ).get(code=code)


def shown(code: str) -> Certificate:
    """What the page for everybody shows of it. Raises DoesNotExist for a code that is none."""
    return Certificate.objects.only(
        "code", "holder_name", "programme_name", "status", "shows_name", "issued_on",
        "withdrawn_on", "words",
    ).get(code=code)  # fmt: skip


def of_pair(viewer: Viewer, pair: Mentorship) -> list[Certificate]:
    """Certificates of a pair that the viewer holds or awards."""
    rows = Certificate.objects.filter(CERTIFICATE_READERS.where(viewer), mentorship=pair)
    rows = rows.select_related("mentorship__school").defer("mentorship__end_words")
    return list(rows.order_by("pk"))


def languages(row: Certificate) -> tuple[str, ...]:
    return tuple(row.words)


def title(row: Certificate) -> str:
    """As it was awarded; of one whose words were erased, that it is a certificate."""
    return str(_said(row, _language(row, ""))["title"])


def _language(row: Certificate, asked: str) -> str:
    found = languages(row)
    return language_for(found, asked) if found else get_language() or "en"


def _said(row: Certificate, language: str) -> Any:
    return row.words.get(language) or {"title": _("Certificate"), "parts": []}


def content(row: Certificate, asked: str) -> Content:
    """Its words as they were when it was awarded, as far as they are still kept."""
    language = _language(row, asked)
    said = _said(row, language)
    with words_of(row, language):
        signed = _("Signed on %(day)s") % {"day": long_day(row.issued_on)}
        issuer = Line(row.issued_by.name, str(Signer.COORDINATOR.label), signed)
    return Content(
        language=language,
        title=said["title"],
        parts=[Part(one["heading"], one["text"]) for one in said["parts"]],
        tables=[],
        lines=[issuer],
    )


def told_of(subject: str) -> Certificate:
    """The certificate that an event of the trail is about."""
    return Certificate.objects.get(pk=id_of(subject))
