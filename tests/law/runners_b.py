"""How a case of `tests/law/*.toml` calls its rule: `given` and the day in, plain answer out (B)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kinerja.rules import allowance, competence, credit, development_hours, profile_index, skm, talent

Given = Mapping[str, Any]


def _skm(given: Given, on: date) -> Any:
    n = given["n"]
    counts = given.get("counts", dict.fromkeys(given["sums"], n))
    tally = skm.Tally.from_sums(given["sums"], counts, n)
    return skm.compute(tally, on=on, weights=given.get("weights", "exact"))


def _skm_grade(given: Given, on: date) -> Any:
    letter, performance = skm.grade(Decimal(given["ikm"]), on=on)
    return {"grade": letter, "performance": performance}


def _sample_size(given: Given, on: date) -> Any:
    return skm.sample_size(given["population"], on=on)


def _credit(given: Given, on: date) -> Any:
    return credit.convert(
        level_name=given["level"], predicate_name=given["predicate"], months=given.get("months", 12), on=on
    )


def _credit_sum(given: Given, on: date) -> Any:
    periods = [credit.Period(*row) for row in given["rows"]]
    return credit.accumulate(periods, on=on, start=Decimal(given.get("start", "0")))


def _credit_thresholds(given: Given, on: date) -> Any:
    return credit.thresholds(
        level_name=given["level"], credit=Decimal(given["credit"]), rank_name=given.get("rank"), on=on
    )


def _credit_basic(given: Given, on: date) -> Any:
    return credit.basic_credit(level_name=given["level"], rank_name=given["rank"], on=on)


def _credit_integration(given: Given, on: date) -> Any:
    return credit.integrate(rank_name=given["rank"], conventional=Decimal(given["conventional"]), on=on)


def _credit_transfer(given: Given, on: date) -> Any:
    return credit.transfer_credit(
        level_name=given["level"],
        rank_name=given["rank"],
        predicate_name=given["predicate"],
        years=given["years"],
        peak_rank=given["peak_rank"],
        on=on,
    )


def _credit_education(given: Given, on: date) -> Any:
    return credit.education_bonus(
        level_name=given["level"],
        predicate_name=given["predicate"],
        already_used=given.get("already_used", False),
        on=on,
    )


def _talent(given: Given, on: date) -> Any:
    return talent.box(performance=given["performance"], potential=given["potential"], on=on)


def _talent_weighted(given: Given, on: date) -> Any:
    y_names, x_names = talent.components(on)
    return talent.weighted(
        performance=dict(zip(y_names, map(Decimal, given["performance"]), strict=True)),
        potential=dict(zip(x_names, map(Decimal, given["potential"]), strict=True)),
        on=on,
    )


def _jpm(given: Given, on: date) -> Any:
    return competence.job_person_match(
        required=given["required"],
        actual=given["actual"],
        purpose=given.get("purpose", "pengisian"),
        on=on,
    )


def _required_level(given: Given, on: date) -> Any:
    return {"level": competence.required_level(given["post"], on=on)[0]}


def _profile_index(given: Given, on: date) -> Any:
    return profile_index.profile_index(
        education=given["education"],
        post=given["post"],
        trainings=given.get("trainings", []),
        predicate=given["predicate"],
        discipline=given.get("discipline", "tidak_ada"),
        on=on,
    )


def _hours(given: Given, on: date) -> Any:
    activities = [development_hours.Activity(*row) for row in given["activities"]]
    return development_hours.development_hours(
        activities, year=given["year"], status=given.get("status", "PNS"), on=on
    )


def _allowance(given: Given, on: date) -> Any:
    parts = [allowance.Component(name, Decimal(w), Decimal(s)) for name, w, s in given["components"]]
    return allowance.allowance(
        base=Decimal(given["base"]),
        components=parts,
        deduction=Decimal(given.get("deduction", "0")),
        on=on,
    )


def _allowance_map(given: Given, on: date) -> Any:
    percent = given.get("percent")
    mapping = None if percent is None else allowance.predicate_map(percent, source=given["source"], on=on)
    return {"score": allowance.performance_score(given["predicate"], mapping=mapping, on=on)[0]}


RUNNERS: dict[str, Callable[[Given, date], Any]] = {
    "skm": _skm,
    "skm.grade": _skm_grade,
    "skm.sample_size": _sample_size,
    "credit": _credit,
    "credit.sum": _credit_sum,
    "credit.thresholds": _credit_thresholds,
    "credit.basic": _credit_basic,
    "credit.integration": _credit_integration,
    "credit.transfer": _credit_transfer,
    "credit.education": _credit_education,
    "talent": _talent,
    "talent.weighted": _talent_weighted,
    "jpm": _jpm,
    "required_level": _required_level,
    "profile_index": _profile_index,
    "hours": _hours,
    "allowance": _allowance,
    "allowance.map": _allowance_map,
}
