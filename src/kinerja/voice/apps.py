from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "kinerja.voice"
