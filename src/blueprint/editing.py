"""Changing single values of a file, with every other character left as it is."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache

import yaml

from blueprint.tree import Flaw, read

Path = tuple[str, ...]
"""Keys from the top of the file; an item of a list goes by its code."""


def values(text: str) -> dict[Path, str]:
    """Every scalar of a file, by its path; nothing for a text that is not YAML as we read it."""
    return {path: node.value for path, node in _scalars(text)}


def write(text: str, changes: Mapping[Path, str | int]) -> str:
    """The text with these values in place of the old ones.

    Raises `LookupError` for a path at which the file has no single value.
    """
    nodes = dict(_scalars(text))
    if missing := [path for path in changes if path not in nodes]:
        raise LookupError(f"the file says nothing at {'.'.join(missing[0])}")
    # From the end of the file on, so that the places before stay where they are.
    for path in sorted(changes, key=lambda path: nodes[path].start_mark.index, reverse=True):
        begins, ends = nodes[path].start_mark.index, nodes[path].end_mark.index
        # A block scalar ends after its last line break, which belongs to the file.
        ends = begins + len(text[begins:ends].rstrip())
        # What JSON quotes, YAML reads, whatever stands around it.
        text = text[:begins] + json.dumps(changes[path], ensure_ascii=False) + text[ends:]
    return text


@lru_cache(maxsize=8)  # who works on a draft asks for the same text several times
def _scalars(text: str) -> tuple[tuple[Path, yaml.ScalarNode], ...]:
    text = text.removeprefix("\ufeff")
    try:
        read(text)  # refuses what is too long, too deep, or plays tricks
    except Flaw:
        return ()
    root = _composed(text)
    return () if root is None else tuple(_inside(root, ()))


def _composed(text: str) -> yaml.Node | None:
    """By libyaml where it is built in and reads the text, which is many times faster."""
    fast = getattr(yaml, "CSafeLoader", None)
    if fast is not None:
        try:
            return yaml.compose(text, Loader=fast)
        except yaml.YAMLError:
            pass
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _inside(node: yaml.Node, path: Path) -> Iterator[tuple[Path, yaml.ScalarNode]]:
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _inside(value, (*path, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value, 1):
            yield from _inside(item, (*path, _code(item) or str(number)))


def _code(node: yaml.Node) -> str:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "code" and isinstance(value, yaml.ScalarNode):
                return str(value.value)
    return ""
