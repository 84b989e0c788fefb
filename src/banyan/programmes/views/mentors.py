"""The public directory of mentors: what they agreed to show, to anybody."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.programmes import queries
from banyan.programmes.forms.applications import DirectoryForm
from banyan.programmes.queries import in_its_words
from banyan.programmes.snapshot import said_in_public, words_of_all
from banyan.ui.http import Request, respond
from banyan.ui.paging import page_of


@require_safe
def mentors(request: Request) -> HttpResponse:
    words = words_of_all()
    form = DirectoryForm(request.GET, words=words)
    page = page_of(queries.directory(request.viewer, **form.chosen()), request.GET.get("page"))
    queries.in_shared_words(page)
    context = {
        "title": _("Mentors"),
        "filter": form,
        "filtered": any(form.chosen().values()),
        "page": page,
        "rows": [
            (
                row,
                words.say("domains", [one.domain for one in row.expertise.all()]),
                words.say("languages", [one.language for one in row.fluencies.all()]),
            )
            for row in page
        ],
    }
    return respond(request, "programmes/mentors.html", context, partial="list")


@require_safe
def mentor(request: Request, pk: int) -> HttpResponse:
    row = in_its_words(queries.listed_mentor(request.viewer, pk))
    context = {
        "title": row.person.name,
        "name": row.person.name,
        "programme": row.programme.name,
        "said": said_in_public(row),
        "may_ask": queries.takes_part(request.viewer, row),
        "asking": f"?mentor={row.pk}",
        "about": row.about if "about" in row.publishes else "",
    }
    return respond(request, "programmes/mentor.html", context)
