"""The Python client of the protocol `arena.v1`: posts, follows and resumes, without anything of the server."""

from arena.client.client import Client
from arena.client.identity import new_key
from arena.client.told import Change, Ended, Refused, Stored

__all__ = ["Change", "Client", "Ended", "Refused", "Stored", "new_key"]
