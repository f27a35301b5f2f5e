"""What the frame of every page shows: agency, navigation, theme. Nothing is asked before it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kinerja.accounts.access import ADMIN, AUDITOR, COMPLAINTS, HR, PRIVACY, SERVICES, roles
from kinerja.people import queries as people

from .middleware import current_moment

THEME_COOKIE = "kinerja_tema"
THEMES = ("auto", "light", "dark")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place to go. `short` is its word under an icon on a phone."""

    name: str
    title: str | Promise
    icon: str
    short: str | Promise = ""
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a title; on a phone a group is folded unless one is in it (`current`)."""

    title: str | Promise
    entries: list[Entry]

    @property
    def current(self) -> bool:
        return any(entry.current for entry in self.entries)


Groups = list[tuple[str | Promise, tuple[Entry, ...]]]

MINE = (
    Entry("insight:today", _("Hari ini"), "house"),
    Entry("progress:my_plan", _("SKP saya"), "target"),
    Entry("progress:report", _("Lapor realisasi"), "send", _("Lapor")),
    Entry("progress:daily", _("Log harian"), "notebook-pen", _("Log")),
    Entry("progress:feedback", _("Umpan balik"), "messages-square"),
    Entry("assessment:notices", _("Pemberitahuan"), "bell"),
)
# Pages about oneself alone: an account without an employee does not see them.
ASKED = Entry("assessment:asked", _("Diminta umpan balik"), "message-circle-question-mark")
TALENT = Entry("growth:talent", _("Talenta"), "sparkles")
TOGETHER = (
    Entry("assessment:meetings", _("Rapat evaluasi"), "presentation", _("Rapat")),
    Entry("assessment:teams", _("Tim kerja"), "users-round"),
    ASKED,
    Entry("assessment:objections", _("Keberatan"), "scale"),
    Entry("assessment:declarations", _("Integritas"), "hand-heart"),
)
GROWTH = (
    Entry("growth:recognition", _("Penghargaan"), "award"),
    Entry("growth:support", _("Pembinaan"), "handshake"),
    Entry("growth:development", _("Pengembangan"), "graduation-cap"),
    Entry("growth:hours", _("Jam pengembangan"), "hourglass"),
    Entry("growth:own_plans", _("Rencana pengembangan"), "sprout"),
    Entry("growth:mentoring", _("Mentoring"), "waypoints"),
    Entry("growth:competence", _("Kompetensi"), "badge-check"),
    TALENT,
    Entry("growth:counselling", _("Konseling"), "ear"),
    Entry("growth:socialisation", _("Sosialisasi"), "book-open"),
    Entry("insight:effects", _("Kisah dampak"), "trending-up"),
)
# Of whoever does not keep incentives: the same page shows him his own.
OWN_PAY = Entry("growth:allowances", _("Insentif saya"), "wallet")
TREE = Entry("plans:tree", _("Pohon kinerja"), "network")
ROUNDS = Entry("assessment:rounds", _("Putaran umpan balik"), "orbit")
TEMPLATES = Entry("plans:templates", _("Templat sasaran"), "copy")
TEAM = (
    Entry("assessment:queue", _("Antrean tinjauan"), "list-checks"),
    Entry("assessment:team", _("Tim saya"), "users"),
    Entry("plans:matrix", _("Matriks peran"), "grid-3x3"),
    Entry("assessment:calibration", _("Kalibrasi"), "sliders-horizontal"),
    ROUNDS,
    TEMPLATES,
)
CITIZENS = (
    (Entry("voice:home", _("Suara warga"), "megaphone"), None),
    (Entry("voice:desk", _("Meja pengaduan"), "inbox"), {COMPLAINTS}),
    (Entry("voice:surveys", _("Survei kepuasan"), "clipboard-list"), {SERVICES}),
    (Entry("voice:protection", _("Pelindungan data"), "shield-check"), {PRIVACY}),
)
OFFICE = (
    (Entry("insight:control", _("Ruang kendali"), "layout-dashboard"), {HR, AUDITOR, ADMIN}),
    (Entry("insight:register", _("Pengawasan"), "eye"), {HR, AUDITOR, ADMIN}),
    (Entry("insight:warnings", _("Peringatan dini"), "triangle-alert"), {HR, AUDITOR}),
    (Entry("assessment:distribution", _("Distribusi"), "chart-column"), {HR, AUDITOR, ADMIN}),
    (ROUNDS, {HR, AUDITOR}),
    (TEMPLATES, {HR, AUDITOR, ADMIN}),
    (Entry("growth:certificates", _("Register piagam"), "scroll-text"), {HR, AUDITOR}),
    (Entry("growth:allowances", _("Insentif"), "wallet"), {HR, AUDITOR}),
    (Entry("growth:honours", _("Tanda kehormatan"), "medal"), {HR, AUDITOR}),
    (Entry("people:employees", _("Pegawai"), "contact"), {HR, AUDITOR, ADMIN}),
    (Entry("people:import", _("Impor"), "file-up"), {HR, ADMIN}),
    (Entry("people:settings", _("Pengaturan"), "settings"), {HR, ADMIN}),
)
ON_THE_PHONE = 4


class Shell:
    """The frame of one page for one request; every part is looked up once, when a template first shows it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def agency(self) -> Any:
        """The agency, or None before it is set up."""
        return people.agency()

    @cached_property
    def theme(self) -> str:
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else "auto"

    @cached_property
    def groups(self) -> list[Group]:
        """The navigation of this person on this day; empty before sign-in."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return []
        on: date = getattr(self._request, "on", None) or timezone.localdate(current_moment())
        held = roles(user, on)
        team = (*TEAM, TREE) if people.is_appraiser(user, on) else (TREE,)
        office = tuple(entry for entry, allowed in OFFICE if allowed & held and entry not in team)
        citizens = tuple(entry for entry, allowed in CITIZENS if allowed is None or allowed & held)
        keeps_pay = any(entry.name == OWN_PAY.name for entry in office)
        person = people.employee_of(user) is not None
        growth = (*GROWTH, OWN_PAY) if person and not keeps_pay else GROWTH
        oneself = (ASKED,) if held & {HR, AUDITOR} else (ASKED, TALENT)  # these read the talent of others
        hidden = () if person else oneself
        found: Groups = [
            ("", MINE),
            (_("Tim"), team),
            (_("Kepegawaian"), office),
            (_("Bersama"), tuple(entry for entry in TOGETHER if entry not in hidden)),
            (_("Warga"), citizens),
            (_("Tumbuh"), tuple(entry for entry in growth if entry not in hidden)),
        ]
        return self._marked([(title, entries) for title, entries in found if entries])

    @cached_property
    def on_the_phone(self) -> list[Entry]:
        """What a thumb reaches without opening the menu."""
        return self.groups[0].entries[:ON_THE_PHONE] if self.groups else []

    def _marked(self, groups: Groups) -> list[Group]:
        path = self._request.path
        urls = {entry.name: reverse(entry.name) for _title, entries in groups for entry in entries}
        around = [url for url in urls.values() if url == path or (url != "/" and path.startswith(url))]
        here = max(around, key=len, default=None)

        def marked(entry: Entry) -> Entry:
            url = urls[entry.name]
            return Entry(entry.name, entry.title, entry.icon, entry.short or entry.title, url, url == here)

        return [Group(title, [marked(entry) for entry in entries]) for title, entries in groups]


def shell(request: HttpRequest) -> dict[str, Shell]:
    """The context processor: one Shell a request, however many templates it renders."""
    known: Shell = vars(request).setdefault("_shell", Shell(request))
    return {"shell": known}
