"""Forms of duties, accounts and the log."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import RoleGrant, User

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ISO = ["%Y-%m-%d", "%d/%m/%Y"]


class AccountField(forms.CharField):
    """An account by its NIP (spaces allowed) or user name."""

    def clean(self, value: object) -> User:
        name = str(super().clean(value)).replace(" ", "")
        user = User.objects.filter(username=name).first()
        if user is None:
            raise forms.ValidationError(_("Tidak ada akun dengan NIP atau nama pengguna ini."))
        return user


class GrantForm(forms.Form):
    user = AccountField(label=_("NIP atau nama pengguna"), max_length=150)
    role = forms.ChoiceField(label=_("Peran"), choices=RoleGrant.Role.choices, widget=forms.RadioSelect)
    starts = forms.DateField(label=_("Mulai"), widget=DAY, input_formats=ISO)
    ends = forms.DateField(label=_("Sampai"), widget=DAY, input_formats=ISO, required=False)
    reason = forms.CharField(
        label=_("Alasan"), max_length=500, help_text=_("Misalnya nomor surat tugas; tampil di catatan audit.")
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Alasan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
