#!/bin/sh
# The login with which the replica follows, and its line in pg_hba.conf. Run by the image when the
# volume is empty; on a database that is there, by hand, once (docs/larger.md). Running it again changes
# the password alone.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/replication_password)" \
    --username postgres --dbname postgres <<'SQL'
SELECT 'CREATE ROLE replicator LOGIN REPLICATION'
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'replicator') \gexec
ALTER ROLE replicator PASSWORD :'password';
SQL
line='host replication replicator all scram-sha-256'
grep -qxF "$line" "$PGDATA/pg_hba.conf" || echo "$line" >>"$PGDATA/pg_hba.conf"
psql --username postgres --dbname postgres --quiet --command 'SELECT pg_reload_conf()' >/dev/null
