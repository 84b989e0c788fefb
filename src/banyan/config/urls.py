"""Every address, by context. Nouns in the plural; a verb is a POST below its noun."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from banyan.config import health
from banyan.portal import views as portal

ROOMS = [
    "banyan.portal.urls",
    "banyan.insights.urls",
    "banyan.interop.calendar.urls",
    "banyan.credentials.urls",
    "banyan.matching.urls",
    "banyan.practice.urls",
    "banyan.surveys.urls",
    "banyan.mentoring.urls",
    "banyan.programmes.urls",
    "banyan.organisations.urls",
    "banyan.notifications.urls",
    "banyan.people.urls",
    "banyan.ui.urls",
]

urlpatterns = [
    *[path("", include(room)) for room in ROOMS if find_spec(room)],
    path("account/", include("allauth.account.urls")),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("healthz", health.healthz, name="healthz"),
    path("health/", health.health_page, name="health"),
    path("accessibility/", portal.accessibility, name="accessibility"),
    path("privacy/", portal.privacy, name="privacy"),
    path("terms/", portal.terms, name="terms"),
    path("contact/", portal.contact, name="contact"),
]
if settings.DEMO:
    urlpatterns.insert(0, path("", include("banyan.demo.urls")))

handler500 = "banyan.config.middleware.unhandled"
