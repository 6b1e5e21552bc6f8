"""How a command ends that could not do what it was asked: with a code that scripts can tell apart, and a line that
says what was wrong and what to do."""

import errno
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

from trunkline.problems import Refusal

USAGE, NOT_FOUND, STORE, FAULT, CANNOT_START, TRY_AGAIN = 2, 3, 4, 70, 71, 75
INTERRUPTED = 130  # as shells tell of SIGINT
CODES = {
    "a_file_of_the_store_is_missing": STORE,
    "account_has_calls": TRY_AGAIN,
    "account_unknown": NOT_FOUND,
    "address_in_use": TRY_AGAIN,
    "app_unknown": NOT_FOUND,
    "audio_unknown": NOT_FOUND,
    "backup_place_does_not_answer": TRY_AGAIN,
    "backup_unusable": STORE,
    "backup_was_made_this_second": TRY_AGAIN,
    "call_has_no_audio": NOT_FOUND,
    "call_unknown": NOT_FOUND,
    "calling_plan_missing": NOT_FOUND,
    "calling_plan_unknown": NOT_FOUND,
    "database_is_not_open_to_us": STORE,
    "disk_unusable": TRY_AGAIN,
    "engine_does_not_answer": TRY_AGAIN,
    "extension_unknown": NOT_FOUND,
    "in_use_by_another": TRY_AGAIN,
    "key_cannot_be_read": STORE,
    "key_is_damaged": STORE,
    "key_is_missing": STORE,
    "key_is_of_another_installation": STORE,
    "no_account_yet": NOT_FOUND,
    "no_demo_here": NOT_FOUND,
    "no_installation_here": NOT_FOUND,
    "no_person": NOT_FOUND,
    "nobody_has_the_extension": NOT_FOUND,
    "nobody_has_a_phone_there": NOT_FOUND,
    "person_unknown": NOT_FOUND,
    "store_does_not_answer": TRY_AGAIN,
    "store_of_a_newer_version": STORE,
    "store_of_an_older_version": STORE,
    "store_of_another_branch": STORE,
    "store_unusable": STORE,
    "the_relay_does_not_answer": TRY_AGAIN,
    "too_little_room_to_bring_the_store_up_to_this_version": STORE,
    "trunk_missing": NOT_FOUND,
}
# What to do, where whoever refuses does not know that somebody types.
REMEDIES = {
    "account_unknown": "one of those of `trunkline account list`",
    "app_has_no_secret": "none is needed: it is a public app",
    "app_unknown": "one of those of `trunkline app list`",
    "audio_unknown": "one of those of `trunkline audio list`",
    "calling_plan_missing": "one of those of `trunkline plan list`",
    "calling_plan_unknown": "a code or a name, such as 200, or US/CA Unlimited; `trunkline plan list` has yours",
    "control_character": "one line of text",
    "data_is_no_folder": "name a folder, or a new one",
    "database_is_not_open_to_us": "make the database and the role, and let the role in: docs/operations/postgresql.md",
    "database_option_wrong": "what PostgreSQL takes in --database: postgresql+psycopg://USER:PASSWORD@HOST/NAME",
    "disk_unusable": "see that it has room and may be written (`findmnt -T DIR`, `dmesg`), and start it again",
    "email_invalid": "one of the form NAME@DOMAIN",
    "email_taken": "`trunkline person list` says by whom",
    "extension_unknown": "a number that somebody has",
    "grant_needs_secret": "leave out --public, or give --grant authorization_code or device_code",
    "licences_in_use": "take the plan from somebody first",
    "no_account_yet": "`trunkline init NAME` makes one",
    "password_length": "a longer one, of several words",
    "passwords_differ": "type the same twice",
    "person_unknown": "one of those of `trunkline person list`",
    "redirect_uri_invalid": "https://..., or http://127.0.0.1/... of this computer",
    "redirect_uri_missing": "--redirect-uri",
    "redirect_uri_without_grant": "--grant authorization_code too",
    "scope_unknown": "scopes of the API's reference, with commas; without --scopes: the usual ones",
    "store_does_not_answer": "see that it runs, can be reached and has room, and give the same command again",
    "store_unusable": "`trunkline doctor` says more",
}
# What is wrong with a store is told by these.
STORES = (
    ("sqlite3", "Error", "store_unusable"),
    ("sqlalchemy.exc", "SQLAlchemyError", "store_unusable"),
)
# Of the computer: its disk, its memory, its network. The same command may do later.
PASSING = {
    errno.EAGAIN,
    errno.ECONNREFUSED,
    errno.ECONNRESET,
    errno.EDQUOT,
    errno.EIO,
    errno.EMFILE,
    errno.ENFILE,
    errno.ENOMEM,
    errno.ENOSPC,
    errno.EROFS,
    errno.ETIMEDOUT,
}
MISSING = {errno.ENOENT, errno.ENOTDIR}
# What a process ends with that could not start, and would not the next time either.
FINAL = {USAGE, NOT_FOUND, STORE, CANNOT_START, TRY_AGAIN}


