"""Pages about oneself, and the way in by invitation."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as remember_language

from banyan.people import actions, queries
from banyan.people.forms import AskForInvitationCode, InvitationCode, Me
from banyan.people.models import Invitation
from banyan.people.states import Locale
from banyan.ui.http import Request, respond, saved


@login_required
def me(request: Request) -> HttpResponse:
    """What is known of the viewer and how she signs in; POST changes name, language and zone."""
    person = queries.me(request.viewer)
    values = {"name": person.name, "locale": person.locale, "time_zone": person.time_zone}
    form = Me(request.POST or None, initial=values)
    if form.is_valid():
        actions.change_person(person, by=request.viewer, **form.cleaned_data)
        return saved(request, reverse("people:me"), gettext("Saved."))
    context = {"person": person, "form": form, "ways": queries.ways_in(person)}
    return respond(request, "people/me.html", context)


@require_POST
def set_language(request: Request) -> HttpResponse:
    """The language of the page: a stranger's is kept in a cookie, a person's with her record."""
    language = request.POST.get("language", "")
    if request.viewer.is_somebody and language in Locale.values:
        person = queries.me(request.viewer)
        actions.change_person(person, by=request.viewer, locale=language)
    return remember_language(request)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """Who invites whom; looking changes nothing, so a mail scanner may. POST sends the code."""
    found = _invitation(request, token)
    if found is None:
        return _gone(request, token)
    asks = found.person.email is None
    form = AskForInvitationCode(request.POST or None) if asks else None
    context = {"invitation": found, "form": form}
    if request.method != "POST" or (form and not form.is_valid()):
        return respond(request, "people/invitation.html", context)
    email = form.cleaned_data["email"] if form else ""
    key = (found.person.email or email).lower()
    limited: HttpResponse | None = ratelimit.consume_or_429(
        request, action="request_login_code", key=key
    )
    if limited:
        return limited
    sent = actions.send_code(found, by=request.viewer, email=email)
    if not sent:
        told = {**context, "trouble": str(sent)}
        return respond(request, "people/invitation.html", told, status=422)
    return redirect("people:invitation_code", token=token)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_code(request: Request, token: str) -> HttpResponse:
    """The code from the mail; the right one uses the invitation and signs in."""
    found = _invitation(request, token)
    if found is None:
        return _gone(request, token)
    if not found.code_email:
        return redirect("people:invitation", token=token)
    form = InvitationCode(request.POST or None)
    if form.is_valid():
        accepted = actions.accept_invitation(found, form.cleaned_data["code"], by=request.viewer)
        if accepted:
            return _sign_in(request, found)
        form.add_error("code", str(accepted))
    context = {"invitation": found, "form": form, "token": token}
    return respond(request, "people/invitation_code.html", context)


def _invitation(request: Request, token: str) -> Invitation | None:
    try:
        return queries.invitation_by(token, now=request.viewer.now)
    except Invitation.DoesNotExist:
        return None


def _gone(request: Request, token: str) -> HttpResponse:
    """Whoever has just come in by it, in another tab, is in."""
    if queries.came_in_by(request.viewer, token):
        return redirect(settings.LOGIN_REDIRECT_URL)
    return respond(request, "people/invitation_gone.html", status=404)


def _sign_in(request: Request, invitation: Invitation) -> HttpResponse:
    person, email = invitation.person, invitation.code_email
    person.refresh_from_db()
    record_authentication(request, person, method="code", email=email)
    response: HttpResponse = perform_login(request, Login(user=person, email=email))
    return response
