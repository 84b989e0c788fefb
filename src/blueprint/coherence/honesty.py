"""What is still to be said: translations, and where numbers come from."""

from collections.abc import Iterator

from blueprint.coherence.finding import Finding
from blueprint.language import Blueprint


def honesty(blueprint: Blueprint) -> Iterator[Finding]:
    """Texts that lack a language, and numbers that lack an origin. None of it stops a file."""
    for locale in blueprint.languages:
        missing = blueprint.missing(locale)
        if missing:
            yield Finding(
                ("languages",),
                f"{len(missing)} texts are not written in “{locale}”: {_some(missing)}.",
                f"Add `{locale}:` to each, or take “{locale}” out of `languages`.",
                error=False,
            )
    homeless = tuple(
        path for path, _ in blueprint.numbers() if blueprint.provenance_of(path) is None
    )
    if homeless:
        yield Finding(
            ("provenance",),
            f"Nothing says where these numbers come from: {_some(homeless)}.",
            "Add a line to `provenance` with a source, or with a note that it is your own default.",
            error=False,
        )


def _some(paths: tuple[str, ...]) -> str:
    return ", ".join(paths[:5]) + (" and others" if len(paths) > 5 else "")
