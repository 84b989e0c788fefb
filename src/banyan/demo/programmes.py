"""The six programmes beside the pilot: where each runs, who is in it, and how its pairs go about it.

Places are real down to the district or region; schools and people are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from banyan.organisations.states import Level, SchoolType


@dataclass(frozen=True, slots=True)
class Someone:
    """A person: `key` names the address, and the persona where there is one."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Pace:
    """How a pair goes about its journey; days are counted back from today.

    A step is done from `ahead` days before it is due. `quiet_for` days nobody has done one, and
    `leave_for` days the pair has paused. A step in `left` is left for whoever tries the page.
    Work that is handed in `waits` for its readers to be chosen, or came back and is `disputed`.
    What was left of it is handed in `later`, by the edition that the district has made meanwhile.
    """

    meets_every: int = 14
    minutes: int = 45
    ahead: int = 10
    quiet_for: int = 0
    leave_for: int = 0
    left: tuple[str, ...] = ()
    waits: bool = False
    disputed: bool = False
    later: Literal["", "unsigned", "argued"] = ""


WELL_AHEAD = Pace(ahead=90)
LATE = Pace(meets_every=21, ahead=3, quiet_for=38)
ON_LEAVE = Pace(ahead=12, leave_for=16)
STEADY = Pace()
LATER_UNSIGNED = Pace(ahead=60, minutes=60, left=("submission",), later="unsigned")
LATER_ARGUED = Pace(ahead=60, minutes=60, left=("submission",), later="argued")


@dataclass(frozen=True, slots=True)
class Pair:
    """Who with whom: places in the lists of mentors and teachers, the cohort, and the pace."""

    mentor: int
    teacher: int
    cohort: int
    pace: Pace
    traits: tuple[str, ...] = ()
    school: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """One programme in its place. `cohorts` are a name, days since it began, and its length."""

    blueprint: str
    code: str
    name: str
    nation: str
    state: str
    district: str  # "" where schools stand under the state
    schools: tuple[str, ...]
    school_type: SchoolType
    runs_at: Level
    zone: ZoneInfo
    locale: str
    place: str  # as people say it
    coordinator: Someone
    reader: Someone  # the second to read applications
    mentors: tuple[Someone, ...]
    teachers: tuple[Someone, ...]
    cohorts: tuple[tuple[str, int, int], ...]
    pairs: tuple[Pair, ...]
    languages: tuple[str, ...]
    writes: str  # the language in which they write
    readers: tuple[Someone, ...] = ()  # of work that is handed in, from elsewhere in the state
    edition: str = ""  # the code of one of its own, to which its newest cohort has moved

    @property
    def people(self) -> tuple[Someone, ...]:
        return (self.coordinator, self.reader, *self.mentors, *self.teachers, *self.readers)

    @property
    def personas(self) -> tuple[tuple[str, Someone], ...]:
        """Who may be looked through: the coordinator, the pair that is well ahead, and where work
        is handed in the reader whom a piece waits for."""
        first = self.pairs[0]
        return (
            ("coordinator", self.coordinator),
            ("mentor", self.mentors[first.mentor]),
            ("teacher", self.teachers[first.teacher]),
            *(("reviewer", reader) for reader in self.readers[1:2]),
        )


EAST, CENTRAL = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")
MOSCOW, INDIA = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Kolkata")
USA, RUSSIA, BHARAT = "United States of America", "Россия", "India"
PUBLIC = SchoolType.LOCAL

