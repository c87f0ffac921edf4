"""The ``preceptor`` command."""
