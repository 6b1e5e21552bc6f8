"""Where calls of people may go on to, of their policies."""

from msgspec.structs import replace

from trunkline.exchange.plan import Sending
from trunkline.extensions.sending import FORWARDING, OVERFLOW, to_numbers, to_unrecorded
from trunkline.plan.policies import Values


def overflow(policies: Values) -> Sending:
    return _of(policies, *OVERFLOW)


def forwarding(policies: Values) -> Sending:
    found = _of(policies, *FORWARDING)
    return found if policies["forwarding_to_external_numbers"]["enable"] else replace(found, outside=False)


def _of(policies: Values, name: str, field: str) -> Sending:
    policy = policies[name]
    return Sending(
        name,
        policy["enable"],
        to_numbers(policy[field]),
        to_unrecorded(policy[field]),
        policies["forward_call_outside_of_site"]["enable"],
    )
