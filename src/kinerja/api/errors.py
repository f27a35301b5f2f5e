"""Every refusal in one shape, in Indonesian, with the place of the fault."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from kinerja.voice.errors import ActionError

# Kinds of pydantic's errors in plain words; any other kind gets the last.
WORDS = {
    "missing": "Isian ini wajib ada.",
    "extra_forbidden": "Isian ini tidak dikenal; data pribadi warga tidak diterima.",
    "string_pattern_mismatch": "Bentuk isian ini tidak sesuai.",
    "string_too_long": "Isian ini terlalu panjang.",
    "string_too_short": "Isian ini kosong.",
    "too_long": "Paling banyak 500 berkas sekali kirim.",
    "too_short": "Kirim paling sedikit satu berkas.",
    "timezone_aware": "Waktu harus memuat zona, misalnya 2026-09-01T08:15:00+07:00.",
    "literal_error": "Pilih salah satu nilai yang tertulis dalam dokumen OpenAPI.",
}
OTHERWISE = "Nilai ini tidak dapat dibaca; lihat dokumen OpenAPI."


class Refused(Exception):
    """An answer other than success: a status and its faults, each a place and a sentence."""

    def __init__(self, status: int, faults: Sequence[tuple[str, str]]) -> None:
        super().__init__(status)
        self.status, self.faults = status, faults


def refuse(status: int, message: str, field: str = "") -> Refused:
    return Refused(status, [(field, message)])


def install(api: NinjaAPI) -> None:
    """Makes `api` answer every refusal in this shape."""

    def answer(request: HttpRequest, status: int, faults: Sequence[tuple[str, str]]) -> HttpResponse:
        said = [{"field": field, "message": message} for field, message in faults]
        return api.create_response(request, {"errors": said}, status=status)

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return answer(request, error.status, error.faults)

    @api.exception_handler(ActionError)
    def not_possible(request: HttpRequest, error: ActionError) -> HttpResponse:
        return answer(request, 409, [("", str(error))])

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return answer(request, 403, [("", str(error))])

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        message = _("Kunci tidak ada, salah, dicabut, atau kedaluwarsa.")
        response = answer(request, 401, [("", message)])
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        return answer(request, error.status_code, [("", _("Isi permintaan bukan JSON yang dapat dibaca."))])

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = [(_place(one["loc"]), WORDS.get(one["type"], OTHERWISE)) for one in error.errors]
        return answer(request, 422, faults)


def _place(location: Sequence[object]) -> str:
    """("body", "given", "cases", 3, "number") -> "cases.3.number": without where it was sent in."""
    start = 2 if location and location[0] == "body" else 1
    return ".".join(str(part) for part in location[start:])
