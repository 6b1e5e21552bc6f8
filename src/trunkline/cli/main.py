"""The command line. What a command needs is imported when it is run: `serve` must not wait for `call`'s audio."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from trunkline import logs, texts
from trunkline.cli import exits, options, private
from trunkline.cli.command import Command, Version
from trunkline.engine import capacity
from trunkline.extensions.passwords import SHORTEST
from trunkline.problems import refuse

ONLY_LOOK = ("doctor.command:doctor", "call:call")  # and repair nothing
MAKE = ("admin:init", "alone:relay", "backup:restore")  # or begin, where there is no installation
LOOK_ELSEWHERE = (["list"], ["verify"])  # what `backup` does with backups alone
DATA = Path("data")
FIRST = "trunkline serve --demo --data data/demo"
LINES = {"text"}  # arguments that may be of several lines
NAMES = {"name", "first_name", "last_name"}  # arguments that say what something is called


def main(arguments: Sequence[str] | None = None) -> int:
    private.from_now_on()
    try:
        said = parser().parse_args(arguments)
        module, _, name = said.run.partition(":")
        _one_line_each(said)
        _in_its_folder(said)
        run: Callable[[argparse.Namespace], int] = getattr(import_module(f"trunkline.cli.{module}"), name)
        code = run(said)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # whoever reads, such as `head`, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except Exception as error:
        return exits.tell(error)


def _in_its_folder(said: argparse.Namespace) -> None:
    """A folder is touched only once it is known to be an installation's, or to be free for one."""
    if "data" not in said or said.run in ONLY_LOOK or ("check" in said and said.check):
        return
    if said.run == "backup:backup" and said.what[:1] in LOOK_ELSEWHERE:
        return
    if said.run in MAKE or ("demo" in said and said.demo):
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
        if name in NAMES | LINES and any(map(texts.is_blank, texts_of)):
            refuse("blank", argument=name, value=repr(texts_of[0]), remedy="a name with a letter or a digit in it")
        if name in NAMES and any(len(text) > texts.LONGEST_NAME for text in texts_of):
            refuse("too_long", argument=name, most=f"{texts.LONGEST_NAME} characters")


