"""The code of a session as it stands on a screen: a participant's phone reads it and he is present."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from kinerja.growth.models import Enrolment
from tests.apps.assessment.test_look import enter
from tests.apps.growth.make_training import DURING, running
from tests.web.codes import code_on_screen
from tests.web.going import go
from tests.web.look import SIZES, THEMES
from tests.world import World


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_code_in_the_room_is_read_and_records_who_came(
    page: Page, live_server: Any, world: World, settings: Any
) -> None:
    settings.FIXED_NOW = DURING.isoformat()
    made = running(world, world.nurse)
    enter(page, live_server, world, world.hr)
    page.goto(live_server.url + reverse("growth:session_attendance", args=[made.pk]))
    read = set()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            page.get_by_role("img", name="Kode QR kehadiran").scroll_into_view_if_needed()
            read.add(code_on_screen(page))
    address = live_server.url + reverse("growth:attend", args=[made.attend_key])
    assert read == {address}
    page.context.clear_cookies()
    enter(page, live_server, world, world.nurse)
    page.goto(read.pop())
    go(page.get_by_role("button", name="Saya hadir"))
    expect(page.get_by_text("Kehadiran Anda tercatat").first).to_be_visible()
    assert Enrolment.objects.get().status == "attended"
