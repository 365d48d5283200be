"""The other end of a call, with nothing but HTTP: Python's standard library and a running `sigsim serve`.

    python3 peer.py http://127.0.0.1:8001 TOKEN

logs Bob in, waits until somebody calls him, and accepts.
"""

import json
import sys
import urllib.request

place, token = sys.argv[1].rstrip("/"), sys.argv[2]
world = f"{place}/control/worlds/default"


def ask(method, url, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = urllib.request.Request(url, data=data, method=method, headers=headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def does(call, **args):
    step = {"by": "client", "client": "bob", "do": call, "args": args}
    ask("POST", f"{world}/steps", {"steps": [step]})


seen = 0


def hears(name):
    """Waits for a callback, and gives what it carries."""
    global seen
    while True:
        heard = ask("GET", f"{world}/clients/bob/callbacks?from={seen}&waitMs=30000")
        seen = heard["next"]
        for callback in heard["callbacks"]:
            print("bob heard", callback["name"], flush=True)
            if callback["name"] == name:
                return callback["details"]
        if not heard["callbacks"]:
            sys.exit(f"bob did not hear {name} within 30 s")


does("login", account="bob")
hears("onLoginSuccess")
call = hears("onInviteReceived")
does("channelInviteAccept", channel=call["channel"], peer=call["peer"])
print("bob accepted", call["peer"], flush=True)
