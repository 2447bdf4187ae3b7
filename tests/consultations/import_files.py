"""Files of contributions, for the tests of their import."""

import json

from hub.contributions.models.comment import Comment


def jsonl(*rows):
    return "".join(json.dumps({"body": "Plant trees.", **row}) + "\n" for row in rows)


def comment(external_id):
    return Comment.objects.get(external_id=external_id)
