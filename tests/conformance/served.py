"""A served twin and what its clients are checked with: `served` starts `HADAL twin` and stops it, `check` ends with a failure."""

import contextlib
import json
import signal
import subprocess


def check(what, good):
    print(f"    {'ok' if good else 'WRONG'}: {what}")
    if not good:
        raise SystemExit(f"wrong: {what}")


@contextlib.contextmanager
def served(hadal, rig, *arguments):
    """The endpoints of a twin of this rig, by protocol. It has to end well when it is stopped."""
    twin = subprocess.Popen([hadal, "twin", rig, "--json", *arguments], stdout=subprocess.PIPE, text=True)
    try:
        lines = json.loads(twin.stdout.readline())
        yield {line["protocol"]: line["endpoint"] for line in lines}
    finally:
        twin.send_signal(signal.SIGINT)
        code = twin.wait(timeout=20)
    check("the twin ends well when it is stopped", code == 0)
