"""A kept file on its way to somebody who may have it."""

from __future__ import annotations

from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _

from .files import ENDING_OF

SHOWN_IN_PAGE = frozenset({"image/png", "image/jpeg", "image/webp"})
# Even a file that fooled every check can run nothing, load nothing and send nothing.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def served(file: FieldFile, *, title: str, content_type: str) -> FileResponse:
    """The file under its owner's name with the ending of its kind; never run by the browser, never cached.

    Raises Http404 when the storage has lost it.
    """
    try:
        stored = file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("Berkas ini tidak ada di penyimpanan. Beri tahu administrator.")) from error
    response = FileResponse(
        stored,
        as_attachment=content_type not in SHOWN_IN_PAGE,
        filename=f"{PurePath(title).stem or 'berkas'}{ENDING_OF[content_type]}",
        content_type=content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
