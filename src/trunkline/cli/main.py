"""The command line. What a command needs is imported when it is run: `serve` must not wait for `call`'s audio."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from trunkline import texts
from trunkline.cli import private
from trunkline.extensions.passwords import SHORTEST
from trunkline.problems import Refusal, refuse

ONLY_LOOK = ("doctor.command:doctor",)  # and repair nothing
MAKE = ("admin:init", "serve:serve", "processes:relay", "backup:restore")  # or begin, where there is no installation
DATA = Path("data")
LONGEST_PAST = 366  # days that a demo has behind it
LINES = {"text"}  # arguments that may be of several lines
NAMES = {"name"}  # arguments that say what something is called


def main(arguments: Sequence[str] | None = None) -> int:
    said = parser().parse_args(arguments)
    module, _, name = said.run.partition(":")
    run: Callable[[argparse.Namespace], int] = getattr(import_module(f"trunkline.cli.{module}"), name)
    private.from_now_on()
    try:
        _one_line_each(said)
        _in_its_folder(said)
        code = run(said)
        sys.stdout.flush()
        return code
    except Refusal as refusal:
        facts = "".join(f", {name}: {fact}" for name, fact in refusal.facts.items())
        print(f"trunkline: {refusal.key.replace('_', ' ')}{facts}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever reads, such as `head`, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _in_its_folder(said: argparse.Namespace) -> None:
    """A folder is touched only once it is known to be an installation's, or to be free for one."""
    if "data" not in said or said.run in ONLY_LOOK or ("check" in said and said.check):
        return
    if said.run in MAKE:
        private.claim(said.data)
    elif said.database is None or private.is_ours(said.data):  # its rows say so, where they are on a server
        private.close(said.data)


def _one_line_each(said: argparse.Namespace) -> None:
    """Names and the like that come this way are held to what the contract holds them to."""
    for name, value in vars(said).items():
        values = cast(list[Any], value) if isinstance(value, list) else [value]
        # Of a file its name may become a name too.
        texts_of = [each.name if isinstance(each, Path) else each for each in values if isinstance(each, str | Path)]
        if name not in LINES and not all(map(texts.is_one_line, texts_of)):
            refuse("control_character", argument=name)
        if name in NAMES and any(not text.strip() for text in texts_of):
            refuse("blank", argument=name)


class Command(argparse.ArgumentParser):
    """A command that makes its arguments when it is the one that was typed: a start need not wait for those of all."""

    take: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, *args: Any, **named: Any) -> Any:
        if self.take:
            self.take(self)
            self.take = None
        return super().parse_known_args(*args, **named)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="trunkline", description="A self-hosted business phone system.")
    command = _commands(top)
    command("serve", "serve:serve", "Run the whole system: the API, the engine and the relay.", _serve)
    command("past", "demo:past", "Finish the calls from before the demo began.", _past)
    command("api", "processes:api", "Run the API alone.", _process)
    command("engine", "processes:engine", "Run the engine alone.", _process)
    command("relay", "processes:relay", "Run the relay alone.", _process)
    command("init", "admin:init", "Make the account, its first site and its first app; print the secret once.", _init)
    command("account", "", "The accounts of the installation, each apart from the others.", _account)
    command("app", "", "API clients.", _app)
    command("person", "", "The account's directory of people.", _person)
    command("plan", "", "The calling plans that the account has bought, and how many of each.", _plan)
    command("trunk", "", "The carrier by which calls come from outside and go there.", _trunk)
    command("limits", "", "What calls outside may come to: premium numbers, calls at once, minutes a day.", _limits)
    command("audio", "", "Greetings, messages and music, as settings name them by id.", _audio)
    command("explain", "explain:run", "Where a call would go at a time, and why.", _explain)
    command("backup", "backup:backup", "Write all rows into one file, also while the system runs.", _backup)
    command("restore", "backup:restore", "Make an installation from a backup; starts nothing.", _restore)
    command("doctor", "doctor.command:doctor", "Say whether it can work here, and what to do where not.", _doctor)
    command("call", "call:call", "Place a real call between two test phones and show what the API says of it.", _call)
    return top


