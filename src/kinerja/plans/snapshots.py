"""A whole SKP as one JSON-able dict: what is frozen when a plan is set, and what the documents print.

Keys of the dict (dates and moments as ISO text, empty text for what is missing):

agency       name, short_name, head_title
period       label, starts, ends
form         "jpt" or "ja_jf"; approach "kualitatif" or "kuantitatif"
number       document number ("" for a draft); version (int), sample (bool: sample data)
employee     name, nip, rank, post, unit; appraiser the same (the head of the agency has no nip)
results      list of: key, kind ("utama"/"tambahan"), order, statement, cascade, control, assigned_by,
             serves (null, or key, statement, indicator, owner, provisional),
             indicators (list of: key, statement, target, aspect, perspective, direction, definition,
             formula, data_source)
behaviours   all seven, in the order of the law: code, name, definition, guides (3), expectation
attachments  sumber_daya, pertanggungjawaban, konsekuensi: each a list of lines
signed       employee_at, appraiser_at
basis        the paper that HR recorded for a decision outside the application, else ""
place, date  where and when it was set; token (of the page that verifies it); source (the law)
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kinerja.people.models import Agency, Appointment, Employee, Post
from kinerja.people.queries import agency, appraiser_of, own_post
from kinerja.rules.behaviour import behaviour_values

from .cascade import Node, resolve
from .content import ATTACHMENT_KINDS, PlanContent, to_dict
from .matrix import grid
from .models import Plan, PlanVersion
from .queries import day_within
from .storage import read_content

SOURCE = "PermenPANRB 6/2022"
Snapshot = dict[str, Any]


def snapshot(version: PlanVersion, *, on: date | None = None) -> Snapshot:
    """The frozen snapshot of a set version, else how the version stands.

    `on` is the day on which the parties are looked up (without it the first day of the plan).
    """
    if version.snapshot is not None:
        return dict(version.snapshot)
    return build(version, read_content(version), on=on)


def build(version: PlanVersion, content: PlanContent, *, on: date | None = None) -> Snapshot:
    """The dict for `content`, with the parties and the served results as they are now."""
    plan, here = version.plan, agency()
    day = day_within(plan, on or plan.starts)
    parties = _employee(plan, day), _appraiser(plan, here, day)
    return compose(version, content, here=here, parties=parties, nodes=resolve(content.served()))


def compose(
    version: PlanVersion,
    content: PlanContent,
    *,
    here: Agency,
    parties: tuple[dict[str, str], dict[str, str]],
    nodes: Mapping[uuid.UUID, Node],
) -> Snapshot:
    """The dict from facts at hand (employee and appraiser, served results by key); asks no database."""
    plan, (employee, appraiser) = version.plan, parties
    return {
        "agency": {
            "name": here.name,
            "short_name": here.short_name,
            "head_title": here.head_title,
            "place": here.place,
        },
        "sample": here.is_sample,
        "period": {
            "label": f"Tahun {plan.cycle.year}",
            "starts": plan.starts.isoformat(),
            "ends": plan.ends.isoformat(),
        },
        "form": plan.form,
        "approach": plan.approach,
        "number": version.document_number,
        "version": version.number,
        "employee": employee,
        "appraiser": appraiser,
        "results": _results(content, nodes),
        "behaviours": [
            {
                "code": value.code,
                "name": value.name,
                "definition": value.definition,
                "guides": list(value.guides),
                "expectation": content.behaviours.get(value.code, ""),
            }
            for value in behaviour_values(plan.starts)
        ],
        "attachments": {kind: list(content.attachments.get(kind, ())) for kind in ATTACHMENT_KINDS},
        "signed": {
            "employee_at": _iso(version.submitted_at),
            "appraiser_at": _iso(version.set_at),
        },
        "basis": version.set_basis,
        "place": here.place,
        "date": _iso(version.set_at)[:10],
        "token": str(version.token),
        "source": SOURCE,
    }


def digest(data: Mapping[str, Any]) -> str:
    """SHA-256 (hexadecimal) of the snapshot in one canonical spelling."""
    plain = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _iso(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def _results(content: PlanContent, nodes: Mapping[uuid.UUID, Node]) -> list[dict[str, Any]]:
    made = []
    for order, (facts, result) in enumerate(
        zip(to_dict(content)["results"], content.results, strict=True), 1
    ):
        node = nodes.get(result.serves) if result.serves else None
        made.append({**facts, "order": order, "serves": _served(node) if node else None})
    return made


def _served(node: Node) -> dict[str, Any]:
    return {
        "key": str(node.key),
        "statement": node.statement,
        "indicator": node.indicator,
        "owner": node.owner,
        "provisional": node.provisional,
    }


def _employee(plan: Plan, day: date) -> dict[str, str]:
    held = own_post(plan.employee, day)
    acting = held is not None and held.post_id == plan.post_id and held.kind == Appointment.Kind.PLT
    return party(plan.employee, plan.post, "plt" if acting else "")


def _appraiser(plan: Plan, here: Agency, day: date) -> dict[str, str]:
    if plan.appraiser is None:
        return {
            "name": here.head_name or here.head_title,
            "nip": "",
            "rank": "",
            "post": here.head_title,
            "unit": here.name,
        }
    line = appraiser_of(plan.employee, day)
    if line and line.employee == plan.appraiser:
        return party(plan.appraiser, line.post, line.acting)
    held = own_post(plan.appraiser, day)
    return party(plan.appraiser, held.post if held else None, "")


def party(employee: Employee, post: Post | None, acting: str) -> dict[str, str]:
    """Name, NIP, rank, post and unit of somebody, as the forms print them."""
    title = post.title if post else ""
    return {
        "name": employee.name,
        "nip": employee.nip,
        "rank": employee.rank,
        "post": f"{acting.title()} {title}" if acting else title,
        "unit": post.unit.name if post else "",
    }


def matrix_snapshot(plan: Plan, on: date) -> Snapshot:
    """The role matrix (form A.1.5) as the document prints it: agency, period, employee, columns, rows.

    `columns` are texts, `rows` have name, post and cells (a list of role texts for every column).
    """
    here, whole = agency(), grid(plan, on)
    return {
        "agency": {"name": here.name, "short_name": here.short_name, "place": here.place},
        "sample": here.is_sample,
        "period": {
            "label": f"Tahun {plan.cycle.year}",
            "starts": plan.starts.isoformat(),
            "ends": plan.ends.isoformat(),
        },
        "employee": _employee(plan, day_within(plan, on)),
        "columns": [column.text for column in whole.columns],
        "rows": [
            {
                "name": row.employee.name,
                "post": row.post,
                "cells": [[role.statement for role in cell.roles] for cell in row.cells],
            }
            for row in whole.rows
        ],
    }
