"""The components, as template tags. A builtin of every template: no `{% load %}` is needed.

Each is shown in every state at `/ui/`, and named with its arguments in `docs/components.md`.
Tags that stand in rows build their little HTML here; the larger ones have a template in
`templates/ui/components/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from banyan.ui import charts, forms, words
from banyan.ui.markup import conditional_escape, format_html, format_html_join

register = template.Library()


def _piece(name: str, **values: Any) -> SafeString:
    return mark_safe(get_template(f"ui/components/{name}.html").render(values))  # noqa: S308 - an autoescaping template


# Words and numbers


@register.simple_tag(name="number")
def number_tag(value: words.Number, digits: int | None = None) -> str:
    return words.number(value, digits)


@register.simple_tag(name="minutes")
def minutes_tag(value: int) -> str:
    return words.minutes(value)


@register.simple_tag(name="join_names")
def join_names_tag(names: Iterable[object]) -> str:
    return words.join_names(names)


@register.simple_tag(name="day")
def day_tag(value: date | None, form: str = "full") -> str:
    """A calendar day in the reader's language, as `<time>`; nothing for no day."""
    if value is None:
        return ""
    text = words.day(value, "short" if form == "short" else "full")
    return format_html('<time datetime="{}">{}</time>', words.on(value).isoformat(), text)


@register.simple_tag(name="moment")
def moment_tag(value: datetime | None, *zones: str) -> str:
    """An instant in the reader's zone, as `<time>`; nothing for no instant."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>',
        value.isoformat(timespec="minutes"),
        words.moment(value, *zones),
    )


register.filter("number", words.number)
register.filter("minutes", words.minutes)
register.filter("short_minutes", words.short_minutes)
register.filter("day", words.day)
register.filter("moment", words.moment)
register.filter("join_names", words.join_names)
register.filter("initials", words.initials)


@register.filter
def tone(level: str) -> str:
    """The tone of a message of Django, from its level."""
    return {"success": "leaf", "warning": "marigold", "error": "terracotta"}.get(level, "sky")


# Small marks

ICONS = {
    "lock": '<rect x="5" y="11" width="14" height="9" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "dot": '<circle cx="12" cy="12" r="4" fill="currentColor"/>',
    "bang": '<path d="M12 5v9M12 18.5v.5"/>',
    "dash": '<path d="M6 12h12"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "back": '<path d="M14 6l-6 6 6 6"/>',
    "on": '<path d="M10 6l6 6-6 6"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.7v.1"/>',
    "warning": '<path d="M12 4 2.8 19.5h18.4z"/><path d="M12 10v4.5M12 17v.1"/>',
    "root": '<path d="M4 8c2-4 14-4 16 0M8 6v8M12 5v15M16 6v8"/>',
    "cross": '<path d="M7 7l10 10M17 7 7 17"/>',
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawn sign that says nothing new: hidden from those who listen."""
    turns = " turns" if name in ("back", "on") else ""
    drawing = f'<svg class="icon{turns}" viewBox="0 0 24 24" aria-hidden="true">{ICONS[name]}</svg>'
    return mark_safe(drawing)  # noqa: S308 - constants above


@register.simple_tag
@cache
def mark() -> SafeString:
    """The canopy and its three roots, in the colour of the text around it."""
    return mark_safe(get_template("ui/components/mark.html").render())  # noqa: S308 - a constant


@register.simple_tag
def badge(text: str, tone: str = "") -> SafeString:
    """A state in one word. Tones: leaf, marigold, terracotta, sky, private, or none."""
    return format_html('<span class="badge {}">{}</span>', tone, text)


@register.simple_tag
def visibility(sentence: str, private: bool = False) -> SafeString:
    """Who can read this, in words; `private` when it is confidential."""
    kind = " private" if private else ""
    return format_html(
        '<p class="visibility{}">{}<span>{}</span></p>', kind, icon("lock"), sentence
    )


