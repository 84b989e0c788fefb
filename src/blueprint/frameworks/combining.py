"""One framework of several languages out of several of one language each."""

from blueprint.examining import Invalid, Problem
from blueprint.frameworks.language import Framework
from blueprint.language.base import Section
from blueprint.text import Text, spell


def combined(frameworks: list[Framework]) -> Framework:
    """The same framework in all the languages of those given, which differ in their words alone.

    Raises `Invalid` with the first place where they differ in more than words.
    """
    first, *others = frameworks
    for other in others:
        whole = _both(first, other, ())
        assert isinstance(whole, Framework)  # noqa: S101  # for the type checker
        first = whole
    return first


def _both(one: object, other: object, steps: tuple[str | int, ...]) -> object:
    if steps == ("languages",) and isinstance(one, tuple) and isinstance(other, tuple):
        return (*one, *(locale for locale in other if locale not in one))
    if isinstance(one, Text) and isinstance(other, Text):
        return Text({**other.root, **one.root})
    if isinstance(one, Section) and type(one) is type(other):
        names = type(one).model_fields
        return one.model_copy(
            update={
                name: _both(getattr(one, name), getattr(other, name), (*steps, name))
                for name in names
            }
        )
    if isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        return tuple(
            _both(inner, outer, (*steps, number))
            for number, (inner, outer) in enumerate(zip(one, other, strict=True))
        )
    if one != other:
        what = "The packages differ here in more than their words."
        cure = "Give packages of one version of one framework, a language each."
        raise Invalid((Problem(spell(steps, ()), what, cure),))
    return one
