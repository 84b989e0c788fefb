"""An address whose constant part is known is the address that Django works out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.template import engines
from django.urls import NoReverseMatch
from django.urls import reverse as worked_out

from banyan.ui.addresses import reverse

KNOWN: list[tuple[str, Sequence[Any]]] = [
    ("portal:home", ()),
    ("mentoring:mentorships", ()),
    ("mentoring:mentorship", (1,)),
    ("mentoring:mentorship", [9_876_543_210]),
    ("mentoring:step", (7, "m1.log-2")),
    ("insights:stage", (12, "proposed")),
    ("programmes:applications", ("in_nmm",)),
]


@pytest.mark.parametrize(("name", "args"), KNOWN)
def test_it_is_what_django_works_out(name: str, args: Sequence[Any]) -> None:
    for _twice in range(2):
        assert reverse(name, args=args) == worked_out(name, args=args)
    template = "{% url name " + " ".join(f"args.{n}" for n in range(len(args))) + " as found %}"
    page = engines["django"].from_string(template + "{{ found }}")
    assert page.render({"name": name, "args": args}) == worked_out(name, args=args)


@pytest.mark.parametrize(
    ("name", "args"), [("mentoring:mentorship", ()), ("mentoring:nothing", (1,))]
)
def test_what_leads_nowhere_is_refused_and_named_it_is_empty(
    name: str, args: Sequence[Any]
) -> None:
    for _twice in range(2):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=args)
    at = " ".join(str(arg) for arg in args)
    with pytest.raises(NoReverseMatch):
        engines["django"].from_string("{% url '" + name + "' " + at + " %}").render({})
    named = engines["django"].from_string(
        "{% url '" + name + "' " + at + " as found %}[{{ found }}]"
    )
    assert named.render({}) == "[]"
