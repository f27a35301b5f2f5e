"""What people fill in around the forum."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Citizen, Flag

LONGEST = 5_000


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AddressForm(forms.Form):
    """Where the code goes."""

    email = forms.EmailField(
        label=_("Alamat surel"),
        help_text=_("Kami mengirim kode enam angka. Alamat Anda tidak pernah ditampilkan."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.RegexField(
        r"^\s*(?:\d\s*){6}$",
        label=_("Kode enam angka"),
        error_messages={"invalid": _("Kode terdiri dari enam angka.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class NicknameForm(forms.Form):
    """The name that everybody sees, chosen once."""

    nickname = forms.CharField(
        label=_("Nama tampilan"),
        max_length=40,
        help_text=_("Terlihat umum dan tidak dapat diganti. Tidak perlu nama asli Anda."),
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )


class DigestForm(forms.Form):
    """How often news come by mail."""

    digest = forms.ChoiceField(
        label=_("Ringkasan topik yang Anda ikuti"),
        choices=Citizen.Digest.choices,
        widget=forms.RadioSelect,
    )


class KeyedForm(forms.Form):
    """`key` makes a form that is sent twice one post."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class ReplyForm(KeyedForm):
    """A contribution of a citizen."""

    text = forms.CharField(label=_("Tulisan Anda"), max_length=LONGEST, widget=_area(5))


class AnswerForm(KeyedForm):
    """A post of the office."""

    text = forms.CharField(label=_("Jawaban"), max_length=LONGEST, widget=_area(6))
    official = forms.BooleanField(label=_("Tandai sebagai jawaban resmi"), required=False, initial=True)


class EditForm(forms.Form):
    """New words for a post."""

    text = forms.CharField(label=_("Tulisan"), max_length=LONGEST, widget=_area(8))


class TopicForm(KeyedForm):
    """A new topic. `seen` says that the similar topics were shown."""

    title = forms.CharField(
        label=_("Judul"),
        max_length=150,
        min_length=8,
        help_text=_("Satu kalimat: usul atau masalahnya."),
    )
    text = forms.CharField(
        label=_("Isi"),
        max_length=LONGEST,
        widget=_area(8),
        help_text=_("Apa yang terjadi dan apa yang sebaiknya berubah, tanpa nama pegawai atau data pribadi."),
    )
    seen = forms.BooleanField(required=False, widget=forms.HiddenInput)


class FlagForm(forms.Form):
    """Why the moderator should look."""

    reason = forms.ChoiceField(label=_("Alasan"), choices=Flag.Reason.choices, widget=forms.RadioSelect)


class ReasonForm(forms.Form):
    """A reason that others read."""

    reason = forms.CharField(label=_("Alasan"), max_length=200)


class ConclusionForm(forms.Form):
    """What the office takes from the conversation."""

    text = forms.CharField(
        label=_("Kesimpulan"),
        max_length=2_000,
        required=False,
        widget=_area(4),
        help_text=_("Tampil di atas topik atas nama unit. Kosongkan untuk menghapus."),
    )


class PauseForm(ReasonForm):
    """How long an author only reads."""

    days = forms.TypedChoiceField(label=_("Lama jeda"), coerce=int, widget=forms.RadioSelect)
    field_order = ("days", "reason")

    def __init__(self, *args: Any, days: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["days"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = days


class AspirationForm(forms.Form):
    """What the office takes over from a topic as an aspiration."""

    title = forms.CharField(label=_("Judul"), max_length=150)
    text = forms.CharField(
        label=_("Isi"),
        max_length=LONGEST,
        widget=_area(8),
        help_text=_("Ringkas usul warga. Warga mengikuti nomor dan keadaannya di topik."),
    )
