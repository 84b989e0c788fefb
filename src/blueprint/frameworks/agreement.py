"""What a framework or a crosswalk of the right shape can still get wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping

from blueprint.frameworks.language import Crosswalk, Edition, Framework, Item
from blueprint.tree import Finding, Steps
from blueprint.words import nearest

DEEPEST = 8
"""Items inside each other; the deepest tree that a page can show with sense."""


def of_framework(framework: Framework) -> Iterator[Finding]:
    """Everything in a framework that does not fit together."""
    yield from _twice(("languages",), framework.languages)
    yield from _twice(("levels",), [level.code for level in framework.levels], "code")
    seen: set[str] = set()
    levels = [level.code for level in framework.levels]
    yield from _of_items(("items",), framework.items, seen, levels, 1)
    for locale in framework.languages:
        missing = framework.missing(locale)
        if missing:
            yield Finding(
                ("languages",),
                f"The file names {locale}, and {len(missing)} of its texts are not written in it; "
                f"the first is {missing[0]}.",
                f"Write them in {locale}, or take {locale} from the languages.",
            )


def _of_items(
    steps: Steps, items: tuple[Item, ...], seen: set[str], levels: list[str], depth: int
) -> Iterator[Finding]:
    for number, item in enumerate(items):
        here = (*steps, number)
        if item.code in seen:
            what = f"Another item has the code “{item.code}” already."
            yield Finding((*here, "code"), what, "Give each item of a framework its own code.")
        seen.add(item.code)
        named = [note.level for note in item.at_levels]
        yield from _twice((*here, "at_levels"), named, "level")
        for place, level in enumerate(named):
            if level not in levels:
                what = f"There is no stage “{level}”."
                yield Finding((*here, "at_levels", place, "level"), what, nearest(level, levels))
        if item.items and depth == DEEPEST:
            what = f"There are more than {DEEPEST} levels of items inside each other."
            yield Finding((*here, "items"), what, "Bring the lowest together.")
        elif item.items:
            yield from _of_items((*here, "items"), item.items, seen, levels, depth + 1)


def of_crosswalk(crosswalk: Crosswalk, known: Mapping[Edition, Framework]) -> Iterator[Finding]:
    """Everything in a crosswalk that does not fit together, or not to the frameworks it names."""
    for side, end in (("first", "item"), ("second", "to")):
        edition: Edition = getattr(crosswalk, side)
        framework = known.get(edition)
        if framework is None:
            what = f"There is no framework {edition.framework} {edition.version}."
            named = sorted(f"{one.framework} {one.version}" for one in known)
            yield Finding((side,), what, nearest(f"{edition.framework} {edition.version}", named))
            continue
        codes = [item.code for item, _ in framework.walk()]
        for number, match in enumerate(crosswalk.matches):
            code = getattr(match, end)
            if code not in codes:
                what = f"There is no item “{code}” in {framework}."
                yield Finding(("matches", number, end), what, nearest(code, codes))
    pairs = [(match.item, match.to) for match in crosswalk.matches]
    for number, pair in enumerate(pairs):
        if pair in pairs[:number]:
            what = f"“{pair[0]}” and “{pair[1]}” are matched twice."
            yield Finding(("matches", number), what, "Keep one of the two.")
    if crosswalk.first.framework == crosswalk.second.framework:
        what = "Both sides name the same framework."
        yield Finding(("second",), what, "Name two different ones.")


def _twice(
    steps: Steps, names: tuple[str, ...] | list[str], key: str | None = None
) -> Iterator[Finding]:
    for name, count in Counter(names).items():
        if count > 1:
            last = len(names) - 1 - names[::-1].index(name)
            path = (*steps, last) if key is None else (*steps, last, key)
            yield Finding(path, f"“{name}” is named twice.", "Keep one of the two.")
