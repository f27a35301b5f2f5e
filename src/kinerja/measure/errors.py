"""What a statistic says when its data cannot be right."""


class MeasureError(ValueError):
    """Data that cannot be measured. The message is one plain sentence (Indonesian) that says what to mend."""
