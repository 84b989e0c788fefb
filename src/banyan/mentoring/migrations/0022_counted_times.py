"""Minutes that count already are guarded from now on. Where two sessions of somebody overlapped
before there was a guard, both keep their minutes, and the first one holds the time."""

from typing import Any

from django.db import migrations

FIVE = 5


def guard(apps: Any, schema_editor: Any) -> None:
    counted = apps.get_model("mentoring", "CountedTime")
    rows = (
        apps.get_model("mentoring", "Seat")
        .objects.filter(accounted_minutes__gt=0, session__status="held", status="seated")
        .order_by("session__starts_at", "pk")
        .values_list(
            "session_id", "session__starts_at", "session__host_id", "person_id", "accounted_minutes"
        )
    )
    made: list[Any] = []
    for session, starts_at, host, person, minutes in rows.iterator():
        begins = int(starts_at.timestamp() // 60)
        for at in range(begins // FIVE, -(-(begins + minutes) // FIVE)):
            made += [counted(session_id=session, person_id=each, at=at) for each in (person, host)]
        if len(made) > 2000:
            counted.objects.bulk_create(made, ignore_conflicts=True)
            made = []
    counted.objects.bulk_create(made, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0021_attendance")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
