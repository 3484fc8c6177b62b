"""Settings of all tests. A slow machine is no failing test: properties run without a deadline."""

from hypothesis import settings

settings.register_profile("book", deadline=None)
settings.load_profile("book")
