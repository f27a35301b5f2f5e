"""Telling what changed: who may, what must stand behind it, and figures that stay as they were told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.audit.models import Event
from kinerja.people.models import Employee
from kinerja.voice.actions.changes import Causes, draft_change, publish_change
from kinerja.voice.change_measures import IKM, MEASURES, measured
from kinerja.voice.errors import NotPossible, Stale
from kinerja.voice.models import Change, Complaint, FollowUp, Service, ServiceCase
from kinerja.voice.queries.changes import published
from tests.apps.voice.make_complaints import answered, complaint
from tests.apps.voice.make_forum import make_citizen, make_topic
from tests.apps.voice.make_public import make_change, make_published, make_reports, make_year
from tests.apps.voice.make_services import make_cases, make_service, moment
from tests.world import NOW, TODAY, World

BEFORE, AFTER = date(2026, 1, 1), date(2026, 7, 1)
CHANGED = date(2026, 5, 4)


@pytest.fixture
def service(world: World) -> Service:
    """Twelve cases of five days before the change, twelve of one day after it."""
    row = make_service(world)
    make_cases(row, 12, first=moment(2026, 2, 2), days=5, label="A")
    make_cases(row, 12, first=moment(2026, 8, 3), days=1, label="B")
    return row


def draft(world: World, of: Service, /, **facts: Any) -> Change:
    """A draft because of a report, told by the median."""
    given: dict[str, Any] = {
        "unit": of.unit,
        "service": of,
        "title": "Loket kedua dibuka",
        "text": "Dua petugas melayani pada pagi hari.",
        "changed_on": CHANGED,
        "measure": "median",
        "before": BEFORE,
        "after": AFTER,
        "actor": world.counter_head.user,
        "at": NOW,
    }
    facts.setdefault("causes", Causes(complaints=[complaint(world)]))
    return draft_change(**given | facts)


def tell(world: World, change: Change) -> Change:
    return publish_change(change=change, actor=world.counter_head.user, at=NOW)


def test_publishing_freezes_both_figures(world: World, service: Service, client: Client) -> None:
    change = tell(world, draft(world, service))
    assert change.before == {"starts": "2026-01-01", "value": "5.0", "unit": "working_days", "n": 12}
    assert change.after == {"starts": "2026-07-01", "value": "1.0", "unit": "working_days", "n": 12}
    ServiceCase.objects.filter(done_at__gte=moment(2026, 7, 1)).update(elapsed_days=9)
    page = client.get(reverse("voice:public_changes")).content.decode()
    assert "5 hari kerja" in page
    assert "1 hari kerja" in page
    assert "Triwulan I 2026, n=12" in page
    event = Event.objects.get(action="voice.publish_change")
    assert event.after["after"]["n"] == 12
    assert "Dua petugas" not in str(event.after)


@pytest.mark.parametrize("code", ["share", "ikm", "complaint_days"])
def test_every_measure_is_taken_from_its_quarter(world: World, service: Service, code: str) -> None:
    for quarter, month in ((date(2026, 4, 1), 5), (AFTER, 8)):
        for number in range(6):
            answered(world, at=moment(2026, month, 4 + number))
        name = f"Survei {month}"
        period = make_published(world, service.unit, name=name, value=3)
        type(period).objects.filter(pk=period.pk).update(
            starts=quarter, ends=date(2026, month, 28), name=name
        )
    expected = {
        "share": (Decimal("100.00"), 12),
        "ikm": (Decimal("75.00"), 12),
        "complaint_days": (Decimal(0), 6),
    }
    found = measured(code, service.unit, service, AFTER, TODAY)
    assert (found.value, found.n) == expected[code]


def test_few_cases_are_refused(world: World, service: Service) -> None:
    last = ServiceCase.objects.filter(done_at__gte=moment(2026, 7, 1))
    last.filter(pk__in=last.values("pk")[:8]).delete()
    with pytest.raises(NotPossible, match="paling sedikit 5"):
        tell(world, draft(world, service))
    assert published() == []


def test_an_index_needs_as_many_as_a_grade(world: World, service: Service) -> None:
    period = make_published(world, service.unit, count=7)
    assert measured(IKM, service.unit, None, date(2026, 4, 1), TODAY).n == 7
    change = draft(world, service, measure=IKM, before=date(2026, 4, 1), changed_on=date(2026, 6, 1))
    with pytest.raises(NotPossible, match="paling sedikit 10"):
        tell(world, change)
    assert period.status == "published"


def test_reports_hidden_in_the_data_are_not_told_here(world: World, service: Service) -> None:
    """The counter's five are hidden together with the four of another unit; the change must not tell them."""
    for number in range(5):
        answered(world, at=moment(2026, 2, 4 + number))
        answered(world, at=moment(2026, 8, 4 + number))
    for number in range(4):
        answered(world, at=moment(2026, 8, 4 + number), unit=world.units["PKM1"])
    change = draft(world, service, measure="complaint_days", service=None)
    with pytest.raises(NotPossible, match="belum cukup"):
        tell(world, change)


