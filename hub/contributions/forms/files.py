"""Several files in one field, each known by its content."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hub.contributions.engine.files import LARGEST, MOST_FILES, CheckedFile, FileRefusedError, check_file
from hub.contributions.enums import Refusal


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.docx,.odt", "multiple": True})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return list(files.getlist(name)) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """Gives a list of CheckedFile. What is refused is named; the rest of the form stays filled."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=FilesInput, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[CheckedFile]:
        given = [each for each in (data if isinstance(data, list) else [data]) if each]
        if len(given) > MOST_FILES:
            raise ValidationError(Refusal.TOO_MANY_FILES.label)
        checked = []
        for file in given:
            if file.size > LARGEST:
                raise ValidationError(Refusal.FILE_TOO_LARGE.label)
            try:
                checked.append(check_file(str(file.name), file.read()))
            except FileRefusedError as error:
                too_large = str(error) == "too large"
                label = Refusal.FILE_TOO_LARGE.label if too_large else Refusal.FILE_KIND.label
                raise ValidationError(label) from error
        return checked
