import pytest

from kinerja.rules.states import MACHINES, NotAllowed, UnknownState, allowed_events, next_state, step

START = {
    "plan": "draft",
    "goal_template": "unsent",
    "feedback_request": "open",
    "staff_import": "checking",
    "assignment": "proposed",
    "report": "draft",
    "review": "open",
    "objection": "filed",
    "service_case": "open",
    "survey": "planned",
    "follow_up": "open",
    "complaint": "received",
    "examination": "opened",
    "case_import": "checking",
    "standard": "draft",
    "survey_answer": "held",
    "change": "draft",
    "topic": "open",
    "forum_post": "shown",
    "data_request": "open",
    "breach": "open",
    "feedback_round": "draft",
    "delegation": "coming",
    "team": "running",
    "membership": "invited",
    "meeting": "planned",
    "decision": "open",
    "warning": "open",
    "declaration": "declared",
    "competence": "draft",
    "award": "proposed",
    "certificate": "valid",
    "allowance_table": "draft",
    "allowance_run": "draft",
    "honour": "proposed",
    "programme": "draft",
    "support": "draft",
    "promise": "waiting",
    "behaviour_report": "told",
    "counselling": "open",
    "need": "open",
    "session": "planned",
    "enrolment": "requested",
    "development_plan": "draft",
    "pulse": "planned",
    "mentorship": "proposed",
    "mentor_meeting": "planned",
    "strength_assignment": "offered",
}
ENDS = {
    "plan": set(),  # a set plan may be revised as long as its days last
    "goal_template": {"retired"},
    "feedback_request": {"answered", "declined"},
    "staff_import": {"done", "dropped", "failed"},
    "assignment": {"approved", "refused"},
    "report": {"accepted"},
    "review": {"reported"},
    "objection": {"upheld", "changed"},
    "service_case": {"done", "cancelled"},
    "survey": {"published"},
    "follow_up": {"done", "dropped"},
    "complaint": {"rejected", "withdrawn"},  # a closed one may be opened again, a joined one split
    "examination": {"final"},
    "case_import": {"done", "refused", "failed"},
    "standard": {"published"},
    "survey_answer": {"counted", "dropped"},
    "change": {"published"},
    "topic": set(),  # closed and opened again
    "forum_post": set(),  # hidden and shown again
    "data_request": {"done", "refused"},
    "breach": {"closed"},
    "feedback_round": {"closed", "cancelled"},
    "delegation": {"ended", "lapsed"},
    "team": {"closed"},
    "membership": set(),  # who left may be asked anew
    "meeting": {"approved", "cancelled"},
    "decision": {"done", "dropped"},
    "warning": {"closed"},
    "declaration": {"handled"},
    "competence": {"final"},
    "award": {"awarded", "refused", "withdrawn"},
    "certificate": {"revoked"},
    "allowance_table": {"approved"},
    "allowance_run": {"approved", "cancelled"},
    "honour": {"granted"},
    "programme": set(),  # published and withdrawn
    "support": {"closed", "dropped"},
    "promise": {"kept", "withdrawn", "denied"},
    "behaviour_report": {"improved", "appointed", "declined"},
    "counselling": {"closed", "replaced"},
    "need": {"dropped"},
    "session": {"held", "cancelled"},
    "enrolment": {"refused"},  # who withdrew may ask again
    "development_plan": {"closed"},
    "pulse": {"closed"},
    "mentorship": {"closed", "declined"},
    "mentor_meeting": {"cancelled"},
    "strength_assignment": {"ended", "declined"},
}
# Ends too, unless a mistake is corrected: out of them leads nothing but the correction.
CORRECTED = {
    "need": {"met": {"unmeet", "replan"}},
    "enrolment": {"attended": {"correct_absent"}, "absent": {"correct_present"}},
    "mentor_meeting": {"finished": {"write"}},
}
EVENTS = {event for table in MACHINES.values() for row in table.values() for event in row}


def walk(machine: str, state: str) -> set[str]:
    seen: set[str] = set()
    todo = [state]
    while todo:
        here = todo.pop()
        if here not in seen:
            seen.add(here)
            todo += [next_state(machine, here, event) for event in allowed_events(machine, here)]
    return seen


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_every_state_is_reached_and_every_path_can_end(machine: str) -> None:
    states = set(MACHINES[machine])
    assert walk(machine, START[machine]) == states
    assert {state for state in states if not allowed_events(machine, state)} == ENDS[machine]
    for state in states:
        ends = {*ENDS[machine], *CORRECTED.get(machine, {})} or {START[machine]}  # what goes round comes back
        assert walk(machine, state) & ends, f"{state} never ends"
    for state, events in CORRECTED.get(machine, {}).items():
        assert set(allowed_events(machine, state)) == events


@pytest.mark.parametrize("machine", sorted(MACHINES))
def test_what_is_not_in_the_table_is_refused_and_says_what_is_allowed(machine: str) -> None:
    for state, row in MACHINES[machine].items():
        for event in EVENTS - set(row):
            with pytest.raises(NotAllowed) as refusal:
                next_state(machine, state, event)
            assert all(allowed in str(refusal.value) for allowed in row)
            assert row or "sudah akhir" in str(refusal.value)
            with pytest.raises(ZeroDivisionError, match="named"):
                step(machine, state, event, ZeroDivisionError("named"))


@pytest.mark.parametrize(
    ("machine", "events", "end"),
    [
        ("plan", ["submit", "return", "submit", "set", "revise", "submit", "set"], "set"),
        ("report", ["submit", "return", "submit", "accept"], "accepted"),
        ("review", ["rate", "rate", "sign", "deliver", "acknowledge", "report"], "reported"),
        ("review", ["rate", "take_over", "rate", "sign", "deliver", "decline", "report"], "reported"),
        ("objection", ["ask", "change"], "changed"),
        ("objection", ["ask", "uphold"], "upheld"),
        ("feedback_round", ["open", "close"], "closed"),
        ("feedback_round", ["cancel"], "cancelled"),
        ("support", ["offer", "return", "offer", "start_unanswered", "close"], "closed"),
    ],
)
def test_the_paths_of_the_regulation(machine: str, events: list[str], end: str) -> None:
    state = START[machine]
    for event in events:
        state = next_state(machine, state, event)
    assert state == end


def test_a_signed_review_can_no_longer_be_rated_or_taken_over() -> None:
    for event in ("rate", "take_over", "sign"):
        with pytest.raises(NotAllowed, match="deliver"):
            next_state("review", "signed", event)


def test_unknown_machines_and_states_are_named() -> None:
    with pytest.raises(UnknownState, match="alur 'x'"):
        next_state("x", "draft", "submit")
    with pytest.raises(UnknownState, match="keadaan 'gone'"):
        next_state("plan", "gone", "submit")
