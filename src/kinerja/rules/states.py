"""What may follow what: the life of plans, reports, evaluations, objections, surveys and complaints.

A table says, for every state, which event leads where. Whether a person may cause the event is the
business of each app's `access`. Source: PermenPANRB 6/2022 Pasal 14, 20, 24-29 and Lampiran hlm 45-46,
65, 90, 114-119; where the regulation names no state the name is ours.

A thing has a table when what may be done with it depends on what was done before. A switch, a single answer
with its day, and what begins or ends on a day have none: the day is the whole of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from .errors import RuleError

Table = Mapping[str, Mapping[str, str]]

MACHINES: Mapping[str, Table] = {
    # "revise" opens a new version, which starts as a draft; the set version stays in force until then.
    "plan": {
        "draft": {"submit": "submitted"},
        "submitted": {"return": "draft", "set": "set"},
        "set": {"revise": "draft"},
    },
    # Nobody changes what others have got: a new version takes its place.
    "goal_template": {
        "unsent": {"save": "unsent", "send": "sent", "copy": "retired", "retire": "retired"},
        "sent": {"send": "sent", "copy": "retired", "retire": "retired"},
        "retired": {},
    },
    "assignment": {
        "proposed": {"approve": "approved", "refuse": "refused"},
        "approved": {},
        "refused": {},
    },
    "report": {
        "draft": {"submit": "submitted"},
        "submitted": {"accept": "accepted", "return": "draft"},
        "accepted": {},
    },
    "feedback_request": {
        "open": {"answer": "answered", "decline": "declined"},
        "answered": {},
        "declined": {},
    },
    "staff_import": {
        "checking": {"pass": "ready", "refuse": "refused", "fail": "failed"},
        "ready": {"confirm": "applying", "drop": "dropped"},
        "refused": {"drop": "dropped"},
        # The register may have moved on since the check.
        "applying": {"finish": "done", "refuse": "refused", "fail": "failed"},
        "done": {},
        "dropped": {},
        "failed": {},
    },
    # Ratings may change until the rater signs. After the window the superior takes over: he starts afresh,
    # so the review is open again, and what he signs is final.
    "review": {
        "open": {"rate": "rated", "take_over": "open"},
        "rated": {"rate": "rated", "sign": "signed", "take_over": "open"},
        "signed": {"deliver": "delivered"},
        "delivered": {"acknowledge": "acknowledged", "decline": "declined"},
        "acknowledged": {"report": "reported"},
        "declined": {"report": "reported"},
        "reported": {},
    },
    # Rounds of many-sided feedback, evaluation meetings, their decisions, early warnings, declarations,
    # competence assessments: names ours (PermenPANRB 6/2022 Ps 17-19, 27-34 name the acts only).
    "feedback_round": {
        "draft": {"open": "open", "cancel": "cancelled"},
        "open": {"close": "closed"},
        "closed": {},
        "cancelled": {},
    },
    # "begin" and "lapse" are the calendar's: its first day, the day after its last.
    "delegation": {
        "coming": {"begin": "running", "end": "ended"},
        "running": {"end": "ended", "lapse": "lapsed"},
        "ended": {},
        "lapsed": {},
    },
    # "change" is all that makes it another team: words, days, lead, people, goals.
    "team": {
        "running": {"change": "running", "close": "closed"},
        "closed": {},
    },
    # Contributions may be told after leaving too. Who declined or left may be asked anew.
    "membership": {
        "invited": {"confirm": "confirmed", "decline": "declined", "end": "withdrawn"},
        "confirmed": {"tell": "confirmed", "end": "left"},
        "declined": {"invite": "invited"},
        "withdrawn": {"invite": "invited"},
        "left": {"tell": "left", "invite": "invited"},
    },
    "meeting": {
        "planned": {"begin": "running", "cancel": "cancelled"},
        "running": {"draft": "drafted"},
        "drafted": {"approve": "approved"},
        "approved": {},
        "cancelled": {},
    },
    "decision": {
        "open": {"finish": "done", "drop": "dropped"},
        "done": {},
        "dropped": {},
    },
    "warning": {
        "open": {"close": "closed"},
        "closed": {},
    },
    "declaration": {
        "declared": {"handle": "handled"},
        "handled": {},
    },
    "competence": {
        "draft": {"finalise": "final"},
        "final": {},
    },
    # What follows: names ours unless said (PermenPANRB 6/2022 Ps 20-21, 35 and hlm 78-88 name the acts).
    "award": {
        "proposed": {"award": "awarded", "refuse": "refused", "withdraw": "withdrawn"},
        "awarded": {},
        "refused": {},
        "withdrawn": {},
    },
    "certificate": {
        "valid": {"revoke": "revoked"},
        "revoked": {},
    },
    # Pays nothing before another person approves it.
    "allowance_table": {
        "draft": {"approve": "approved"},
        "approved": {},
    },
    "allowance_run": {
        "draft": {"approve": "approved", "cancel": "cancelled"},
        "approved": {},
        "cancelled": {},
    },
    # PP 35/2010: what was set aside may be proposed again.
    "honour": {
        "proposed": {"grant": "granted", "set_aside": "set_aside"},
        "set_aside": {"propose": "proposed", "set_aside": "set_aside"},
        "granted": {},
    },
    # What everybody reads does not change unseen: it is withdrawn first.
    "programme": {
        "draft": {"change": "draft", "publish": "public"},
        "public": {"withdraw": "draft"},
    },
    # The employee agrees to a plan before it runs; only the path of PP 30/2019 Ps 57-58 may start unanswered.
    "support": {
        "draft": {"offer": "offered", "drop": "dropped"},
        "offered": {"agree": "running", "return": "draft", "start_unanswered": "running", "drop": "dropped"},
        "running": {"close": "closed", "drop": "dropped"},
        "closed": {},
        "dropped": {},
    },
    # Written by another it waits for the word of who promised.
    "promise": {
        "waiting": {"confirm": "open", "deny": "denied"},
        "denied": {},
        "open": {"keep": "kept", "withdraw": "withdrawn"},
        "kept": {},
        "withdrawn": {},
    },
    # Reported only after the employee was told and did not change (hlm 85).
    "behaviour_report": {
        "told": {"improve": "improved", "report": "reported"},
        "reported": {"appoint": "appointed", "decline": "declined"},
        "improved": {},
        "appointed": {},
        "declined": {},
    },
    # With another counsellor a new counselling of the same report begins.
    "counselling": {
        "open": {"close": "closed", "replace": "replaced"},
        "closed": {},
        "replaced": {},
    },
    "need": {
        "open": {"plan": "planned", "meet": "met", "drop": "dropped"},
        "planned": {"meet": "met", "reopen": "open", "drop": "dropped"},
        # The attendance that met it was a mistake: where it was, in its group or alone.
        "met": {"unmeet": "open", "replan": "planned"},
        "dropped": {},
    },
    "session": {
        "planned": {"begin": "running", "cancel": "cancelled"},
        "running": {"hold": "held"},
        "held": {},
        "cancelled": {},
    },
    # Who withdrew may ask again as if for the first time. Who came before his superior answered was there.
    # A mistake in the list of a held session is corrected.
    "enrolment": {
        "requested": {
            "approve": "approved",
            "queue": "waiting",
            "attend": "attended",
            "refuse": "refused",
            "withdraw": "withdrawn",
        },
        "waiting": {"approve": "approved", "withdraw": "withdrawn"},
        "approved": {"attend": "attended", "miss": "absent", "withdraw": "withdrawn"},
        "attended": {"correct_absent": "absent"},
        "absent": {"correct_present": "attended"},
        "refused": {},
        "withdrawn": {"ask_again": "requested"},
    },
    "development_plan": {
        "draft": {"submit": "submitted"},
        "submitted": {"return": "draft", "agree": "agreed"},
        # Another day or aim is agreed anew.
        "agreed": {"reopen": "draft", "close": "closed"},
        "closed": {},
    },
    "pulse": {
        "planned": {"open": "open"},
        "open": {"close": "closed"},
        "closed": {},
    },
    # Runs when both have agreed.
    "mentorship": {
        "proposed": {"agree": "running", "decline": "declined"},
        "running": {"close": "closed", "decline": "declined"},
        "closed": {},
        "declined": {},
    },
    # A journal is corrected; "finish" ends the action that it promised.
    "mentor_meeting": {
        "planned": {"write": "written", "cancel": "cancelled"},
        "written": {"write": "written", "finish": "finished"},
        "finished": {"write": "finished"},
        "cancelled": {},
    },
    "strength_assignment": {
        "offered": {"accept": "running", "decline": "declined"},
        "running": {"end": "ended"},
        "ended": {},
        "declined": {},
    },
    "objection": {
        # Nothing is decided before both sides were asked (Lampiran hlm 117-118).
        "filed": {"ask": "asked"},
        "asked": {"uphold": "upheld", "change": "changed"},
        "upheld": {},
        "changed": {},
    },
    # A case waits on the citizen with its clock stopped (PermenPANRB 15/2014; names ours).
    "service_case": {
        "open": {"wait": "waiting", "finish": "done", "cancel": "cancelled"},
        "waiting": {"resume": "open", "finish": "done", "cancel": "cancelled"},
        "done": {},
        "cancelled": {},
    },
    "case_import": {
        "checking": {"finish": "done", "refuse": "refused", "fail": "failed"},
        "refused": {},
        "done": {},
        "failed": {},
    },
    # PermenPANRB 15/2014: what was promised to citizens does not change, the next version takes its place.
    "standard": {
        "draft": {"change": "draft", "publish": "published"},
        "published": {},
    },
    # An answer with a sign of abuse waits for a person.
    "survey_answer": {
        "held": {"count": "counted", "drop": "dropped"},
        "counted": {},
        "dropped": {},
    },
    "change": {
        "draft": {"rewrite": "draft", "publish": "published"},
        "published": {},
    },
    "topic": {
        "open": {"write": "open", "close": "closed"},
        "closed": {"open": "open"},
    },
    # Reported by citizens it waits for the moderator, held by itself too, but nobody reads it meanwhile.
    "forum_post": {
        "shown": {"edit": "shown", "flag": "reported", "hold": "held", "hide": "hidden"},
        "reported": {
            "edit": "reported",
            "flag": "reported",
            "hold": "held",
            "hide": "hidden",
            "show": "shown",
        },
        "held": {"edit": "held", "hide": "hidden", "show": "shown"},
        "hidden": {"show": "shown"},
    },
    # UU 27/2022 Ps 30-31, 41-46.
    "data_request": {
        "open": {"fulfil": "done", "refuse": "refused"},
        "done": {},
        "refused": {},
    },
    "breach": {
        "open": {"update": "open", "close": "closed"},
        "closed": {},
    },
    "survey": {
        "planned": {"open": "open"},
        "open": {"close": "closed"},
        "closed": {"open": "open", "publish": "published"},
        "published": {},
    },
    "follow_up": {
        "open": {"finish": "done", "drop": "dropped"},
        "done": {},
        "dropped": {},
    },
    # SP4N-LAPOR!: no way leads to "closed" but through "answered"; the reporter may reopen.
    "complaint": {
        "received": {
            "forward": "forwarded",
            "ask": "incomplete",
            "merge": "merged",
            "reject": "rejected",
            "withdraw": "withdrawn",
        },
        "incomplete": {"complete": "received", "reject": "rejected", "withdraw": "withdrawn"},
        "forwarded": {
            "start": "in_progress",
            "answer": "answered",
            "return": "received",
            "withdraw": "withdrawn",
        },
        "in_progress": {"answer": "answered", "return": "received", "withdraw": "withdrawn"},
        "answered": {"close": "closed", "reopen": "in_progress"},
        "closed": {"reopen": "in_progress"},
        # Joined by mistake, or the report it was joined to was withdrawn: it goes its own way again.
        "merged": {"split": "received"},
        "rejected": {},
        "withdrawn": {},
    },
    # PP 94/2021 Ps 26: heard before anything is found. "drop" ends it as withdrawn or lapsed.
    "examination": {
        "opened": {"notify": "notified", "drop": "final"},
        "notified": {"reply": "replied", "no_reply": "replied", "drop": "final"},
        "replied": {"find": "found", "drop": "final"},
        "found": {"appeal": "appealed", "settle": "final"},
        "appealed": {"decide": "final"},
        "final": {},
    },
}


class UnknownState(RuleError):
    """No such machine, or no such state in it."""


class NotAllowed(RuleError):
    """The event is not allowed in this state; the message says what is."""


def _table(machine: str) -> Table:
    if machine not in MACHINES:
        raise UnknownState(f"alur {machine!r} tidak dikenal; pilihan: {', '.join(MACHINES)}")
    return MACHINES[machine]


def allowed_events(machine: str, state: str) -> tuple[str, ...]:
    """The events that may follow in `state`, none when the state is an end. Raises UnknownState."""
    table = _table(machine)
    if state not in table:
        raise UnknownState(f"{machine}: keadaan {state!r} tidak dikenal; pilihan: {', '.join(table)}")
    return tuple(table[state])


def next_state(machine: str, state: str, event: str) -> str:
    """The state that `event` leads to. Raises UnknownState, or NotAllowed naming what is allowed."""
    allowed = allowed_events(machine, state)
    if event not in allowed:
        choices = f"yang dapat dilakukan: {', '.join(allowed)}" if allowed else "keadaan ini sudah akhir"
        raise NotAllowed(f"{machine}: {event!r} tidak dapat dilakukan saat {state!r}; {choices}")
    return _table(machine)[state][event]


def step(machine: str, state: str, event: str, refusal: Exception) -> str:
    """As `next_state`; what the table does not allow raises `refusal`, the named error of the act."""
    try:
        return next_state(machine, state, event)
    except NotAllowed as error:
        raise refusal from error
