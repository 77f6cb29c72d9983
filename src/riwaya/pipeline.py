"""Puts the stages in order; the only file that knows them all."""

from __future__ import annotations
