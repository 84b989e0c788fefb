"""Signing in as somebody of the demonstration: these pages exist only there."""

from __future__ import annotations

from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from banyan.demo import queries
from banyan.ui.http import Request


def personas(request: Request) -> HttpResponse:
    context = {"personas": queries.personas(), "me": request.viewer.person_id}
    return render(request, "demo/personas.html", context)


def programmes(request: Request) -> HttpResponse:
    """Seven programmes, one engine: each with somebody to look as."""
    context = {"programmes": queries.seven(), "me": request.viewer.person_id}
    return render(request, "demo/programmes.html", context)


@require_POST
def become(request: Request, key: str) -> HttpResponse:
    person = queries.persona(key)
    logout(request)
    login(request, person)
    return redirect("/")
