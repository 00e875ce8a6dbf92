"""Our own paths: signing in never leads anywhere else."""

from arena.words import LANGUAGES

MOST = 300


def own_path(address: str, otherwise: str = "/") -> str:
    """The path (with its query) of an address; `otherwise` where it is not one of the pages in a language."""
    path = "/" + address.split("://", 1)[-1].partition("/")[2] if "://" in address.partition("?")[0] else address
    pure = path.isprintable() and "\\" not in path and len(path) <= MOST
    return path if pure and path[:1] == "/" and path.split("/")[1].partition("?")[0] in LANGUAGES else otherwise
