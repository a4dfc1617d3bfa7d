#!/bin/sh
# A copy of the database that follows it: taken when the volume is empty, then started by the image.
# To take it anew (it was away for longer than max_slot_wal_keep_size allows), empty the volume.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    rm -rf "$PGDATA"
    install --directory --owner=postgres --group=postgres --mode=0700 "$PGDATA"
    copy() {
        PGPASSWORD="$(cat /run/secrets/replication_password)" gosu postgres pg_basebackup \
            --host=db --username=replicator --no-password --pgdata="$PGDATA" --write-recovery-conf \
            --wal-method=stream --checkpoint=fast --slot=replica "$@"
    }
    # The slot outlives a volume that was emptied.
    copy --create-slot || {
        find "$PGDATA" -mindepth 1 -delete
        copy
    }
fi
exec docker-entrypoint.sh "$@"
