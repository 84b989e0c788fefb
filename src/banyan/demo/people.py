"""Invented names, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Sequence

from faker import Faker

from banyan.demo.places import SCRIPTS


class Names:
    """Gives each person a name of her own and an address on a host that can never exist."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # invented people need no secrets
        self.latin = Faker("en_IN")
        self.latin.seed_instance(seed)
        self.scripts = {}
        for language, locale in SCRIPTS.items():
            self.scripts[language] = Faker(locale)
            self.scripts[language].seed_instance(seed)
        self.used: set[str] = set()
        self.count = 0

    def one(self, languages: Sequence[str]) -> tuple[str, str]:
        """A name that nobody has yet, one in ten in the script of the first language; an address."""
        local = self.scripts.get(languages[0]) if self.random.random() < 0.1 else None
        maker = local or self.latin
        while True:
            name = f"{maker.first_name()} {maker.last_name()}"
            if name not in self.used:
                break
        self.used.add(name)
        self.count += 1
        return name, f"person{self.count}@demo.invalid"
