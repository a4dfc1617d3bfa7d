"""Running PostgreSQL, Redis, web and Celery on one machine: demonstration, tests, development.

Imports nothing of Django at the top and nothing of ours from outside this folder, so that
settings may ask it where the servers are.
"""
