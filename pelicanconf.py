"""Pelican's settings: values only. What the site says about itself stands in content/kiez.yaml."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "plugins"))

from kiezgroessen.shell import plugin  # noqa: E402 - found only now

PLUGINS = [plugin]  # the module itself: by name, a missing one would only be logged

SITENAME = "Kiezgrößen"
SITEURL = "http://localhost:8000"
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "de"
LOCALE = ("C.UTF-8", "C")

PATH = str(ROOT / "content")
OUTPUT_PATH = str(ROOT / "output")
THEME = str(ROOT / "theme")

KIEZ_ROOT = str(ROOT)
KIEZ_CACHE = str(ROOT / "cache")
KIEZ_WORKERS = os.cpu_count() or 1
KIEZ_KITS = False  # previews do without posters, cards and ZIPs
KIEZ_HOSTED = False  # and without packed files

ARTICLE_PATHS = ["meldungen"]
PAGE_PATHS = ["seiten"]
STATIC_PATHS = []
THEME_STATIC_PATHS = []
JINJA_ENVIRONMENT = {"autoescape": True}  # off by default; its templates only pass finished pages on
FEED_ATOM = "neues/feed.xml"
FEED_DOMAIN = SITEURL
FEED_MAX_ITEMS = 50  # as many as the other feeds have (plan/feeds.py): readers keep what they have seen

# Doors of Pelican that stay shut: lists it would write by itself, and clocks, drafts and copies of its own.
DIRECT_TEMPLATES = []
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
DRAFT_SAVE_AS = DRAFT_PAGE_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
WITH_FUTURE_DATES = True
INTRASITE_LINK_REGEX = r"(?!)(?P<what>)"  # {static} and its like would reach out of the site
DELETE_OUTPUT_DIRECTORY = False
SLUGIFY_SOURCE = "basename"
OUTPUT_SOURCES = False
LOAD_CONTENT_CACHE = False
CACHE_CONTENT = False
