"""One stage for the access and the browser tests, and one table of the pages that they ask for."""
