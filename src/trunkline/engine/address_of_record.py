"""Whose address a REGISTER is for (RFC 3261 section 10.3, steps 4 and 5): a phone binds its own line, by any name that
its line and its person go by."""

from collections.abc import Collection
from typing import Any

from trunkline.engine import addresses, requirements
from trunkline.engine.ports import Credentials, Directory, NotYetKnown
from trunkline.exchange import numbers

FOREIGN, UNKNOWN = 403, 404
WHY = {FOREIGN: "This address is another's", UNKNOWN: "Nobody has this address here"}


def refusal(request: Any, who: Credentials, directory: Directory, hosts: Collection[str]) -> Any | None:
    """The answer to a REGISTER for an address that is another's, or nobody's; None for one of its own.

    `hosts` are names and addresses that we are reached by, beside the domains of accounts and what the phone itself
    takes us for."""
    to = request.getHFBody("to").getUrl()
    status = _status(str(to), to, str(request.getRURI().host), who, directory, hosts)
    return requirements.said(request, status, f'Warning: 399 trunkline "{WHY[status]}"') if status else None


def _status(uri: str, to: Any, asked: str, who: Credentials, directory: Directory, hosts: Collection[str]) -> int:
    user = addresses.user(uri).partition(";")[0]
    known = {str(host).lower() for host in (asked, who.realm, directory.domain(who.account_id), *hosts)}
    if not user or (to.scheme != "tel" and str(to.host).lower() not in known):
        return UNKNOWN
    if found := directory.credentials(user):
        return 0 if found.line == who.line else FOREIGN
    try:
        plan = directory.plan(who.account_id)
    except NotYetKnown:  # whatever it is called, it binds its own line
        return 0
    line = plan.lines.get(who.line)
    person = plan.users.get(line.user) if line else None
    site = plan.site(person.site_id if person else "")
    meant = numbers.target(addresses.dialled(uri), site, plan)
    if person and meant.extension == person.id:
        return 0
    return FOREIGN if meant.extension or meant.ours else UNKNOWN
