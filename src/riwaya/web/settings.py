"""How a desk is served."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from riwaya.errors import UsageError
from riwaya.store.people.roles import Role

LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]"))
"""The names by which this machine calls itself."""
_EVERYWHERE = frozenset(("0.0.0.0", "::"))


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider that vouches for people: its address, how it knows this desk, and how it is called.

    `new` is the role of whom it vouches for and nobody added yet; None keeps such people out.
    """

    issuer: str
    client_id: str
    client_secret: str
    label: str
    new: Role | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What whoever starts a desk decides.

    `team` asks people to sign in; without it one person (`user`) works at this machine and may do everything. `host`
    is where the desk listens, `hostnames` the names by which people reach it. `secure` says that they reach it by
    HTTPS alone. `provider` vouches for people beside their passwords.
    """

    team: bool = False
    host: str = "127.0.0.1"
    port: int = 8321
    secure: bool = False
    language: str = "ar"
    user: str = "analyst"
    hostnames: frozenset[str] = frozenset()
    provider: Provider | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """The names that requests may ask for: another one that leads here is somebody else's."""
        listening = {bracketed(self.host)} - _EVERYWHERE - {"[::]"}
        return LOOPBACK | listening | {bracketed(name) for name in self.hostnames}


def demand_safe(settings: Settings) -> None:
    """Raises UsageError for a desk that would let in whoever reaches it, or nobody."""
    if not settings.team:
        if not is_loopback(settings.host):
            raise UsageError(
                f"without --team whoever reaches the desk may do everything, so it listens at 127.0.0.1 alone and not "
                f"at {settings.host}; `riwaya serve --team` asks people to sign in"
            )
        if settings.hostnames or settings.provider:
            raise UsageError("--hostname and --oidc are for a desk of a team: add --team")
    elif not settings.hostnames and not is_loopback(settings.host):
        raise UsageError("say by which name people reach the desk: --hostname desk.example.org")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def bracketed(host: str) -> str:
    """A host as it stands in addresses: in lower case, an address of IPv6 in brackets."""
    return f"[{host}]".lower() if ":" in host and not host.startswith("[") else host.lower()
