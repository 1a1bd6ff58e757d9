"""What differs when the site is published."""

from pelicanconf import *

SITEURL = "https://kiez.example"  # the site's address, without a slash at the end
FEED_DOMAIN = SITEURL
KIEZ_KITS = True  # everything of every kit, also for paper
KIEZ_SURE = True  # every picture that was kept is read and compared before it goes out
KIEZ_HOSTED = True  # packed files beside the others, and the last release's style sheets for one more
PUBLISH = None  # where it goes, see docs/handbuch/veroeffentlichen.md; no keys or passwords here
