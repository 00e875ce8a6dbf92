"""How often somebody may try: by account and by address, so that guessing and flooding do not pay."""

from ipaddress import IPv6Address, ip_address

from arena.errors import Refusal
from arena.web.limits import Buckets


class Patience:
    """The limits of one kind of try; both an account and an address have their own."""

    def __init__(self, *, account: Buckets, address: Buckets) -> None:
        self._account = account
        self._address = address

    def ask(self, account: object, address: str) -> None:
        """Count a try, or refuse it (429) and say how many minutes to wait."""
        wait = max(self._address.take(network(address)), self._account.take(account))
        if wait:
            raise Refusal(429, "accounts.wait", n=int(wait // 60) + 1)


def network(address: str) -> str:
    """An address as limits count it: whoever has an IPv6 address has a whole /64 of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else address


# Ten tries at an account, then one a minute; thirty from an address, then one in ten seconds.
PASSWORDS = Patience(account=Buckets(burst=10, per_second=1 / 60), address=Buckets(burst=30, per_second=1 / 10))
# Four mails to an address, then one in five minutes; fifteen asked for by one reader, then one a minute.
MAILS = Patience(account=Buckets(burst=4, per_second=1 / 300), address=Buckets(burst=15, per_second=1 / 60))