@register.simple_tag
def reason(text: str, kind: str = "for") -> SafeString:
    """Why this pair or number (`for`), why not (`against`), or what is not known (`unknown`)."""
    sign = {"for": "root", "against": "cross", "unknown": "info"}[kind]
    said = conditional_escape(text)  # many on a page: the rest is constant
    return SafeString(f'<p class="reason {kind}">{icon(sign)}<span>{said}</span></p>')


@register.simple_tag
def warning(text: str) -> SafeString:
    return format_html(
        '<div class="warning">{}<p><span class="govuk-visually-hidden">{} </span>{}</p></div>',
        icon("warning"),
        gettext("Warning:"),
        text,
    )


# Buttons and ways


@register.simple_tag
def button(
    text: str, variant: str = "primary", name: str = "", value: str = "", disabled: bool = False
) -> SafeString:
    """The button of a form. Variants: primary, secondary, quiet, danger."""
    attributes = format_html(' name="{}" value="{}"', name, value) if name else ""
    return format_html(
        '<button class="button {}" type="submit"{}{}>{}</button>',
        variant,
        attributes,
        mark_safe(" disabled") if disabled else "",
        text,
    )


@register.simple_tag
def link_button(text: str, url: str, variant: str = "primary") -> SafeString:
    """A link that is the next thing to do."""
    return format_html('<a class="button {}" href="{}">{}</a>', variant, url, text)


@register.simple_tag(takes_context=True)
def button_form(
    context: Context,
    text: str,
    url: str,
    variant: str = "secondary",
    about: str = "",
    target: str = "",
    swap: str = "outerHTML",
    **fields: object,
) -> SafeString:
    """One verb as one button: a POST form. Other arguments become hidden fields.

    `about` is read out after the text where several buttons look alike ("Accept" + "Arun").
    `target`, a CSS selector, lets htmx put the answer there in place of the whole page.
    """
    htmx = (
        format_html(' hx-post="{}" hx-target="{}" hx-swap="{}"', url, target, swap)
        if target
        else ""
    )
    return format_html(
        '<form class="inline" method="post" action="{}"{}>{}{}'
        '<button class="button {}" type="submit">{}{}</button></form>',
        url,
        htmx,
        _csrf(context),
        format_html_join("", '<input type="hidden" name="{}" value="{}">', fields.items()),
        variant,
        text,
        format_html('<span class="govuk-visually-hidden"> {}</span>', about) if about else "",
    )


def _csrf(context: Context) -> SafeString:
    """The token of the page: one for all its forms, since each asking makes another."""
    token = context.get("csrf_token")
    if token is None:
        return SafeString("")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)


@register.simple_tag
def back_link(url: str, text: str | None = None) -> SafeString:
    return format_html(
        '<a class="back" href="{}">{}{}</a>', url, icon("back"), text or gettext("Back")
    )


@register.simple_tag
def breadcrumbs(links: Sequence[Any]) -> SafeString:
    """`links`: things with `label` and `url`, from the top; the page itself is left out."""
    return _piece("breadcrumbs", links=links)


@register.simple_tag
def subnav(links: Sequence[Any], label: str) -> SafeString:
    """Tabs that are pages. `links`: `Link`s; `label` names the group for those who listen."""
    return format_html(
        '<nav class="subnav" aria-label="{}"><ul class="plain-list">{}</ul></nav>',
        label,
        places(links, zero=True),
    )


@register.simple_tag
def places(links: Sequence[Any], zero: bool = False) -> SafeString:
    """The lines of a list of `Link`s; `zero` draws a count of nothing too."""
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}{}</a></li>',
        (
            (
                link.url,
                mark_safe(' aria-current="page"') if link.current else "",
                link.label,
                format_html(' <span class="count">{}</span>', words.number(link.count))
                if link.count or (zero and link.count is not None)
                else "",
            )
            for link in links
        ),
    )


