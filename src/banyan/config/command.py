"""The `banyan` command: the face of operations."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from banyan import __version__
from banyan.config.console import FROM, TO, err, out
from banyan.config.match import match

SETTINGS = "banyan.config.settings"


def start_django() -> None:
    """Load the settings and the contexts; a wrong setting is a sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django  # noqa: PLC0415  # matching needs no database and must start fast
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from error


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96})
@click.version_option(__version__, prog_name="banyan")
def main() -> None:
    """Banyan runs teacher mentoring programmes, from one school to a nation.

    Start with `banyan demo` to look around, or `banyan match` for two spreadsheets.
    To run it for real, set BANYAN_SECRET_KEY, BANYAN_URL, BANYAN_HOSTS and DATABASE_URL, then
    `banyan migrate`, `banyan doctor` and `banyan serve`.
    """


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--processes", default=1, show_default=True, help="Web processes; one for each core.")
@click.option("--web/--no-web", default=True, help="Serve pages.")
@click.option("--worker/--no-worker", default=True, help="Do background work: mail, reminders.")
def serve(host: str, port: int, processes: int, web: bool, worker: bool) -> None:
    """Serve the pages and do the background work, in one command.

    Ctrl-C stops both. Over several machines, run `banyan serve --no-worker` on some and
    `banyan serve --no-web` on others, with one PostgreSQL.
    """
    start_django()
    from banyan.config import serving  # noqa: PLC0415

    problems = serving.too_open(host) or serving.prepare()
    for problem in problems:
        err.print(f"[red]{problem}[/red]")
    if problems:
        sys.exit(1)
    sys.exit(serving.run(host=host, port=port, processes=processes, web=web, worker=worker))


@main.command()
@click.option("--port", default=8000, show_default=True, envvar="PORT", help="Port to listen on.")
@click.option("--fresh", is_flag=True, help="Build the world anew; what was changed in it is lost.")
@click.option("--build-only", is_flag=True, help="Build the world and stop.")
@click.option(
    "--size",
    type=click.Choice(["full", "small"]),
    default="full",
    show_default=True,
    help="full: 60 mentors and 700 teachers; small: a tenth of that.",
)
def demo(port: int, fresh: bool, build_only: bool, size: str) -> None:
    """Show a whole programme at work: the pilot of a national mission, with invented people.

    Builds its world once, in var/, then serves it with its own sign-in page for each role.
    """
    os.environ["BANYAN_DEMO"] = "1"
    os.environ.setdefault("BANYAN_URL", f"http://127.0.0.1:{port}")
    from banyan.config import serving  # noqa: PLC0415

    sys.exit(serving.demonstrate(port=port, fresh=fresh, build_only=build_only, size=size))


@main.command(name="build-demonstration", hidden=True)
@click.option("--size", default="full")
def build_demonstration(size: str) -> None:
    """Build the demonstration world in the database of the environment."""
    start_django()
    from banyan.config import serving  # noqa: PLC0415

    serving.build_world(size)


@main.command()
def migrate() -> None:
    """Bring the database to this version. Safe to run again; it changes only what is missing."""
    start_django()
    from banyan.config import serving  # noqa: PLC0415

    serving.migrate(verbosity=1)


@main.command()
@click.option("--nation", default="India", show_default=True, help="Name of the root of the tree.")
@click.option("--name", required=True, help="Name of the first administrator.")
@click.option("--email", required=True, help="Her address: the sign-in code goes there.")
def begin(nation: str, name: str, email: str) -> None:
    """Plant the tree of places and make the first administrator.

    Run once, after `banyan migrate`. The same nation and address again change nothing.
    """
    start_django()
    from banyan.config import serving  # noqa: PLC0415

    out.print(serving.begin(nation, name, email))


@main.group(name="import")
def import_() -> None:
    """Bring in schools and people from CSV files.

    UTF-8, UTF-16 and Windows files with commas, semicolons or tabs are understood. Nothing is
    written on a dry run, and the same file twice changes nothing.
    """


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--under", default="India", show_default=True, help="Name of the place to fill.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--keep-good", is_flag=True, help="Keep the good rows when some are bad.")
def schools(file: Path, under: str, dry_run: bool, keep_good: bool) -> None:
    """Bring in a school directory.

    Columns: name, type, state, district, udise_code, local_code, locality. Only name and
    state are required; unknown columns are reported and left alone.
    """
    start_django()
    from banyan.config import importing  # noqa: PLC0415

    sys.exit(importing.schools(file, under, dry_run=dry_run, keep_good=keep_good))


