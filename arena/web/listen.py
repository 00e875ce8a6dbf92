"""Open the port the Arena listens on, before anything else starts, so that a taken one is said at once."""

import errno
import socket

BACKLOG = 2048


class PortTaken(OSError):
    """Another programme listens on this port already."""


def listen(host: str, port: int) -> socket.socket:
    """Open a listening socket; raises PortTaken where the port is in use."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
        opened.listen(BACKLOG)  # at once: two sockets may share a port until one of them listens
    except OSError as fault:
        opened.close()
        if fault.errno == errno.EADDRINUSE:
            raise PortTaken(fault.errno, f"port {port} is in use") from fault
        raise
    opened.set_inheritable(True)
    return opened


def listen_near(host: str, port: int, tries: int = 50) -> socket.socket:
    """The same on the first free port from `port` on; raises PortTaken where none of `tries` is free."""
    for candidate in range(port, min(port + tries, 65_536)):
        try:
            return listen(host, candidate)
        except PortTaken:
            continue
    raise PortTaken(errno.EADDRINUSE, f"none of the ports {port} to {port + tries - 1} is free")