def _commands(parent: argparse.ArgumentParser) -> Callable[..., Command]:
    """Adds commands to a parser: name, `module:function` of this room, what it does, and what makes its arguments."""
    commands = parent.add_subparsers(required=True, metavar="COMMAND", parser_class=Command)

    def add(name: str, run: str, help: str, take: Callable[[argparse.ArgumentParser], None] | None = None) -> Command:
        made = commands.add_parser(name, help=help, description=help)
        made.set_defaults(run=run)
        made.take = take
        return made

    return add


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument("--demo", action="store_true", help="make a believable account in an empty DIR")
    _days(command)
    _process(command)


def _process(command: argparse.ArgumentParser) -> None:
    _where(command)
    _listening(command)


def _past(command: argparse.ArgumentParser) -> None:
    _days(command)
    _where(command)


def _days(command: argparse.ArgumentParser) -> None:
    command.add_argument("--past", type=days, default=30, metavar="DAYS", help="of the demo's calls before now (30)")


def days(said: str) -> int:
    number = int(said)
    if not 1 <= number <= LONGEST_PAST:
        raise ValueError
    return number


def _init(command: argparse.ArgumentParser) -> None:
    _where(command)
    _organisation(command)


def _account(group: argparse.ArgumentParser) -> None:
    command = _commands(group)
    add = command("add", "account:add", "Another account, as `init` makes the first one; prints the secret once.")
    _organisation(add)
    accounts = command("list", "account:list_", "Each account: its id, how many people, its name.")
    remove = command("remove", "account:remove", "Remove an account and all that it has: its history and sounds too.")
    remove.add_argument("id")
    remove.add_argument("--yes", action="store_true", help="without being asked")
    for each in (add, accounts, remove):
        _where(each)


