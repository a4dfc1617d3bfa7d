#!/bin/sh
# What the image postgres does before its server, for deploy/rehearse.py: as root hand over the folder,
# with an empty folder make the cluster and run the scripts, then the command.
set -eu
if [ "$1" = postgres ] && [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    chown -R postgres "$PGDATA" /var/lib/postgresql
    exec gosu postgres "$0" "$@"
fi
if [ "$1" = postgres ] && [ ! -s "$PGDATA/PG_VERSION" ]; then
    word=$(mktemp)
    cat "$POSTGRES_PASSWORD_FILE" >"$word"
    # shellcheck disable=SC2086  the words of the variable are meant one by one
    initdb --pgdata="$PGDATA" --username=postgres --pwfile="$word" ${POSTGRES_INITDB_ARGS:-}
    rm "$word"
    echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
    sed -i "s/^#listen_addresses = 'localhost'/listen_addresses = '*'/" "$PGDATA/postgresql.conf"
    pg_ctl -D "$PGDATA" -o "-c listen_addresses=''" -w start
    for script in /docker-entrypoint-initdb.d/*.sh; do
        if [ -x "$script" ]; then "$script"; else . "$script"; fi
    done
    pg_ctl -D "$PGDATA" -m fast -w stop
fi
exec "$@"
