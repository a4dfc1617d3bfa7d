"""The table of pages, one module a theme; tests/world/table.py gathers them."""
