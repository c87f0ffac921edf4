"""Sign-in users, persons, organizations, consent."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from preceptor.common.models import new_public_id


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        """Create a user who signs in with this address."""
        user = self.model(email=self.normalize_email(email), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **more: Any) -> User:
        """Create a user with every permission."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **more)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in."""

    email = models.EmailField(unique=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="user_email_is_unique"),
        ]

    def __str__(self) -> str:
        return self.email


class Person(models.Model):
    """A human in the exchange; ``user`` is empty for a visitor. The primary key is never shown."""

    class RightToWork(models.TextChoices):
        NOT_STATED = ""
        YES = "yes"
        NO = "no"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    user = models.OneToOneField(User, null=True, on_delete=models.CASCADE, related_name="person")
    name = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=2, blank=True)
    zip_code = models.CharField(max_length=5, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    is_willing_to_move = models.BooleanField(default=False)
    right_to_work = models.CharField(
        max_length=3, choices=RightToWork, default=RightToWork.NOT_STATED, blank=True
    )
    available_on = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # A visitor's record is deleted after this; empty for people with an account.
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="person_by_expiry")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(latitude__isnull=False, longitude__isnull=False),
                name="person_has_both_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"person {self.public_id}"


class Organization(models.Model):
    """Who hires or trains."""

    class Kind(models.TextChoices):
        HOSPITAL = "hospital"
        PRACTICE = "practice"
        EXCHANGE = "exchange", "Health information exchange"
        VENDOR = "vendor"
        EXTENSION_CENTER = "extension_center", "Regional extension center"
        CONSULTANCY = "consultancy"
        COLLEGE = "college"
        UNIVERSITY = "university"

    public_id = models.UUIDField(default=new_public_id, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    summary = models.TextField(blank=True)
    is_demo = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where an organization works."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(max_length=200)
    city = models.CharField(max_length=120)
    state = models.CharField(max_length=2)
    zip_code = models.CharField(max_length=5)
    latitude = models.FloatField()
    longitude = models.FloatField()

    def __str__(self) -> str:
        return f"{self.name}, {self.city}, {self.state}"


class Membership(models.Model):
    """A user who acts for an organization."""

    class Role(models.TextChoices):
        ADMINISTRATOR = "administrator"
        MEMBER = "member"

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "user"], name="member_stands_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.organization}"


class Consent(models.Model):
    """A dated yes for one use, until withdrawn."""

    class Purpose(models.TextChoices):
        FOUND = "found", "Be found by employers"
        CONTACTED = "contacted", "Be contacted"
        STATISTICS = "statistics", "Take part in statistics"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=Purpose)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_is_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.purpose}"


class Change(models.Model):
    """Somebody's record, consent or existence changed: what a snapshot must look at again.

    Written in the same transaction as the change itself; the person number outlives the person.
    """

    number = models.BigAutoField(primary_key=True)
    person_number = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number}: person {self.person_number}"
