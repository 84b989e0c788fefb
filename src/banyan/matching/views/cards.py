"""The teachers of a round as the workbench lists them. A page has hundreds of reasons and buttons:
they are put together here, and what all the cards say is said once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from banyan.matching.models import Round
from banyan.matching.queries.reasons import Lines, in_brief
from banyan.matching.queries.rounds import Row
from banyan.matching.states import WishKind
from banyan.mentoring.states import MentorshipStatus
from banyan.ui import cells
from banyan.ui.markup import format_html, format_html_join
from banyan.ui.words import number


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
        self.words = {
            "percent": _("%(percent)s%% of the best possible fit"),
            "who": _("%(mentor)s would mentor %(teacher)s (%(school)s)."),
            "both_see": _("What the two see"),
            "more": _("More reasons"),
            "another": _("Choose another mentor"),
            "possible": _("See which mentors are possible"),
            "pinned": _("Undo: let the best decide"),
            "undo": _("Undo"),
            "together": _("Keep together"),
            "apart": _("Not these two"),
        }
        self.told = {s.value: cells.badge(str(s.label)) for s in MentorshipStatus}
        self.by_hand = format_html(" · {}", cells.badge(_("Put together by hand"), "sky"))
        self.by_choice = format_html(" · {}", cells.badge(_("They chose each other"), "leaf"))
        self.kept_apart = format_html(
            '<p class="quiet">{}</p>',
            _("Ruled out in confidence; the next answer keeps them apart."),
        )

    def matched(self, row: Row) -> SafeString:
        url = self.teacher_url(row.teacher_id)
        first, others = map(_reasons, in_brief(row.lines))
        names = {"mentor": row.mentor, "teacher": row.teacher, "school": row.school}
        content = format_html(
            '<p>{}</p><p class="quiet">{}</p>{}{}{}{}{}',
            self._fit(row),
            self.words["who"] % names,
            self._told(row),
            cells.reason(row.skipped, "against") if row.skipped else "",
            first,
            cells.details(others, self.words["more"]) if others else "",
            self._buttons(row, url) if self.wish else "",
        )
        return cells.pair(content, row.teacher, row.mentor, url, anchor=f"t{row.teacher_id}")

    def alone(self, row: Row) -> SafeString:
        """What stood in her way, the strongest first."""
        others = ((line.text,) for line in row.lines[1:])
        content = format_html(
            '<p class="quiet">{}</p>{}{}{}<p>{}</p>',
            row.school,
            cells.reason(row.skipped, "against") if row.skipped else "",
            _reasons(row.lines[:1]),
            format_html_join("", '<p class="quiet small">{}</p>', others),
            cells.link_button(self.words["possible"], self.teacher_url(row.teacher_id), "quiet"),
        )
        return cells.card(content, row.teacher, 3, f"t{row.teacher_id}")

    def _fit(self, row: Row) -> SafeString:
        if row.score is None:
            return SafeString("")
        return format_html(
            "{} {}{}",
            cells.badge(row.score.word, row.score.tone),
            self.words["percent"] % {"percent": number(row.score.percent)},
            (self.by_choice if row.chosen else self.by_hand) if row.wish == WishKind.PIN else "",
        )

    def _told(self, row: Row) -> SafeString:
        """How a pair stands that was told of it, and the way to what it sees."""
        if not row.status:
            return SafeString("")
        return format_html(
            '<p>{} <a href="{}">{}<span class="govuk-visually-hidden"> {}</span></a></p>',
            self.told[row.status],
            self.proposal_url(row.pk),
            self.words["both_see"],
            row.teacher,
        )

    def _buttons(self, row: Row, url: str) -> SafeString:
        before = self.kept_apart if row.wish == WishKind.FORBID else ""
        if row.wish:
            text = self.words["pinned" if row.wish == WishKind.PIN else "undo"]
            forms = [self._button(text, "clear_wish", row)]
        else:
            forms = [
                self._button(self.words["together"], "pin", row),
                self._button(self.words["apart"], "forbid", row),
            ]
        another = cells.link_button(self.words["another"], f"{url}#mentors", "quiet")
        return format_html('<div class="row">{}{}{}</div>', before, cells.joined(forms), another)

    def _button(self, text: str, verb: str, row: Row) -> SafeString:
        url = self.urls[verb](row.teacher_id, row.mentor_id)
        return cells.verb(text, url, "quiet", about=row.teacher)


@lru_cache(maxsize=2048)  # sentences alone: who the two are stands elsewhere on the card
def _reasons(lines: Lines) -> SafeString:
    return cells.joined(cells.reason(line.text, line.kind) for line in lines)
