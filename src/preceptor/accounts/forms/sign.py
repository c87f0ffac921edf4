"""Allauth's forms in our words, and with the tries counted where a secret is given."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from allauth.socialaccount.forms import SignupForm as SocialSignupForm
from django import forms
from django.utils import timezone

from preceptor.accounts.models import User
from preceptor.accounts.services.failed_tries import (
    TooManyTries,
    forgive_tries,
    second_factor_bucket,
    take_try,
)

PASSWORD_HINT = "15 characters or more; three or four unrelated words are easiest to keep."  # noqa: S105
# Widgets as the browser and a password manager know them.
AUTOCOMPLETE = {
    "login": "username webauthn",
    "email": "email",
    "password": "current-password",
    "oldpassword": "current-password",
    "password1": "new-password",
    "code": "one-time-code",
}


class Worded(forms.Form):
    """A form with labels and hints of ours, and no words inside the fields."""

    labels: ClassVar[dict[str, str]] = {}
    hints: ClassVar[dict[str, str]] = {}
    dropped: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.dropped:
            self.fields.pop(name, None)
        for name, field in self.fields.items():
            attributes = field.widget.attrs
            attributes.pop("placeholder", None)
            if name in AUTOCOMPLETE:
                attributes["autocomplete"] = AUTOCOMPLETE[name]
            if name in self.labels:
                field.label = self.labels[name]
            field.help_text = self.hints.get(name, "")


class LoginForm(Worded, account.LoginForm):  # type: ignore[misc]
    labels: ClassVar = {"login": "E-mail address", "password": "Password"}


class SignupForm(Worded, account.SignupForm):  # type: ignore[misc]
    name = forms.CharField(max_length=200, required=False)
    labels: ClassVar = {
        "email": "E-mail address",
        "password1": "Password",
        "name": "Your name, if you like",
    }
    hints: ClassVar = {
        "email": "We send a code there to see that it is yours.",
        "password1": PASSWORD_HINT,
        "name": "Employers see it only once you apply or say that they may.",
    }
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"


class SocialForm(Worded, SocialSignupForm):  # type: ignore[misc]
    labels: ClassVar = {"email": "E-mail address"}


class ChangeEmailForm(Worded, account.AddEmailForm):  # type: ignore[misc]
    labels: ClassVar = {"email": "New e-mail address"}
    hints: ClassVar = {"email": "We send a code there. Until you type it, the old one stays."}


class OtherEmailForm(Worded, account.ChangeEmailForm):  # type: ignore[misc]
    labels: ClassVar = {"email": "E-mail address"}


class ChangePasswordForm(Worded, account.ChangePasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"oldpassword": "Your password until now", "password1": "New password"}
    hints: ClassVar = {"password1": PASSWORD_HINT}
    dropped: ClassVar = ("password2",)


class SetPasswordForm(Worded, account.SetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": "Password"}
    hints: ClassVar = {"password1": PASSWORD_HINT}
    dropped: ClassVar = ("password2",)


class ResetPasswordForm(Worded, account.ResetPasswordForm):  # type: ignore[misc]
    labels: ClassVar = {"email": "E-mail address"}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels: ClassVar = {"password1": "New password"}
    hints: ClassVar = {"password1": PASSWORD_HINT}
    dropped: ClassVar = ("password2",)


class ReauthenticateForm(Worded, account.ReauthenticateForm):  # type: ignore[misc]
    labels: ClassVar = {"password": "Your password"}


class RequestLoginCodeForm(Worded, account.RequestLoginCodeForm):  # type: ignore[misc]
    labels: ClassVar = {"email": "E-mail address"}


class ConfirmLoginCodeForm(Worded, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    labels: ClassVar = {"code": "Code"}


class ConfirmEmailForm(Worded, account.ConfirmEmailVerificationCodeForm):  # type: ignore[misc]
    labels: ClassVar = {"code": "Code"}


class CountedCode(Worded):
    """A code of a second factor; each try counts before it is looked at."""

    labels: ClassVar = {"code": "Code"}
    user: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        self.fields["code"].widget.attrs["class"] = "short"

    def clean_code(self) -> str:
        bucket = second_factor_bucket(self.user)
        try:
            take_try(bucket=bucket, now=timezone.now())
        except TooManyTries as refused:
            raise forms.ValidationError(str(refused)) from None
        code: str = super().clean_code()  # type: ignore[misc]
        forgive_tries(bucket=bucket)
        return code


class CodeForm(CountedCode, second.AuthenticateForm):  # type: ignore[misc]
    hints: ClassVar = {"code": "From your authenticator app, or one of your recovery codes."}


class CodeAgainForm(CountedCode, second.ReauthenticateForm):  # type: ignore[misc]
    hints: ClassVar = {"code": "From your authenticator app, or one of your recovery codes."}


class ActivateAppForm(CountedCode, totp.ActivateTOTPForm):  # type: ignore[misc]
    labels: ClassVar = {"code": "Code that the app shows"}
    hints: ClassVar = {"code": "Six digits; they change every half minute."}


class AddPasskeyForm(Worded, passkeys.AddWebAuthnForm):  # type: ignore[misc]
    labels: ClassVar = {
        "name": "What you call it",
        "passwordless": "Sign in with it alone, without a password",
    }
    hints: ClassVar = {"name": "Such as the device it is kept on."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(Worded, passkeys.EditWebAuthnForm):  # type: ignore[misc]
    labels: ClassVar = {"name": "What you call it"}


class NameForm(forms.Form):
    """How colleagues see somebody."""

    name = forms.CharField(
        label="Your name",
        max_length=200,
        required=False,
        help_text="Colleagues in your organizations see it. It is not shown to employers.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