TEAM = Setting(
    blueprint="ct_team",
    code="team-laurel-hollow",
    name="TEAM in Laurel Hollow",
    nation=USA,
    state="Connecticut",
    district="Laurel Hollow School District",
    schools=("Mill Brook Elementary School", "Laurel Hollow Middle School"),
    school_type=PUBLIC,
    runs_at=Level.DISTRICT,
    zone=EAST,
    locale="en",
    place="Laurel Hollow, Connecticut",
    coordinator=Someone("denise", "Denise Kowalski"),
    reader=Someone("howard", "Howard Finch"),
    mentors=(
        Someone("robert", "Robert Hale"),
        Someone("marisol", "Marisol Santos"),
        Someone("janet", "Janet Brooks"),
    ),
    teachers=(
        Someone("emily", "Emily Carter"),
        Someone("tyrone", "Tyrone Mitchell"),
        Someone("grace", "Grace Nowak"),
        Someone("daniel", "Daniel Reyes"),
        Someone("noah", "Noah Fischer"),
        Someone("amina", "Amina Yusuf"),
        Someone("sofia", "Sofia Marino"),
        Someone("owen", "Owen Price"),
    ),
    cohorts=(("Second cohort", 72, 730), ("First cohort", 129, 730)),
    pairs=(
        Pair(0, 0, 0, Pace(ahead=60, minutes=60, left=("review",)), ("category_one",)),
        Pair(1, 1, 0, LATE, ("category_one",), 1),
        Pair(2, 2, 0, ON_LEAVE, ("category_one", "by_conversation"), 1),
        Pair(1, 4, 0, Pace(ahead=60, minutes=60, disputed=True), ("category_one",), 1),
        Pair(2, 5, 0, Pace(ahead=60, minutes=60, waits=True), ("category_one",)),
        Pair(0, 6, 0, LATER_UNSIGNED, ("category_one",), 1),
        Pair(2, 7, 0, LATER_ARGUED, ("category_one",), 1),
        Pair(0, 3, 1, Pace(left=("attendance_confirmed",)), ("category_two",)),
    ),
    languages=("en",),
    writes="en",
    readers=(
        Someone("miriam", "Miriam Adler"),
        Someone("joseph", "Joseph Okafor"),
        Someone("lucia", "Lucia Bianchi"),
    ),
    edition="team_laurel_hollow",
)

NTC = Setting(
    blueprint="ntc_induction",
    code="induction-alder-creek",
    name="New Teacher Induction in Alder Creek",
    nation=USA,
    state="New York",
    district="Alder Creek Central School District",
    schools=("Alder Creek Elementary School", "Alder Creek High School"),
    school_type=PUBLIC,
    runs_at=Level.DISTRICT,
    zone=EAST,
    locale="en",
    place="Alder Creek, New York",
    coordinator=Someone("paulette", "Paulette Greene"),
    reader=Someone("victor", "Victor Almeida"),
    mentors=(Someone("hannah", "Hannah Lindqvist"), Someone("curtis", "Curtis Boyd")),
    teachers=(
        Someone("olivia", "Olivia Park"),
        Someone("marcus", "Marcus Delgado"),
        Someone("leah", "Leah Rosen"),
        Someone("aaron", "Aaron Whitfield"),
    ),
    cohorts=(("Second cohort", 126, 730), ("First cohort", 704, 730)),
    pairs=(
        Pair(0, 0, 0, Pace(meets_every=7, minutes=45, ahead=90)),
        Pair(1, 1, 0, Pace(meets_every=14, ahead=3, quiet_for=62), (), 1),
        Pair(0, 2, 0, Pace(meets_every=9, ahead=14, leave_for=12), (), 1),
        Pair(1, 3, 1, Pace(meets_every=29, minutes=180, ahead=40, left=("portfolio",))),
    ),
    languages=("en",),
    writes="en",
)

CHICAGO = Setting(
    blueprint="cps_induction",
    code="new-teachers-chicago",
    name="New Teacher Mentors, Chicago",
    nation=USA,
    state="Illinois",
    district="Chicago",
    schools=("Prairie Wind Elementary School", "Lake Elm High School"),
    school_type=PUBLIC,
    runs_at=Level.DISTRICT,
    zone=CENTRAL,
    locale="en",
    place="Chicago, Illinois",
    coordinator=Someone("yolanda", "Yolanda Pierce"),
    reader=Someone("stephen", "Stephen Kaminski"),
    mentors=(
        Someone("angela", "Angela Freeman"),
        Someone("tomasz", "Tomasz Wrona"),
        Someone("renee", "Renee Castillo"),
    ),
    teachers=(
        Someone("jasmine", "Jasmine Ortiz"),
        Someone("kevin", "Kevin O’Donnell"),
        Someone("simone", "Simone Baker"),
        Someone("nikhil", "Nikhil Desai"),
    ),
    cohorts=(("Second cohort", 122, 335), ("First cohort", 318, 335)),
    pairs=(
        Pair(0, 0, 0, Pace(ahead=60, minutes=60), ("in_cohort",)),
        Pair(1, 1, 0, LATE, (), 1),
        Pair(2, 2, 0, ON_LEAVE, (), 1),
        Pair(0, 3, 1, Pace(ahead=30, left=("closing_reflection",)), ("in_cohort",)),
    ),
    languages=("en",),
    writes="en",
)

