"""The command line. What a command needs is imported when it is run: `serve` must not wait for `call`'s audio."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from trunkline.problems import Refusal

DATA = Path("data")
LONGEST_PAST = 366  # days that a demo has behind it


def main(arguments: Sequence[str] | None = None) -> int:
    said = parser().parse_args(arguments)
    module, _, name = said.run.partition(":")
    run: Callable[[argparse.Namespace], int] = getattr(import_module(f"trunkline.cli.{module}"), name)
    try:
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


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="trunkline", description="A self-hosted business phone system.")
    command = _commands(top)

    serve = command("serve", "serve:serve", "Run the whole system: the API, the engine and the relay.")
    serve.add_argument("--demo", action="store_true", help="make a believable account in an empty DIR; loopback only")
    past = command("past", "demo:past", "Finish the calls from before the demo began.")
    for each in (serve, past):
        each.add_argument("--past", type=days, default=30, metavar="DAYS", help="of the demo's calls before now (30)")
    api = command("api", "processes:api", "Run the API alone.")
    engine = command("engine", "processes:engine", "Run the engine alone.")
    relay = command("relay", "processes:relay", "Run the relay alone.")
    for each in (serve, api, engine, relay):
        _where(each)
        _listening(each)

    _where(past)

    init = command("init", "admin:init", "Make the account, its first site and its first app; print the secret once.")
    _where(init)
    init.add_argument("name", help="of the organisation")
    init.add_argument("--country", default="US", help="ISO 3166-1 alpha-2 (US)")
    init.add_argument("--address", default="1 Main Street", help="street address for emergency calls")
    init.add_argument("--city", default="San Jose")
    init.add_argument("--state", default="CA")
    init.add_argument("--zip", default="95113")
    init.add_argument("--timezone", default="America/Los_Angeles", help="IANA name")

    app = _commands(command("app", "", "API clients."))
    create = app("create", "admin:app_create", "A new app; prints its secret once.")
    create.add_argument("name")
    create.add_argument("--scopes", help="separated by commas; all account-wide ones of the older kind by default")
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
    apps = app("list", "admin:app_list", "The apps and their scopes.")
    rotate = app("rotate", "admin:app_rotate", "A new secret for an app; its tokens end.")
    delete = app("delete", "admin:app_delete", "Remove an app and its tokens.")
    for each in (rotate, delete):
        each.add_argument("client_id")

    person = _commands(command("person", "", "The account's directory of people."))
    add = person("add", "admin:person_add", "A new person.")
    add.add_argument("email")
    add.add_argument("first_name")
    add.add_argument("last_name")
    add.add_argument("--department", default="")
    add.add_argument("--cost-center", default="")
    add.add_argument("--admin", action="store_true", help="may let apps act on the whole account")
    administer = person("admin", "admin:person_admin", "Whether a person may let apps act on the whole account.")
    administer.add_argument("email")
    administer.add_argument("state", choices=("on", "off"))
    password = person("password", "admin:person_password", "Set a person's password, read from the terminal or input.")
    password.add_argument("email")
    people = person("list", "admin:person_list", "Everyone in the directory.")
    remove = person("remove", "admin:person_remove", "Remove a person, and their extension.")
    remove.add_argument("email")
    load = person("import", "admin:person_import", "People from a CSV file; all of them or none.")
    load.add_argument("file", type=Path, help="columns: email, first_name, last_name[, department, cost_center]")
    for each in (create, apps, rotate, delete, add, administer, password, people, remove, load):
        _where(each)

    plan = _commands(command("plan", "", "The calling plans that the account has bought, and how many of each."))
    plans = plan("list", "admin:plan_list", "Each plan: bought, assigned to extensions, left.")
    buy = plan("set", "admin:plan_set", "So many licences of a plan; not fewer than are assigned.")
    give_back = plan("remove", "admin:plan_remove", "The account does not have a plan any more; nobody may use it.")
    for each in (buy, give_back):
        each.add_argument("plan", help="code, or name as in an import: 200, or US/CA Unlimited")
    buy.add_argument("count", type=int)
    buy.add_argument("--name", help="what the API calls it, if not as usual")
    for each in (plans, buy, give_back):
        _where(each)

    trunk = _commands(command("trunk", "", "The carrier by which calls come from outside and go there."))
    put = trunk("set", "trunk:set_", "Use this carrier; whoever calls from its address is believed to be it.")
    put.add_argument("--host", required=True, metavar="HOST[:PORT]", help="where calls go, and come from")
    put.add_argument(
        "--transport", choices=("udp", "tcp", "tls"), default="udp", help="udp; tls needs --sips to `serve`"
    )
    put.add_argument(
        "--from",
        action="append",
        default=[],
        dest="source",
        metavar="HOST[:PORT]",
        help="where calls come from besides, from any port unless one is given; may be repeated",
    )
    shown = trunk("show", "trunk:show", "The carrier, and whether it answers.")
    away = trunk("remove", "trunk:remove", "Use it no longer; calls that are under way go on.")
    for each in (put, shown, away):
        _where(each)

    audio = _commands(command("audio", "", "Greetings, messages and music, as settings name them by id."))
    file = audio("add", "audio:add", "Take in a WAV file; prints its id.")
    file.add_argument("file", type=Path)
    text = audio("say", "audio:say", "Have a text spoken, by espeak-ng or flite; prints the id of the sound.")
    text.add_argument("text")
    text.add_argument("--language", default="en-US", metavar="TAG", help="BCP 47 (en-US)")
    for each in (file, text):
        each.add_argument("--name", help="what it is called in settings")
        each.add_argument("--extension", type=int, metavar="NUMBER", help="whose alone it is; without: the account's")
    files = audio("list", "audio:list_", "Each file: its id, whose it is, its name.")
    forget = audio("remove", "audio:remove", "Remove a file; settings that name it have the built-in sound again.")
    forget.add_argument("id")
    for each in (file, text, files, forget):
        _where(each)

    explain = command("explain", "explain:run", "Where a call would go at a time, and why.")
    explain.add_argument("--from", required=True, dest="caller", metavar="X", help="extension, or +E.164 from outside")
    explain.add_argument("--to", required=True, dest="number", metavar="Y", help="as it is dialled")
    explain.add_argument("--at", metavar="TIME", help="2026-12-24T18:00, with or without a zone; without: now")
    explain.add_argument(
        "--answers", action="append", default=[], metavar="Z", help="an extension that picks up; may be repeated"
    )
    explain.add_argument("--json", action="store_true", help="for machines")
    _where(explain)

    backup = command("backup", "backup:backup", "Write all rows into one file, also while the system runs.")
    backup.add_argument("file", type=Path, metavar="FILE", help="a new one; only its owner may read it")
    backup.add_argument("--with-keys", action="store_true", help="with the key in it that opens the SIP passwords")
    restore = command("restore", "backup:restore", "Make an installation from a backup; starts nothing.")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--check", action="store_true", help="only say whether the file is whole; write nothing")
    for each in (backup, restore):
        _where(each)

    doctor = command("doctor", "doctor.command:doctor", "Say whether it can work here, and what to do where not.")
    doctor.add_argument("--json", action="store_true", help="for machines")
    _where(doctor)
    _listening(doctor)

    call = command("call", "call:call", "Place a real call between two test phones and show what the API says of it.")
    call.add_argument("caller", help="extension number")
    call.add_argument("callee", help="extension number")
    call.add_argument("--talk", type=float, default=5, metavar="SECONDS", help="how long to talk (5)")
    call.add_argument("--url", default="http://127.0.0.1:8080", help="of the API")
    call.add_argument("--account-id", default=os.environ.get("TRUNKLINE_ACCOUNT_ID", "demo-account"))
    call.add_argument("--client-id", default=os.environ.get("TRUNKLINE_CLIENT_ID", "demo-client"))
    call.add_argument(
        "--client-secret",
        default=os.environ.get("TRUNKLINE_CLIENT_SECRET", "demo-secret"),
        help="or the environment's TRUNKLINE_CLIENT_SECRET, likewise TRUNKLINE_CLIENT_ID and TRUNKLINE_ACCOUNT_ID",
    )
    return top


def _commands(parent: argparse.ArgumentParser) -> Callable[[str, str, str], argparse.ArgumentParser]:
    """Adds commands to a parser: name, `module:function` of this room, and what it does."""
    commands = parent.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: str, help: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help, description=help)
        made.set_defaults(run=run)
        return made

    return add


def _where(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="where everything is kept (./data)")
    command.add_argument(
        "--database",
        default=os.environ.get("TRUNKLINE_DATABASE"),
        metavar="URL",
        help="PostgreSQL instead of files in DIR: postgresql+psycopg://... (or the environment's TRUNKLINE_DATABASE)",
    )


def days(said: str) -> int:
    number = int(said)
    if not 1 <= number <= LONGEST_PAST:
        raise ValueError
    return number


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
    command.add_argument("--public-host", metavar="HOST", help="what others reach, if not the bound address")
    command.add_argument("--public-url", metavar="URL", help="of the API as clients reach it")
    command.add_argument(
        "--rate-limits", choices=("business", "pro", "off"), help="business; off under --demo unless given"
    )
    command.add_argument(
        "--wire",
        choices=("reference", "observed"),
        default="reference",
        help="observed: as clients saw the original answer, where its reference says otherwise",
    )
