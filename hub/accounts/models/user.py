"""The person (or organisation) behind an account. The e-mail address is the login; the pseudonym is what others see."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.mail import send_mail
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hub.accounts.enums import AccountKind, NotificationChoice, Role
from hub.audit.services import record


class UserManager(BaseUserManager["User"]):
    """Addresses are kept in lower case: nobody has two accounts that differ in capitals only."""

    use_in_migrations = True

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def _create(self, email: str, password: str | None, **fields: Any) -> User:
        email = self.normalize_email(email)
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email, **fields)
        user.set_password(password)  # None makes it unusable: such a person signs in by code
        user.save(using=self._db)
        return user

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        fields.setdefault("is_staff", False)
        fields.setdefault("is_superuser", False)
        return self._create(email, password, **fields)

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        fields.setdefault("is_staff", True)
        fields.setdefault("is_superuser", True)
        # Whoever holds every role holds it on record; the command line has no account to name as the one who gave it.
        with transaction.atomic(using=self._db):
            user = self._create(email, password, **fields)
            record("account.superuser_made", subject="account", subject_id=user.pk, actor=None)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already an account with this e-mail address.")},
    )
    pseudonym = models.CharField(
        _("public name"),
        max_length=80,
        blank=True,
        help_text=_("Shown beside what you write. It need not be your real name."),
    )
    # No choices here: a city that changes LANGUAGES must not need a migration. The forms offer the languages.
    language = models.CharField(_("language"), max_length=10, default=settings.LANGUAGE_CODE)
    notification_choice = models.CharField(
        _("notifications"), max_length=10, choices=NotificationChoice, default=NotificationChoice.EACH
    )
    kind = models.CharField(_("I take part as"), max_length=20, choices=AccountKind, default=AccountKind.PERSON)
    organisation_name = models.CharField(_("name of the organisation"), max_length=200, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("registered on"), default=timezone.now)
    # An erased account stays as an empty row, because what it published still points at it.
    erased_at = models.DateTimeField(_("erased on"), null=True, blank=True, editable=False)

    # Kept by hub.accounts.permissions for the life of this object; cleared when a membership changes.
    cached_roles: frozenset[Role] | None = None

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique_in_any_case",
                violation_error_message=_("There is already an account with this e-mail address."),
            ),
            models.CheckConstraint(condition=models.Q(kind__in=AccountKind.values), name="accounts_user_kind_is_known"),
            # Nobody comes back into an erased account, and nobody runs the hub with one.
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True)
                | models.Q(is_active=False, is_staff=False, is_superuser=False, pseudonym="", organisation_name=""),
                name="accounts_user_erased_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.public_name

    @property
    def public_name(self) -> str:
        """What others see; never the e-mail address."""
        if self.erased_at:
            return gettext("Erased account")
        if self.kind == AccountKind.ORGANISATION and self.organisation_name:
            return self.organisation_name
        return self.pseudonym or gettext("A participant")

    def clean(self) -> None:
        self.email = User.objects.normalize_email(self.email)

    # Wagtail and the comment framework ask for these two.
    def get_full_name(self) -> str:
        return self.public_name

    def get_short_name(self) -> str:
        return self.public_name

    def email_user(self, subject: str, message: str, from_email: str | None = None, **kwargs: Any) -> None:
        send_mail(subject, message, from_email, [self.email], **kwargs)
