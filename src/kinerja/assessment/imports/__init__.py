"""Plans with their reports and ratings from a JSON document, carried through the ordinary acts.

The file is a list of evaluation documents as the worked examples of PermenPANRB 6/2022 print them: who (a
post, not a person), the results, realisation, feedback, the organisation's predicate and the two ratings.
Every document becomes unit, post, person, plan, report, feedback and review, and the predicate is computed
by the rule: what the file prints as predicate is compared, never taken over.
"""

from .run import import_plans

__all__ = ["import_plans"]