def test_without_a_cause_nothing_is_told(world: World, service: Service) -> None:
    with pytest.raises(NotPossible, match="ucapan warga"):
        tell(world, draft(world, service, causes=Causes()))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"before": AFTER, "after": BEFORE}, "sebelum perubahan"),
        ({"changed_on": date(2026, 1, 1)}, "sebelum perubahan"),
        ({"after": date(2026, 10, 1)}, "belum selesai"),
        ({"changed_on": date(2026, 10, 6)}, "belum berlaku"),
    ],
    ids=["turned", "too-early", "not-over", "not-in-force"],
)
def test_quarters_lie_around_the_change(
    world: World, service: Service, facts: dict[str, Any], words: str
) -> None:
    with pytest.raises(NotPossible, match=words):
        tell(world, draft(world, service, **facts))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"measure": "suasana"}, "tidak dikenal"),
        ({"service": None}, "layanan yang diukur"),
        ({"before": None}, "triwulan"),
        ({"causes": Causes(element="waktu")}, "beserta unsurnya"),
    ],
    ids=["measure", "service", "quarter", "element"],
)
def test_an_incomplete_draft_is_refused(
    world: World, service: Service, facts: dict[str, Any], words: str
) -> None:
    with pytest.raises(NotPossible, match=words):
        draft(world, service, **facts)


def test_a_service_of_another_unit_is_refused(world: World, service: Service) -> None:
    with pytest.raises(NotPossible, match="unit lain"):
        draft(world, service, unit=world.units["PKM1"])


def test_what_is_told_stays(world: World, service: Service) -> None:
    change = tell(world, draft(world, service))
    with pytest.raises(Stale):
        tell(world, change)
    with pytest.raises(Stale):
        draft(world, service, change=change, title="Lain")


def test_only_reports_open_to_everybody_show_their_number(
    world: World, service: Service, client: Client
) -> None:
    closed, opened, fresh = make_reports(world, 1)[0], make_reports(world, 1)[0], complaint(world)
    Complaint.objects.filter(pk__in=[opened.pk, fresh.pk]).update(open_to_public=True)
    tell(world, draft(world, service, causes=Causes(complaints=[closed, opened, fresh])))
    page = client.get(reverse("voice:public_changes")).content.decode()
    assert opened.number in page
    assert closed.number not in page
    assert fresh.number not in page
    assert "2 laporan warga lain" in page


def test_every_cause_reads_as_words(world: World, service: Service) -> None:
    period = make_published(world, service.unit)
    topic = make_topic(world, make_citizen())
    plan = FollowUp.objects.create(
        unit=service.unit,
        programme="Loket kedua",
        year=2026,
        quarter=2,
        responsible=world.counter_head,
        made_at=NOW,
    )
    causes = Causes(period=period, element="waktu", topic=topic, follow_up=plan)
    tell(world, draft(world, service, causes=causes))
    words = [cause.words for cause in published()[0].causes]
    assert words == [
        "Survei kepuasan, unsur Waktu penyelesaian bermutu A (Semester I 2026, Bidang Pendaftaran Penduduk)",
        f"Diskusi di forum warga: {topic.title}",
        "Rencana tindak lanjut Triwulan II 2026: Loket kedua",
    ]
    topic.hidden = True
    topic.save()
    assert published()[0].causes[1].words == "Diskusi di forum warga"


