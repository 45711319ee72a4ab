import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, test } from "vitest";
import { TcpProxy } from "./tcp-proxy.ts";

test("closes, although one side of an abandoned connection is gone before", async () => {
  const accepted: Socket[] = [];
  const target = createServer((socket) => {
    accepted.push(socket.on("error", () => {}));
    socket.write("hello");
  });
  target.listen(0, "127.0.0.1");
  await once(target, "listening");
  const proxy = await TcpProxy.open((target.address() as AddressInfo).port, () => 1);
  const client = connect(proxy.port, "127.0.0.1").on("error", () => {});
  await once(client, "data");
  proxy.abandon();
  accepted[0]!.resetAndDestroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(client.destroyed).toBe(false);
  await proxy.close();
  target.close();
});
