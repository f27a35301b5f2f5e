"""What the product stands on at run time: the data folder, the embedded PostgreSQL, the checks of `doctor`.

Knows nothing of Django and of no app: it works before either can load.
"""
