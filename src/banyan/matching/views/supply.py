"""Trying a cohort out: the page that says who would wait, and whom to look for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.views.decorators.http import require_GET

import blueprint
from banyan.matching.forms import AskingForm, GivingForm, TermsForm
from banyan.matching.queries import supply as queries
from banyan.matching.queries.supply import MOST_KINDS, Asking, Counted, Giving, Terms, titles_of
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.programmes import queries as programmes
from banyan.programmes.models import Cohort
from banyan.programmes.queries import in_its_words
from banyan.programmes.rules import COHORT_RIGHTS
from banyan.ui.http import Request, respond
from banyan.ui.words import number

BLANK = 2  # rows without a number below those that have one


@login_required
@require_GET
def supply(request: Request, cohort_id: int) -> HttpResponse:
    """The table as it was filled in, or as the cohort stands; and what would come of it."""
    cohort = in_its_words(programmes.cohort_to_run(request.viewer, cohort_id))
    COHORT_RIGHTS.decide(request.viewer, cohort, "match").or_refuse()
    rules = blueprint_of(cohort)
    context: dict[str, Any] = {"cohort": cohort}
    if "months" in request.GET:
        asking, giving, terms = _filled_in(request, rules)
        if all(form.is_valid() for form in (*asking, *giving, terms)):
            found = queries.tried(
                rules,
                [each.kind() for each in asking if each.is_meant()],
                [each.kind() for each in giving if each.is_meant()],
                Terms(**terms.cleaned_data),
            )
            currency = rules.pay.currency if rules.pay else ""
            context |= {"found": found, "money": f"{number(found.money)} {currency}".strip()}
    else:
        known = queries.counted(request.viewer, cohort)
        asking, giving, terms = _as_it_stands(cohort, rules, known)
        context["left"] = known
    forms = [*asking, *giving, terms]
    context |= {"asking": asking, "giving": giving, "terms": terms, "forms": forms}
    wrong = any(form.is_bound and form.errors for form in forms)
    return respond(request, "matching/supply.html", context, status=422 if wrong else 200)


def _filled_in(
    request: Request, rules: blueprint.Blueprint
) -> tuple[list[AskingForm], list[GivingForm], TermsForm]:
    def rows(kind: str) -> range:
        filled = [at for at in range(MOST_KINDS) if request.GET.get(f"{kind}{at}-count")]
        return range(min(MOST_KINDS, max(filled, default=-1) + 1 + BLANK))

    choices = titles_of(rules)
    return (
        [AskingForm(request.GET, prefix=f"t{at}", titles=choices) for at in rows("t")],
        [GivingForm(request.GET, prefix=f"m{at}", titles=choices) for at in rows("m")],
        TermsForm(request.GET),
    )


def _as_it_stands(
    cohort: Cohort, rules: blueprint.Blueprint, known: Counted
) -> tuple[list[AskingForm], list[GivingForm], TermsForm]:
    choices = titles_of(rules)
    asked: list[Asking | None] = [*known.asking, *[None] * BLANK][:MOST_KINDS]
    given: list[Giving | None] = [*known.giving, *[None] * BLANK][:MOST_KINDS]
    mentor = rules.mentor
    return (
        [
            AskingForm(initial=AskingForm.told(each), prefix=f"t{at}", titles=choices)
            for at, each in enumerate(asked)
        ],
        [
            GivingForm(
                initial=GivingForm.told(
                    each, mentor.caseload.default, mentor.hours_a_month.default
                ),
                prefix=f"m{at}",
                titles=choices,
            )
            for at, each in enumerate(given)
        ],
        TermsForm(
            initial={
                "hours": queries.usual_hours(rules) or Decimal(1),
                "months": rules.relationship.months.default,
                "new_seats": mentor.caseload.default,
                "needs_offered": rules.matching.rules.shared_domain,
            }
        ),
    )
