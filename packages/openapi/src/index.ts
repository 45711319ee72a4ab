export { openapiDocument, openapiYaml } from "./document.ts";
