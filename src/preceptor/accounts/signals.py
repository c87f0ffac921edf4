"""What this app tells the world."""

from django.dispatch import Signal

# Sent inside the erasing transaction with ``person``: drop what you hold about them.
person_erasing = Signal()
