"""The cascade drawn as a tree."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from kinerja.accounts.request import Request, guarded
from kinerja.people.queries import employee_of

from ..access import may_read, may_read_goals
from ..cascade import ladder
from ..models import Plan
from ..queries import active_plan, best_version, current_cycle
from ..tree import branch, roots


@guarded(may_read_goals)
def tree(request: Request) -> HttpResponse:
    """`/pohon/`: the agency's goals with two levels below; each node opens its own page."""
    cycle = current_cycle(request.on)
    me = employee_of(request.user)
    plan = active_plan(me, request.on) if me else None
    version = best_version(plan) if plan else None
    mine = list(version.results.all()) if version else []
    facts = {"cycle": cycle, "branches": roots(cycle, request.on, levels=1) if cycle else [], "mine": mine}
    return render(request, "plans/tree.html", facts)


@guarded(may_read_goals)
def node(request: Request, key: uuid.UUID) -> HttpResponse:
    """`/pohon/<key>/`: one node, the way up to the agency's goal and three levels down."""
    top = branch(key, request.on)
    if top is None:
        raise Http404
    plan = get_object_or_404(Plan, pk=top.node.plan_id) if top.node.plan_id else None
    above = [step for step in reversed(ladder(key)) if step.result_key != top.node.result_key]
    facts = {
        "top": top,
        "above": above,
        "plan": plan,
        "may_read": plan is not None and bool(may_read(request.user, plan, request.on)),
    }
    return render(request, "plans/tree_node.html", facts)
