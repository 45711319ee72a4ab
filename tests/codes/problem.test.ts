import { prove, provePaths } from "./prove.ts";
import { problemOf, problems } from "./transports/rest.ts";

prove(problems);
provePaths(problemOf);
