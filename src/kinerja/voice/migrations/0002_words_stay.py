from django.db import migrations

FORWARD = """
CREATE FUNCTION voice_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Kata-kata warga dan standar yang sudah terbit tidak dapat diubah.'
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER voice_complaint_words_stay
  BEFORE UPDATE OF number, title, text, location, happened_on, first_category_id, received_at
  ON voice_complaint FOR EACH ROW
  WHEN ((OLD.number, OLD.title, OLD.text, OLD.location, OLD.happened_on, OLD.first_category_id, OLD.received_at)
    IS DISTINCT FROM
    (NEW.number, NEW.title, NEW.text, NEW.location, NEW.happened_on, NEW.first_category_id, NEW.received_at))
  EXECUTE FUNCTION voice_refuse_change();
CREATE TRIGGER voice_message_stays BEFORE UPDATE ON voice_complaintmessage
  FOR EACH ROW EXECUTE FUNCTION voice_refuse_change();
CREATE TRIGGER voice_step_stays BEFORE UPDATE ON voice_complaintstep
  FOR EACH ROW EXECUTE FUNCTION voice_refuse_change();
CREATE TRIGGER voice_answer_stays
  BEFORE UPDATE OF period_id, unit_id, service_id, officer_id, channel, day, values, open_answers, flags
  ON voice_surveyanswer FOR EACH ROW
  WHEN ((OLD.period_id, OLD.unit_id, OLD.channel, OLD.day, OLD.values, OLD.open_answers, OLD.flags)
    IS DISTINCT FROM
    (NEW.period_id, NEW.unit_id, NEW.channel, NEW.day, NEW.values, NEW.open_answers, NEW.flags))
  EXECUTE FUNCTION voice_refuse_change();
CREATE TRIGGER voice_standard_stays BEFORE UPDATE ON voice_standard FOR EACH ROW
  WHEN (OLD.published_at IS NOT NULL
    AND to_jsonb(OLD) - 'ends' IS DISTINCT FROM to_jsonb(NEW) - 'ends')
  EXECUTE FUNCTION voice_refuse_change();
"""
BACKWARD = """
DROP TRIGGER voice_standard_stays ON voice_standard;
DROP TRIGGER voice_answer_stays ON voice_surveyanswer;
DROP TRIGGER voice_step_stays ON voice_complaintstep;
DROP TRIGGER voice_message_stays ON voice_complaintmessage;
DROP TRIGGER voice_complaint_words_stay ON voice_complaint;
DROP FUNCTION voice_refuse_change();
"""


class Migration(migrations.Migration):
    """The database itself refuses to change citizens' words and published standards."""

    dependencies = [("voice", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
