from typing import Any

from django.apps import AppConfig

from banyan.ui.fields import choose_again
from banyan.ui.threads import keep_by_thread


class UiConfig(AppConfig):
    name = "banyan.ui"
    label = "ui"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        choose_again()  # here, since contexts import their forms as they get ready, before this one

    def ready(self) -> None:
        keep_by_thread()
