#!/bin/sh
# Runs once, when the database server's volume is empty: the login that owns the database and
# makes the other roles (manage.py database_roles) and the scratch database of a drill. It is no
# superuser.
set -eu
psql --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/owner_password)" \
    --username postgres --dbname postgres <<'SQL'
CREATE ROLE relais_owner LOGIN CREATEDB CREATEROLE PASSWORD :'password';
CREATE DATABASE relais OWNER relais_owner;
SQL
