"""What a certificate says and its bytes never change; revoking it is all that happens to it."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION growth_certificate_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Piagam yang sudah terbit tidak dapat diubah atau dihapus, hanya dicabut.'
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER growth_certificate_stays BEFORE UPDATE ON growth_certificate FOR EACH ROW
  WHEN (OLD.status = 'revoked' AND NEW.status <> 'revoked'
        OR (OLD.number, OLD.code, OLD.kind, OLD.holder, OLD.employee_id, OLD.unit, OLD.title, OLD.facts,
            OLD.proposal_id, OLD.issued_on, OLD.issued_by_id, OLD.pdf, OLD.sha256)
        IS DISTINCT FROM
           (NEW.number, NEW.code, NEW.kind, NEW.holder, NEW.employee_id, NEW.unit, NEW.title, NEW.facts,
            NEW.proposal_id, NEW.issued_on, NEW.issued_by_id, NEW.pdf, NEW.sha256))
  EXECUTE FUNCTION growth_certificate_refuse();
CREATE TRIGGER growth_certificate_no_delete BEFORE DELETE ON growth_certificate
  FOR EACH ROW EXECUTE FUNCTION growth_certificate_refuse();
"""
BACKWARD = """
DROP TRIGGER growth_certificate_no_delete ON growth_certificate;
DROP TRIGGER growth_certificate_stays ON growth_certificate;
DROP FUNCTION growth_certificate_refuse();
"""


class Migration(migrations.Migration):
    """The database itself refuses to change what was handed out."""

    dependencies = [("growth", "0003_what_follows")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
