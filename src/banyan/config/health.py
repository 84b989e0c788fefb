"""Whether Banyan is well: for monitors, for operators, and for `banyan doctor`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_q.models import Failure, OrmQ
from rich.console import Console

from banyan.interop.meetings import rooms
from banyan.interop.meetings.ports import Trouble
from banyan.interop.meetings.queries import fallen_since
from banyan.kernel.decision import Refused, denied
from banyan.organisations.states import Role
from banyan.trail.actions import MOST_ATTEMPTS
from banyan.trail.models import Delivery, Heartbeat
from banyan.ui.http import Request

SILENCE = timedelta(minutes=5)  # a worker that said nothing for this long is away


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: its name, whether it is well, what was seen, and what to do."""

    name: str
    well: bool
    seen: str
    cure: str = ""


def findings(now: datetime) -> Iterator[Finding]:
    """The things that pages need, in the order in which one would look."""
    yield database()
    yield worker(now)
    yield queue()
    yield deliveries()


def database() -> Finding:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Finding(
        _("Database"),
        missing == 0,
        _("%(vendor)s, %(missing)d steps behind this version")
        % {"vendor": connection.vendor, "missing": missing},
        "" if missing == 0 else _("Run: banyan migrate"),
    )


def worker(now: datetime) -> Finding:
    beat = Heartbeat.objects.filter(name="worker").first()
    if beat is None:
        return Finding(
            _("Worker"), False, _("It has never run."), _("Start it: banyan serve --no-web")
        )
    silent = now - beat.beat_at
    return Finding(
        _("Worker"),
        silent < SILENCE,
        _("It last ran %(minutes)d minutes ago.") % {"minutes": silent // timedelta(minutes=1)},
        "" if silent < SILENCE else _("Start it: banyan serve --no-web"),
    )


def queue() -> Finding:
    waiting = OrmQ.objects.count()
    return Finding(
        _("Queue"),
        waiting < 1000,
        _("%(waiting)d tasks wait; %(failed)d have failed.")
        % {"waiting": waiting, "failed": Failure.objects.count()},
        "" if waiting < 1000 else _("Give it more workers: BANYAN_WORKERS=2 banyan serve"),
    )


def deliveries() -> Finding:
    stuck = Delivery.objects.filter(done_at__isnull=True, attempts__gte=MOST_ATTEMPTS).count()
    return Finding(
        _("Followers"),
        stuck == 0,
        _("%(stuck)d events were given up after %(most)d attempts.")
        % {"stuck": stuck, "most": MOST_ATTEMPTS},
        "" if stuck == 0 else _("Look in the log for what failed, mend it, and start the worker."),
    )


def mail() -> Finding:
    name = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if name != "smtp":
        seen = _("Printed on the console, sign-in codes too.")
        cure = _("Set BANYAN_MAIL_HOST, so that mail is sent.") if settings.SECURE else ""
        return Finding(_("Mail"), not settings.SECURE, seen, cure)
    link = get_connection(fail_silently=False)
    try:
        link.open()
        link.close()
    except OSError as error:
        return Finding(
            _("Mail"),
            False,
            _("%(host)s does not answer: %(error)s")
            % {"host": settings.EMAIL_HOST, "error": type(error).__name__},
            _("Check BANYAN_MAIL_HOST, BANYAN_MAIL_PORT, BANYAN_MAIL_USER, BANYAN_MAIL_PASSWORD."),
        )
    return Finding(_("Mail"), True, settings.EMAIL_HOST)


def meetings(now: datetime) -> Finding:
    """Whether the meeting server of this installation is set up and takes our credentials. Asks
    it, so only `banyan doctor` does; names no secret."""
    code = settings.MEETINGS
    if code == rooms.LINK:
        return Finding(_("Meetings"), True, _("People paste links of their own."))
    if code not in rooms.SERVERS:
        known = ", ".join(rooms.CODES)
        return Finding(
            _("Meetings"),
            False,
            _("BANYAN_MEETINGS names “%(code)s”, which we do not know.") % {"code": code},
            _("Set it to one of these: %(known)s.") % {"known": known},
        )
    server = rooms.server(code)
    if missing := server.missing():
        unset = ", ".join(f"BANYAN_{name}" for name in missing)
        return Finding(
            _("Meetings"),
            False,
            _("%(code)s is not set up; people paste links meanwhile.") % {"code": code},
            _("Set these rightly: %(names)s.") % {"names": unset},
        )
    try:
        server.check()
    except Trouble as trouble:
        return Finding(
            _("Meetings"),
            False,
            f"{code}: {trouble.problem.label}",
            _("Check the BANYAN_ variables of it; sessions use links meanwhile."),
        )
    fallen = fallen_since(now - timedelta(days=7))
    return Finding(
        _("Meetings"),
        True,
        _("%(code)s answers; %(fallen)d sessions of the last seven days use a link instead.")
        % {"code": code, "fallen": sum(fallen.values())},
    )


def disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free // 2**20
    return Finding(
        _("Disk"),
        free > 500,
        _("%(free)d MB free in %(home)s") % {"free": free, "home": settings.HOME},
        "" if free > 500 else _("Make room: the database cannot grow."),
    )


def configuration() -> Finding:
    local = settings.PUBLIC_URL.startswith("http://127.0.0.1")
    wrong = settings.SECURE and local
    return Finding(
        _("Configuration"),
        not wrong,
        _("Served at %(url)s") % {"url": settings.PUBLIC_URL},
        _("Set BANYAN_URL to the https address that people open.") if wrong else "",
    )


def report(out: Console) -> int:
    """Print every finding; returns 0 when all is well, else 1."""
    settings.HOME.mkdir(parents=True, exist_ok=True)
    now = timezone.now()
    try:
        seen = [configuration(), disk(), *findings(now), mail(), meetings(now)]
    except DatabaseError as error:
        out.print(f"[red]✗ The database does not answer:[/red] {str(error).strip()}")
        out.print("  Check DATABASE_URL and that the server runs; then: banyan migrate")
        return 1
    for finding in seen:
        mark = "[green]✓[/green]" if finding.well else "[red]✗[/red]"
        out.print(f"{mark} {finding.name}: {finding.seen}")
        if finding.cure:
            out.print(f"  → {finding.cure}")
    return 0 if all(finding.well for finding in seen) else 1


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For a monitor: one word for each part and no detail; 503 when one is not well."""
    seen = [database(), worker(timezone.now()), queue(), deliveries()]
    names = ("database", "worker", "queue", "followers")
    answer = {name: "ok" if f.well else "trouble" for name, f in zip(names, seen, strict=True)}
    return JsonResponse(answer, status=200 if all(f.well for f in seen) else 503)


@login_required
@require_safe
def health_page(request: Request) -> HttpResponse:
    """For operators: what was seen and what to do."""
    if not request.viewer.has(Role.ADMINISTRATOR):
        raise Refused(denied(_("This page is for administrators.")))
    context = {"findings": list(findings(timezone.now()))}
    return render(request, "config/health.html", context)
