import type { Translation } from "../translation.ts";
import { gatewayErrors } from "./gateway-errors.ts";
import { productErrors } from "./product-errors.ts";

/** The translation table of Alipay. */
export const alipayErrors: readonly Translation[] = [...productErrors, ...gatewayErrors];
