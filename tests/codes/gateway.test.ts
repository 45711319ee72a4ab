import { prove } from "./prove.ts";
import { gateway } from "./transports/gateway.ts";

prove(gateway);