@import_.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--programme", required=True, help="Code of the programme they join.")
@click.option("--cohort", default="", help="Name of the cohort; the newest if not given.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option("--keep-good", is_flag=True, help="Keep the good rows when some are bad.")
def people(file: Path, programme: str, cohort: str, dry_run: bool, keep_good: bool) -> None:
    """Bring in teachers and mentors of a programme.

    Columns: name, email, school, role (teacher or mentor), domains, languages, subjects,
    stages, years, hours, format, capacity, hours_a_month; lists are separated by ";".
    """
    start_django()
    from banyan.config import importing  # noqa: PLC0415

    sys.exit(importing.people(file, programme, cohort=cohort, dry_run=dry_run, keep_good=keep_good))


main.add_command(match)


@main.group()
def framework() -> None:
    """Show, exchange and check frameworks of standards. No database needed.

    A framework says what good practice is. CODE is one of the library, or a file of your own.
    """


@framework.command(name="list")
def list_frameworks() -> None:
    """List the frameworks that come with the product. One line each, with code and version."""
    from blueprint.frameworks import command  # noqa: PLC0415

    _answer(command.shelf())


@framework.command(name="show")
@click.argument("code")
@click.option("--version", help="One version; the newest if not given.")
@click.option("--language", help="Language of the words; the original if not given.")
def show_framework(code: str, version: str | None, language: str | None) -> None:
    """Show a framework as a readable text. Its items, stages and matches with the others."""
    from blueprint.frameworks import command  # noqa: PLC0415

    _answer(command.show(code, version, language))


@framework.command(name="export")
@click.argument("code")
@click.option("--out", "to", required=True, type=TO, help="JSON file to write to.")
@click.option("--version", help="One version; the newest if not given.")
@click.option("--language", help="Language of the words; the original if not given.")
@click.option("--base", help="Begins the address of each part, before its id; urn:uuid: if none.")
def export_framework(
    code: str, to: Path, version: str | None, language: str | None, base: str | None
) -> None:
    """Write a framework as a CASE 1.0 package. Identifiers stay the same from export to export."""
    from blueprint.frameworks import command  # noqa: PLC0415

    _answer(command.export(code, to, version, language, base))


@framework.command(name="import")
@click.argument("files", nargs=-1, required=True, type=FROM)
@click.option("--out", "to", required=True, type=TO, help="YAML file to write to.")
def import_framework(files: tuple[Path, ...], to: Path) -> None:
    """Write the framework in a CASE 1.0 package to a file. Several FILES are its languages.

    What cannot be used is told, with its cure; nothing is written then.
    """
    from blueprint.frameworks import command  # noqa: PLC0415

    _answer(command.take(files, to))


@framework.command(name="check")
@click.argument("file", type=FROM)
def check_framework(file: Path) -> None:
    """Check a framework file. Every mistake is told with its line, its cause and its cure."""
    from blueprint.frameworks import command  # noqa: PLC0415

    _answer(command.check(file))


def _answer(answer: tuple[int, list[str]]) -> None:
    """Print the lines and end with the code, if it is not 0."""
    code, lines = answer
    for line in lines:
        (err if code else out).print(line, markup=False)
    if code:
        sys.exit(code)


@main.group(name="blueprint")
def blueprint_() -> None:
    """Check, read and compare programmes written as files. No database needed.

    A blueprint is named by its file, or by its code in the library: in_nmm, in_nmm@1.0.
    """


@blueprint_.command(name="check")
@click.argument("file", type=click.Path(path_type=Path))
def check_blueprint(file: Path) -> None:
    """Tell every mistake of a blueprint file, with its line, its path and its cure."""
    from blueprint.command import check  # noqa: PLC0415  # pydantic, only when asked for

    code, lines = check(file)
    for line in lines:
        click.echo(line)
    sys.exit(code)


@blueprint_.command(name="show")
@click.argument("blueprint")
@click.option("--language", default="en", show_default=True, help="Language of the file's words.")
def show_blueprint(blueprint: str, language: str) -> None:
    """Show a blueprint as a page to read: what it says, and where its numbers come from."""
    from blueprint.command import answered, show  # noqa: PLC0415

    code, text = answered(lambda: show(blueprint, language))
    click.echo(text, nl=False, err=bool(code))
    sys.exit(code)


@blueprint_.command(name="diff")
@click.argument("old")
@click.argument("new")
@click.option("--language", default="en", show_default=True, help="Language of the files' words.")
def compare_blueprints(old: str, new: str, language: str) -> None:
    """Say in sentences what changes from one blueprint to another, running pairs first."""
    from blueprint.command import answered, compare  # noqa: PLC0415

    code, text = answered(lambda: compare(old, new, language))
    click.echo(text, nl=False, err=bool(code))
    sys.exit(code)


@main.command()
def doctor() -> None:
    """Check configuration, database, worker and mail, and say what to do.

    Ends with 1 when something needs you, so that a monitor can run it.
    """
    start_django()
    from banyan.config import health  # noqa: PLC0415

    sys.exit(health.report(out))


@main.command()
@click.option("--check", is_flag=True, help="Write nothing; end with 1 when a page is stale.")
@click.option(
    "--to",
    default="docs",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to.",
)
def docs(check: bool, to: Path) -> None:
    """Write the generated pages of docs/: roles, lifecycles, trail, privacy, addresses, forms.

    They are made from the tables that the code obeys. Run it after a change of one.
    """
    start_django()
    from banyan.config import documents  # noqa: PLC0415

    stale = documents.write(to, check=check)
    for page in stale:
        out.print(f"{'stale' if check else 'written'}: {page}")
    sys.exit(1 if check and stale else 0)


if __name__ == "__main__":
    main()
