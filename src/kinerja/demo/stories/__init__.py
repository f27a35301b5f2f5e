"""Five stories, one for each city that asked for the system in its own words."""

from __future__ import annotations

from .stage import Facts, Stage, Story

EVERY: tuple[Story, ...] = ()
STORIES = {story.name: story for story in EVERY}

__all__ = ["STORIES", "Facts", "Stage", "Story"]
