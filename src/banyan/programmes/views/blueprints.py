"""The gallery of blueprints: each to read, to compare and to take away. Public."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.programmes import queries
from banyan.programmes.queries import frameworks
from banyan.programmes.queries.designs import (
    blueprint_named,
    file_named,
    newest,
    of_library,
    owner_of,
    versions_of,
)
from banyan.programmes.snapshot.reading import (
    PARTS,
    Part,
    changes,
    first_of_all,
    page_in,
    parts_of,
)
from banyan.ui.http import Request, respond
from banyan.ui.pieces import Link
from banyan.ui.words import own_name
from blueprint import Blueprint


@dataclass(frozen=True, slots=True)
class Card:
    """A blueprint in the gallery."""

    url: str
    title: str
    summary: str
    teachers: str
    languages: list[str]
    version: str
    steps: int
    modules: int
    library: bool
    language: str  # in which its words come


@require_safe
def blueprints(request: Request) -> HttpResponse:
    cards = [_card(found) for found in queries.shelf()]
    context = {
        "title": _("Blueprints of programmes"),
        "cards": [card for card in cards if card.library],
        "own": [card for card in cards if not card.library],
        "makes": queries.may_start_somewhere(request.viewer),
    }
    return respond(request, "programmes/blueprints.html", context)


def _card(found: Blueprint) -> Card:
    locale = get_language() or "en"
    return Card(
        url=address(found),
        title=found.title.in_(locale),
        summary=found.summary.in_(locale),
        teachers=found.teacher.eligibility.in_(locale),
        languages=[own_name(code) for code in found.languages],
        version=found.version,
        steps=len(found.steps),
        modules=len(found.modules),
        library=of_library(found),
        language=written_in(found),
    )


@require_safe
def blueprint(request: Request, design: str, version: str) -> HttpResponse:
    found = blueprint_named(design, version)
    parts = parts_of(page_in(design, version, get_language() or "en"))
    owner = owner_of(found)
    context = {
        **_head(found),
        "card": _card(found),
        "contents": [
            (part, reverse("programmes:blueprint_part", args=[design, version, part.slug]))
            for part in parts
        ],
        "versions": _versions(found),
        "newest": newest(design).version,
        "owner": owner.organisation if owner else None,
        "makes": queries.may_start_somewhere(request.viewer),
        "frameworks": _frameworks(found),
    }
    return respond(request, "programmes/blueprint.html", context)


@require_safe
def part(request: Request, design: str, version: str, slug: str) -> HttpResponse:
    found = blueprint_named(design, version)
    parts = parts_of(page_in(design, version, get_language() or "en"))
    chosen = next((each for each in parts if each.slug == slug), None)
    if chosen is None:
        raise ObjectDoesNotExist(slug)
    context = {**_head(found), "part": chosen, "tabs": _tabs(found, parts, slug)}
    return respond(request, "programmes/blueprint_part.html", context)


@require_safe
def file(request: Request, design: str, version: str) -> HttpResponse:
    answer = HttpResponse(file_named(design, version), content_type="application/yaml")
    answer["Content-Disposition"] = f'attachment; filename="{design}-{version}.yaml"'
    return answer


@require_safe
def compare(request: Request, design: str, version: str, other: str) -> HttpResponse:
    """`other` is a version of the same code, or "code@version"."""
    spelled = other if "@" in other else f"{design}@{other}"
    code, _at, theirs = spelled.partition("@")
    found, against = blueprint_named(design, version), blueprint_named(code, theirs)
    said = changes((design, version), (code, theirs), get_language() or "en")
    running, rest = first_of_all(said)
    context = {
        **_head(found),
        "other": against,
        "other_title": against.title.in_(get_language() or "en"),
        "running": running,
        "rest": rest,
        "frameworks": _frameworks(against) if found.frameworks != against.frameworks else [],
    }
    return respond(request, "programmes/blueprint_compare.html", context)


def _frameworks(found: Blueprint) -> list[tuple[str, str, str]]:
    """What its goals can point at: the title, its language, the page."""
    locale = get_language() or "en"
    return [
        (
            each.title.in_(language := frameworks.written_in(each, locale)),
            language,
            reverse("programmes:framework", args=[each.code, each.version]),
        )
        for each in frameworks.named_in(found)
    ]


def _head(found: Blueprint) -> dict[str, object]:
    return {
        "title": found.title.in_(get_language() or "en"),
        "blueprint": found,
        "language": written_in(found),
        "address": address(found),
        "file": reverse("programmes:blueprint_file", args=[found.code, found.version]),
    }


def _tabs(found: Blueprint, parts: list[Part], slug: str) -> list[Link]:
    return [
        Link(
            str(PARTS[each.slug][0]),
            reverse("programmes:blueprint_part", args=[found.code, found.version, each.slug]),
            each.slug == slug,
        )
        for each in parts
    ]


def _versions(found: Blueprint) -> list[tuple[str, str, str]]:
    """The other versions: which, its page, and what is different in the later one of the two."""
    rows = []
    for each in versions_of(found.code):
        if each.version != found.version:
            old, new = sorted((found, each), key=lambda one: one.order)
            way = reverse("programmes:blueprint_compare", args=[old.code, old.version, new.version])
            rows.append((each.version, address(each), way))
    return rows


def address(found: Blueprint) -> str:
    return reverse("programmes:blueprint", args=[found.code, found.version])


def written_in(found: Blueprint) -> str:
    """The language in which a reader gets its words: hers, else English, else the first."""
    locale = (get_language() or "en").partition("-")[0]
    return next((code for code in (locale, "en") if code in found.languages), found.languages[0])
