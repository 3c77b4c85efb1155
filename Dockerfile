# Three stages: the API says what its answers look like, the console is built with Node from that, and the service runs on
# Python alone, as nobody.
FROM python:3.12-slim AS api
WORKDIR /app
COPY locks/base.txt locks/base.txt
RUN pip install --no-cache-dir --require-hashes -r locks/base.txt
COPY pyproject.toml README.md LICENSE ./
COPY src/ src/
RUN PYTHONPATH=src python -m zhiyin.cli openapi --shapes > /shapes.json

FROM node:22-slim AS console
WORKDIR /build/console
COPY console/package.json console/package-lock.json console/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY console/ ./
COPY --from=api /shapes.json ./
RUN npm run types < shapes.json && npm run build

FROM api
COPY --from=console /build/src/zhiyin/web/static/ src/zhiyin/web/static/
RUN pip install --no-cache-dir --no-deps --no-build-isolation . && useradd --system --create-home zhiyin && mkdir /data && chown zhiyin /data
USER zhiyin
ENV ZHIYIN_HOME=/data ZHIYIN_HOST=0.0.0.0
VOLUME /data
EXPOSE 8420
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8420/health/ready', timeout=4)"]
CMD ["zhiyin", "serve"]
