from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "kinerja.assessment"
    label = "assessment"
