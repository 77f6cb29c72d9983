"""What people may do, as pages and routes name it."""

from __future__ import annotations

from riwaya.store.people.roles import ROLES, Role, role_of

__all__ = ["ROLES", "Role", "role_of"]
