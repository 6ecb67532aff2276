// The peer: a Probot app that listens to what Sluice listens to and does nothing, as `probot run` starts it.
import { run } from "probot";

run((app) => {
  app.on(["pull_request", "check_run"], async () => {});
});
