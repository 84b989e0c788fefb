"""Markup from text says what Django's own functions say."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import html
from django.utils.functional import lazystr
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from banyan.ui import markup


class Drawn:
    """Something that knows its own markup."""

    def __html__(self) -> str:
        return "<b>drawn</b>"

    def __str__(self) -> str:
        return "<i>said</i>"


VALUES: list[Any] = [
    "",
    "plain",
    "<script>alert('x') & \"y\"</script>",
    mark_safe("<em>ready</em>"),
    3,
    None,
    Drawn(),
    gettext_lazy("Name & place"),
    lazystr("<b>late</b>"),
    lazystr(mark_safe("<b>late and ready</b>")),
]


@pytest.mark.parametrize("value", VALUES, ids=[str(at) for at in range(len(VALUES))])
def test_a_value_is_escaped_as_django_escapes_it(value: Any) -> None:
    said = markup.conditional_escape(value)
    assert said == html.conditional_escape(value)
    assert hasattr(said, "__html__") == hasattr(html.conditional_escape(value), "__html__")


def test_a_pattern_is_filled_as_django_fills_it() -> None:
    pattern = '<p class="{0}">{1}{0}</p>'
    assert markup.format_html(pattern, *VALUES[2:4]) == html.format_html(pattern, *VALUES[2:4])
    assert isinstance(markup.format_html(pattern, "a", "b"), SafeString)


def test_rows_are_joined_as_django_joins_them() -> None:
    rows = [(value, "<") for value in VALUES]
    said = markup.format_html_join(" & ", "<li>{}{}</li>", rows)
    assert said == html.format_html_join(" & ", "<li>{}{}</li>", rows)
    assert isinstance(said, SafeString)
