"""Who reaches which address of workshops. Arun has a seat in one that takes place now and that is
for teachers; Meera leads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.walk.reaching import ALL, BOTH, POST, Row

if TYPE_CHECKING:
    from tests.walk.conftest import Story


def workshop(s: Story) -> Any:
    return s.workshop


def site(s: Story) -> Any:
    return s.workshop.sites.get()


def day(s: Story) -> Any:
    return site(s).days.all()[0]


def later_day(s: Story) -> Any:
    return site(s).days.all()[1]


def seat(s: Story) -> Any:
    return s.workshop.places.get()


TEACHERS = "arun bina tara"
READERS = f"{TEACHERS} meera latha devi"
TRAINING: dict[str, Row] = {
    "training:workshops": Row(ALL),
    "training:workshop": Row(READERS, of=workshop),
    "training:by_link": Row(ALL, methods=BOTH),  # nobody has the link
    # It has begun.
    "training:take_seat": Row("", READERS, of=workshop, methods=POST),
    "training:give_seat_back": Row("bina tara meera latha devi", "arun", of=workshop, methods=POST),
    "training:move_seat": Row(TEACHERS, "meera latha devi", of=workshop, methods=POST),
    # It has begun.
    "training:free_seat": Row("", "meera latha devi", of=seat, methods=BOTH),
    "training:come": Row(TEACHERS, "meera latha devi", of=workshop, methods=BOTH),
    "training:people": Row("meera latha devi", TEACHERS, of=workshop),
    "training:take_out": Row("latha devi", f"{TEACHERS} meera", of=workshop, methods=POST),
    "training:change": Row("latha devi", f"{TEACHERS} meera", of=workshop, methods=BOTH),
    "training:open": Row("", READERS, of=workshop, methods=POST),
    "training:hold": Row("", READERS, of=workshop, methods=POST),
    "training:cancel": Row("latha devi", f"{TEACHERS} meera", of=workshop, methods=BOTH),
    "training:renew_link": Row("latha devi", f"{TEACHERS} meera", of=workshop, methods=POST),
    "training:add_site": Row("latha devi", f"{TEACHERS} meera", of=workshop, methods=BOTH),
    "training:recording": Row("meera latha devi", TEACHERS, of=workshop, methods=BOTH),
    "training:add_resource": Row("meera latha devi", TEACHERS, of=workshop, methods=BOTH),
    "training:drop_resource": Row("meera latha devi", TEACHERS, of=workshop, methods=POST),
    "training:change_site": Row("latha devi", "meera", of=site, methods=BOTH),
    "training:add_day": Row("latha devi", "meera", of=site, methods=BOTH),
    "training:change_day": Row("latha devi", "meera", of=later_day, methods=BOTH),
    "training:drop_day": Row("latha devi", "meera", of=later_day, methods=POST),
    "training:presence": Row("meera latha devi", of=day, methods=BOTH),
    "training:code": Row("meera latha devi", of=day),
    "training:of_programme": Row("latha devi"),
    "training:plan": Row("latha devi", methods=BOTH),
    "credentials:attendance": Row("latha devi", f"{TEACHERS} meera", of=workshop, methods=BOTH),
    # It has not taken place yet.
    "credentials:certify": Row("", READERS, of=workshop, methods=POST),
}
