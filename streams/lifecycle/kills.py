"""What of an item may still be said once its text may not."""

from schemas.item import WireItem
from schemas.lists import PubStatus


def body_less(item: WireItem, pub_status: PubStatus, version: str | None, ed_note: str | None) -> WireItem:
    """The item as a killed or withheld event may carry it: who and which, its slugline and the note, and no text.

    Built from the fields that stay, not by removing those that go: a field added to WireItem later stays out.
    """
    return WireItem(
        uri=item.uri,
        version=version,
        type=item.type,
        raw_id=item.raw_id,
        part=item.part,
        provider=item.provider,
        feed=item.feed,
        profile=item.profile,
        format=item.format,
        received_at=item.received_at,
        language=item.language,
        pub_status=pub_status,
        use=item.use,
        slugline=item.slugline,
        ed_note=ed_note,
    )
