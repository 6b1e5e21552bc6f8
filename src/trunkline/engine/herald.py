"""Tells phones what was asked of them through the API: to start again, or to fetch their configuration anew.

Desk phones take a NOTIFY of the event check-sync for that, without having subscribed to it.
"""

from collections.abc import Sequence
from functools import partial
from threading import Event, Thread
from typing import Any

import structlog

from trunkline import clock, vital
from trunkline.engine import stack
from trunkline.engine.ports import Binding, Order, Orders
from trunkline.engine.registrar import Registrar
from trunkline.store.away import reason

EVERY = 0.5  # seconds between looks at what is ordered
LATEST = 30.0  # seconds for which an order is good: it outlives an engine that starts again
APART = 0.02  # seconds between two phones, so that not all of them come at once

log = structlog.get_logger()


class Herald:
    def __init__(self, transactions: Any, registrar: Registrar, orders: Orders) -> None:
        self._transactions, self._registrar, self._orders = transactions, registrar, orders
        self._heard: set[str] = set()
        self._over = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """In a thread of its own: calls do not wait for a store that is slow."""
        self._thread = vital.thread(self._listen, name="orders", asked=self._over.is_set)

    def stop(self) -> None:
        """When this is done the store is not read any more."""
        self._over.set()
        if self._thread:
            self._thread.join()

    def _listen(self) -> None:
        fails = False
        while not self._over.wait(EVERY):
            try:
                found = self._orders.placed(clock.steady() - LATEST)
            except Exception as error:  # the store may be back at the next look
                if not fails:
                    log.error("orders for phones not read", why=f"{type(error).__name__}: {reason(error)}")
                fails = True
            else:
                fails = False
                fresh = [order for order in found if order.id not in self._heard]
                self._heard = {order.id for order in found}
                if fresh:
                    stack.loop.callFromThread(self._obey, fresh)

    def _obey(self, orders: Sequence[Order]) -> None:
        for order in orders:
            present = self._registrar.newest(order.devices)
            log.info("phones are told", account=order.account_id, reboot=order.reboot, count=len(present))
            for n, binding in enumerate(present):
                stack.Timeout(partial(self._tell, binding, order.reboot), n * APART)

    def _tell(self, binding: Binding, reboot: bool) -> None:
        """RFC 3265 section 3.2, but for the subscription that there is none of."""
        ours = stack.From(address=stack.Address(url=stack.Url(host=stack.SipConf.my_address)))
        ours.genTag()
        target = stack.Url(binding.contact)
        request = stack.Request(
            method="NOTIFY",
            ruri=target,
            to=stack.To(address=stack.Address(url=stack.Url(username=target.username, host=target.host))),
            fr0m=ours,
            cseq=1,
            contact=stack.own_contact(),
            target=binding.flow,
        )
        request.appendHeader(stack.Header(f"Event: check-sync{';reboot=true' if reboot else ''}"))
        request.appendHeader(stack.Header("Subscription-State: terminated"))

        def answered(response: Any) -> None:
            status: int = response.getSCode()[0]
            if status >= 200:
                log.info("phone was told", line=binding.line, device=binding.device, reboot=reboot, status=status)

        self._transactions.newTransaction(request, resp_cb=answered)
