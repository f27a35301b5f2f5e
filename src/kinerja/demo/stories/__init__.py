"""Five stories, one for each city that asked for the system in its own words."""

from __future__ import annotations

from . import dumai, marelan, palangkaraya, tanjungbalai, tebing_tinggi
from .stage import Facts, Stage, Story

EVERY = (tanjungbalai.STORY, marelan.STORY, palangkaraya.STORY, tebing_tinggi.STORY, dumai.STORY)
STORIES = {story.name: story for story in EVERY}

__all__ = ["STORIES", "Facts", "Stage", "Story"]
