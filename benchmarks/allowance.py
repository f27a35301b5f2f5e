"""A month of incentives for a whole agency, beside the bare statement with as many rows.

    python benchmarks/allowance.py [EMPLOYEES]          (20,000 by default)

Runs on its own embedded database in a temporary folder, with the office of close_period.py. The floor is one
INSERT .. SELECT of as many finished lines into a copy of the table with its indexes.
"""

from __future__ import annotations

from datetime import date

from close_period import EMPLOYEES, INSIDE, SIGNED, main, run, timed


def measure() -> None:
    from kinerja.accounts.models import RoleGrant, User
    from kinerja.assessment.actions import open_reviews
    from kinerja.growth.actions.pay import approve_run, approve_table, make_run, make_table
    from kinerja.growth.actions.pay_differences import make_difference_run
    from kinerja.growth.models import AllowanceLine, AllowanceRun
    from kinerja.plans.models import Period

    one, two = (User.objects.create(username=name, full_name=name) for name in ("satu", "dua"))
    for user in (one, two):
        RoleGrant.objects.create(user=user, role="hr", starts=date(2024, 1, 2), reason="Ukur")
    open_reviews(period=Period.objects.get(), actor=None, at=INSIDE)
    run(SIGNED)
    shares = ("SANGAT_BAIK", "BAIK", "BUTUH_PERBAIKAN", "KURANG", "SANGAT_KURANG")
    table = make_table(
        title="Ukur",
        basis="Ukur",
        starts=date(2026, 1, 1),
        percent=dict.fromkeys(shares, "90"),
        weights={"kinerja": "60", "disiplin": "40"},
        bases={"pelaksana": "1500000", "pengawas": "3000000"},
        actor=one,
        at=INSIDE,
    )
    approve_table(table=table, actor=two, at=INSIDE)
    took = timed("make_run", EMPLOYEES, lambda: make_run(year=2026, month=10, actor=one, at=INSIDE))
    rows = AllowanceLine.objects.count()
    run("CREATE TABLE bare (LIKE growth_allowanceline INCLUDING INDEXES)")
    floor = timed(
        "  floor: bare INSERT .. SELECT",
        rows,
        lambda: run("INSERT INTO bare SELECT * FROM growth_allowanceline"),
    )
    print(f"{rows} lines, {took / floor:.1f} times the floor")
    first = approve_run(run=AllowanceRun.objects.get(), actor=two, at=INSIDE)
    run("UPDATE assessment_review SET predicate = 'KURANG' WHERE signed_at IS NOT NULL")
    run("UPDATE growth_allowancetable SET percent = jsonb_set(percent, '{KURANG}', '\"50\"')")
    timed("make_difference_run", EMPLOYEES, lambda: make_difference_run(run=first, actor=one, at=INSIDE))


if __name__ == "__main__":
    main(measure)
