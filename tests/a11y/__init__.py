"""Axe on states of pages that no journey passes: errors, empty lists, refusals. In a browser, without a server."""
