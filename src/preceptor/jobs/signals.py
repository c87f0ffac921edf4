"""What this app tells the world, after the commit."""

from django.dispatch import Signal

# With ``application``: a person sent it; the employer sees name and record from now on.
application_sent = Signal()
# With ``applications``, ``to`` (a stage) and ``batch``: they went to another stage together.
application_moved = Signal()
# With ``application``: it came to an end, whatever the end; its state says which.
application_closed = Signal()
# With ``invite``: the person said yes or no.
invite_answered = Signal()
# With ``job`` and ``why`` (its status): nobody can apply any more. Sent inside the closing
# transaction, so that open applications end with it.
job_closed = Signal()
# With ``job`` and ``now``: candidates can see it, or see it again. Sent after the commit.
job_opened = Signal()
