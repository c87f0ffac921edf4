"""Forms of organizations, their sites, and who acts for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from preceptor.accounts.models import Membership, Organization, Site
from preceptor.common.forms import place_typed
from preceptor.common.places import PlaceFound

HATS = (
    ("hires", "Hires: posts jobs, looks for people, answers applications"),
    ("teaches", "Teaches: sees the learners of the program"),
    ("counsels", "Counsels: acts for people who agree to it"),
    ("mentors", "Mentors: gives hours to learners"),
)
ROLES = (
    (Membership.Role.ADMINISTRATOR, "Administrator: lets others in, changes what stands here"),
    (Membership.Role.MEMBER, "Member"),
)


def zip_field() -> forms.CharField:
    """Return the field for a place by its ZIP code."""
    return forms.CharField(
        label="ZIP code",
        help_text="Five digits. We look up the town.",
        max_length=5,
        widget=forms.TextInput(
            attrs={"class": "short", "inputmode": "numeric", "autocomplete": "postal-code"}
        ),
        error_messages={"max_length": "A ZIP code has five digits."},
    )


class Placed(forms.Form):
    """A form with a place by ZIP code; ``place`` is what was found there."""

    zip_code = zip_field()
    place: PlaceFound

    def clean_zip_code(self) -> str:
        found = place_typed(self.cleaned_data["zip_code"])
        if found is None:
            raise forms.ValidationError("Give the five digits of a ZIP code, such as 04330.")
        self.place = found
        return found.zip_code


class Described(forms.Form):
    """What an organization says of itself."""

    name = forms.CharField(label="Name", max_length=200, help_text="As people know it.")
    kind = forms.ChoiceField(label="Kind", choices=Organization.Kind.choices)
    website = forms.URLField(
        label="Website",
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text="A steward looks there to see that it is you.",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )
    summary = forms.CharField(
        label="In a few sentences",
        required=False,
        help_text="What you do, for whom, with which systems. Shown on your public page.",
        widget=forms.Textarea(attrs={"rows": 4}),
        validators=[MaxLengthValidator(2000)],
    )


class NewOrganizationForm(Described, Placed):
    """A new organization with its first site."""

    site_name = forms.CharField(
        label="Name of the site",
        max_length=200,
        required=False,
        help_text="Such as Main building. Leave it empty if there is one site only.",
    )
    hats = forms.MultipleChoiceField(
        label="What do you do there?",
        choices=HATS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("name", "kind", "website", "zip_code", "site_name", "summary", "hats")


class OrganizationForm(Described):
    """What is changed of an organization; name and kind are a steward's once verified."""

    reply_days = forms.IntegerField(
        label="You answer an application within, in days",
        min_value=1,
        max_value=60,
        help_text="Applicants are told. Without an answer their application ends, and says so.",
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, organization: Organization, is_steward: bool, **more: Any):
        initial = {
            name: getattr(organization, name)
            for name in ("name", "kind", "website", "summary", "reply_days")
        }
        super().__init__(*args, **{**more, "initial": initial})
        if organization.verified_at is not None and not is_steward:
            for name in ("name", "kind"):
                self.fields[name].disabled = True
            self.fields["name"].help_text = "Verified. A steward can change it; write to them."


class RenameForm(forms.Form):
    """The name and the kind of an organization, as a steward corrects them."""

    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=Organization.Kind.choices)

    def __init__(self, *args: Any, organization: Organization, **more: Any) -> None:
        initial = {"name": organization.name, "kind": organization.kind}
        super().__init__(*args, **{**more, "initial": initial})


class SiteForm(Placed):
    """A place where an organization works."""

    name = forms.CharField(label="Name of the site", max_length=200)
    field_order = ("name", "zip_code")

    def __init__(self, *args: Any, site: Site | None = None, **more: Any) -> None:
        initial = {"name": site.name, "zip_code": site.zip_code} if site else {}
        super().__init__(*args, **{**more, "initial": initial})


class MemberForm(forms.Form):
    """The role and the hats of a member."""

    role = forms.ChoiceField(label="Role", choices=ROLES, widget=forms.RadioSelect)
    hats = forms.MultipleChoiceField(
        label="What they do", choices=HATS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, membership: Membership | None = None, **more: Any) -> None:
        initial: dict[str, Any] = {"role": Membership.Role.MEMBER}
        if membership is not None:
            hats = [hat for hat, _ in HATS if getattr(membership, hat)]
            initial = {"role": membership.role, "hats": hats}
        super().__init__(*args, **{**more, "initial": initial})


class InvitationForm(MemberForm):
    """Whom to ask to join."""

    email = forms.EmailField(
        label="Their e-mail address",
        help_text="We mail them a link that works for 14 days, once.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "role", "hats")

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        return email


class RefusalForm(forms.Form):
    """Why a steward does not verify an organization."""

    why = forms.CharField(
        label="Why not, and what would help",
        max_length=300,
        help_text="Its administrators read this. At most 300 characters.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why, so that they can put it right."},
    )
