"""What stands in for a container engine in deploy/rehearse.py: roots, networks, processes."""
