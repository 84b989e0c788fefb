from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0004_default_hours"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("dropped_at__isnull", True), ("mailed_at__isnull", True)),
                fields=["person", "id"],
                name="notice_waiting",
            ),
        ),
    ]
