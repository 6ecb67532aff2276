# docker build --build-arg COMMIT=$(git rev-parse HEAD) -t sluice .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig ./
COPY src ./src
ARG COMMIT=
ARG TARGETARCH=amd64
# Compiled beforehand: a bot that has just started answers as fast as one that has warmed up.
RUN if [ $TARGETARCH = amd64 ]; then ready="--runtime linux-x64 -p:PublishReadyToRun=true -p:SelfContained=false"; fi \
 && dotnet restore src/Cli --locked-mode $ready \
 && dotnet publish src/Cli --configuration Release --no-restore $ready --output /app -p:SourceRevisionId=$COMMIT

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
 && apt-get install --yes --no-install-recommends curl git \
 && rm -rf /var/lib/apt/lists/* \
 && install --directory --owner=$APP_UID --group=$APP_UID /data
COPY --from=build /app /app
ENV PATH=/app:$PATH \
    ASPNETCORE_URLS=http://0.0.0.0:8080 \
    Data__Path=/data
USER $APP_UID
VOLUME /data
EXPOSE 8080
# Only that the process answers: one that waits for its database is to be left alone, not restarted.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["curl", "--fail", "--silent", "http://127.0.0.1:8080/healthz"]
ENTRYPOINT ["sluice"]
CMD ["serve"]
