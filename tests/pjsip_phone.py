"""The other end of tests/phones.py: a PJSIP phone that does what it is told on standard input."""

import json
import os
import select
import sys
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pjsua2 as pj

SAID = json.loads(sys.argv[1])
TRANSPORT, SCHEME = SAID.get("transport", "udp"), SAID.get("scheme", "sip")
# The library writes to standard output as it likes: what is told goes by another way.
TELL = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


class Call(pj.Call):
    def __init__(self, account: Any, id: int = -1) -> None:
        super().__init__(account, id)
        self.status = 0
        self.held = False

    def onCallState(self, prm: Any) -> None:  # noqa: N802
        self.status = self.getInfo().lastStatusCode

    def onCallMediaState(self, prm: Any) -> None:  # noqa: N802
        info = self.getInfo()  # held on to: what it holds goes with it
        heard.clear()  # the audio before is no more
        for n, media in enumerate(info.media):
            self.held = media.status == pj.PJSUA_CALL_MEDIA_REMOTE_HOLD
            if media.status in (pj.PJSUA_CALL_MEDIA_ACTIVE, pj.PJSUA_CALL_MEDIA_REMOTE_HOLD):
                audio = self.getAudioMedia(n)
                player.startTransmit(audio)
                heard.append(audio)
                for ear in ears:  # none while it is changed: then the next begins to listen by itself
                    audio.startTransmit(ear)


class Account(pj.Account):
    def __init__(self) -> None:
        super().__init__()
        self.status = 0
        self.calls: list[Call] = []

    def onRegState(self, prm: Any) -> None:  # noqa: N802
        self.status = prm.code

    def onIncomingCall(self, prm: Any) -> None:  # noqa: N802
        call = Call(self, prm.callId)
        self.calls.append(call)
        param = pj.CallOpParam()
        param.statusCode = SAID.get("first_answer", 180)
        call.answer(param)


def settings() -> Any:
    said = SAID["account"]
    config = pj.AccountConfig()
    config.idUri = f"{SCHEME}:{said['user_name']}@{said['sip_domain']}"
    config.regConfig.registrarUri = f"{SCHEME}:{said['sip_domain']}"
    config.regConfig.registerOnAdd = False
    config.regConfig.timeoutSec = SAID.get("expires", 300)
    proxy = SAID.get("proxy", said["outbound_proxy"])
    config.sipConfig.proxies.append(f"{SCHEME}:{proxy};transport={TRANSPORT};lr")
    credentials = pj.AuthCredInfo("digest", "*", said["authorization_id"], 0, said["password"])
    config.sipConfig.authCreds.append(credentials)
    config.natConfig.iceEnabled = False
    config.mediaConfig.transportConfig.boundAddress = SAID.get("bound", "127.0.0.1")
    config.mediaConfig.transportConfig.port = SAID["rtp"]  # or one that is gone leaves its own to the next
    if public := SAID.get("public_address"):
        config.mediaConfig.transportConfig.publicAddress = public
    if srtp := SAID.get("srtp"):
        how, demand = srtp.split()
        config.mediaConfig.srtpUse = getattr(pj, f"PJMEDIA_SRTP_{demand.upper()}")
        config.mediaConfig.srtpSecureSignaling = 0
        options = pj.SrtpOpt()
        options.keyings.append(getattr(pj, f"PJMEDIA_SRTP_KEYING_{how.upper()}"))
        config.mediaConfig.srtpOpt = options
    return config


def do(said: Any) -> Any:
    call = account.calls[-1] if account.calls else None
    match said["do"]:
        case "register":
            account.status = 0
            account.setRegistration(True)
            spin(5, lambda: account.status != 0)
            return {"status": account.status}
        case "dial":
            made = Call(account)
            account.calls.append(made)
            made.makeCall(f"{SCHEME}:{said['number']}@{SAID['account']['sip_domain']}", pj.CallOpParam(True))
        case "answer" if call:
            param = pj.CallOpParam()
            param.statusCode = said["status"]
            call.answer(param)
        case "hang_up" if call:
            call.hangup(pj.CallOpParam())
        case "press" if call:
            call.dialDtmf(said["keys"])
        case "hold" if call:
            call.setHold(pj.CallOpParam())
        case "resume" if call:
            param = pj.CallOpParam(True)
            param.opt.flag = pj.PJSUA_CALL_UNHOLD
            call.reinvite(param)
        case "record":  # from now on into another file; the one before is finished
            if heard:
                heard[-1].stopTransmit(ears[-1])
            ears.clear()
            spin(0.1)  # it is written when the bridge has let it go
            listen(said["file"])
            if heard:
                heard[-1].startTransmit(ears[-1])
        case "state":
            return state(call)
    return {}


def state(call: Call | None) -> dict[str, Any]:
    if call is None:
        return {"state": "IDLE"}
    try:
        info = call.getInfo()
    except pj.Error:  # the library forgets a call soon after its end
        return {"state": "DISCONNECTED", "status": call.status}
    text = {"CONNECTING": "CONNECTING", "DISCONNCTD": "DISCONNECTED"}.get(info.stateText, info.stateText)
    secure = "SRTP status: Active" in call.dump(True, "") if call.isActive() else False
    return {
        "state": text,
        "status": info.lastStatusCode,
        "from": info.remoteUri,
        "held": call.held,
        "secure": secure,
    }


def spin(seconds: float, until: Any = lambda: False) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and not until():
        endpoint.libHandleEvents(10)


endpoint = pj.Endpoint()
endpoint.libCreate()
config = pj.EpConfig()
config.logConfig.level = config.logConfig.consoleLevel = SAID.get("log", 0)
config.medConfig.noVad = True
config.medConfig.clockRate = 8000
config.medConfig.ecTailLen = 0
config.uaConfig.threadCnt = 0
config.uaConfig.mainThreadOnly = True
endpoint.libInit(config)
transport = pj.TransportConfig()
transport.boundAddress = SAID.get("bound", "127.0.0.1")
if port := SAID.get("port"):
    transport.port = port
transport.tlsConfig.verifyServer = False
endpoint.transportCreate(getattr(pj, f"PJSIP_TRANSPORT_{TRANSPORT.upper()}"), transport)
endpoint.libStart()
endpoint.audDevManager().setNullDev()
for codec in endpoint.codecEnum2():
    endpoint.codecSetPriority(codec.codecId, 200 if codec.codecId.startswith(SAID.get("codec", "PCMU")) else 0)

source = Path(SAID["heard"]).with_suffix(".source.wav")
with wave.open(str(source), "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(8000)
    file.writeframes((8000 * np.sin(2 * np.pi * SAID["hz"] * np.arange(16000) / 8000)).astype("<i2").tobytes())
player = pj.AudioMediaPlayer()
player.createPlayer(str(source))
ears: list[Any] = []  # the recorder in use
heard: list[Any] = []  # the audio of calls; the last is the present one's


def listen(file: str) -> None:
    ears.append(pj.AudioMediaRecorder())
    ears[-1].createRecorder(file)


listen(SAID["heard"])

account = Account()
account.create(settings())
over = False
while not over:
    spin(0.01)
    while select.select([sys.stdin], [], [], 0)[0]:
        line = sys.stdin.readline()
        if not line:
            over = True
            break
        said = json.loads(line)
        over = said["do"] == "quit"
        print(json.dumps(do(said)), file=TELL, flush=True)
        if over:
            break
for each in account.calls:
    if each.isActive():
        each.hangup(pj.CallOpParam())
if account.getInfo().regIsActive:
    account.setRegistration(False)
    spin(0.3)
os._exit(0)  # the library aborts when it is torn down in another order than it likes
