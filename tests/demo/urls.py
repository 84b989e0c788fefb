"""The addresses of a demonstration, which no other installation has."""

from __future__ import annotations

from django.urls import include, path

from banyan.config import urls

urlpatterns = [path("", include("banyan.demo.urls")), *urls.urlpatterns]
handler500 = urls.handler500