def _organisation(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", help="of the organisation")
    place = command.add_argument_group("where an ambulance goes", "whole: none is made up")
    place.add_argument("--country", default="US", help="ISO 3166-1 alpha-2 (US)")
    place.add_argument("--address", default="", help="street and number")
    place.add_argument("--city", default="")
    place.add_argument("--state", default="", help="its code")
    place.add_argument("--zip", default="")
    command.add_argument("--timezone", default="America/Los_Angeles", help="IANA name (America/Los_Angeles)")


def _app(group: argparse.ArgumentParser) -> None:
    command = _commands(group)
    create = command("create", "admin:app_create", "A new app; prints its secret once.")
    create.add_argument("name")
    usual = "with commas; else all of the older kind: account-wide ones, but a person's own where people allow the app"
    create.add_argument("--scopes", help=usual)
    create.add_argument(
        "--grant",
        action="append",
        choices=("account_credentials", "client_credentials", "authorization_code", "device_code"),
        help="how it gets tokens, may be repeated; authorization_code with --redirect-uri, else account_credentials",
    )
    create.add_argument(
        "--redirect-uri",
        action="append",
        default=[],
        metavar="URI",
        help="where codes go, to the letter; may be repeated",
    )
    create.add_argument("--public", action="store_true", help="a program that can keep no secret: it has to use PKCE")
    apps = command("list", "admin:app_list", "The apps and their scopes.")
    rotate = command("rotate", "admin:app_rotate", "A new secret for an app; its tokens end.")
    delete = command("delete", "admin:app_delete", "Remove an app and its tokens.")
    for each in (rotate, delete):
        each.add_argument("client_id")
    for each in (create, apps, rotate, delete):
        _of_account(each)


def _person(group: argparse.ArgumentParser) -> None:
    command = _commands(group)
    add = command("add", "admin:person_add", "A new person.")
    add.add_argument("email")
    add.add_argument("first_name")
    add.add_argument("last_name")
    add.add_argument("--department", default="")
    add.add_argument("--cost-center", default="")
    add.add_argument("--admin", action="store_true", help="may let apps act on the whole account")
    administer = command("admin", "admin:person_admin", "Whether a person may let apps act on the whole account.")
    administer.add_argument("email")
    administer.add_argument("state", choices=("on", "off"))
    password = command("password", "admin:person_password", f"Set a person's password: {SHORTEST} characters or more.")
    password.add_argument("email")
    people = command("list", "admin:person_list", "Everyone in the directory.")
    remove = command("remove", "admin:person_remove", "Remove a person, and their extension.")
    remove.add_argument("email")
    load = command("import", "admin:person_import", "People from a CSV file; all of them or none.")
    load.add_argument("file", type=Path, help="columns: email, first_name, last_name[, department, cost_center]")
    for each in (add, administer, password, people, remove, load):
        _of_account(each)


def _plan(group: argparse.ArgumentParser) -> None:
    command = _commands(group)
    plans = command("list", "admin:plan_list", "Each plan: bought, assigned to extensions, left.")
    buy = command("set", "admin:plan_set", "So many licences of a plan; not fewer than are assigned.")
    give_back = command("remove", "admin:plan_remove", "The account does not have a plan any more; nobody may use it.")
    for each in (buy, give_back):
        each.add_argument("plan", help="code, or name as in an import: 200, or US/CA Unlimited")
    buy.add_argument("count", type=int)
    buy.add_argument("--name", help="what the API calls it, if not as usual")
    for each in (plans, buy, give_back):
        _of_account(each)


def _trunk(group: argparse.ArgumentParser) -> None:
    command = _commands(group)
    put = command("set", "trunk:set_", "Use this carrier; whoever calls from its address is believed to be it.")
    put.add_argument("--host", required=True, metavar="HOST[:PORT]", help="where calls go, and come from")
    put.add_argument(
        "--transport", choices=("udp", "tcp", "tls"), default="udp", help="udp; tls needs --sips to `serve`"
    )
    put.add_argument(
        "--from",
        action="append",
        default=[],
        dest="source",
        metavar="[TRANSPORT:]HOST[:PORT]",
        help="where calls come from besides: from any port unless one is given, and over the same transport unless "
        "another is (udp:192.0.2.8); may be repeated",
    )
    shown = command("show", "trunk:show", "The carrier, and whether it answers.")
    away = command("remove", "trunk:remove", "Use it no longer; calls that are under way go on.")
    for each in (put, shown, away):
        _of_account(each)


def _limits(group: argparse.ArgumentParser) -> None:
    command = _commands(group)
    shown = command("show", "limits:show", "The limits, of each extension.")
    put = command("set", "limits:set_", "Change those that are named; taken up at the next call, also by live ones.")
    put.add_argument("--premium", choices=("on", "off"), help="whether premium-rate numbers may be called (off)")
    put.add_argument("--calls", type=int, metavar="N", help="at once, of a person (4)")
    put.add_argument("--minutes", type=int, metavar="N", help="a day, of a person (600)")
    put.add_argument("--shared-calls", type=int, metavar="N", help="of a queue, a receptionist, a direct number (10)")
    put.add_argument("--shared-minutes", type=int, metavar="N", help="of a queue or a receptionist (1200)")
    for each in (shown, put):
        _of_account(each)


def _audio(group: argparse.ArgumentParser) -> None:
    command = _commands(group)
    file = command("add", "audio:add", "Take in a WAV file; prints its id.")
    file.add_argument("file", type=Path)
    text = command("say", "audio:say", "Have a text spoken, by espeak-ng or flite; prints the id of the sound.")
    text.add_argument("text")
    text.add_argument("--language", default="en-US", metavar="TAG", help="BCP 47 (en-US)")
    for each in (file, text):
        each.add_argument("--name", help="what it is called in settings")
        each.add_argument("--extension", type=int, metavar="NUMBER", help="whose alone it is; without: the account's")
    files = command("list", "audio:list_", "Each file: its id, whose it is, its name.")
    forget = command("remove", "audio:remove", "Remove a file; settings that name it have the built-in sound again.")
    forget.add_argument("id")
    for each in (file, text, files, forget):
        _of_account(each)


def _explain(command: argparse.ArgumentParser) -> None:
    command.add_argument("--from", required=True, dest="caller", metavar="X", help="extension, or +E.164 from outside")
    command.add_argument("--to", required=True, dest="number", metavar="Y", help="as it is dialled")
    command.add_argument(
        "--at", metavar="TIME", help="2026-12-24T18:00, by the clock of the extension, or with a zone; without: now"
    )
    command.add_argument(
        "--answers",
        action="append",
        default=[],
        metavar="Z",
        help="an extension, or a number outside as E.164, that picks up; may be repeated",
    )
    command.add_argument("--json", action="store_true", help="for machines")
    _of_account(command)


def _backup(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="a new one; only its owner may read it")
    command.add_argument("--with-keys", action="store_true", help="with the key in it that opens the SIP passwords")
    _where(command)


def _restore(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--check", action="store_true", help="only say whether the file is whole; write nothing")
    _where(command)


def _doctor(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="for machines")
    _process(command)


def _call(command: argparse.ArgumentParser) -> None:
    command.add_argument("caller", help="extension number")
    command.add_argument("callee", help="extension number")
    command.add_argument("--talk", type=float, default=5, metavar="SECONDS", help="how long to talk (5)")
    command.add_argument("--url", default="http://127.0.0.1:8080", help="of the API")
    command.add_argument("--account-id", default=os.environ.get("TRUNKLINE_ACCOUNT_ID", "demo-account"))
    command.add_argument("--client-id", default=os.environ.get("TRUNKLINE_CLIENT_ID", "demo-client"))
    command.add_argument(
        "--client-secret",
        default=os.environ.get("TRUNKLINE_CLIENT_SECRET", "demo-secret"),
        help="or the environment's TRUNKLINE_CLIENT_SECRET, likewise TRUNKLINE_CLIENT_ID and TRUNKLINE_ACCOUNT_ID",
    )


def _of_account(command: argparse.ArgumentParser) -> None:
    """Where everything is kept, and whose part of it is meant."""
    _where(command)
    command.add_argument("--account", metavar="ID", help="needed where there are several: see `account list`")


def _where(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="where everything is kept (./data)")
    command.add_argument(
        "--database",
        default=os.environ.get("TRUNKLINE_DATABASE"),
        metavar="URL",
        help="PostgreSQL instead of files in DIR: postgresql+psycopg://... (or the environment's TRUNKLINE_DATABASE)",
    )


def _listening(command: argparse.ArgumentParser) -> None:
    command.add_argument("--http", default="127.0.0.1:8080", metavar="HOST:PORT", help="of the API (127.0.0.1:8080)")
    command.add_argument("--sip", default="127.0.0.1:5060", metavar="HOST:PORT", help="of the engine (127.0.0.1:5060)")
    command.add_argument("--sips", metavar="HOST:PORT", help="of the engine, for SIP over TLS; with the next two")
    command.add_argument(
        "--tls-cert", type=Path, metavar="FILE", help="certificate chain (PEM); a renewed one is taken up"
    )
    command.add_argument("--tls-key", type=Path, metavar="FILE", help="its key (PEM)")
    command.add_argument(
        "--rtp", default="20000-24999", metavar="FIRST-LAST", help="UDP ports of the relay (20000-24999)"
    )
    limits = (
        ("calls", "at once", (("line", 20), ("trunk", 200), ("account", 500))),
        ("call-rate", "begun in a minute", (("line", 60), ("trunk", 1_200))),
    )
    for what, when, each in limits:
        for name, most in each:
            said = f"{when}, but emergency calls ({most})"
            command.add_argument(f"--{what}-per-{name}", type=int, default=most, metavar="N", help=said)
    command.add_argument("--public-host", metavar="HOST", help="what others reach, if not the bound address")
    command.add_argument("--public-url", metavar="URL", help="of the API as clients reach it: https behind a proxy")
    command.add_argument(
        "--behind-proxy",
        default=os.environ.get("FORWARDED_ALLOW_IPS", ""),
        metavar="ADDRESSES",
        help="of the proxies whose X-Forwarded-For is believed, with commas (or the environment's FORWARDED_ALLOW_IPS)",
    )
    command.add_argument(
        "--rate-limits", choices=("business", "pro", "off"), help="business; off under --demo unless given"
    )
    command.add_argument(
        "--wire",
        choices=("reference", "observed"),
        default="reference",
        help="observed: as clients saw the original answer, where its reference says otherwise",
    )
