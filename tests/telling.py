"""A story of the sample city, played once for a test, and its people at their pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from kinerja.accounts.models import User
from kinerja.demo import STORIES, load_story
from kinerja.demo.city import build
from kinerja.growth.models import Programme
from kinerja.people.models import Employee
from tests.world import NOW


@dataclass(frozen=True)
class Told:
    """A played story: its facts, and a way to look at pages as somebody in it."""

    name: str
    facts: dict[str, Any]

    def as_role(self, role: str) -> Client:
        """Signed in as somebody of the cast of the city."""
        return self.as_employee(Employee.objects.get(nip=build(NOW.year).cast[role]))

    def as_employee(self, employee: Employee) -> Client:
        client = Client()
        client.force_login(User.objects.get(employee=employee))
        return client

    def reads(self, client: Client, path: str) -> str:
        """The words of a page that opens."""
        answer = client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return " ".join(strip_tags(answer.content.decode()).split())

    def refused(self, client: Client, path: str) -> bool:
        return client.get(path).status_code == 403

    @property
    def programme(self) -> Programme:
        return Programme.objects.get(slug=self.name)

    def is_shown(self) -> str:
        """The story on the pages of effects, for staff and for everybody; returns the public words."""
        inside = self.reads(self.as_role("nurse"), f"/dampak/{self.programme.pk}/")
        outside = self.reads(Client(), f"/layanan/dampak/{self.name}/")
        for words in (inside, outside):
            assert self.programme.title in words
        assert self.programme.title in self.reads(self.as_role("auditor"), "/dampak/")
        return outside


@pytest.fixture
def tell_story(swept: None, db: None, settings: Any) -> Callable[[str], Told]:
    """Plays one story into the empty database on the day of the tests."""

    def play(name: str) -> Told:
        settings.FIXED_NOW = NOW.isoformat()
        story = STORIES[name]
        load_story(story, lambda stage, done, total: None)
        facts = story.facts(timezone.localdate(NOW))
        assert facts["played"] and facts["story"] == name
        return Told(name, facts)

    return play
