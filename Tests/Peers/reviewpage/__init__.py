"""Scenarios of the review page in a browser, as `page.py` runs them."""
