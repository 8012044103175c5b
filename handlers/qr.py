"""A link as a QR code, to be printed or shown."""

from io import BytesIO

import segno

QUIET_ZONE = 4
PRINTED_SCALE = 12


def svg(link: str) -> bytes:
    """As lines that stay sharp at any size."""
    return _drawn(link, kind="svg", scale=8)


def png(link: str) -> bytes:
    """As a picture, for a document or a message."""
    return _drawn(link, kind="png", scale=PRINTED_SCALE)


def _drawn(link: str, kind: str, scale: int) -> bytes:
    drawn = BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind=kind, scale=scale, border=QUIET_ZONE)
    return drawn.getvalue()
