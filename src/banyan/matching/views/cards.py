"""The teachers of a round as the workbench lists them. A page has hundreds of reasons and buttons:
they are put together here, and what all the cards say is said once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from banyan.matching.models import Round
from banyan.matching.queries.reasons import Lines, in_brief
from banyan.matching.queries.rounds import Row
from banyan.matching.states import WishKind
from banyan.mentoring.states import MentorshipStatus
from banyan.ui import cells
from banyan.ui.cells import HOLES
from banyan.ui.markup import conditional_escape, format_html, format_html_join
from banyan.ui.words import number

NOTHING = SafeString("")
PINNED = WishKind.PIN.value
VERBS = {  # of the buttons of a pair of which this is wished
    "": ("pin", "forbid"),
    PINNED: ("clear_wish", "clear_wish"),
    WishKind.FORBID.value: ("clear_wish", "clear_wish"),
}


def cards(round_: Round, rows: Iterable[Row], *, wish: bool) -> list[SafeString]:
    """Each row as a card; `wish`: with buttons to pin the pair, to rule it out, or to undo that, of
    one form around all of them."""
    drawing = _Cards(round_, wish=wish)
    return [drawing.matched(row) if row.mentor_id else drawing.alone(row) for row in rows]


class _Cards:
    def __init__(self, round_: Round, *, wish: bool) -> None:
        self.wish = wish
        self.teacher_url = cells.addresses("matching:teacher", round_.pk)
        self.proposal_url = cells.addresses("matching:proposal")
        self.urls = {
            verb: cells.addresses(f"matching:{verb}", round_.pk, ids=2)
            for verb in ("pin", "forbid", "clear_wish")
        }
        self.pair = cells.pairs()
        self.percent = _("%(percent)s%% of the best possible fit")
        self.who = _("%(mentor)s would mentor %(teacher)s (%(school)s).")
        self.possible = _("See which mentors are possible")
        self.more = cells.stencil(cells.details(HOLES[0], _("More reasons")))
        self.badges = cells.stencil(cells.badge(HOLES[0], HOLES[1]))
        self.told: dict[str, Callable[..., SafeString]] = {}
        self.both_see = _("What the two see")
        self.by_hand = format_html(" · {}", cells.badge(_("Put together by hand"), "sky"))
        self.by_choice = format_html(" · {}", cells.badge(_("They chose each other"), "leaf"))
        self.wished: dict[str, Callable[..., SafeString]] = {}

    def matched(self, row: Row) -> SafeString:
        url = self.teacher_url(row.teacher_id)
        first, others = _in_brief(row.lines)
        names = {"mentor": row.mentor, "teacher": row.teacher, "school": row.school}
        content = format_html(
            '<p>{}</p><p class="quiet">{}</p>{}{}{}{}{}',
            self._fit(row),
            self.who % names,
            self._told(row),
            cells.reason(row.skipped, "against") if row.skipped else NOTHING,
            first,
            self.more(others) if others else NOTHING,
            self._buttons(row, url) if self.wish else NOTHING,
        )
        return self.pair(content, row.teacher, row.mentor, url, anchor=f"t{row.teacher_id}")

    def alone(self, row: Row) -> SafeString:
        """What stood in her way, the strongest first."""
        others = ((line.text,) for line in row.lines[1:])
        content = format_html(
            '<p class="quiet">{}</p>{}{}{}<p>{}</p>',
            row.school,
            cells.reason(row.skipped, "against") if row.skipped else "",
            _reasons(row.lines[:1]),
            format_html_join("", '<p class="quiet small">{}</p>', others),
            cells.link_button(self.possible, self.teacher_url(row.teacher_id), "quiet"),
        )
        return cells.card(content, row.teacher, 3, f"t{row.teacher_id}")

    def _fit(self, row: Row) -> SafeString:
        if row.score is None:
            return NOTHING
        badge = self.badges(row.score.word, row.score.tone)
        percent = conditional_escape(self.percent % {"percent": number(row.score.percent)})
        pinned = row.wish == PINNED
        how = (self.by_choice if row.chosen else self.by_hand) if pinned else NOTHING
        return SafeString(f"{badge} {percent}{how}")

    def _told(self, row: Row) -> SafeString:
        """How a pair stands that was told of it, and the way to what it sees."""
        if not row.status:
            return NOTHING
        if (drawn := self.told.get(row.status)) is None:
            drawn = self.told[row.status] = cells.stencil(
                format_html(
                    '<p>{} <a href="{}">{}<span class="govuk-visually-hidden"> {}</span></a></p>',
                    cells.badge(str(MentorshipStatus(row.status).label)),
                    HOLES[0],
                    self.both_see,
                    HOLES[1],
                )
            )
        return drawn(self.proposal_url(row.pk), row.teacher)

    def _buttons(self, row: Row, url: str) -> SafeString:
        if (drawn := self.wished.get(row.wish)) is None:
            drawn = self.wished[row.wish] = cells.stencil(self._row_of_buttons(row.wish))
        first, second = VERBS[row.wish]
        return drawn(
            row.teacher,
            f"{url}#mentors",
            self.urls[first](row.teacher_id, row.mentor_id),
            self.urls[second](row.teacher_id, row.mentor_id),
        )

    def _row_of_buttons(self, wish: str) -> SafeString:
        """For a pair of which this is wished; with holes for the teacher, her page and where the
        two verbs are done."""
        teacher, url, first, second = HOLES
        before = NOTHING
        if wish:
            pinned = wish == PINNED
            undo = _("Undo: let the best decide") if pinned else _("Undo")
            forms = [cells.verb(undo, first, "quiet", about=teacher)]
            if not pinned:
                before = format_html(
                    '<p class="quiet">{}</p>',
                    _("Ruled out in confidence; the next answer keeps them apart."),
                )
        else:
            forms = [
                cells.verb(_("Keep together"), first, "quiet", about=teacher),
                cells.verb(_("Not these two"), second, "quiet", about=teacher),
            ]
        another = cells.link_button(_("Choose another mentor"), url, "quiet")
        return format_html('<div class="row">{}{}{}</div>', before, cells.joined(forms), another)


@lru_cache(maxsize=2048)  # sentences alone: who the two are stands elsewhere on the card
def _in_brief(lines: Lines) -> tuple[SafeString, SafeString]:
    first, others = in_brief(lines)
    return _reasons(first), _reasons(others)


def _reasons(lines: Lines) -> SafeString:
    return cells.joined(cells.reason(line.text, line.kind) for line in lines)