def code(refusal: Refusal) -> int:
    return CODES.get(refusal.key, USAGE)


def line(refusal: Refusal) -> str:
    remedy = {} if "remedy" in refusal.facts or refusal.key not in REMEDIES else {"remedy": REMEDIES[refusal.key]}
    facts = "".join(f", {name}: {fact}" for name, fact in (refusal.facts | remedy).items())
    return f"{refusal.key.replace('_', ' ')}{facts}"


def say(text: str) -> None:
    """One line for whoever watches; nobody who does not listen any more stops what runs."""
    with suppress(OSError):
        print(f"trunkline: {text}", file=sys.stderr, flush=True)


def tell(error: Exception) -> int:
    """Says in a line what became of a command, whatever it was that went wrong; the code to end with."""
    match error:
        case Refusal():
            say(line(error))
            return code(error)
        case OSError():
            return _of_computer(error)
        case _ if refusal := _of_backup(error):
            return tell(refusal)
        case _ if key := _unusable(error):
            reason = " ".join(str(getattr(error, "orig", None) or error).split())  # what was asked may be secret
            return tell(Refusal(key, {"reason": reason or type(error).__name__}, ()))
        case _:
            where = traceback.extract_tb(error.__traceback__)[-1:]
            at = "".join(f" at {Path(each.filename).name}:{each.lineno}" for each in where)
            text = " ".join(str(error).split())
            say(f"a fault of Trunkline's own, {type(error).__name__}{at}: {text}; please report it with this line")
            return FAULT


def _of_computer(error: OSError) -> int:
    what = f"{error.filename}: " if error.filename is not None else ""
    reason = error.strerror or " ".join(str(error).split()) or type(error).__name__
    if error.errno in PASSING:
        say(f"{what}{reason}, remedy: mend that, and give the same command again")
        return TRY_AGAIN
    say(f"{what}{reason}, remedy: see the path that was given, and who may read and write there")
    return NOT_FOUND if error.errno in MISSING else USAGE


def _of_backup(error: Exception) -> Refusal | None:
    """What says that a backup cannot be used, if anything can have said so."""
    if (archive := sys.modules.get("trunkline.store.archive")) and isinstance(error, archive.Unusable):
        said: Any = error
        return Refusal(said.key, {"reason": str(error), "remedy": said.remedy}, ())
    return None


def _unusable(error: Exception) -> str:
    """Whether it is rows that cannot be used. Their libraries are not loaded for the question."""
    if (away := sys.modules.get("trunkline.store.away")) and away.is_away(error):
        return "store_does_not_answer"
    for module, name, key in STORES:
        if module in sys.modules and isinstance(error, getattr(sys.modules[module], name)):
            return key
    return ""
