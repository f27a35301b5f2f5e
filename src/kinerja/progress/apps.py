from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "kinerja.progress"
    label = "progress"
