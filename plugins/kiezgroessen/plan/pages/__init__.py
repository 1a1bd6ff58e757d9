"""One module per part of the site: each takes a desk and gives finished page views."""
