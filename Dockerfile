# The worker and the command line, without the tools that start a broker. The versions of every package are fixed by
# constraints.txt; from which index they come is the builder's setting.
FROM python:3.11-slim

WORKDIR /app
COPY pyproject.toml README.md LICENSE constraints.txt ./
COPY schemas schemas
COPY streams streams
RUN PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt pip install --no-cache-dir . \
    && useradd --create-home --uid 10001 copytaster

USER copytaster
ENTRYPOINT ["copytaster"]
CMD ["worker"]
