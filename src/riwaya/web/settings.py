"""How a desk is served."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What whoever starts a desk decides.

    `team` asks people to sign in; without it one person works at this machine and may do everything. `host` is where
    the desk listens, `origins` the addresses by which people reach it. `secure` marks cookies for HTTPS only.
    """

    team: bool = False
    host: str = "127.0.0.1"
    port: int = 8321
    secure: bool = False
    language: str = "ar"
    user: str = "analyst"
