"""The plugin as Pelican's settings name it. The adapter is loaded when Pelican asks: settings are read without it."""

from __future__ import annotations


def register() -> None:
    """Called by Pelican. The handlers are module-level functions because its signals hold them weakly."""
    from pelican import signals  # noqa: PLC0415 - a quarter of a second, for whoever runs Pelican

    from .adapter import on_get_generators, on_initialized, on_readers_init  # noqa: PLC0415 - see above

    signals.initialized.connect(on_initialized)
    signals.readers_init.connect(on_readers_init)
    signals.get_generators.connect(on_get_generators)
