"""Every address, by context. Nouns in the plural; a verb is a POST below its noun."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLResolver, include, path
from django.urls.resolvers import RoutePattern

from banyan.config import health
from banyan.portal import views as portal

ROOMS = [
    "banyan.portal.urls",
    "banyan.insights.urls",
    "banyan.interop.calendar.urls",
    "banyan.interop.meetings.urls",
    "banyan.credentials.urls",
    "banyan.matching.urls",
    "banyan.practice.urls",
    "banyan.surveys.urls",
    "banyan.mentoring.urls",
    "banyan.training.urls",
    "banyan.programmes.urls",
    "banyan.organisations.urls",
    "banyan.notifications.urls",
    "banyan.people.urls",
    "banyan.ui.urls",
]


class Door(RoutePattern):
    """Opens to a path that begins as an address of this room does: an address is looked for there,
    and not among the hundreds of all the other rooms first."""

    def __init__(self, urlconf: Any) -> None:
        super().__init__("")
        routes = [str(each.pattern) for each in urlconf.urlpatterns]
        self.beginnings = {route.partition("/")[0] for route in routes}
        if unclear := [route for route in routes if "<" in route.partition("/")[0]]:
            raise ImproperlyConfigured(f"An address begins with a noun: {unclear}")

    def match(self, path: str) -> tuple[str, tuple[Any, ...], dict[str, Any]] | None:
        return super().match(path) if path.partition("/")[0] in self.beginnings else None


def _room(name: str) -> URLResolver:
    urlconf, app_name, namespace = include(name)
    return URLResolver(Door(urlconf), urlconf, app_name=app_name, namespace=namespace)


urlpatterns = [
    *[_room(room) for room in ROOMS if find_spec(room)],
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
