import { z } from "zod";

/** The answer that a channel takes for "received", which its own protocol fixes. */
export const Acknowledgement = z
  .strictObject({ content_type: z.string(), body: z.string() })
  .meta({ id: "Acknowledgement" });
export type Acknowledgement = z.infer<typeof Acknowledgement>;
