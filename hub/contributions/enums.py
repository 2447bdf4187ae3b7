"""Words of a contribution (docs: DESIGN §2); no logic."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Position(models.TextChoices):
    SUPPORT = "support", pgettext_lazy("position", "I support it")
    SUPPORT_WITH_CHANGES = "support_with_changes", pgettext_lazy("position", "I support it with changes")
    OPPOSE = "oppose", pgettext_lazy("position", "I oppose it")
    QUESTION = "question", pgettext_lazy("position", "I have a question")
    OTHER = "other", pgettext_lazy("position", "Something else")


class PublishAs(models.TextChoices):
    NAMED = "named", pgettext_lazy("publish as", "With my name")
    PSEUDONYM = "pseudonym", pgettext_lazy("publish as", "With a pseudonym")
    ANONYMOUS = "anonymous", pgettext_lazy("publish as", "Without a name")
    CONFIDENTIAL = "confidential", pgettext_lazy("publish as", "Not published")


class Channel(models.TextChoices):
    WEB = "web", pgettext_lazy("channel", "Web")
    EMAIL = "email", pgettext_lazy("channel", "E-mail")
    LETTER = "letter", pgettext_lazy("channel", "Letter")
    PHONE = "phone", pgettext_lazy("channel", "Phone")
    MEETING = "meeting", pgettext_lazy("channel", "Meeting")
    SMS = "sms", pgettext_lazy("channel", "Text message")
    SOCIAL = "social", pgettext_lazy("channel", "Social media")


class AuthorKind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class RevisionState(models.TextChoices):
    PENDING = "pending", pgettext_lazy("state of a change", "Waiting for moderation")
    PUBLISHED = "published", pgettext_lazy("state of a change", "Published")
    WITHHELD = "withheld", pgettext_lazy("state of a change", "Not published")
    REPLACED = "replaced", pgettext_lazy("state of a change", "Replaced before anybody read it")


class ReactionKind(models.TextChoices):
    AGREE = "agree", pgettext_lazy("reaction", "I agree")
    DISAGREE = "disagree", pgettext_lazy("reaction", "I disagree")


class FileKind(models.TextChoices):
    PDF = "pdf", "PDF"
    PNG = "png", "PNG"
    JPEG = "jpeg", "JPEG"
    DOCX = "docx", "Word"
    ODT = "odt", "OpenDocument"


# The counter on Thread that each position feeds.
POSITION_COUNTERS = {
    Position.SUPPORT: "support_count",
    Position.SUPPORT_WITH_CHANGES: "changes_count",
    Position.OPPOSE: "oppose_count",
    Position.QUESTION: "question_count",
    Position.OTHER: "other_count",
}


class Refusal(models.TextChoices):
    """Why something was not done, said to the person who asked."""

    NOT_YET_OPEN = "not_yet_open", _("This is not open for comments yet. Your text is still here.")
    CLOSED = "closed", _("This closed in the meantime, so it takes no more comments. Your text is still here to copy.")
    NOT_ALLOWED = "not_allowed", _("You may not do this.")
    EMPTY = "empty", _("Write something, or suggest another wording.")
    TOO_LONG = "too_long", _("This text is too long. Please shorten it.")
    NAME_MISSING = "name_missing", _("Give the name that stands beside your text, or choose to publish without one.")
    EMAIL_MISSING = "email_missing", _("Give an e-mail address, so that we can send you a code.")
    UNKNOWN_CHOICE = "unknown_choice", _("Choose one of the answers offered.")
    PARENT_GONE = "parent_gone", _("The contribution that you reply to is no longer public. Your text is still here.")
    REPLY_TOO_DEEP = "reply_too_deep", _("A reply cannot be replied to. Please reply to the first contribution.")
    TOO_MANY = "too_many", _("Many texts came from here within an hour. Yours is still here; please try again later.")
    WRONG_CODE = "wrong_code", _("This is not the code from our latest message. Check the six digits.")
    CODE_LOCKED = "code_locked", _("The code was wrong too often and no longer works. Ask for a new one.")
    CODE_EXPIRED = "code_expired", _("This code is older than 15 minutes. Ask for a new one; your text is kept.")
    TOO_MANY_CODES = "too_many_codes", _("We sent several codes already. Use the link in one of the messages.")
    TOO_MANY_ASKED = "too_many_asked", _("Several codes were asked for already. Please try again in an hour.")
    SUBMISSION_EXPIRED = (
        "submission_expired",
        _("This was not confirmed within 48 hours. Copy your text and send it again."),
    )
    LINK_INVALID = (
        "link_invalid",
        _("This link is not complete. Copy the whole link from the message, or use the code."),
    )
    ANSWERED = "answered", _("An answer was given to this meanwhile, so it can no longer be changed.")
    PAGE_OLD = "page_old", _("You were signed in or out in another window. Please press the button once more.")
    UNCHANGED = "unchanged", _("Nothing was changed.")
    TOO_MANY_FILES = "too_many_files", _("These are more files than can be attached.")
    FILE_TOO_LARGE = "file_too_large", _("A file is too large. Please choose a smaller one; your text is still here.")
    FILE_KIND = (
        "file_kind",
        _("A file is of a kind that we cannot take: PDF, PNG, JPEG, Word (DOCX) or OpenDocument (ODT)."),
    )
    FILES_CLOSED = "files_closed", _("No files can be attached here. Your text is still here.")
    PUZZLE_MISSING = (
        "puzzle_missing",
        _(
            "Many texts came from your network within an hour. Yours is still here: let your device solve a small "
            "puzzle and send again, sign in, or try again later."
        ),
    )
    ALREADY_DECIDED = "already_decided", _("Somebody has decided this in the meantime.")
    UNKNOWN_REASON = "unknown_reason", _("Choose a reason.")