REGION = Setting(
    blueprint="ru_target_model",
    code="nastavnichestvo-yaroslavl",
    name="Наставничество педагогов Ярославской области",
    nation=RUSSIA,
    state="Ярославская область",
    district="Тутаевский район",
    schools=("Средняя школа «Заволжье»", "Основная школа «Берёзовая роща»"),
    school_type=PUBLIC,
    runs_at=Level.STATE,
    zone=MOSCOW,
    locale="ru",
    place="Ярославская область",
    coordinator=Someone("irina", "Ирина Павловна Соколова"),
    reader=Someone("sergey", "Сергей Андреевич Лебедев"),
    mentors=(
        Someone("olga", "Ольга Викторовна Смирнова"),
        Someone("nikolay", "Николай Петрович Орлов"),
        Someone("tatyana", "Татьяна Юрьевна Белова"),
    ),
    teachers=(
        Someone("anna", "Анна Сергеевна Морозова"),
        Someone("maksim", "Максим Игоревич Волков"),
        Someone("darya", "Дарья Алексеевна Кузнецова"),
        Someone("pavel", "Павел Дмитриевич Новиков"),
    ),
    cohorts=(("Второй набор", 110, 275), ("Первый набор", 258, 275)),
    pairs=(
        Pair(0, 0, 0, Pace(ahead=45), ("young_specialist", "newcomer")),
        Pair(1, 1, 0, LATE, ("young_specialist",), 1),
        Pair(2, 2, 0, ON_LEAVE, ("newcomer",)),
        Pair(0, 3, 1, Pace(ahead=21, left=("final_meeting", "report")), ("young_specialist",)),
    ),
    languages=("ru",),
    writes="ru",
)

DIYES = Setting(
    blueprint="school_inhouse",
    code="diyes-mentoring",
    name="Mentoring at DiYES",
    nation=BHARAT,
    state="Kerala",
    district="",
    schools=("DiYES International School",),
    school_type=SchoolType.PRIVATE,
    runs_at=Level.SCHOOL,
    zone=INDIA,
    locale="en",
    place="DiYES International School, Kerala",
    coordinator=Someone("susan", "Susan Mathew"),
    reader=Someone("thomas", "Thomas Kurian"),
    mentors=(Someone("lakshmi", "Lakshmi Menon"), Someone("george", "George Varghese")),
    teachers=(
        Someone("nisha", "Nisha Thomas"),
        Someone("faisal", "Faisal Rahman"),
        Someone("anjali", "Anjali Nambiar"),
        Someone("rohan", "Rohan Das"),
    ),
    cohorts=(("Second cohort", 118, 275), ("First cohort", 256, 275)),
    pairs=(
        Pair(0, 0, 0, Pace(ahead=60)),
        Pair(1, 1, 0, LATE),
        Pair(0, 2, 0, ON_LEAVE),
        Pair(1, 3, 1, Pace(ahead=21, left=("closing_survey",))),
    ),
    languages=("en",),
    writes="en",
)

PEERS = Setting(
    blueprint="peer",
    code="peers-udaipur",
    name="Colleagues in Udaipur",
    nation=BHARAT,
    state="Rajasthan",
    district="Udaipur",
    schools=("Aravalli Senior Secondary School", "Fateh Sagar School"),
    school_type=SchoolType.STATE,
    runs_at=Level.DISTRICT,
    zone=INDIA,
    locale="hi",
    place="Udaipur, Rajasthan",
    coordinator=Someone("hemlata", "Hemlata Chauhan"),
    reader=Someone("dinesh", "Dinesh Mehta"),
    mentors=(
        Someone("sunita", "सुनीता शर्मा"),
        Someone("mahesh", "महेश जोशी"),
        Someone("rekha", "रेखा राठौड़"),
    ),
    teachers=(
        Someone("pooja", "पूजा वर्मा"),
        Someone("vikram", "विक्रम सिंह"),
        Someone("kiran", "किरण मीणा"),
    ),
    cohorts=(("दूसरा समूह", 68, 183), ("पहला समूह", 166, 183)),
    pairs=(
        Pair(0, 0, 0, Pace(ahead=45)),
        Pair(1, 1, 0, Pace(meets_every=28, ahead=2, quiet_for=45), (), 1),
        Pair(2, 2, 1, Pace(ahead=21, left=("closing_reflection",)), (), 1),
    ),
    languages=("hi", "en"),
    writes="hi",
)

SIX = (TEAM, NTC, CHICAGO, REGION, DIYES, PEERS)
