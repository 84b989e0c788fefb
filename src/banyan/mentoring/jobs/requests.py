"""Requests for guidance that nobody answered, looked at by the clock."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from banyan.kernel.decision import Stale
from banyan.kernel.viewer import Viewer, system
from banyan.mentoring.actions.requests import expire_request
from banyan.mentoring.models import Request
from banyan.mentoring.queries.mentorships import blueprint_of
from banyan.mentoring.queries.requests import run_out, running_out
from banyan.notifications.actions import tell
from banyan.programmes.queries import design_of
from banyan.trail.registry import every


def expire_requests() -> int:
    """End what nobody answered in time; both sides are told. Returns how many ended."""
    by = system(timezone.now())
    return sum(_expired(request, by) for request in run_out(by.now))


def _expired(request: Request, by: Viewer) -> bool:
    try:
        expire_request(request, by=by)
    except Stale:  # answered while this job was on its way to it
        return False
    return True


def warn_of_requests() -> int:
    """Ask the mentor once more, the blueprint's days before a request ends by itself."""
    now = timezone.now()
    told = 0
    for request in running_out(now):
        days = blueprint_of(request.cohort).request.warn_before_days
        if request.expires_at - now > timedelta(days=days):
            continue
        told += tell(
            [request.mentor_id],
            "request.running_out",
            key=f"request.running_out:{request.pk}",
            now=now,
            link=reverse("mentoring:request", args=[request.pk]),
            request=request.pk,
            blueprint=design_of(request),
            teacher=request.teacher.name,
            mentor=request.mentor.name,
            expires_at=request.expires_at.isoformat(),
        )
    return told


every(5, "banyan.mentoring.jobs.requests.expire_requests")
every(60, "banyan.mentoring.jobs.requests.warn_of_requests")
