"""Tables: the cells learn the heading above them, so that a row can stack on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from banyan.ui.markup import conditional_escape, format_html

register = template.Library()


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
