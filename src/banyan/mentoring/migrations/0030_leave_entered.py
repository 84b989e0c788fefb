"""When days away were entered.

Of those that are there, nobody knows any more: they count as entered at the beginning of their
first day by the clock of whoever is away, or now if that day is still to come. So none of them is
taken for an excuse made up afterwards, and what they excuse today they excuse tomorrow.
"""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import timezone

AT_A_TIME = 1000


def since_first_day(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    leaves, now = apps.get_model("mentoring", "Leave").objects, timezone.now()
    rows = leaves.select_related("person").only("starts_on", "person__time_zone")
    changed = []
    for row in rows.iterator(AT_A_TIME):
        begins = datetime.combine(row.starts_on, time(), ZoneInfo(row.person.time_zone))
        row.entered_at = min(begins, now)
        changed.append(row)
    leaves.bulk_update(changed, ["entered_at"], batch_size=AT_A_TIME)


class Migration(migrations.Migration):
    dependencies = [("mentoring", "0029_emergencies_of_questions")]

    operations = [
        migrations.AddField("leave", "entered_at", models.DateTimeField(null=True)),
        migrations.RunPython(since_first_day, migrations.RunPython.noop),
        migrations.AlterField("leave", "entered_at", models.DateTimeField()),
    ]
