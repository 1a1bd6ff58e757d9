"""The table of headers, written for each kind of server; a module for each."""
