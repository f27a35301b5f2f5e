from django.db import migrations

FORWARD = """
CREATE FUNCTION progress_refuse_feedback_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Umpan balik tidak dapat diubah; koreksi ditulis sebagai umpan balik baru.'
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER progress_feedback_stays BEFORE UPDATE ON progress_feedback
  FOR EACH ROW EXECUTE FUNCTION progress_refuse_feedback_change();
"""
BACKWARD = """
DROP TRIGGER progress_feedback_stays ON progress_feedback;
DROP FUNCTION progress_refuse_feedback_change();
"""


class Migration(migrations.Migration):
    """The database itself refuses to change feedback that was given."""

    dependencies = [("progress", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
