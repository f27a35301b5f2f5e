"""Addresses of recognition: awards, published awards, certificates."""

from django.urls import URLPattern, path

from .views import award_schemes, certificates, certificates_many, recognition

urlpatterns: list[URLPattern] = [
    path("penghargaan/", recognition.recognition, name="recognition"),
    path("penghargaan/terbit/", recognition.published, name="published_awards"),
    path("apresiasi/", recognition.public_awards, name="public_awards"),
    path("penghargaan/skema/", award_schemes.schemes, name="schemes"),
    path("penghargaan/skema/baru/", award_schemes.scheme_new, name="scheme_new"),
    path("penghargaan/skema/<int:scheme_id>/", award_schemes.scheme, name="scheme"),
    path("penghargaan/skema/<int:scheme_id>/akhiri/", award_schemes.scheme_end, name="scheme_end"),
    path("penghargaan/skema/<int:scheme_id>/usul/", recognition.proposal_new, name="proposal_new"),
    path("penghargaan/skema/<int:scheme_id>/piagam/", certificates_many.of_scheme, name="award_certificates"),
    path("penghargaan/<int:proposal_id>/", recognition.proposal, name="proposal"),
    path("penghargaan/<int:proposal_id>/berkas/", recognition.attachment_new, name="award_attach"),
    path("penghargaan/berkas/<uuid:token>/", recognition.attachment, name="award_file"),
    path("penghargaan/<int:proposal_id>/suara/", recognition.vote, name="award_vote"),
    path("penghargaan/<int:proposal_id>/putusan/", recognition.decide, name="award_decide"),
    path("penghargaan/<int:proposal_id>/tarik/", recognition.withdraw, name="award_withdraw"),
    path("penghargaan/<int:proposal_id>/persetujuan/", recognition.consent, name="award_consent"),
    path("penghargaan/<int:proposal_id>/umumkan/", recognition.publish, name="award_publish"),
    path("penghargaan/<int:proposal_id>/piagam/", certificates.issue, name="certificate_issue"),
    path("piagam/", certificates.register, name="certificates"),
    path("piagam/saya/", certificates.mine, name="my_certificates"),
    path("piagam/pelatihan/<int:enrolment_id>/", certificates.issue_training, name="training_certificate"),
    path(
        "piagam/pelatihan/sesi/<int:session_id>/", certificates_many.of_session, name="training_certificates"
    ),
    path("piagam/<slug:code>/", certificates.certificate, name="certificate"),
    path("piagam/<slug:code>/unduh/", certificates.file, name="certificate_file"),
    path("piagam/<slug:code>/cabut/", certificates.revoke, name="certificate_revoke"),
]
