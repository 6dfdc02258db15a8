# One node of the server, with the pages of the web client.

FROM node:24-slim AS web
WORKDIR /build/client-web
COPY client-web/package.json client-web/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY client-web .
RUN npm run build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS server
WORKDIR /build
COPY . .
# Another one for each deploy: while nodes of two versions run, rooms move only off those that stop.
ARG VERSION=
COPY --from=web /build/client-web/dist client-web/dist
RUN --mount=type=cache,target=/root/.nuget/packages \
    dotnet publish src/GameServer.Host -c Release -o /server \
    ${VERSION:+-p:Version=$VERSION} \
    -p:SkipWebBuild=true -p:UseAppHost=false -p:RunAnalyzers=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /server
COPY --from=server /server .
COPY --chmod=755 cluster-config/healthcheck.sh /usr/local/bin/healthcheck

ENV ASPNETCORE_HTTP_PORTS= \
    DOTNET_EnableDiagnostics=0 \
    Server__Urls=http://0.0.0.0:8080 \
    Cluster__Bind=0.0.0.0 \
    Cluster__Port=4053
# 8080 is for players, behind a proxy; 4053 is for the other nodes and for nobody else.
EXPOSE 8080 4053
USER $APP_UID
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --start-interval=1s --retries=3 CMD ["healthcheck"]
ENTRYPOINT ["dotnet", "GameServer.Host.dll"]
