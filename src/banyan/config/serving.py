"""Serving pages and background work together, and the demonstration."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.panel import Panel

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

STOP_SECONDS = 10  # how long each part may take to finish what it has in hand


def migrate(*, verbosity: int = 0) -> None:
    """Tables, the cache's table and the schedule of jobs, as this version wants them."""
    from django.core.management import call_command  # noqa: PLC0415  # after django.setup()

    call_command("migrate", verbosity=verbosity, interactive=False)
    call_command("createcachetable", verbosity=verbosity)
    schedule_jobs()


def schedule_jobs() -> None:
    """The queue's schedule follows the jobs that contexts register; old ones go."""
    from django_q.models import Schedule  # noqa: PLC0415

    from banyan.trail.registry import jobs  # noqa: PLC0415

    wanted = jobs()
    Schedule.objects.exclude(name__in=[job.name for job in wanted]).delete()
    for job in wanted:
        Schedule.objects.update_or_create(
            name=job.name,
            defaults={
                "func": job.function,
                "schedule_type": Schedule.MINUTES,
                "minutes": job.minutes,
                "repeats": -1,
            },
        )


def too_open(host: str) -> list[str]:
    """Why a demonstration may not be served here; nothing is said against real work.

    In a demonstration everybody is whoever she likes, so it stays on this machine and off the
    database of real people.
    """
    from django.conf import settings  # noqa: PLC0415

    if not settings.DEMO:
        return []
    problems = []
    if host not in ("127.0.0.1", "::1", "localhost"):
        problems.append(
            f"BANYAN_DEMO is set: anybody who reaches {host} could sign in as anybody. "
            "Unset it, or serve at 127.0.0.1."
        )
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        problems.append(
            "BANYAN_DEMO is set, and DATABASE_URL names a server. A demonstration keeps to a "
            "file of its own: unset one of the two, or run banyan demo."
        )
    return problems


def prepare() -> list[str]:
    """What must be there before serving; returns sentences of what is wrong."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return ["The database is not at this version. Run: banyan migrate"]
    schedule_jobs()
    connection.close()
    call_command("collectstatic", interactive=False, verbosity=0)
    return []


def run(*, host: str, port: int, processes: int, web: bool, worker: bool) -> int:
    """Run the web server and the worker as children until one ends or we are told to stop.

    Returns 0 after a clean stop, 1 when a part ended by itself or the port is taken.
    """
    if web and not _is_free(host, port):
        err.print(
            f"[red]Port {port} is in use.[/red] Stop what listens there, or choose another: "
            f"PORT={port + 1} make demo, or banyan serve --port {port + 1}"
        )
        return 1
    parts: dict[str, list[str]] = {}
    if web:
        parts["web"] = [
            sys.executable, "-m", "granian", "--interface", "wsgi",
            "--host", host, "--port", str(port), "--workers", str(processes),
            "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
            "--respawn-failed-workers", "banyan.config.wsgi:application",
        ]  # fmt: skip
    if worker:
        parts["worker"] = [sys.executable, "-m", "django", "qcluster"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "banyan.config.settings"}
    # Sessions of their own: Ctrl-C reaches us alone, and we stop them in order.
    children = {
        name: subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603
        for name, command in parts.items()
    }
    stopping = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    ended = ""
    while not stopping and not ended:
        time.sleep(0.2)
        ended = next((name for name, child in children.items() if child.poll() is not None), "")
    for child in children.values():
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    for name, child in children.items():
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            err.print(f"The {name} did not stop in {STOP_SECONDS} seconds and is ended.")
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if ended:
        err.print(f"[red]The {ended} ended by itself, so everything was stopped.[/red]")
        return 1
    out.print("Stopped.")
    return 0


def _is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def demonstrate(*, port: int, fresh: bool, build_only: bool, size: str) -> int:
    """Build the demonstration world if there is none, then serve it.

    The world is built beside its place and moved there when whole, so that an interrupted
    build leaves nothing behind and a finished one loses nothing.
    """
    home = Path(os.environ.setdefault("BANYAN_HOME", str(Path.cwd() / "var")))
    home.mkdir(parents=True, exist_ok=True)
    place = home / "demonstration.sqlite3"
    if fresh or not place.exists():
        building = home / "demonstration.building.sqlite3"
        _remove_database(building)
        code = subprocess.call(  # noqa: S603
            [sys.executable, "-m", "banyan.config.command", "build-demonstration", "--size", size],
            env={**os.environ, "DATABASE_URL": f"sqlite:///{building}"},
        )
        if code:
            _remove_database(building)
            return code
        _remove_database(place)
        building.replace(place)
    if build_only:
        return 0
    os.environ["DATABASE_URL"] = f"sqlite:///{place}"
    from banyan.config.command import start_django  # noqa: PLC0415  # reads the environment

    start_django()
    migrate()
    for problem in prepare():
        err.print(problem)
        return 1
    from django.conf import settings  # noqa: PLC0415

    out.print(
        Panel(
            f"[bold]Banyan is at {settings.PUBLIC_URL}[/bold]\n\n"
            f"Choose who you are at {settings.PUBLIC_URL}/demo/ :\n"
            "  Meera mentors · Arun teaches · Devi coordinates · Kavita heads a school\n"
            "  Nandan answers for the nation · Omar coordinates elsewhere · somebody new\n"
            "Six more programmes, from Connecticut to Yaroslavl:\n"
            f"  {settings.PUBLIC_URL}/demo/programmes/\n\n"
            "All people are invented. What you change stays, in var/.\n"
            "Mail is printed here. Ctrl-C stops everything.",
            title="Demonstration",
            expand=False,
        )
    )
    return run(host="127.0.0.1", port=port, processes=1, web=True, worker=True)


def build_world(size: str) -> None:
    """The demonstration world in the database of the environment, with progress."""
    from django.db import connection  # noqa: PLC0415

    from banyan.demo.actions import build  # noqa: PLC0415

    migrate()
    build(size=size, console=out)
    if connection.vendor == "sqlite":
        # One file without a log beside it, so that it can be moved to its place.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def begin(nation: str, name: str, email: str) -> str:
    """The root of the tree and its first administrator; returns a sentence of what is there."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from banyan.kernel.viewer import system  # noqa: PLC0415
    from banyan.organisations import actions as organisations  # noqa: PLC0415
    from banyan.organisations.models import Organisation  # noqa: PLC0415
    from banyan.organisations.states import Level, Role  # noqa: PLC0415
    from banyan.people import actions as people  # noqa: PLC0415
    from banyan.people.models import Person  # noqa: PLC0415

    by = system(timezone.now())
    with transaction.atomic():
        root = Organisation.objects.filter(level=Level.NATION, name=nation).first()
        root = root or organisations.found_nation(nation, by=by)
        person = Person.objects.filter(email=email.lower()).first()
        if person is None:
            person = people.add_person(name, email=email, by=by, scope=root.path or "")
        EmailAddress.objects.filter(user=person).update(verified=True)
        organisations.give_role(person, root, Role.ADMINISTRATOR, by=by)
    return f"{person.name} administers {root.name} and signs in with {person.email}."


def _remove_database(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
