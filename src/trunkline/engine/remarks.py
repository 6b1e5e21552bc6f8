"""What the log says at the level `debug`, for an operator who wants to know why: of requests and their answers, and of
calls. It has no secrets in it, and costs nothing while nobody wants to read it: `logs.debugs` is asked before."""

from typing import Any

import structlog

from trunkline.exchange.floor import Reason

log = structlog.get_logger()


def of(request: Any) -> dict[str, Any]:
    """A request, so that its lines are found together; it is seen at the address that answers go to."""
    (host, port), transport = request.getSource(ver=2)
    said = {"method": request.getMethod(), "call_id": str(request.getHFBody("call-id"))}
    return {**said, "source": f"{host}:{port}", "transport": str(transport)}


def answered(answer: Any) -> None:
    """A request of others, with what stands in the answer of why."""
    number, method = answer.getHFBody("cseq").getCSeq()
    status, reason = answer.getSCode()
    host, port = answer.getHFBody("via").getTAddr()
    said = {name: str(answer.getHFBody(name)) for name in ("warning", "retry-after") if answer.countHFs(name)}
    whose = {"method": method, "cseq": number, "call_id": str(answer.getHFBody("call-id")), "to": f"{host}:{port}"}
    log.debug("answered", **whose, status=status, reason=reason, **said)


class Reasons:
    """Why calls go where they go, as `trunkline explain` tells it."""

    def append(self, reason: Reason) -> None:
        step = {"call": reason.call, "step": reason.step, "condition": reason.condition}
        log.debug("because", **step, value=reason.value, setting=reason.setting)
