import { startServer } from "@purse/server";
import { pino } from "pino";
import { ready } from "../peers/listen.ts";
import { coreOfBench } from "./core.ts";

const { url } = await startServer({
  core: coreOfBench(),
  logger: pino({ level: "warn" }),
  host: "127.0.0.1",
  port: 0,
  isReady: async () => true,
  openapiYaml: () => "",
});
ready(Number(new URL(url).port));
