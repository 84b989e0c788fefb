"""Where the pilot runs: real Kendriya Vidyalayas, Navodaya Vidyalayas of real districts, and
CBSE schools that are invented. Districts are named by their code in the Local Government
Directory; schools of the first kind by their code at the Kendriya Vidyalaya Sangathan."""

from __future__ import annotations

from dataclasses import dataclass

from banyan.organisations.states import SchoolType


@dataclass(frozen=True, slots=True)
class Place:
    """A school of the pilot, and the languages in which its teachers are at home, commonest first."""

    name: str
    type: SchoolType
    code: str
    district: str  # LGD code
    languages: tuple[str, ...]


KV, JNV, CBSE = SchoolType.KV, SchoolType.JNV, SchoolType.CBSE

SCHOOLS = (
    Place("KV Bhavnagar Para", KV, "1011", "443", ("gu", "hi", "en")),
    Place("KV Belagavi Cantt", KV, "1057", "527", ("kn", "hi", "en")),
    Place("KV Kannur", KV, "1063", "557", ("ml", "en", "hi")),
    Place("KV O.F. Bhandara", KV, "1089", "471", ("mr", "hi", "en")),
    Place("KV Bhind", KV, "1090", "395", ("hi", "en")),
    Place("KV Bargarh", KV, "1142", "347", ("or", "hi", "en")),
    Place("KV Alipurduar", KV, "1236", "664", ("bn", "hi", "en")),
    Place("KV Ambala No.1", KV, "1290", "58", ("hi", "pa", "en")),
    Place("KV Chandigarh OCF", KV, "1301", "44", ("pa", "hi", "en")),
    Place("KV Almora", KV, "1347", "45", ("hi", "en")),
    Place("KV AFS Bareilly", KV, "1350", "130", ("hi", "ur", "en")),
    Place("KV Anantapur", KV, "1501", "502", ("te", "en", "hi")),
    Place("KV No 1 Ajmer", KV, "1592", "86", ("hi", "en")),
    Place("KV CLRI Chennai", KV, "1766", "568", ("ta", "en")),
    Place("KV Buxar", KV, "1817", "194", ("hi", "en")),
    Place("JNV Mandla", JNV, "jnv-mandla", "415", ("hi", "en")),
    Place("JNV Satara", JNV, "jnv-satara", "494", ("mr", "hi", "en")),
    Place("JNV Kheda", JNV, "jnv-kheda", "450", ("gu", "hi", "en")),
    Place("JNV Gaya", JNV, "jnv-gaya", "196", ("hi", "en")),
    Place("JNV Mayurbhanj", JNV, "jnv-mayurbhanj", "365", ("or", "sat", "hi")),
    Place("JNV Nadia", JNV, "jnv-nadia", "320", ("bn", "en")),
    Place("JNV Kodagu", JNV, "jnv-kodagu", "541", ("kn", "en")),
    Place("JNV Wayanad", JNV, "jnv-wayanad", "567", ("ml", "en")),
    Place("JNV Sirmaur", JNV, "jnv-sirmaur", "24", ("hi", "en")),
    Place("JNV Barpeta", JNV, "jnv-barpeta", "280", ("as", "en")),
    Place("Neem Tree Public School, Jaipur", CBSE, "demo-1", "102", ("hi", "en")),
    Place("Sahyadri Vidya Mandir, Pune", CBSE, "demo-2", "490", ("mr", "en", "hi")),
    Place("Noyyal Valley School, Coimbatore", CBSE, "demo-3", "569", ("ta", "en")),
    Place("Yamuna Bank Senior School, New Delhi", CBSE, "demo-4", "79", ("hi", "en", "ur")),
    Place("Musi Riverside School, Hyderabad", CBSE, "demo-5", "507", ("te", "en", "ur")),
)

NATION = "India"
HOME_SCHOOL = "1011"  # Arun teaches here, Kavita heads it
MEERAS_SCHOOL = "jnv-kheda"
# Of the regions whose vacation stands in `vacation_kvs.ics`.
LONG_SUMMER = ("1011", "1057", "1501", "1592", "1766")
OMARS_DISTRICT = "130"  # Bareilly: another state, another coordinator

# Faker's locale for names in the script of a language; the others get names in Latin letters.
SCRIPTS = {"hi": "hi_IN", "ta": "ta_IN", "gu": "gu_IN", "or": "or_IN", "mr": "mr_IN"}
