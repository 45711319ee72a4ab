import { connect } from "node:net";

/** What came of bytes that were sent: the answers, and whether the server ended the connection. */
export interface RawExchange {
  readonly answers: readonly { readonly status: number; readonly body: string }[];
  /** What is no answer at all. */
  readonly rest: string;
  readonly closed: boolean;
}

/** Sends bytes as they are and reads until the server closes or has been silent for a while. */
export function exchange(
  url: string,
  bytes: string | Buffer,
  silenceMs = 150,
): Promise<RawExchange> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname);
    let quiet = setTimeout(() => end(false), 2000);
    const end = (closed: boolean) => {
      clearTimeout(quiet);
      socket.destroy();
      resolve({ ...parsed(Buffer.concat(chunks).toString("utf8")), closed });
    };
    socket.on("data", (chunk) => {
      chunks.push(chunk);
      clearTimeout(quiet);
      quiet = setTimeout(() => end(false), silenceMs);
    });
    socket.on("error", () => end(true));
    socket.on("close", () => end(true));
    socket.write(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  });
}

function parsed(text: string): Pick<RawExchange, "answers" | "rest"> {
  const answers = [];
  let rest = text;
  for (;;) {
    const [head] = /^HTTP\/1\.1 \d{3} [^\r]*\r\n[\s\S]*?\r\n\r\n/.exec(rest) ?? [];
    if (head === undefined) return { answers, rest };
    const length = Number(/\r\nContent-Length: (\d+)\r\n/i.exec(head)?.[1] ?? 0);
    const bytes = Buffer.from(rest.slice(head.length), "utf8").subarray(0, length);
    const body = bytes.toString("utf8");
    answers.push({ status: Number(head.slice(9, 12)), body });
    rest = rest.slice(head.length + body.length);
  }
}
