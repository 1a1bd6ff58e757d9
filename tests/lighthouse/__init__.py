"""Lighthouse over the pages that most people see first: `tasks.py lighthouse`."""
