"""Secrets in links: what the database keeps of them, and that rows of yesterday stay valid."""

import uuid

from preceptor.common.services.tries import bucket_for
from preceptor.common.tokens import digest_of, is_same_secret, keyed_digest_of, new_token
from preceptor.jobs.queries.interviews import feed_secret
from preceptor.matches.services.desk import code_digest

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
KEYED_ABC = "9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab"


def test_what_is_kept_of_a_secret_is_its_sha_256():
    assert digest_of("abc") == ABC


def test_a_keyed_digest_is_the_hmac_of_the_installations_key(settings):
    settings.SECRET_KEY = "key"

    assert keyed_digest_of("abc") == KEYED_ABC
    assert bucket_for("sign-in", " ABC ") == f"sign-in:{KEYED_ABC[:32]}"


def test_the_address_of_a_calendar_stays_what_it_was(settings):
    settings.SECRET_KEY = "key"

    assert feed_secret(uuid.UUID(int=1)) == "a6009577c5a3ed62af5b8263599937b4"


def test_a_code_is_known_however_it_is_typed():
    assert code_digest("kxrm4 t7pq2") == code_digest("KXRM4-T7PQ2") == digest_of("KXRM4T7PQ2")


def test_no_two_tokens_are_alike_and_each_fits_an_address():
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}
    assert all(token.replace("-", "").replace("_", "").isalnum() for token in tokens)


def test_a_secret_is_the_same_only_letter_for_letter():
    assert is_same_secret("grün", "grün")
    assert not is_same_secret("grün", "gruen")
    assert not is_same_secret("", "grün")
