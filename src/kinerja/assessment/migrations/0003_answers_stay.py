from django.db import migrations

FORWARD = """
CREATE FUNCTION assessment_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Jawaban dan keberatan yang sudah dikirim tidak dapat diubah.'
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER assessment_answer_stays BEFORE UPDATE ON assessment_feedbackanswer
  FOR EACH ROW EXECUTE FUNCTION assessment_refuse_change();
CREATE TRIGGER assessment_objection_words_stay BEFORE UPDATE OF reasons, filed_at, review_id
  ON assessment_objection FOR EACH ROW
  WHEN ((OLD.reasons, OLD.filed_at, OLD.review_id) IS DISTINCT FROM (NEW.reasons, NEW.filed_at, NEW.review_id))
  EXECUTE FUNCTION assessment_refuse_change();
"""
BACKWARD = """
DROP TRIGGER assessment_objection_words_stay ON assessment_objection;
DROP TRIGGER assessment_answer_stays ON assessment_feedbackanswer;
DROP FUNCTION assessment_refuse_change();
"""


class Migration(migrations.Migration):
    """The database itself refuses to change anonymous answers and filed objections."""

    dependencies = [("assessment", "0002_sources_meetings_objections")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
