"""Exports of a store, read to be taken into another one."""