def parser() -> Command:
    top = Command(
        prog="trunkline",
        description="A self-hosted business phone system.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action=Version, help="which version this is")
    command = _commands(top)
    command("init", "admin:init", "Make the account, its first site and its first app; print the secret once.", _init)
    command("serve", "serve:serve", "Run the whole system: the API, the engine and the relay.", _serve)
    command("status", "live:status", "Whether all is well, and what goes on: one screen.", _status)
    command("phones", "live:phones", "The phones that are registered now.", _running)
    command("calls", "live:calls", "The calls that live now.", _running)
    command("hangup", "live:hangup", "End a call in good order.", _hangup)
    command("doctor", "doctor.command:doctor", "Say whether it can work here, and what to do where not.", _doctor)
    command("explain", "explain:run", "Where a call would go at a time, and why.", _explain)
    command("call", "call:call", "Place a real call between two test phones and show what the API says of it.", _call)
    command("account", "", "The accounts of the installation, each apart from the others.", _account)
    command("app", "", "API clients.", _app)
    command("person", "", "The account's directory of people.", _person)
    command("plan", "", "The calling plans that the account has bought, and how many of each.", _plan)
    command("trunk", "", "The carrier by which calls come from outside and go there.", _trunk)
    command("limits", "", "What calls outside may come to: premium numbers, calls at once, minutes a day.", _limits)
    command("audio", "", "Greetings, messages and music, as settings name them by id.", _audio)
    command("backup", "backup:backup", "Write all rows into one file, also while the system runs.", _backup)
    command("restore", "backup:restore", "Make an installation from a backup; starts nothing.", _restore)
    command("migrate", "migrate:migrate", "Bring the rows to the shape of this version; starts nothing.", _migrate)
    command("trace", "trace:trace", "What a call says in SIP, without its secrets; or what is heard in it.", _trace)
    command("config", "config:show", "What is set for a command, and whether by the environment or a file.", _config)
    command("completion", "completion:completion", "What a shell needs to complete commands: bash, zsh, fish.", _shell)
    top.epilog = _internal(command)
    return top


def _internal(command: Callable[..., Command]) -> str:
    """Commands that `serve` does without being asked; their help stands apart."""
    within = [
        command("past", "demo:past", "Finish the calls from before the demo began.", _past, apart=True),
        command("api", "alone:api", "Run the API alone.", _process, apart=True),
        command("engine", "alone:engine", "Run the engine alone.", _process, apart=True),
        command("relay", "alone:relay", "Run the relay alone.", _process, apart=True),
    ]
    lines = "\n".join(f"    {each.prog.split()[-1]:<20}{each.description}" for each in within)
    return f"parts of `serve`, for those who run them by themselves:\n{lines}\n\nfor example:\n  {FIRST}"


def _commands(parent: argparse.ArgumentParser) -> Callable[..., Command]:
    """Adds commands to a parser: name, `module:function` of this room, what it does, and what makes its arguments."""
    commands = parent.add_subparsers(required=True, metavar="COMMAND", parser_class=Command)

    def add(
        name: str,
        run: str,
        help: str,
        take: Callable[[argparse.ArgumentParser], None] | None = None,
        *,
        apart: bool = False,
    ) -> Command:
        made = commands.add_parser(name) if apart else commands.add_parser(name, help=help)
        made.description = help
        made.set_defaults(run=run)
        made.take, made.top = take, parent.top or parent if isinstance(parent, Command) else None
        return made

    return add


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument("--demo", action="store_true", help="make a believable account in an empty DIR")
    _days(command)
    _process(command)


def _process(command: argparse.ArgumentParser) -> None:
    _where(command)
    _listening(command)
    command.add_argument(
        "--durability",
        choices=("full", "normal"),
        default="full",
        help="normal: quicker changes of the configuration, the last of which a power cut may take back (full)",
    )


def _past(command: argparse.ArgumentParser) -> None:
    _days(command)
    _where(command)
    _log(command)


def _days(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--past", type=options.days, default=30, metavar="DAYS", help="of the demo's calls before now (30)"
    )


def _init(command: argparse.ArgumentParser) -> None:
    _where(command)
    _json(command)
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
    _json(add, accounts, remove)


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
    _json(create, apps, rotate, delete)


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
    _json(add, administer, password, people, remove, load)


def _plan(group: argparse.ArgumentParser) -> None:
    command = _commands(group)
    plans = command("list", "admin:plan_list", "Each plan: bought, assigned to extensions, left.")
    buy = command("set", "admin:plan_set", "So many licences of a plan; not fewer than are assigned.")
    give_back = command("remove", "admin:plan_remove", "The account does not have a plan any more; nobody may use it.")
    for each in (buy, give_back):
        each.add_argument("plan", help="code, or name as in an import: 200, or US/CA Unlimited")
    buy.add_argument("count", type=options.licences, help="0 to 1000000")
    buy.add_argument("--name", help="what the API calls it, if not as usual")
    for each in (plans, buy, give_back):
        _of_account(each)
    _json(plans, buy, give_back)


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
    _json(put, shown, away)


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
        _json(each)


def _audio(group: argparse.ArgumentParser) -> None:
    command = _commands(group)
    file = command("add", "audio:add", "Take in a WAV file; prints its id.")
    file.add_argument("file", type=Path)
    text = command("say", "audio:say", "Have a text spoken, by flite or espeak-ng; prints the id of the sound.")
    text.add_argument("text")
    text.add_argument("--language", default="en-US", metavar="TAG", help="BCP 47 (en-US)")
    for each in (file, text):
        each.add_argument("--name", help="what it is called in settings")
        each.add_argument(
            "--extension", type=options.extension, metavar="NUMBER", help="whose alone it is; without: the account's"
        )
    files = command("list", "audio:list_", "Each file: its id, whose it is, its name.")
    forget = command("remove", "audio:remove", "Remove a file; settings that name it have the built-in sound again.")
    forget.add_argument("id")
    for each in (file, text, files, forget):
        _of_account(each)
    _json(file, text, files, forget)


def _explain(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--from",
        required=True,
        type=options.caller,
        dest="caller",
        metavar="X",
        help="extension, or +E.164 from outside; empty: withheld",
    )
    command.add_argument(
        "--to", required=True, type=options.dialled, dest="number", metavar="Y", help="as it is dialled"
    )
    command.add_argument(
        "--at", metavar="TIME", help="2026-12-24T18:00, by the clock of the main site, or with a zone; without: now"
    )
    command.add_argument(
        "--all-phones", action="store_true", help="as if every phone were registered, not only those that are now"
    )
    command.add_argument(
        "--answers",
        action="append",
        default=[],
        metavar="Z",
        help="an extension, or a number outside as E.164, that picks up; may be repeated",
    )
    _json(command)
    _of_account(command)


def _backup(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "what", nargs="*", metavar="FILE | list PLACE | verify PLACE", help="a new file; only its owner may read it"
    )
    command.add_argument(
        "--to", metavar="PLACE", help="a folder, or s3://BUCKET/PREFIX, to which only sound that is new is added"
    )
    command.add_argument("--keep", type=options.backups, metavar="N", help="of the backups in PLACE, the newest")
    command.add_argument("--named", metavar="NAME", help="which one is verified, as `list` shows them (the newest)")
    command.add_argument("--quick", action="store_true", help="verify sizes of sound, and do not read it")
    command.add_argument("--with-keys", action="store_true", help="with the key in it that opens the SIP passwords")
    _json(command)
    _where(command)


def _restore(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE | PLACE")
    command.add_argument("--named", metavar="NAME", help="which one of PLACE, as `backup list` shows them (the newest)")
    command.add_argument(
        "--check",
        action="store_true",
        help="restore its rows for a trial, into a new folder beside DIR that is removed again",
    )
    _json(command)
    _where(command)


def _shell(command: argparse.ArgumentParser) -> None:
    command.add_argument("shell", choices=("bash", "zsh", "fish"))


def _running(command: argparse.ArgumentParser) -> None:
    _where(command)
    _json(command)


def _status(command: argparse.ArgumentParser) -> None:
    _running(command)
    _http(command)


def _hangup(command: argparse.ArgumentParser) -> None:
    command.add_argument("call", help="as `trunkline calls` names it")
    _running(command)


def _migrate(command: argparse.ArgumentParser) -> None:
    command.add_argument("--dry-run", action="store_true", help="only say whether it is needed")
    _running(command)


def _config(command: argparse.ArgumentParser) -> None:
    command.add_argument("words", nargs="*", metavar="COMMAND", help="such as serve, or trunk set (serve)")
    _json(command)


def _doctor(command: argparse.ArgumentParser) -> None:
    _json(command)
    _process(command)


def _trace(command: argparse.ArgumentParser) -> None:
    command.add_argument("--call", metavar="ID", help="by the API's id, by that of its history, or by a Call-ID")
    command.add_argument("--number", metavar="N", help="all that has to do with a number, or an extension")
    command.add_argument("--live", action="store_true", help="what comes from now on too, until Ctrl-C")
    how = command.add_mutually_exclusive_group()
    how.add_argument("--messages", action="store_true", help="word by word, not as a ladder")
    how.add_argument("--json", action="store_true", help="for machines, a message a line")
    command.add_argument("--pcap", type=Path, metavar="FILE", help="the messages also for Wireshark, in a new file")
    command.add_argument(
        "--audio",
        type=Path,
        metavar="FILE",
        help="what is heard in the call from now on, in a new file for Wireshark; this is written into the audit log",
    )
    command.add_argument("--seconds", type=options.heard, metavar="N", help="of --audio, at most 3600 (60)")
    _where(command)


def _call(command: argparse.ArgumentParser) -> None:
    command.add_argument("caller", help="extension number")
    command.add_argument("callee", help="extension number")
    command.add_argument("--talk", type=options.talk, default=5, metavar="SECONDS", help="how long to talk (5)")
    _of_account(command)
    elsewhere = command.add_argument_group("as an app", "where the installation is not at hand, or not to be changed")
    elsewhere.add_argument("--url", type=options.url, help="of the API (where that of --data is)")
    elsewhere.add_argument("--account-id", metavar="ID")
    elsewhere.add_argument("--client-id", metavar="ID")
    elsewhere.add_argument("--client-secret", metavar="SECRET", help="better by TRUNKLINE_CLIENT_SECRET")


def _json(*commands: argparse.ArgumentParser) -> None:
    for command in commands:
        command.add_argument("--json", action="store_true", help="for machines")


def _of_account(command: argparse.ArgumentParser) -> None:
    """Where everything is kept, and whose part of it is meant."""
    _where(command)
    command.add_argument("--account", metavar="ID", help="needed where there are several: see `account list`")


def _where(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", type=Path, default=DATA, metavar="DIR", help="where everything is kept (./data)")
    command.add_argument(
        "--database",
        type=options.database,
        metavar="URL",
        help="PostgreSQL instead of files in DIR: postgresql+psycopg://... (or the environment's TRUNKLINE_DATABASE)",
    )


def _log(command: argparse.ArgumentParser) -> None:
    command.add_argument("--log-level", choices=logs.LEVELS[:-1], default="info", help="what is told at least (info)")
    command.add_argument("--log-format", choices=logs.FORMATS, default="json", help="a JSON object a line, or text")


def _http(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--http",
        type=options.address,
        default="127.0.0.1:8080",
        metavar="HOST:PORT",
        help="of the API (127.0.0.1:8080)",
    )


def _listening(command: argparse.ArgumentParser) -> None:
    _http(command)
    command.add_argument(
        "--sip",
        type=options.sip_address,
        default="127.0.0.1:5060",
        metavar="HOST:PORT",
        help="of the engine, IPv4 (127.0.0.1:5060)",
    )
    command.add_argument(
        "--sips",
        type=options.sip_address,
        metavar="HOST:PORT",
        help="of the engine, for SIP over TLS; with the next two",
    )
    command.add_argument(
        "--tls-cert", type=Path, metavar="FILE", help="certificate chain (PEM); a renewed one is taken up"
    )
    command.add_argument("--tls-key", type=Path, metavar="FILE", help="its key (PEM)")
    command.add_argument(
        "--rtp",
        type=options.ports,
        default="20000-24999",
        metavar="FIRST-LAST",
        help="UDP ports of the relay (20000-24999)",
    )
    limits = ("calls", "at once", capacity.USUAL), ("call-rate", "begun in a minute", capacity.RATES)
    for what, when, usual in limits:
        for name, most in usual.items():
            command.add_argument(
                f"--{what}-per-{name}",
                type=options.calls,
                default=most,
                metavar="N",
                help=f"{when}, but emergency calls ({most})",
            )
    command.add_argument(
        "--drain",
        type=options.seconds,
        default=5.0,
        metavar="SECONDS",
        help="that live calls have to end at a stop; a second stop ends them at once (5)",
    )
    command.add_argument(
        "--public-host", type=options.host, metavar="HOST", help="what others reach, if not the bound address"
    )
    command.add_argument("--public-url", metavar="URL", help="of the API as clients reach it: https behind a proxy")
    command.add_argument(
        "--behind-proxy",
        default=os.environ.get("FORWARDED_ALLOW_IPS", ""),
        metavar="ADDRESSES",
        help="of the proxies whose X-Forwarded-For is believed, with commas (or the environment's FORWARDED_ALLOW_IPS)",
    )
    _log(command)
    command.add_argument(
        "--metrics-from",
        default="",
        metavar="ADDRESSES",
        help="who may read /metrics without a token, with commas: 127.0.0.1, or a network (nobody)",
    )
    command.add_argument(
        "--hep",
        type=options.collector,
        metavar="HOST:PORT",
        help="of a Homer that is sent SIP messages, without secrets",
    )
    command.add_argument(
        "--hep-id", type=options.capture, default=1, metavar="N", help="by which Homer knows this engine (1)"
    )
    command.add_argument("--metrics-token", type=Path, metavar="FILE", help="a token with which anybody may read it")
    command.add_argument(
        "--rate-limits", choices=("business", "pro", "off"), help="business; off under --demo unless given"
    )
    command.add_argument(
        "--wire",
        choices=("reference", "observed"),
        default="reference",
        help="observed: as clients saw the original answer, where its reference says otherwise",
    )
