"""The addresses of the site and one more: the bare view against which its pages are measured."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from banyan.config.urls import *  # noqa: F403
from banyan.config.urls import urlpatterns as site
from banyan.organisations.models import Organisation


def bare(request: HttpRequest) -> HttpResponse:
    """The yardstick: one row by its key, one line of text."""
    return HttpResponse(
        Organisation.objects.values_list("name", flat=True).get(pk=request.GET["pk"])
    )


urlpatterns = [path("bare/", bare), *site]
