import { path, receiptOf } from "../order.ts";
import { faultOf, isOrder, readBody } from "./by-hand.ts";
import { failure, success } from "./envelope.ts";
import { listen } from "./listen.ts";

listen(async (request, response) => {
  if (request.url !== path || request.method !== "POST") {
    response.writeHead(404).end();
    return;
  }
  const body = await readBody(request);
  const ok = isOrder(body);
  const answer = JSON.stringify(ok ? success(receiptOf(body)) : failure(faultOf(body) ?? ""));
  response.writeHead(ok ? 200 : 400, {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(answer),
  });
  response.end(answer);
});
