"""What may be kept as evidence: files judged by their content, links judged by their form."""

from kinerja.documents.uploads import FileKind, RefusedFile, inspect

from .links import LinkVerdict, RefusedLink, check_link

__all__ = ["FileKind", "LinkVerdict", "RefusedFile", "RefusedLink", "check_link", "inspect"]
