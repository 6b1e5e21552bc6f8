"""Where a person's calls may go on to: one rule for what they have set, and for what their phone asks for."""

from trunkline.exchange import numbers
from trunkline.exchange.plan import Action, AutoReceptionist, Extension, Outside, Plan, Queue, Sending, To, User


def forbidden(plan: Plan, user: User, action: Action, rules: Sending) -> str | None:
    """The policy that says no, if one does. A number of ours is what is reached by it."""
    match action:
        case To(id):
            return _to(user, plan.extension(id), rules)
        case Outside(dialled):
            target = numbers.target(dialled, plan.dialling_of(user), plan)
            if target.extension or target.ours:
                return _to(user, plan.extension(target.extension), rules)
            return None if rules.allowed and rules.outside else rules.policy
        case _:
            return None


def _to(user: User, target: Extension | None, rules: Sending) -> str | None:
    if not rules.allowed or not (rules.unrecorded or _is_recorded(target)):
        return rules.policy
    leaves = target is not None and target.site_id != user.site_id
    return "forward_call_outside_of_site" if leaves and not rules.beyond_site else None


def _is_recorded(target: Extension | None) -> bool:
    match target:
        case User():
            return target.tapes_incoming is not None
        case Queue():
            return target.taping is not None
        case AutoReceptionist() | None:
            return False
