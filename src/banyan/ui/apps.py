from django.apps import AppConfig

from banyan.ui.threads import keep_by_thread


class UiConfig(AppConfig):
    name = "banyan.ui"
    label = "ui"

    def ready(self) -> None:
        keep_by_thread()
