"""What a rule says when it cannot answer."""


class RuleError(ValueError):
    """Bad input to a rule. The message is one plain sentence that says what to mend."""


class NoRuleInForce(RuleError):
    """No value of a rule is in force on the day asked for."""
