"""Another description in the middle of a call: hold, resume, another place for the audio (RFC 3261 section 14, RFC 3264
section 8).

Who wants it waits until the other phone has agreed. What is not agreed on has not happened: descriptions, holds and the
exchange's books stay as they were. Whoever waits is answered in any case.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from trunkline.engine import dialog, sdp, stack
from trunkline.engine.leg import Leg
from trunkline.engine.sdp import Direction, Media
from trunkline.exchange import refusals
from trunkline.exchange.vocabulary import Happened, Held, Resumed

NO_ANSWER, UNAVAILABLE, UNACCEPTABLE = 408, 480, 488
# What would tell the one that waits that its own call is no more (RFC 5057 section 5.1): the other phone's may not be.
ENDING = (404, 482, 484, 502)
ENDED = (NO_ANSWER, 481)  # the stack ends the call of a phone that is gone (RFC 3261 section 12.2.1.2)
PATIENCE = 10.0  # seconds that one phone waits for the other
OPEN = 32.0  # seconds in which a phone that was told CANCEL says so (RFC 3261 section 9.1)
SOON = 0.3  # seconds until a phone is looked at again that is busy with something of ours
FREELY: dict[Direction, Direction] = {"recvonly": "sendrecv", "inactive": "sendonly"}
TRIES = 3  # where a phone says that it cannot at the moment


@dataclass(frozen=True)
class Audio:
    """What is known of the audio of legs, and done with it."""

    parsed: Callable[[Leg, Any], Media | None]
    ours: Callable[[Leg, tuple[str, ...], Media | None], Media]
    moved: Callable[[Leg, Media], None]
    tell: Callable[[str, Happened], None]
    hang_up: Callable[[Leg, int], None]  # and tell that it left
    unacceptable: Callable[[Leg], Any]  # how a description is refused
    redescribed: Callable[[Leg], None]  # its phone and we have other descriptions, that are agreed on


@dataclass(eq=False)
class Question:
    """What a phone is asked: to agree to the wish of another, that waits, or only to follow what that says already."""

    of: Leg
    wish: Media | None = None
    waits: Leg | None = None
    vital: bool = False  # there is no call in the codec of before
    codecs: tuple[str, ...] = ()  # which the wish has in place of the call's
    asked_in: Any = None  # how the one that waits was when it asked
    tries: int = 0
    before: tuple[Any, Direction] = (None, "sendrecv")  # our description, and who speaks
    timer: Any = field(default=None, repr=False)

    @property
    def key(self) -> tuple[Leg, bool]:
        """Of those with the same only one is asked."""
        return self.of, self.waits is not None

    @property
    def is_open(self) -> bool:
        """Whether the one that waits still does."""
        return self.waits is not None and not self.waits.over and self.waits.state is self.asked_in

    @property
    def offered(self) -> Direction:
        wish = self.wish or (self.of.peer and self.of.peer.media)
        if wish is None or self.vital:
            return self.of.told
        return wished(wish)


class Renegotiation:
    def __init__(self, audio: Audio, after: Callable[..., Any] = stack.Timeout) -> None:
        self._audio, self._after = audio, after
        self._later: dict[tuple[Leg, bool], tuple[Question, Any]] = {}  # what phones will be asked, and when

    # A phone wants something

    def wanted(self, leg: Leg, body: Any) -> None:
        """By a re-INVITE, or an UPDATE."""
        if body is None:
            self._offer(leg)
            return
        wish = secured_as_before(leg.media, self._audio.parsed(leg, body))
        if wish is None:
            leg.recvEvent(self._audio.unacceptable(leg))
        elif leg.peer is None:  # what it hears is there in every codec
            leg.codec = leg.codec if leg.codec in wish.codecs else wish.codecs[0]
            self._accept(leg, wish, "sendrecv")
        else:
            question = Question(leg.peer, wish, leg, codecs=_other_codecs(leg, wish), asked_in=leg.state)
            question.timer = self._after(self._waited, PATIENCE, 1, question)
            self._ask(question)

    def withdrawn(self, leg: Leg) -> None:
        """It does not want that any more; the other phone is told, if it was asked."""
        asked: Question | None = leg.peer.asked if leg.peer else None
        if asked and asked.waits is leg and not asked.is_open:
            self._close(asked)

    def recoded(self, leg: Leg) -> None:
        """A phone has to use another codec, that of the one it is connected with, who may not know that of before."""
        known = leg.peer.media.codecs if leg.peer and leg.peer.media else (leg.speaks,)
        self._ask(Question(leg, vital=leg.speaks not in known))

    def follow(self, leg: Leg) -> None:
        """A phone is told what the one says that it is connected with, if that is other than it knows."""
        if leg.media and leg.peer and leg.peer.media and self._is_news(leg):
            self._ask(Question(leg))

    def _offer(self, leg: Leg) -> None:
        """All that can be had, whatever was said before (RFC 6337 section 5.1): what the other phone has, or all of
        ours where there is none; but who is kept on hold by the other is not told that they are not."""
        leg.told = "sendonly" if leg.peer and leg.peer.holds else "sendrecv"
        theirs = (leg.peer.media.codecs if leg.peer.media else ()) if leg.peer else sdp.CODECS
        codecs = tuple(dict.fromkeys((leg.codec or sdp.USUAL[0], *theirs)))
        leg.offer(self._described(leg, codecs, leg.media))

    def answered(self, leg: Leg, body: Any) -> None:
        """The ACK to such an offer. One that does not answer it leaves nothing to talk by."""
        leg.offering = False
        said = secured_as_before(leg.media, self._audio.parsed(leg, body)) if body is not None else None
        media = said and sdp.within(leg.offered, said)
        if media is None:
            self._audio.hang_up(leg, UNACCEPTABLE)
            return
        if leg.told == "sendonly":  # by what we offered: it could not say that it speaks
            media = replace(media, direction=FREELY.get(media.direction, media.direction))
        codec = media.codecs[0]
        leg.codec = leg.codec if leg.peer else codec
        self._audio.moved(leg, media)
        self._audio.redescribed(leg)
        self._holds(leg, holds=holding(leg, media))
        if leg.peer and (codec != leg.codec or self._is_news(leg.peer)):
            leg.codec = leg.peer.codec = codec
            self._ask(Question(leg.peer))

    # The other phone is asked

    def _ask(self, question: Question) -> None:
        peer = question.of
        self._instead_of_older(question)
        if peer.over or (question.waits and not question.is_open):
            self._settled(question, asked=False)
            return
        if question.waits and isinstance(peer.state, dialog.Asked):  # both want something at once
            self._refuse(question, dialog.PENDING)
        elif peer.asked or peer.offers or not isinstance(peer.state, dialog.Connected):
            self._ask_later(question, SOON)
        else:
            if question.timer is None:  # a phone may say 100, and nothing more
                question.timer = self._after(self._waited, PATIENCE, 1, question)
            question.before = peer.lSDP, peer.told
            peer.asked, peer.crossed, peer.told = question, False, question.offered
            codecs = question.codecs or (peer.codec or sdp.USUAL[0],)
            peer.recvEvent(stack.Update(self._described(peer, codecs, peer.media)))

    def _ask_later(self, question: Question, seconds: float) -> None:
        self._instead_of_older(question)
        self._later[question.key] = question, self._after(self._ask, seconds, 1, question)

    def _instead_of_older(self, question: Question) -> None:
        """Of what a phone will be asked the newest says all: for one that waits, and of what it is only told."""
        older, timer = self._later.pop(question.key, (question, None))
        if older is question:
            return
        timer.cancel()
        question.vital |= older.vital
        if older.waits:
            self._refuse(older, dialog.PENDING)

    def agreed(self, peer: Leg, body: Any) -> None:
        """The other phone does."""
        question: Question = peer.asked
        self._settled(question)
        said = self._audio.parsed(peer, body) if body is not None else peer.media
        answer = said and sdp.within(peer.offered, said)
        self._audio.redescribed(peer)
        if said and not answer:
            self._in_no_codec(question)
            return
        if question.codecs and not (question.is_open and answer):
            self._refuse(question, UNACCEPTABLE)
            self._ask(Question(peer))  # it goes on in the one of before
            return
        if question.codecs and question.waits and answer:
            peer.codec = question.waits.codec = answer.codecs[0]
        if answer:
            self._audio.moved(peer, answer)
            if (holds := holding(peer, answer)) != peer.holds:
                self._holds(peer, holds=holds)
        if question.is_open and question.waits and question.wish:
            self._accept(question.waits, question.wish, answer.direction if answer else "sendrecv")
        elif question.waits and peer.peer and self._is_news(peer):
            self._ask(Question(peer))  # too late: all is as it was

    def _in_no_codec(self, question: Question) -> None:
        """It says that it agrees, and names none of the codecs that it was asked for: who waits is refused, and the
        phone asked back. If it says so again there is nothing to talk by."""
        if question.waits:
            self._refuse(question, UNACCEPTABLE)
            self._ask(Question(question.of))
        else:
            self._audio.hang_up(question.of, UNACCEPTABLE)

    @staticmethod
    def _is_news(peer: Leg) -> bool:
        """Whether what the one says that it is connected with is other than it was told. Who holds hears nothing of
        what the other would say."""
        now, told = Question(peer).offered, peer.told
        if peer.holds and peer.media:
            now, told = answering(peer.media.direction, now), answering(peer.media.direction, told)
        return now != told

    def refused(self, peer: Leg, status: int) -> None:
        """The other phone does not. One that has a wish of its own comes with it at once; one that only cannot at the
        moment is asked again."""
        question: Question = peer.asked
        again = status == dialog.PENDING and not peer.crossed and question.tries < TRIES
        peer.lSDP, peer.told = question.before
        if again and (question.waits is None or question.is_open):
            peer.asked = None
            question.tries += 1
            self._ask_later(question, dialog.glare_pause(peer))
            return
        self._settled(question)
        if status not in ENDED:
            self._refuse(question, status)

    def _refuse(self, question: Question, status: int) -> None:
        self._settled(question, asked=False)
        if question.vital:
            self._audio.hang_up(question.of, UNACCEPTABLE)
        elif question.is_open and question.waits:
            told = _told(status)
            refusal = self._audio.unacceptable(question.waits) if told == UNACCEPTABLE else stack.Fail(stack.said(told))
            question.waits.recvEvent(refusal)

    def _waited(self, question: Question) -> None:
        """Long enough."""
        question.timer = None
        if question.is_open and question.waits:
            question.waits.recvEvent(stack.Fail(stack.said(UNAVAILABLE)))
        if question.of.asked is question:
            self._close(question)

    def _close(self, question: Question) -> None:
        """Nobody waits for the answer any more. A phone that does not even say so is not there."""
        self._settled(question, asked=False)
        if isinstance(question.of.state, dialog.Asking):
            question.of.state.withdraw()
        question.timer = self._after(self._never_answered, OPEN, 1, question)

    def _never_answered(self, question: Question) -> None:
        if question.of.asked is question and not question.of.over:
            self._audio.hang_up(question.of, NO_ANSWER)

    @staticmethod
    def _settled(question: Question, *, asked: bool = True) -> None:
        if question.timer:
            question.timer.cancel()
            question.timer = None
        if asked:
            question.of.asked = None

    # What is agreed on

    def _accept(self, leg: Leg, wish: Media, theirs: Direction) -> None:
        """As a phone wants it, as far as the other one does. Who says again what it answered to the other's hold, as
        a refresh does, still only follows it."""
        follows = bool(leg.peer and leg.peer.holds) and not leg.holds and _alike(leg.media, wish)
        self._audio.moved(leg, wish)
        leg.told = answering(wish.direction, theirs)
        leg.lSDP = self._described(leg, (leg.codec or wish.codecs[0],), wish)
        leg.recvEvent(stack.Connect((200, "OK", leg.lSDP)))
        self._audio.redescribed(leg)
        self._holds(leg, holds=wish.holds and not follows)

    def _holds(self, leg: Leg, *, holds: bool) -> None:
        leg.holds = holds
        self._audio.tell(leg.account_id, Held(leg.id) if holds else Resumed(leg.id))

    def _described(self, leg: Leg, codecs: tuple[str, ...], like: Media | None) -> Any:
        return stack.Body(sdp.describe(self._audio.ours(leg, codecs, like)))


def _told(status: int) -> int:
    """What the one that waits is told of how the other phone refused."""
    if status == dialog.PENDING:  # whoever says so, it may ask again
        return status
    told = refusals.said(status)
    return UNAVAILABLE if told in ENDING else told


def wished(media: Media) -> Direction:
    """What the other phone is offered of who speaks: an address of nought is the old way to say hold."""
    return "sendonly" if media.holds and media.direction == "sendrecv" else media.direction


def holding(leg: Leg, answer: Media) -> bool:
    """Whether a phone holds, by its answer. One that is not to be heard, as the other holds, may say no more than that
    it follows: whether it holds too is seen when it is offered the other's audio again (RFC 3264 section 8.4, RFC 6337
    section 5.3)."""
    match leg.told:
        case "sendrecv":
            return answer.holds
        case "sendonly":
            return leg.holds and answer.holds
        case _:
            return leg.holds


def _alike(before: Media | None, wish: Media) -> bool:
    """Whether a phone says of who speaks what it said before."""
    return before is not None and (before.direction, before.address) == (wish.direction, wish.address)


def answering(offered: Direction, theirs: Direction) -> Direction:
    """What is answered to an offer where the other phone would have it so: nobody is sent what they do not want
    (RFC 3264 section 6.1)."""
    sends = theirs in ("sendrecv", "sendonly") and offered in ("sendrecv", "recvonly")
    hears = theirs in ("sendrecv", "recvonly") and offered in ("sendrecv", "sendonly")
    if sends:
        return "sendrecv" if hears else "sendonly"
    return "recvonly" if hears else "inactive"


def _other_codecs(leg: Leg, wish: Media) -> tuple[str, ...]:
    """Which a phone wants in place of the call's, those first that the other has been heard to know."""
    if leg.codec in wish.codecs:
        return ()
    known = leg.peer.media.codecs if leg.peer and leg.peer.media else ()
    return tuple(sorted(wish.codecs, key=lambda codec: codec not in known))


def secured_as_before(before: Media | None, wish: Media | None) -> Media | None:
    """How a phone's audio is secured is settled when the call begins; only its key may change later."""
    if before is None or wish is None:
        return wish
    if before.dtls:
        return wish if wish.dtls and wish.dtls.fingerprint == before.dtls.fingerprint else None
    if before.keys:
        return wish if wish.keys else None
    return replace(wish, dtls=None, keys=None) if wish.protocol in sdp.UNSECURED else None
