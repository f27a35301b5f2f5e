"""The private address of one's own calendar: renewed by its owner alone, and dead from that moment."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kinerja.accounts.models import User
from kinerja.assessment.actions.calendar_address import renew_calendar_address
from kinerja.assessment.errors import Stale
from kinerja.assessment.ics import calendar_token, employee_of_token
from kinerja.audit.models import Event
from kinerja.people.models import Employee
from tests.apps.assessment.office import user
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
CALENDARS = ("assessment:calendar", "growth:mentoring_calendar")


def again(person: Employee) -> Employee:
    return Employee.objects.select_related("user").get(pk=person.pk)


def test_a_renewed_address_opens_and_the_old_one_does_not(world: World) -> None:
    client, stranger = world.client(world.midwife), world.client(None)
    old, others = calendar_token(world.midwife), calendar_token(world.nurse)
    page = reverse("assessment:calendar_address")
    assert old in client.get(page).content.decode()
    where = reverse("assessment:calendar_renew")
    assert where in client.get(page).content.decode()
    assert "Alamat lama langsung tidak dapat dibuka" in client.get(where).content.decode()
    assert stranger.get(reverse(CALENDARS[0], args=[old])).status_code == 200, "asking changes nothing"
    shown = client.post(where, follow=True).content.decode()
    new = calendar_token(again(world.midwife))
    assert old not in shown and new in shown
    assert new in client.get(reverse("growth:mentoring")).content.decode()
    for name in CALENDARS:
        opened = {key: stranger.get(reverse(name, args=[key])).status_code for key in (old, new, others)}
        assert opened == {old: 404, new: 200, others: 200}, name


def test_every_earlier_address_stays_dead_and_none_can_be_made_up(world: World) -> None:
    tokens = [calendar_token(again(world.midwife))]
    for _turn in range(2):
        renew_calendar_address(actor=User.objects.get(pk=user(world.midwife).pk), at=NOW)
        tokens.append(calendar_token(again(world.midwife)))
    assert [employee_of_token(token) for token in tokens] == [None, None, world.midwife]
    assert employee_of_token(tokens[1].replace(".1:", ".2:")) is None


def test_the_log_tells_who_and_holds_no_address(world: World) -> None:
    renew_calendar_address(actor=user(world.midwife), at=NOW)
    event = Event.objects.get(action="assessment.renew_calendar")
    assert (event.actor_id, event.object_id) == (user(world.midwife).pk, str(user(world.midwife).pk))
    assert event.before is None and event.after is None and event.why == ""


def test_of_two_pages_one_renews_and_the_other_is_told(world: World) -> None:
    first, second = (User.objects.get(pk=user(world.midwife).pk) for _page in range(2))
    renew_calendar_address(actor=first, at=NOW)
    with pytest.raises(Stale, match="Muat ulang"):
        renew_calendar_address(actor=second, at=NOW)
    assert Event.objects.filter(action="assessment.renew_calendar").count() == 1
