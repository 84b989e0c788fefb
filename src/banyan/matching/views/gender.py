"""Whether one is counted as a woman or a man: one's own page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.kernel.decision import Stale
from banyan.matching.actions import counting as actions
from banyan.matching.forms import GenderForm
from banyan.matching.models import GenderSaid
from banyan.matching.queries import counting as queries
from banyan.matching.standings import GENDER_SAYER
from banyan.matching.states import Gender
from banyan.mentoring.standings import readers
from banyan.programmes.queries import in_its_words
from banyan.ui.addresses import reverse
from banyan.ui.http import Request, respond, saved


@login_required
@require_http_methods(["GET", "POST"])
def own(request: Request, cohort_id: int) -> HttpResponse:
    """What the viewer says of herself, for counts alone."""
    viewer = request.viewer
    found = queries.own_gender(viewer, cohort_id)
    in_its_words(found.cohort)
    form, status, overtaken = _form(request, found), 200, False
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                given = form.cleaned_data
                actions.say_gender(found, given["gender"], by=viewer, seen=given["version"])
                done = _("Kept for counts alone. You can change it or take it back here.")
                return saved(request, reverse("matching:gender", args=[cohort_id]), done)
            except Stale as stale:
                form, status, overtaken = _form(request, found, anew=True), 409, True
                form.add_error(None, str(stale))
    hers = GenderSaid(cohort=found.cohort, person_id=viewer.person_id)
    context = {
        "cohort": found.cohort,
        "form": form,
        "now": _now(found) if overtaken else "",
        "is_asked": found.is_asked,
        "fewest": queries.fewest_of(found.cohort),
        "readers": readers(GENDER_SAYER, viewer, hers),
    }
    return respond(request, "matching/gender.html", context, status=status)


def _now(found: queries.OwnGender) -> str:
    said = found.said
    return str(Gender(said.gender).label) if said else _("I would rather not say")


def _form(request: Request, found: queries.OwnGender, *, anew: bool = False) -> GenderForm:
    """What was chosen, or what is kept; `anew` lets the next save win on purpose."""
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and anew:
        data["version"] = str(found.version)
    said = found.said.gender if found.said else ""
    return GenderForm(data, initial={"gender": said, "version": found.version})
