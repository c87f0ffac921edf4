"""What this app tells the world."""

from django.dispatch import Signal

# Sent inside the erasing transaction with ``person`` and ``now``: drop what you hold about them.
person_erasing = Signal()
# Sent inside the changing transaction with ``people`` (a sequence): whoever was found by their
# record or consent is to be looked at again. Somebody being erased is told by the one above.
people_changed = Signal()
# Sent inside the changing transaction with ``organization`` and ``now``: its name, its sites or
# whether it is verified are other than before.
organization_changed = Signal()
# Sent inside the joining transaction with ``visitor``, ``person``, ``kinds`` and ``now``: hand over
# to the person what you hold of the visitor of these kinds; the rest is erased afterwards.
person_joining = Signal()
# Sent inside the writing transaction with ``message`` and ``now``: one side wrote to the other.
message_written = Signal()
