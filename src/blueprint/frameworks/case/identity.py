"""Identifiers that stay the same, whoever exports: made of code, version and language alone."""

from uuid import NAMESPACE_URL, uuid5

from blueprint.frameworks.language import Framework

_OURS = uuid5(NAMESPACE_URL, "urn:banyan:frameworks")


def identifier(framework: Framework, locale: str, *parts: str) -> str:
    """The UUID (version 5) of a part of a framework, of the framework itself without parts.

    The original language has the plain identifiers. A translation says other words, so its items
    have identifiers of their own.
    """
    own = () if locale == framework.languages[0] else (locale,)
    # A line break stands in no code, so that no two lists of parts make the same name.
    return str(uuid5(_OURS, "\n".join((framework.code, framework.version, *own, *parts))))
