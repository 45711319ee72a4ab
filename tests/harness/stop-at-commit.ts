import { Socket } from "node:net";

// Preloaded into a process that is to stop at its worst moment: from SIGUSR2 on, at the first COMMIT
// that the database has answered, before anybody in the process has heard of it.

const { push } = Socket.prototype;
process.once("SIGUSR2", () => {
  Socket.prototype.push = function (this: Socket, chunk: unknown, ...more) {
    if (Buffer.isBuffer(chunk) && chunk.includes("COMMIT\0")) {
      Socket.prototype.push = push;
      process.kill(process.pid, "SIGSTOP");
    }
    return push.call(this, chunk, ...more);
  };
});