@register.simple_tag(takes_context=True)
def pagination(context: Context, page: Any, name: str = "page") -> SafeString:
    """Earlier and later rows of a `Page`; what else stands in the address is kept."""
    request = context.get("request")

    def address(number: int) -> str:
        query = request.GET.copy() if request is not None else None
        if query is None:
            return f"?{name}={number}"
        query[name] = str(number)
        return f"?{query.urlencode()}"

    if not page.has_previous and not page.has_next:
        return SafeString("")
    return _piece(
        "pagination",
        page=page,
        previous_url=address(page.number - 1) if page.has_previous else "",
        next_url=address(page.number + 1) if page.has_next else "",
    )


# Forms


@register.simple_tag
def field(
    bound: BoundField, legend_size: str = "", width: str = "", optional: bool = True
) -> SafeString:
    """Label, hint, error and control of one form field.

    `width` is 2, 3, 4, 5, 10, 20 or 30 characters. `legend_size="l"` makes a group's legend the
    heading of its page. `optional=False` leaves "(optional)" away, as in a filter.
    """
    return forms.render_field(bound, legend_size=legend_size, width=width, optional=optional)


@register.simple_tag
def fields(form: BaseForm) -> SafeString:
    """Every field of a form, hidden ones too, in its own order."""
    return forms.render_fields(form)


@register.simple_tag
def error_summary(*form_list: object, focus: bool = True) -> SafeString:
    """What needs another look, at the top of the page, each a link to its field.

    A page without a form may name one that is not there. The page opens at the summary, unless
    `focus` is off.
    """
    named = [one for one in form_list if isinstance(one, BaseForm)]
    return forms.render_error_summary(*named, focus=focus)


@register.simple_block_tag(takes_context=True, end_name="endform", name="form")
def form_block(
    context: Context,
    content: str,
    url: str = "",
    form: BaseForm | None = None,
    method: str = "post",
    target: str = "",
    swap: str = "outerHTML",
) -> SafeString:
    """`<form>` with its token, that leaves checking to the server; `form` decides the encoding."""
    multipart = form is not None and form.is_multipart()
    htmx = (
        format_html(' hx-{}="{}" hx-target="{}" hx-swap="{}"', method, url, target, swap)
        if target
        else ""
    )
    return format_html(
        '<form method="{}"{}{}{} novalidate>{}{}</form>',
        method,
        format_html(' action="{}"', url) if url else "",
        mark_safe(' enctype="multipart/form-data"') if multipart else "",
        htmx,
        _csrf(context) if method == "post" else "",
        content,
    )


@register.simple_block_tag
def fieldset(content: str, legend: str, hint: str = "") -> SafeString:
    """Fields that belong together, under a legend."""
    return format_html(
        '<fieldset class="govuk-fieldset govuk-form-group">'
        '<legend class="govuk-fieldset__legend govuk-fieldset__legend--l">{}</legend>'
        "{}{}</fieldset>",
        legend,
        format_html('<p class="govuk-hint">{}</p>', hint) if hint else "",
        content,
    )


# Blocks


@register.simple_block_tag
def card(content: str, heading: str = "", level: int = 2) -> SafeString:
    title = format_html("<h{0}>{1}</h{0}>", level, heading) if heading else ""
    return format_html('<div class="card">{}{}</div>', title, content)


@register.simple_block_tag
def next_thing(content: str, heading: str, kicker: str | None = None) -> SafeString:
    """The one next thing for this person, at the top of a home page."""
    return format_html(
        '<section class="next-thing"><p class="kicker">{}</p><h2>{}</h2>{}</section>',
        gettext("Next for you") if kicker is None else kicker,
        heading,
        content,
    )


@register.simple_block_tag
def inset(content: str) -> SafeString:
    return format_html('<div class="inset">{}</div>', content)


@register.simple_block_tag
def details(content: str, summary: str, open: bool = False) -> SafeString:
    return format_html(
        '<details{}><summary>{}</summary><div class="inside">{}</div></details>',
        mark_safe(" open") if open else "",
        summary,
        content,
    )


