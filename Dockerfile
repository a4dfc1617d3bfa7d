# One image for web, worker, beat and migrations. No server of PostgreSQL or Redis is inside.
FROM python:3.13-slim AS packages
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv /opt/relais \
    && /opt/relais/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: --no-deps -r /tmp/requirements.lock

FROM python:3.13-slim
# pg_dump and pg_restore of the server's version, for backups.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install --yes --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin relais
COPY --from=packages /opt/relais /opt/relais
ENV PATH=/opt/relais/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=casework.settings \
    RELAIS_ENV=production \
    STATIC_ROOT=/srv/static
WORKDIR /srv/relais
COPY manage.py gunicorn.conf.py ./
COPY common common
COPY notices notices
COPY agencies agencies
COPY casework casework
COPY intake intake
COPY plans plans
COPY closure closure
COPY worklist worklist
COPY operations operations
COPY templates templates
COPY static static
# Collecting asks no server; the addresses only let settings load.
RUN python -m operations.hosting.catalogue \
    && RELAIS_ENV=demo DATABASE_URL=postgresql://app@localhost/relais REDIS_URL=redis://localhost \
        python manage.py collectstatic --no-input
USER relais
EXPOSE 8000
CMD ["gunicorn", "--config", "gunicorn.conf.py"]
