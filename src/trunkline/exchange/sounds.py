"""Names of the sounds that are built in: the exchange asks for them, the engine makes them."""

RINGBACK = "ringback"  # the caller was answered by the exchange, and now a phone rings
MUSIC = "music"
BEEP = "beep"
GREETING = "greeting"  # of a mailbox whose owner has none of their own
OPERATOR = "operator"  # after that greeting, where 0 leads to an operator
PRESS_1 = "press_1"  # a call was forwarded here: press 1 to take it
SCREENED = "screened"  # press 1 to reach whom you called
NOBODY = "nobody"  # nobody is available
NO_PLAN = "no_plan"  # the caller has no calling plan
NOT_ALLOWED = "not_allowed"  # the caller may not dial this number
UNDISTURBED = "undisturbed"  # the caller is not disturbed from now on
DISTURBED = "disturbed"  # the caller can be reached again
OPTED_OUT = "opted_out"  # the caller gets no calls of their queues
OPTED_IN = "opted_in"  # and gets them again
NO_QUEUE = "no_queue"  # the caller is no member of a queue
LIMIT = "limit"  # the caller's outbound calls or minutes are used up
EMERGENCY = "emergency"  # a demo answers an emergency call itself
RECORDED = "recorded"  # the call is being recorded
CONSENT = "consent"  # press 1 if the call may be recorded
NO_EMERGENCY = "no_emergency"  # no carrier took an emergency call
BEEPS = {volume: f"beep_{volume}" for volume in (20, 40, 60, 80, 100)}  # while a call is recorded; per cent