@register.simple_block_tag
def empty(content: str, heading: str, level: int = 2) -> SafeString:
    """A page or list with nothing in it yet: what will be here, what to do first, the button."""
    return format_html('<div class="empty"><h{0}>{1}</h{0}>{2}</div>', level, heading, content)


@register.simple_block_tag
def notification(content: str, tone: str = "sky", heading: str = "") -> SafeString:
    """News about this page. Tones: sky, leaf (done), marigold (mind this), terracotta (trouble)."""
    sign = {"leaf": "check", "terracotta": "warning", "marigold": "bang"}.get(tone, "info")
    return format_html(
        '<div class="notification {}">{}<div class="what">{}{}</div></div>',
        tone,
        icon(sign),
        format_html("<strong>{}</strong>", heading) if heading else "",
        content,
    )


@register.simple_block_tag
def working(content: str, heading: str, url: str, done: int, of: int) -> SafeString:
    """Something that the worker is at: how far it is, looked at again by itself every 3 seconds.

    `url` is the page itself, which answers htmx with this piece alone, or with `ui.http.reload()`
    once the work is done. Without JavaScript the link is there.
    """
    return format_html(
        '<div class="notification sky" hx-get="{0}" hx-trigger="every 3s" hx-swap="outerHTML">{1}'
        '<div class="what"><strong>{2}</strong>{3}'
        '<progress aria-label="{2}" value="{4}" max="{5}"></progress>'
        '<p><a href="{0}">{6}</a></p></div></div>',
        url,
        icon("info"),
        heading,
        content,
        done,
        max(of, 1),
        gettext("See how far it is"),
    )


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """Holds `{% summary_row %}`s: facts, or answers to check."""
    return format_html('<dl class="summary-list">{}</dl>', content)


@register.simple_block_tag
def summary_row(content: str, key: str, change_url: str = "") -> SafeString:
    change = (
        format_html(
            '<dd class="change"><a href="{}">{}'
            '<span class="govuk-visually-hidden"> {}</span></a></dd>',
            change_url,
            gettext("Change"),
            key,
        )
        if change_url
        else ""
    )
    return format_html("<div><dt>{}</dt><dd>{}</dd>{}</div>", key, content, change)


@register.simple_tag
def answers(rows: Iterable[Any]) -> SafeString:
    """A summary list from `Answer`s."""
    body = [summary_row(row.answer, row.question, row.change_url) for row in rows]
    return summary_list(mark_safe("".join(body)))  # noqa: S308 - escaped row by row


@register.simple_block_tag
def stats(content: str) -> SafeString:
    """Holds `{% stat %}`s side by side."""
    return format_html('<div class="stats">{}</div>', content)


@register.simple_tag
def stat(value: object, label: str, url: str = "", definition: str = "") -> SafeString:
    """A number that leads to its rows, and says how it is counted."""
    shown = words.number(value) if isinstance(value, words.NUMBERS) else value
    linked = (
        format_html('<a href="{0}" aria-label="{1} {2}">{1}</a>', url, shown, label)
        if url
        else shown
    )
    counted = (
        format_html(
            '<details><summary>{}<span class="govuk-visually-hidden">: {}</span></summary>'
            '<div class="inside"><p>{}</p></div></details>',
            gettext("How this is counted"),
            label,
            definition,
        )
        if definition
        else ""
    )
    return format_html(
        '<div class="stat"><p class="value">{}</p><p class="label">{}</p>{}</div>',
        linked,
        label,
        counted,
    )


# Signature pieces


