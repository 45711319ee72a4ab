import { prove } from "./prove.ts";
import { generatedClient } from "./transports/generated-client.ts";

prove(generatedClient);
