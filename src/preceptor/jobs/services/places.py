"""Where the work of a job is done, and the place gate that follows from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from preceptor.accounts.models import Site
from preceptor.engine.translate.labels import place_label
from preceptor.engine.translate.lines import MUST_WEIGHT
from preceptor.jobs.models import Job, JobPlace, Line
from preceptor.jobs.services.postings import PLACE_RULE, REMOTE

MOST_PLACES = 10
# What the gate's label may name before it counts the rest.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class PlaceGiven:
    """A place of work as somebody gave it; ``percent`` of the week, where it is stated."""

    city: str
    state: str
    zip_code: str
    latitude: float
    longitude: float
    site: Site | None = None
    percent: int | None = None


def given_places(job: Job) -> list[PlaceGiven]:
    """Return a job's places of work in order, as they were given."""
    return [
        PlaceGiven(
            city=place.city,
            state=place.state,
            zip_code=place.zip_code,
            latitude=place.latitude,
            longitude=place.longitude,
            site=place.site,
            percent=place.percent,
        )
        for place in job.places.select_related("site").order_by("order")
    ]


class PlacesDoNotAddUp(ValueError):
    """The places share more than a whole week."""


PLACE_FIELDS = (
    "work_mode",
    "states",
    "radius_miles",
    "city",
    "state",
    "latitude",
    "longitude",
    "site",
)


@transaction.atomic
def put_places(
    *,
    job: Job,
    places: Sequence[PlaceGiven],
    work_mode: str,
    states: Sequence[str],
    radius_miles: int,
) -> None:
    """Write the places and the gate; the job's own fields are set, and for the caller to store.

    Part of the caller's event. Raises PlacesDoNotAddUp.
    """
    if sum(place.percent or 0 for place in places) > 100:
        raise PlacesDoNotAddUp("These places share more than a whole week.")
    first = places[0] if places else None
    job.work_mode = work_mode
    job.states = sorted(set(states))
    job.radius_miles = radius_miles
    job.city = first.city if first else ""
    job.state = first.state if first else ""
    job.latitude = first.latitude if first else None
    job.longitude = first.longitude if first else None
    job.site = first.site if first else None
    JobPlace.objects.filter(job=job).delete()
    JobPlace.objects.bulk_create(
        JobPlace(
            job=job,
            order=order,
            site=place.site,
            city=place.city,
            state=place.state,
            zip_code=place.zip_code,
            latitude=place.latitude,
            longitude=place.longitude,
            percent=place.percent,
        )
        for order, place in enumerate(places)
    )
    _follow(job, places)


def _follow(job: Job, places: Sequence[PlaceGiven]) -> None:
    """Make the place gate say what the places say; without anything to ask there is none."""
    gate = Line.objects.filter(job=job, kind=Line.Kind.PLACE).order_by("order").first()
    can_be_home = job.work_mode in REMOTE
    states = list(job.states) if can_be_home else []
    asks_near = bool(places) and job.radius_miles > 0 and job.work_mode != Job.WorkMode.REMOTE
    # From home anywhere: wherever people live, they are in.
    if not states and (can_be_home or not asks_near):
        if gate is not None:
            gate.delete()
        return
    towns = list(dict.fromkeys(f"{place.city}, {place.state}" for place in places))
    named = towns[:_NAMED] + ([f"{len(towns) - _NAMED} more towns"] if towns[_NAMED:] else [])
    spec = {
        "is_remote": can_be_home,
        "states": states,
        "is_on_site": asks_near,
        "sites": [[place.latitude, place.longitude] for place in places] if asks_near else [],
        "radius_miles": job.radius_miles or 1,
    }
    label = place_label(named if asks_near else [], states, job.radius_miles)
    if gate is None:
        last = Line.objects.filter(job=job).order_by("-order").first()
        gate = Line(job=job, order=last.order + 1 if last else 0, kind=Line.Kind.PLACE)
        gate.necessity, gate.weight = Line.Necessity.MUST, MUST_WEIGHT
    gate.label, gate.spec, gate.rule = label[:300], spec, PLACE_RULE
    gate.save()