@register.simple_tag
def journey(steps: Iterable[Any]) -> SafeString:
    """The root line. `steps`: `Step`s, or anything with the same attributes, in order."""
    signs = {
        "done": "check",
        "now": "dot",
        "due": "dot",
        "overdue": "bang",
        "waived": "dash",
        "on_hold": "pause",
    }
    names = {
        "done": gettext("Done"),
        "open": gettext("Later"),
        "now": gettext("Open now"),
        "due": gettext("Due"),
        "overdue": gettext("Overdue"),
        "waived": gettext("Not needed"),
        "on_hold": gettext("On hold"),
    }
    tones = {"due": "marigold", "overdue": "terracotta", "on_hold": "sky"}
    rows = [
        {
            "step": step,
            "sign": icon(signs[step.status]) if step.status in signs else "",
            "status": names[step.status],
            "tone": tones.get(step.status, ""),
        }
        for step in steps
    ]
    return _piece("journey", rows=rows)


@register.simple_block_tag
def pair(content: str, first: str, second: str, url: str = "", next: str = "") -> SafeString:
    """Two people as their initials and names; inside, what it is for; `next`, what comes next."""
    names = gettext("%(first)s and %(second)s") % {"first": first, "second": second}
    return format_html(
        '<article class="pair"><div class="faces" aria-hidden="true">'
        '<span class="initials">{}</span><span class="initials">{}</span></div>'
        '<h3 class="names">{}</h3><div class="rest">{}{}</div></article>',
        words.initials(first),
        words.initials(second),
        format_html('<a href="{}">{}</a>', url, names) if url else names,
        content,
        format_html('<p class="next-line"><strong>{}</strong> {}</p>', gettext("Next:"), next)
        if next
        else "",
    )


@register.simple_tag
def timeline(entries: Iterable[Any]) -> SafeString:
    """What happened. `entries`: `Entry`s, or anything with at, actor, sentence and url."""
    return format_html(
        '<ol class="timeline">{}</ol>',
        format_html_join(
            "",
            '<li><p>{}</p><p class="when">{}{}</p></li>',
            (
                (
                    format_html('<a href="{}">{}</a>', entry.url, entry.sentence)
                    if entry.url
                    else entry.sentence,
                    f"{entry.actor} · " if entry.actor else "",
                    moment_tag(entry.at),
                )
                for entry in entries
            ),
        ),
    )


@register.simple_tag
def bar_chart(
    caption: str, points: Sequence[tuple[str, float]], label: str = "", value: str = ""
) -> SafeString:
    """Counts by name: each row of the table holds its bar. `label` and `value` head the columns."""
    return _piece("bar_chart", chart=charts.bars(caption, points, label, value))


@register.simple_tag
def line_chart(
    caption: str, labels: Sequence[str], series: Mapping[str, Sequence[float]]
) -> SafeString:
    """One to four series over the same labels, with the numbers as a table beside."""
    return _piece("line_chart", chart=charts.lines(caption, labels, series))


# What is the same for everybody


class OnceNode(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language()
        if language not in self.kept:
            self.kept[language] = self.nodelist.render(Context())
        return self.kept[language]


@register.tag
def once(parser: Parser, token: Token) -> OnceNode:
    """`{% once %}…{% endonce %}`: what depends on the language alone, drawn once for each.

    It is drawn without the context of the page, so that it can say nothing about anybody.
    """
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist)


# Tables: the cells learn the heading above them, so that a row can stack on a phone


class _Table:
    """The columns of the table being drawn, and how the cell of each opens."""

    def __init__(self, columns: Sequence[str], numeric: frozenset[int]) -> None:
        self.at = 0
        self.openings = [
            format_html(
                '<td role="cell" data-label="{}"{}>',
                column,
                mark_safe(' class="number"') if at in numeric else "",
            )
            for at, column in enumerate(columns, 1)
        ]

    def drawn(self, cells: Iterable[str]) -> SafeString:
        """A row whose cells are ready: markup, or text that is escaped here."""
        first, *others = map(conditional_escape, cells)
        body = "".join(
            f"{opening}<span>{cell}</span></td>" if cell else f"{opening}</td>"
            for opening, cell in zip(self.openings[1:], others, strict=True)
        )
        return SafeString(
            f'<tr role="row"><th scope="row" role="rowheader">{first}</th>{body}</tr>'
        )


