
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0002_found'),
    ]

    operations = [
        migrations.AlterField(
            model_name='facetname',
            name='facet',
            field=models.CharField(choices=[('theme', 'Topic'), ('district', 'District'), ('body', 'Responsible body')], max_length=10),
        ),
        migrations.AlterField(
            model_name='savedsearch',
            name='address',
            field=models.CharField(max_length=2000),
        ),
    ]
