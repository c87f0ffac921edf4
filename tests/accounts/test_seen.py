"""Organizations know people by ids of their own, which lead back and nowhere else."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from preceptor.accounts.models import Organization
from preceptor.accounts.queries.seen import id_behind, id_seen_by

HOUSE, OTHER = (Organization(public_id=uuid.UUID(int=number)) for number in (1, 2))


@given(st.uuids())
def test_an_id_leads_back_from_the_organization_it_is_for_and_from_no_other(public_id):
    seen = id_seen_by(HOUSE, public_id)

    assert id_behind(HOUSE, seen) == public_id
    assert id_seen_by(HOUSE, id_behind(HOUSE, public_id)) == public_id
    assert len({public_id, seen, id_seen_by(OTHER, public_id), id_behind(OTHER, seen)}) == 4


def test_people_who_came_one_after_the_other_do_not_stand_beside_each_other():
    first, second = (uuid.UUID(int=number) for number in (7, 8))

    apart = abs(id_seen_by(HOUSE, first).int - id_seen_by(HOUSE, second).int)

    assert apart > 1 << 64
