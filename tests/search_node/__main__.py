"""Starts one node, prints its address on a line of its own, and ends it with SIGTERM, Ctrl-C or its own end."""

import signal
import sys

from tests.search_node import NoNodeError, start


def main() -> int:
    try:
        node = start()
    except NoNodeError as error:
        print(error, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        print(node.url, flush=True)
        assert node.process
        return node.process.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        node.stop()


sys.exit(main())
