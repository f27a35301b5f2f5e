"""Version 1: cases by key, the public catalogue without one. Its description is /api/v1/openapi.json."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja import NinjaAPI, Query

from kinerja.voice.actions.cases import finish_case, resume_case, wait_case
from kinerja.voice.models import ServiceCase
from kinerja.voice.queries.services import services, standards_in_force

from . import cases as acts
from .auth import KEY_CALLS_AN_HOUR, PUBLIC_CALLS_AN_HOUR, ApiRequest, Bearer, not_too_often
from .errors import install
from .schemas import CaseKeyIn, CaseOut, CasesIn, CasesOut, Code, Number, Problems, PromiseUnit, ServiceOut

S = ServiceCase.Status
WAITED = "Kelengkapan dari warga"

api = NinjaAPI(
    title="Kinerja",
    version="1",
    description="Berkas layanan dari sistem lain, dan katalog layanan untuk umum.",
    docs_url=None,
    urls_namespace="api",
)
install(api)


def _answers(success: type[Any], *refusals: int) -> dict[int, Any]:
    return {200: success} | dict.fromkeys(refusals, Problems)


BY_KEY = (400, 401, 403, 404, 409, 422, 429)


def _called(request: HttpRequest) -> ApiRequest:
    """The request of a key, counted."""
    known = cast(ApiRequest, request)
    not_too_often(known, f"api-{known.auth.key.pk}", KEY_CALLS_AN_HOUR)
    return known


@api.post("/cases", auth=Bearer(), response=_answers(CasesOut, 400, 401, 403, 422, 429), url_name="cases")
def hand_in(request: HttpRequest, given: CasesIn) -> CasesOut:
    """Hands in one case or up to 500; sending the same again changes nothing.

    A case that is known by service and number is updated until it is done or cancelled.
    """
    known = _called(request)
    return acts.take_in(known.auth, given.cases, known.at)


@api.get("/cases", auth=Bearer(), response=_answers(CaseOut, 401, 403, 404, 422, 429), url_name="cases")
def case_status(request: HttpRequest, service: Query[Code], number: Query[Number]) -> CaseOut:
    """Where a case stands."""
    return acts.shown(acts.find_case(_called(request).auth, service, number))


@api.post("/cases/finish", auth=Bearer(), response=_answers(CaseOut, *BY_KEY), url_name="case_finish")
def finish(request: HttpRequest, given: CaseKeyIn) -> CaseOut:
    """Done now: the time is measured. Finished before: nothing changes."""
    known = _called(request)
    case = acts.find_case(known.auth, given.service, given.number)
    if case.status != S.DONE:
        finish_case(case=case, actor=known.auth, at=known.at)
    return acts.shown(case)


@api.post("/cases/wait", auth=Bearer(), response=_answers(CaseOut, *BY_KEY), url_name="case_wait")
def wait(request: HttpRequest, given: CaseKeyIn) -> CaseOut:
    """From now on the case waits on the citizen and its clock stands still."""
    known = _called(request)
    case = acts.find_case(known.auth, given.service, given.number)
    if case.status != S.WAITING:
        wait_case(case=case, reason=WAITED, actor=known.auth, at=known.at)
    return acts.shown(case)


@api.post("/cases/resume", auth=Bearer(), response=_answers(CaseOut, *BY_KEY), url_name="case_resume")
def resume(request: HttpRequest, given: CaseKeyIn) -> CaseOut:
    """The citizen brought what was missing: the clock runs again."""
    known = _called(request)
    case = acts.find_case(known.auth, given.service, given.number)
    if case.status != S.OPEN:
        resume_case(case=case, actor=known.auth, at=known.at)
    return acts.shown(case)


@api.get("/services", response=_answers(list[ServiceOut], 429), url_name="services")
def catalogue(request: HttpRequest) -> list[ServiceOut]:
    """The catalogue as the public cards show it: every service with a standard in force today. No key."""
    known = cast(ApiRequest, request)
    not_too_often(known, "api-public", PUBLIC_CALLS_AN_HOUR)
    given = list(services(known.on))
    promised = standards_in_force(given, known.on)
    return [
        ServiceOut(
            code=one.code,
            name=one.name,
            unit=one.unit.name,
            online=one.online,
            promise=standard.promise,
            promise_unit=cast(PromiseUnit, standard.promise_unit),
            fee=int(standard.fee),
            requirements=standard.requirements,
            procedure=standard.procedure,
            product=standard.product,
            complaint_channel=standard.complaint_channel,
        )
        for one in given
        if (standard := promised.get(one.pk))
    ]
