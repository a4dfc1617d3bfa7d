"""Who gets which answer, one module a theme; tests/access/matrix.py gathers them."""
