"""Filling in a ballot, looking at it once more, casting it. All of it is one person's business."""
