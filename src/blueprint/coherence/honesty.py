"""What is still to be said: translations, and where numbers come from."""

from collections.abc import Iterator

from blueprint.coherence.finding import Finding
from blueprint.language import Blueprint
from blueprint.said import Said


def honesty(blueprint: Blueprint) -> Iterator[Finding]:
    """Texts that lack a language, and numbers that lack an origin. None of it stops a file."""
    for locale in blueprint.languages:
        missing = blueprint.missing(locale)
        if missing:
            yield Finding(
                ("languages",),
                Said(
                    "%(count)s texts are not written in “%(locale)s”: %(some)s.",
                    count=len(missing),
                    locale=locale,
                    some=_some(missing),
                ),
                Said(
                    "Add `%(locale)s:` to each, or take “%(locale)s” out of `languages`.",
                    locale=locale,
                ),
                error=False,
            )
    homeless = tuple(
        path for path, _ in blueprint.numbers() if blueprint.provenance_of(path) is None
    )
    if homeless:
        yield Finding(
            ("provenance",),
            Said("Nothing says where these numbers come from: %(some)s.", some=_some(homeless)),
            "Add a line to `provenance` with a source, or with a note that it is your own default.",
            error=False,
        )


def _some(paths: tuple[str, ...]) -> str:
    first = ", ".join(paths[:5])
    return Said("%(first)s and others", first=first) if len(paths) > 5 else first
