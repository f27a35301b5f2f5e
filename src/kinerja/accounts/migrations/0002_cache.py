from django.db import migrations

FORWARD = """
CREATE UNLOGGED TABLE accounts_cache (
  cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX accounts_cache_expires ON accounts_cache (expires);
"""


class Migration(migrations.Migration):
    """Where workers count together; unlogged, because its loss forgives a few failed sign-ins and no more."""

    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE accounts_cache")]
