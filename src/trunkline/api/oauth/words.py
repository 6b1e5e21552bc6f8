"""Scopes, as a person who is to allow them reads them."""

from collections.abc import Iterable, Mapping, Sequence

from trunkline.api.access import is_account_wide

# The older kind of scope names a part of the system and says read or write: of one's own, and of everybody's.
PARTS: Mapping[str, tuple[str, str]] = {
    "phone": ("your phone: its numbers, devices, calls and settings", "phone users, numbers, devices, calls, settings"),
    "phone_call_log": ("your call history", "the call history"),
    "phone_peering": ("your numbers peered with carriers", "numbers peered with carriers"),
    "phone_recording": ("your call recordings", "call recordings"),
    "phone_sms": ("your text messages", "text messages"),
    "phone_voicemail": ("your voicemail", "voicemail"),
    "user": ("your entry in the directory", "the directory: names, e-mail addresses, departments"),
}
OLDER: Mapping[str, str] = {"read": "See", "write": "Change"}
NEWER: Mapping[str, str] = {"read": "See", "write": "Add", "update": "Change", "patch": "Change", "delete": "Delete"}


def described(scopes: Iterable[str]) -> tuple[Sequence[str], Sequence[str]]:
    """What the person allows of their own things, and of everybody's."""
    own, everybodys = dict[str, None](), dict[str, None]()
    for scope in scopes:
        (everybodys if is_account_wide(scope) else own)[_words(scope)] = None
    return [*own], [*everybodys]


def _words(scope: str) -> str:
    match scope.removesuffix(":admin").split(":"):
        case [part, verb] if part in PARTS and verb in OLDER:
            return f"{OLDER[verb]} {PARTS[part][is_account_wide(scope)]}"
        case [_, verb, thing] if verb in NEWER:
            return f"{NEWER[verb]} {thing.removeprefix('list_').replace('_', ' ')}"
        case _:
            return scope
