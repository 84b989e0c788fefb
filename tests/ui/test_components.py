"""The tags: what each draws, and that nothing it is given becomes markup."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils import timezone

import banyan.ui
from banyan.ui.charts import lines
from banyan.ui.pieces import Answer, Entry, Link, Step, StepStatus
from banyan.ui.templatetags.ui import register as library

NASTY = "<b>&\"'"
INSTANT = datetime(2026, 1, 14, 10, 0, tzinfo=UTC)


def _render(source: str, path: str = "/somewhere/", **context: object) -> str:
    request = RequestFactory().get(path)
    with timezone.override("Asia/Kolkata"):
        return engines["django"].from_string(source).render(context, request)


GALLERY = Path(banyan.ui.__file__).parent / "templates/ui/gallery.html"
CATALOGUE = Path(__file__).parents[2] / "docs/components.md"
FRAME = {
    "mark",
    "icon",
    "fields",
    "answers",
    "once",
    "places",
}  # seen in the frame or inside others


@pytest.mark.parametrize("page", [GALLERY, CATALOGUE], ids=["gallery", "catalogue"])
def test_every_component_is_shown_and_named(page: Path) -> None:
    text = page.read_text()
    missing = [name for name in library.tags if not re.search(rf"{{% {name}\b", text)]
    assert [name for name in missing if page == CATALOGUE or name not in FRAME] == []


def test_every_filter_is_named() -> None:
    text = CATALOGUE.read_text()
    names = set(library.filters) - {"tone"}  # of the base template alone
    assert [name for name in sorted(names) if f"&#124;{name}" not in text] == []


@pytest.mark.parametrize(
    "source",
    [
        "{% badge x %}",
        "{% visibility x %}",
        "{% reason x %}",
        "{% warning x %}",
        "{% button x name=x value=x %}",
        "{% link_button x x %}",
        "{% button_form x x about=x key=x target=x %}",
        "{% back_link x x %}",
        "{% card x %}{{ x }}{% endcard %}",
        "{% next_thing x kicker=x %}{{ x }}{% endnext_thing %}",
        "{% details x %}{{ x }}{% enddetails %}",
        "{% empty x %}{{ x }}{% endempty %}",
        "{% notification 'sky' x %}{{ x }}{% endnotification %}",
        "{% summary_list %}{% summary_row x x %}{{ x }}{% endsummary_row %}{% endsummary_list %}",
        "{% stat x x url=x definition=x %}",
        "{% pair x x url=x next=x %}{{ x }}{% endpair %}",
        "{% join_names names %}",
        "{% table x x x %}{% row %}{% cell %}{{ x }}{% endcell %}{% cell %}{{ x }}{% endcell %}"
        "{% endrow %}{% endtable %}",
        "{% fieldset x hint=x %}{{ x }}{% endfieldset %}",
        "{% bar_chart x points x x %}",
        "{% journey steps %}",
        "{% timeline entries %}",
        "{% answers answers %}",
        "{% subnav links x %}",
        "{% breadcrumbs links %}",
    ],
)
def test_nothing_given_to_a_component_becomes_markup(source: str) -> None:
    html = _render(
        source,
        x=NASTY,
        names=[NASTY, NASTY],
        points=[(NASTY, 1)],
        steps=[Step(NASTY, StepStatus.DUE, note=NASTY, url=NASTY, action=NASTY)],
        entries=[Entry(INSTANT, NASTY, NASTY, NASTY)],
        answers=[Answer(NASTY, NASTY, NASTY)],
        links=[Link(NASTY, NASTY)],
    )
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert "&amp;lt;" not in html


def test_a_verb_is_a_post_with_a_token_and_its_hidden_values() -> None:
    html = _render('{% button_form "Accept" "/accept/" about="Arun" day="3" %}')
    assert html.startswith('<form class="inline" method="post" action="/accept/">')
    assert 'name="csrfmiddlewaretoken"' in html
    assert '<input type="hidden" name="day" value="3">' in html
    assert 'Accept<span class="govuk-visually-hidden"> Arun</span>' in html


def test_a_verb_with_a_target_still_works_without_htmx() -> None:
    html = _render('{% button_form "Accept" "/accept/" target="#list" %}')
    assert 'method="post" action="/accept/" hx-post="/accept/" hx-target="#list"' in html


def test_the_cells_of_a_table_know_the_head_above_them() -> None:
    html = _render(
        '{% table "Sessions" "Teacher" "Minutes" numeric="2" %}{% for name, n in rows %}'
        "{% row %}{% cell %}{{ name }}{% endcell %}{% cell %}{{ n }}{% endcell %}{% endrow %}"
        "{% endfor %}{% endtable %}",
        rows=[("Arun", 45), ("Farid", 60)],
    )
    assert re.findall(r'<th scope="row" role="rowheader">(\w+)</th>', html) == ["Arun", "Farid"]
    assert re.findall(r'<td role="cell" data-label="(\w+)" class="number">', html) == [
        "Minutes",
        "Minutes",
    ]
    assert re.findall(r'role="columnheader"(?: class="number")?>(\w+)<', html) == [
        "Teacher",
        "Minutes",
    ]
    assert "<caption" in html


def test_a_table_without_heads_is_a_mistake_of_the_template() -> None:
    with pytest.raises(TemplateSyntaxError):
        _render('{% table "Sessions" %}{% endtable %}')


def test_every_state_of_a_journey_is_said_in_words() -> None:
    html = _render(
        "{% journey steps %}",
        steps=[Step(f"Step {at}", status) for at, status in enumerate(StepStatus)],
    )
    assert re.findall(r'<span class="badge \w*">([^<]*)</span>', html) == [
        "Done",
        "Later",
        "Open now",
        "Due",
        "Overdue",
        "Not needed",
        "On hold",
    ]


def test_the_next_step_is_marked_and_has_the_one_full_button() -> None:
    steps = [
        Step("One", "due", date(2026, 1, 14), url="/one/", action="Begin", next=True),
        Step("Two", "due", url="/two/", action="Begin"),
    ]
    html = _render("{% journey steps %}", steps=steps)
    assert html.count('aria-current="step"') == 1
    assert re.findall(r'class="(button \w+)"', html) == ["button primary", "button secondary"]


def test_a_number_leads_to_its_rows() -> None:
    html = _render('{% stat 123456 "teachers" url="/teachers/" %}')
    assert '<a href="/teachers/" aria-label="1,23,456 teachers">1,23,456</a>' in html


def test_moments_and_days_can_be_read_by_machines() -> None:
    assert _render("{% moment at %}", at=INSTANT) == (
        '<time datetime="2026-01-14T10:00+00:00">Wed 14 Jan 2026, 3:30\u00a0pm</time>'
    )
    assert _render("{% day on %}", on=date(2026, 1, 14)) == (
        '<time datetime="2026-01-14">Wed 14 Jan 2026</time>'
    )


def test_no_moment_is_nothing() -> None:
    assert _render("{% moment at %}{% day at %}", at=None) == ""


@dataclass
class Rows:
    number: int
    has_previous: bool
    has_next: bool


def test_more_rows_keep_what_else_stands_in_the_address() -> None:
    html = _render("{% pagination rows %}", "/list/?state=due&page=2", rows=Rows(2, True, True))
    assert re.findall(r'href="([^"]*)"', html) == [
        "?state=due&amp;page=1",
        "?state=due&amp;page=3",
    ]


def test_a_list_of_one_page_has_no_pages() -> None:
    assert _render("{% pagination rows %}", rows=Rows(1, False, False)) == ""


def test_tabs_say_which_is_open_and_what_waits() -> None:
    html = _render(
        '{% subnav links "Parts" %}', links=[Link("A", "/a/", True), Link("B", "/b/", count=0)]
    )
    assert '<a href="/a/" aria-current="page">A</a>' in html
    assert '<a href="/b/">B <span class="count">0</span></a>' in html


def test_a_chart_stands_beside_its_numbers() -> None:
    html = _render("{% line_chart 'Held' months series %}", months=["Jan"], series={"A": [1200]})
    assert "<svg" in html
    assert '<td role="cell" class="number">1,200</td>' in html


def test_a_line_starts_at_zero_and_ends_within_the_board() -> None:
    chart = lines("Held", ["a", "b"], {"A": [0, 610]})
    assert [label for _, label in chart.ticks] == ["0", "400", "800"]
    assert all(0 < x < 400 and 0 < y < 220 for x, y in chart.series[0].points)


@pytest.mark.parametrize(
    "series", [{"A": [1.0]}, {name: [1.0, 2.0] for name in "ABCDE"}], ids=["short", "five"]
)
def test_a_chart_that_cannot_be_drawn_is_refused(series: dict[str, list[float]]) -> None:
    with pytest.raises(ValueError, match="one to four"):
        lines("Held", ["a", "b"], series)


def test_charts_of_nothing_can_be_drawn() -> None:
    html = _render(
        "{% bar_chart 'None' points %}{% line_chart 'None' points series %}",
        points=[],
        series={"A": []},
    )
    assert html.count("<figure") == 2
