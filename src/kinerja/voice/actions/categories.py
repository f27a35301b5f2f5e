"""The tree of topics of complaints, kept by the complaints officers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kinerja.accounts.models import User
from kinerja.audit.actions import record
from kinerja.people.models import Unit

from ..errors import NotPossible
from ..models import Category

LONGEST_WORD = 40
MOST_WORDS = 60


def words_of(text: str) -> list[str]:
    """Keywords as typed, by comma or line: small letters, each once. Raises NotPossible for too many."""
    parts = (part.strip().lower() for line in text.splitlines() for part in line.split(","))
    found = list(dict.fromkeys(part for part in parts if part))
    if len(found) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in found):
        raise NotPossible(
            _("Paling banyak %(count)d kata kunci, masing-masing paling panjang %(long)d huruf.")
            % {"count": MOST_WORDS, "long": LONGEST_WORD}
        )
    return found


@transaction.atomic
def create_category(
    *,
    name: str,
    actor: User | None,
    at: datetime,
    parent: Category | None = None,
    keywords: Iterable[str] = (),
    unit: Unit | None = None,
    code: str = "",
) -> Category:
    """A new place in the tree. Raises NotPossible without a name, or under a retired parent."""
    title = _name(name, parent, None)
    wanted = (code or slugify(f"{parent.code if parent else ''} {title}"))[:60] or "kategori"
    made = Category.objects.create(
        code=_free_code(wanted), name=title, parent=parent, keywords=list(keywords), unit=unit
    )
    record(actor=actor, at=at, action="voice.create_category", target=made, after=_facts(made))
    return made


@transaction.atomic
def change_category(
    *,
    category: Category,
    name: str,
    parent: Category | None,
    keywords: Iterable[str],
    unit: Unit | None,
    actor: User | None,
    at: datetime,
) -> Category:
    """Renames, moves, sets keywords and the unit that usually answers; the code stays.

    Raises NotPossible when it would stand below itself.
    """
    held = _locked(category)
    if parent is not None and held.pk in _with_parents(parent):
        raise NotPossible(_("Kategori tidak dapat dipindah ke bawah dirinya sendiri."))
    before = _facts(held)
    held.name = _name(name, parent, held)
    held.parent, held.keywords, held.unit = parent, list(keywords), unit
    held.save(update_fields=["name", "parent", "keywords", "unit"])
    record(actor=actor, at=at, action="voice.change_category", target=held, before=before, after=_facts(held))
    return held


@transaction.atomic
def retire_category(*, category: Category, actor: User | None, at: datetime) -> Category:
    """No longer offered; complaints keep it. Raises NotPossible while categories in use stand below it."""
    held = _locked(category)
    if held.children.filter(retired=False).exists():
        raise NotPossible(_("Masih ada kategori di bawahnya. Pindahkan atau hentikan itu dahulu."))
    return _set_retired(held, True, actor, at)


@transaction.atomic
def restore_category(*, category: Category, actor: User | None, at: datetime) -> Category:
    """Offered again. Raises NotPossible while the category above is retired."""
    held = _locked(category)
    if held.parent is not None and held.parent.retired:
        raise NotPossible(_("Pakai lagi kategori di atasnya dahulu."))
    return _set_retired(held, False, actor, at)


def _set_retired(held: Category, retired: bool, actor: User | None, at: datetime) -> Category:
    held.retired = retired
    held.save(update_fields=["retired"])
    action = "voice.retire_category" if retired else "voice.restore_category"
    record(actor=actor, at=at, action=action, target=held, after={"retired": retired})
    return held


def _locked(category: Category) -> Category:
    """The whole tree stands still meanwhile: two moves at once could make a ring."""
    rows = {row.pk: row for row in Category.objects.select_for_update().order_by("pk")}
    return rows[category.pk]


def _name(name: str, parent: Category | None, own: Category | None) -> str:
    title = " ".join(name.split())
    if not title:
        raise NotPossible(_("Tulis nama kategorinya."))
    if parent is not None and parent.retired:
        raise NotPossible(_("Kategori di atasnya tidak dipakai lagi. Pilih yang lain."))
    same = Category.objects.filter(parent=parent, name__iexact=title, retired=False)
    if (same.exclude(pk=own.pk) if own else same).exists():
        raise NotPossible(_("Di tempat itu sudah ada kategori dengan nama ini."))
    return title


def _with_parents(category: Category) -> set[int]:
    above = dict(Category.objects.order_by().values_list("pk", "parent_id"))
    found: set[int] = set()
    here: int | None = category.pk
    while here is not None and here not in found:
        found.add(here)
        here = above.get(here)
    return found


def _free_code(wanted: str) -> str:
    taken = set(Category.objects.filter(code__startswith=wanted[:55]).values_list("code", flat=True))
    if wanted not in taken:
        return wanted
    return next(code for n in range(2, len(taken) + 3) if (code := f"{wanted[:55]}-{n}") not in taken)


def _facts(category: Category) -> dict[str, object]:
    return {
        "code": category.code,
        "name": category.name,
        "parent": category.parent.code if category.parent else None,
        "keywords": category.keywords,
        "unit": category.unit_id,
    }
