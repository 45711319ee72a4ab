#!/usr/bin/env node
import { purseService } from "@purse/core";
import { run } from "./command.ts";

await run(purseService);
