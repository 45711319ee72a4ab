import Fastify from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { z } from "zod";
import { Order, path, Receipt, receiptOf } from "../order.ts";
import { failure } from "./envelope.ts";
import { ready } from "./listen.ts";

const app = Fastify().withTypeProvider<ZodTypeProvider>();
app.setValidatorCompiler(validatorCompiler);
app.setSerializerCompiler(serializerCompiler);
app.setErrorHandler((error, _request, reply) => {
  if (!hasZodFastifySchemaValidationErrors(error)) throw error;
  const [first] = error.validation;
  const detail = `${first?.instancePath.slice(1)}: ${first?.message}`;
  return reply.status(400).send(failure(detail));
});
const answer = z.object({ code: z.literal(0), message: z.string(), data: Receipt });
app.post(path, { schema: { body: Order, response: { 200: answer } } }, async ({ body }) => ({
  code: 0 as const,
  message: "success",
  data: receiptOf(body),
}));
ready(Number(new URL(await app.listen({ port: 0, host: "127.0.0.1" })).port));