def form(service: Service, number: str) -> dict[str, str]:
    return {
        "title": "Loket kedua dibuka",
        "text": "Dua petugas melayani pada pagi hari.",
        "changed_on": CHANGED.isoformat(),
        "service": str(service.pk),
        "complaints": number.lower(),
        "measure": "median",
        "before": BEFORE.isoformat(),
        "after": AFTER.isoformat(),
    }


def test_the_head_drafts_rewrites_and_publishes(world: World, service: Service, client: Client) -> None:
    number = complaint(world).number
    head = world.client(world.counter_head)
    new = f"{reverse('voice:change_new')}?unit={service.unit_id}"
    assert head.get(new).status_code == 200
    assert head.post(new, form(service, "ADU-0")).status_code == 422
    assert head.post(new, form(service, number)).status_code == 302
    change = Change.objects.get()
    edit = reverse("voice:change_edit", args=[change.pk])
    assert number in head.get(edit).content.decode()
    assert head.post(edit, form(service, number) | {"title": "Dua loket"}).status_code == 302
    assert "Dua loket" not in client.get(reverse("voice:public_changes")).content.decode()
    publish = reverse("voice:change_publish", args=[change.pk])
    assert "5 hari kerja (Triwulan I 2026, n=12)" in head.get(publish).content.decode()
    assert head.post(publish).status_code == 302
    assert "Dua loket" in client.get(reverse("voice:public_changes")).content.decode()
    assert head.get(edit).status_code == 404


def test_a_refused_publication_says_why(world: World, service: Service) -> None:
    change = draft(world, service, causes=Causes())
    answer = world.client(world.counter_head).post(reverse("voice:change_publish", args=[change.pk]))
    assert answer.status_code == 422
    assert "ucapan warga" in answer.content.decode()


def test_others_may_not(world: World, service: Service) -> None:
    change = draft(world, service)
    new = f"{reverse('voice:change_new')}?unit={service.unit_id}"

    def refused(person: Employee) -> bool:
        places = (new, reverse("voice:change_publish", args=[change.pk]))
        return all(world.client(person).get(place).status_code == 403 for place in places)

    assert refused(world.counter_officer)
    assert refused(world.puskesmas_head)
    assert not refused(world.services_officer)
    assert not refused(world.registry_head)
    assert world.client(world.counter_officer).get(reverse("voice:changes")).status_code == 403


def test_the_list_shows_only_ones_own_units(world: World, service: Service) -> None:
    make_change(service)
    clinic = make_service(world, "PKM1", "poli", name="Poli")
    make_change(clinic, title="Kursi ditambah", published_at=None)
    page = world.client(world.puskesmas_head).get(reverse("voice:changes")).content.decode()
    assert "Kursi ditambah" in page
    assert "Loket kedua" not in page


def test_the_lists_ask_the_same_number_of_queries(world: World, service: Service) -> None:
    client = world.client(world.services_officer)

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("voice:changes"))
            client.get(reverse("voice:public_changes"))
        return len(asked)

    for _number in range(3):
        make_change(service).complaints.set([complaint(world)])
    few = count()
    for _number in range(27):
        make_change(service).complaints.set([complaint(world)])
    assert count() == few


def test_measures_have_words() -> None:
    assert set(MEASURES) == {"share", "median", "ikm", "complaint_days"}


def test_a_year_of_cases_has_a_share(world: World) -> None:
    row = make_service(world, "PKM1", "poli", name="Poli")
    make_year(row)
    assert measured("share", row.unit, row, AFTER, TODAY).n == 9
