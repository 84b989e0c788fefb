"""Frameworks of standards, for anybody to read and take away."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.programmes.queries import frameworks as queries
from banyan.ui.http import Request, respond
from banyan.ui.words import own_name
from blueprint.frameworks import Framework


@require_safe
def frameworks(request: Request) -> HttpResponse:
    locale = get_language() or "en"
    found = [(each, queries.written_in(each, locale)) for each in queries.frameworks()]
    rows = [
        {
            "address": _address("framework", each),
            "language": language,
            "title": each.title.in_(language),
            "summary": each.summary.in_(language),
            "languages": [own_name(one) for one in each.languages],
            "items": sum(1 for _item in each.walk()),
        }
        for each, language in found
    ]
    context = {"title": _("Frameworks of standards"), "rows": rows}
    return respond(request, "programmes/frameworks.html", context)


@require_safe
def framework(request: Request, framework: str, version: str) -> HttpResponse:
    found = queries.framework(framework, version)
    language = queries.written_in(found, get_language() or "en")
    said = found.in_language(language)
    package = _address("framework_case", found)
    context = {
        "title": said.title,
        "framework": said,
        "language": language,
        "lines": queries.lines(found, language),
        "ways": [
            (
                way,
                _address("framework", way.other),
                [(a, queries.relation(k), b) for a, k, b in way.rows],
            )
            for way in queries.ways(found, language)
        ],
        "packages": [
            (own_name(each), f"{package}?language={each}", each) for each in found.languages
        ],
    }
    return respond(request, "programmes/framework.html", context)


@require_safe
def package(request: Request, framework: str, version: str) -> HttpResponse:
    found = queries.framework(framework, version)
    language = request.GET.get("language") or found.languages[0]
    answer = JsonResponse(
        queries.case_package(found, language),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    name = f"{found.code}-{found.version}-{language}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _address(name: str, found: Framework) -> str:
    return reverse(f"programmes:{name}", args=[found.code, found.version])
