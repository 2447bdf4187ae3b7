from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DueRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("job", models.CharField(max_length=100, verbose_name="job")),
                ("slot", models.DateTimeField(verbose_name="start of the slot")),
                ("ran_at", models.DateTimeField(verbose_name="ran at")),
            ],
            options={
                "verbose_name": "due run",
                "verbose_name_plural": "due runs",
                "indexes": [models.Index(fields=["ran_at"], name="core_duerun_ran_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("job", "slot"), name="core_duerun_once_per_slot"),
                ],
            },
        ),
    ]
