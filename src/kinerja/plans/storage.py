"""Content to rows and back, in a constant number of queries."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable

from .content import ATTACHMENT_KINDS, IndicatorContent, PlanContent, ResultContent
from .models import Attachment, Behaviour, Indicator, PlanVersion, Result

INDICATOR_FIELDS = (
    *("key", "statement", "target", "aspect", "perspective"),
    *("direction", "definition", "formula", "data_source"),
)
RESULT_FIELDS = ("key", "statement", "kind", "serves", "cascade", "assigned_by", "control")


def read_content(version: PlanVersion) -> PlanContent:
    """What the version says (four queries)."""
    return read_many([version.pk]).get(version.pk, PlanContent())


def read_many(version_ids: Iterable[int]) -> dict[int, PlanContent]:
    """Content of many versions by id (four queries)."""
    ids = list(version_ids)
    indicators: defaultdict[int, list[IndicatorContent]] = defaultdict(list)
    rows = Indicator.objects.filter(result__version__in=ids).order_by("result_id", "order", "id")
    for indicator in rows:
        facts = {name: getattr(indicator, name) for name in INDICATOR_FIELDS}
        indicators[indicator.result_id].append(IndicatorContent(**facts))
    results: defaultdict[int, list[ResultContent]] = defaultdict(list)
    for result in Result.objects.filter(version__in=ids).order_by("version_id", "-kind", "order", "id"):
        facts = {name: getattr(result, name) for name in RESULT_FIELDS}
        made = ResultContent(indicators=tuple(indicators[result.pk]), **facts)
        results[result.version_id].append(made)
    behaviours: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for behaviour in Behaviour.objects.filter(version__in=ids).order_by("id"):
        behaviours[behaviour.version_id][behaviour.code] = behaviour.expectation
    attachments: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for line in Attachment.objects.filter(version__in=ids).order_by("order", "id"):
        attachments[line.version_id, line.kind].append(line.text)
    return {
        pk: PlanContent(
            tuple(results[pk]),
            behaviours[pk],
            {kind: tuple(attachments[pk, kind]) for kind in ATTACHMENT_KINDS},
        )
        for pk in ids
    }


def write_content(version: PlanVersion, content: PlanContent) -> None:
    """Replaces all rows of a draft version by `content` (which is in its normal form, `content.tidy`).

    Call it inside a transaction that holds the version's row; set versions are never written.
    """
    Indicator.objects.filter(result__version=version).delete()
    Result.objects.filter(version=version).delete()
    Behaviour.objects.filter(version=version).delete()
    Attachment.objects.filter(version=version).delete()
    add_results((version, order, item) for order, item in enumerate(content.results, 1))
    Behaviour.objects.bulk_create(
        Behaviour(version=version, code=code, expectation=text) for code, text in content.behaviours.items()
    )
    Attachment.objects.bulk_create(
        Attachment(version=version, kind=kind, order=order, text=text)
        for kind, lines in content.attachments.items()
        for order, text in enumerate(lines, 1)
    )


def add_results(items: Iterable[tuple[PlanVersion, int, ResultContent]]) -> None:
    """Writes results (version, order, content) of any number of drafts beside what is there (two queries).

    As `write_content`, inside a transaction that holds the versions' rows.
    """
    wanted = list(items)
    rows = [
        Result(version=version, order=order, **{name: getattr(item, name) for name in RESULT_FIELDS})
        for version, order, item in wanted
    ]
    Result.objects.bulk_create(rows, batch_size=2_000)
    Indicator.objects.bulk_create(
        (
            Indicator(
                result=row, order=order, **{name: getattr(indicator, name) for name in INDICATOR_FIELDS}
            )
            for row, (_version, _order, item) in zip(rows, wanted, strict=True)
            for order, indicator in enumerate(item.indicators, 1)
        ),
        batch_size=2_000,
    )


def keys_of_plan(plan_id: int) -> set[uuid.UUID]:
    """Keys of results and indicators that any version of the plan has ever had (two queries)."""
    results = Result.objects.filter(version__plan=plan_id).values_list("key", flat=True)
    indicators = Indicator.objects.filter(result__version__plan=plan_id).values_list("key", flat=True)
    return set(results) | set(indicators)


def keys_in_use(keys: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of `keys` that are already a result or an indicator somewhere (two queries)."""
    wanted = list(keys)
    results = Result.objects.filter(key__in=wanted).values_list("key", flat=True)
    indicators = Indicator.objects.filter(key__in=wanted).values_list("key", flat=True)
    return set(results) | set(indicators)
