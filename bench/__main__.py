"""script/bench: prints the figures, and a goal where there is one. Nothing here fails; a machine's speed is its own."""

import sys

from bench import calls, exchange, history, http, latency, registrations, relay, start

PARTS = {
    "http": http.run,
    "start": start.run,
    "calls": calls.run,
    "registrations": registrations.run,
    "latency": latency.run,
    "relay": relay.run,
    "exchange": exchange.run,
    "history": history.run,
}


def main() -> None:
    for name in sys.argv[1:] or PARTS:
        print(f"\n{name}")
        for line in PARTS[name]():
            print(f"  {line}", flush=True)


main()
