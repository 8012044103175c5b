"""The proof that a webhook call comes from Twilio: HMAC-SHA1 over our public address and the form."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit, urlunsplit

HEADER = "X-Twilio-Signature"
PORTS = {"http": 80, "https": 443}

Fields = Iterable[tuple[str, str]]
"""The form's names and values; a name may come more than once."""


def is_signed(token: str, url: str, fields: Fields, given: str) -> bool:
    """True where `given` is the signature; `url` is the public one with path and query, not what the request claims."""
    # Header values come decoded with surrogates in place of broken bytes.
    proof, pairs = given.encode("utf-8", "surrogateescape"), set(fields)
    return any(hmac.compare_digest(signature(token, variant, pairs), proof) for variant in _variants(url))


def signature(token: str, url: str, fields: Fields) -> bytes:
    """The value of the header: the address and the fields, sorted by name and value, each pair told once."""
    told = "".join(name + value for name, value in sorted(set(fields)))
    digest = hmac.new(token.encode(), (url + told).encode(), hashlib.sha1)
    return base64.b64encode(digest.digest())


def _variants(url: str) -> Iterator[str]:
    # Twilio signs now with the port and now without.
    yield url
    parts = urlsplit(url)
    if parts.port is None:
        yield urlunsplit(parts._replace(netloc=f"{parts.netloc}:{PORTS[parts.scheme]}"))
    else:
        yield urlunsplit(parts._replace(netloc=parts.netloc.rpartition(":")[0]))
