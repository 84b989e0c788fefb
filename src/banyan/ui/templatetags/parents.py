"""Pages that extend others, of which the blocks are looked for once."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import loader_tags
from django.template.base import NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext, BlockNode
from django.utils.safestring import SafeString

register = template.Library()


class Extends(loader_tags.ExtendsNode):
    """As Django's own, which looks through the whole of the last parent at each drawing."""

    def render(self, context: Context) -> SafeString:
        parent: Any = self.get_parent(context)
        blocks: Any = context.render_context.get(BLOCK_CONTEXT_KEY)
        if blocks is None:
            blocks = BlockContext()
            context.render_context[BLOCK_CONTEXT_KEY] = blocks
        blocks.add_blocks(self.blocks)
        blocks.add_blocks(_own_blocks(parent.nodelist))
        with context.render_context.push_state(parent, isolated_context=False):
            return parent._render(context)  # type: ignore[no-any-return]


def _own_blocks(nodes: NodeList) -> dict[str, Any]:
    """The blocks of the last parent; of one that extends another itself, none: it adds them."""
    kept: dict[str, Any] | None = vars(nodes).get("own_blocks")
    if kept is None:
        first = next((node for node in nodes if not isinstance(node, TextNode)), None)
        last = not isinstance(first, loader_tags.ExtendsNode)
        found: list[Any] = nodes.get_nodes_by_type(BlockNode) if last else []
        kept = {block.name: block for block in found}
        vars(nodes)["own_blocks"] = kept
    return kept


@register.tag
def extends(parser: Parser, token: Token) -> Extends:
    """`{% extends "ui/page.html" %}`, as everywhere in Django."""
    made = loader_tags.do_extends(parser, token)
    return Extends(made.nodelist, made.parent_name)