def _each(heads: Iterable[object]) -> Iterator[str]:
    """The head of each column; a list is the heads of several."""
    for head in heads:
        yield from map(str, head) if isinstance(head, list) else (str(head),)


class TableNode(Node):
    def __init__(
        self,
        caption: FilterExpression,
        columns: Sequence[FilterExpression],
        options: Mapping[str, FilterExpression],
        nodelist: NodeList,
    ) -> None:
        self.caption = caption
        self.columns = columns
        self.options = options
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        options = {name: value.resolve(context) for name, value in self.options.items()}
        columns = list(_each(column.resolve(context) for column in self.columns))
        numeric = frozenset(int(part) for part in str(options.get("numeric", "")).split())
        drawing = _Table(columns, numeric)
        with context.push(ui_table=drawing):
            body = self.nodelist.render(context)
        if ready := options.get("rows"):
            body += SafeString("".join(map(drawing.drawn, ready)))
        hidden = "govuk-visually-hidden" if options.get("hide_caption") else ""
        heads = [
            format_html(
                '<th scope="col" role="columnheader"{}>{}</th>',
                mark_safe(' class="number"') if at in numeric else "",
                column,
            )
            for at, column in enumerate(columns, 1)
        ]
        # The roles are said aloud because a table that is stacked by CSS forgets its own.
        return format_html(
            '<div class="table stacks"><table role="table"><caption class="{}">{}</caption>'
            '<thead role="rowgroup"><tr role="row">{}</tr></thead>'
            '<tbody role="rowgroup">{}</tbody></table></div>',
            hidden,
            self.caption.resolve(context),
            mark_safe("".join(heads)),  # noqa: S308 - escaped one by one
            body,
        )


class RowNode(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        context["ui_table"].at = 0
        return SafeString(f'<tr role="row">{self.nodelist.render(context)}</tr>')


class CellNode(Node):
    """What stands in it was escaped by the template; the rest here is written once a table."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        table: _Table = context["ui_table"]
        table.at += 1
        content = self.nodelist.render(context).strip()
        if table.at == 1:
            return SafeString(f'<th scope="row" role="rowheader">{content}</th>')
        if content:
            content = f"<span>{content}</span>"
        return SafeString(f"{table.openings[table.at - 1]}{content}</td>")


@register.tag("table")
def table(parser: Parser, token: Token) -> TableNode:
    """`{% table caption "Head" "Head" numeric="2" hide_caption=True %}` rows `{% endtable %}`.

    Inside stand `{% row %}`s of `{% cell %}`s, as many as there are heads; the first cell of a row
    is its header. A head that is a list is the heads of several columns. `numeric` lists the
    columns, counted from 1, whose figures align at their end.
    `rows=` gives rows whose cells are ready, for lists too long to be drawn tag by tag.
    """
    bits = token.split_contents()[1:]
    options: dict[str, FilterExpression] = {}
    while bits and "=" in bits[-1] and bits[-1].split("=")[0].isidentifier():
        options.update(token_kwargs([bits.pop()], parser))
    if len(bits) < 2:
        raise template.TemplateSyntaxError("table needs a caption and the head of each column")
    caption, *columns = (parser.compile_filter(bit) for bit in bits)
    nodelist = parser.parse(("endtable",))
    parser.delete_first_token()
    return TableNode(caption, columns, options, nodelist)


@register.tag("row")
def row(parser: Parser, token: Token) -> RowNode:
    nodelist = parser.parse(("endrow",))
    parser.delete_first_token()
    return RowNode(nodelist)


@register.tag("cell")
def cell(parser: Parser, token: Token) -> CellNode:
    nodelist = parser.parse(("endcell",))
    parser.delete_first_token()
    return CellNode(nodelist)
