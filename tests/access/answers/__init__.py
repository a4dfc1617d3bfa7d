"""Lines of the matrix (which status for whom), one module a theme; see tests/access/matrix.py."""
