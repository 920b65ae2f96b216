import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { quote } from "./quote";
import type { Answer, ToolCall } from "./result";

const TOOLS = ["docker", "aws"] as const;

/** The stand-in itself: sends how it was called, and ends as it is told. */
const CLIENT = `const { connect } = require("node:net");
const { readFileSync } = require("node:fs");
const [tool, ...args] = process.argv.slice(2);
const stdin = args.includes("--password-stdin") || args.includes("-") ? readFileSync(0, "utf8") : "";
const socket = connect({ path: require("node:path").join(__dirname, "socket"), allowHalfOpen: true });
let text = "";
socket.setEncoding("utf8");
socket.on("error", (error) => {
  console.error(tool + ": the build does not answer: " + error.message);
  process.exitCode = 70;
});
socket.on("data", (chunk) => { text += chunk; });
socket.on("end", () => {
  const { exitCode, stdout = "", stderr = "" } = JSON.parse(text);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = exitCode;
});
socket.end(JSON.stringify({ tool, args, cwd: process.cwd(), stdin }));
`;

/** `docker` and `aws` in a folder, for a build's PATH. They do nothing but ask this process what to say. */
export class Tools {
  /** What an answer threw, which is a fault of the model and not of the build. */
  readonly errors: unknown[] = [];
  private readonly sockets = new Set<Socket>();

  private constructor(
    /** To put first in PATH. */
    readonly folder: string,
    private readonly answer: Answer,
    private readonly server: Server,
  ) {}

  /** @param folder Where the stand-ins go; its path has at most some 90 bytes, as that of a Unix socket. */
  static async open(folder: string, answer: Answer): Promise<Tools> {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "client.cjs"), CLIENT);
    for (const tool of TOOLS) {
      const command = [process.execPath, join(folder, "client.cjs"), tool].map(quote).join(" ");
      writeFileSync(join(folder, tool), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });
    }
    const server = createServer({ allowHalfOpen: true });
    const tools = new Tools(folder, answer, server);
    server.on("connection", (socket) => tools.listenTo(socket));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(join(folder, "socket"), resolve);
    });
    return tools;
  }

  /** Answers nobody any more. */
  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private listenTo(socket: Socket): void {
    this.sockets.add(socket);
    socket.once("close", () => this.sockets.delete(socket));
    // A command that is ended while it waits.
    socket.on("error", () => socket.destroy());
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("end", () => {
      void this.reply(text).then((reply) => socket.end(reply));
    });
  }

  private async reply(text: string): Promise<string> {
    try {
      return JSON.stringify(await this.answer(JSON.parse(text) as ToolCall));
    } catch (error) {
      this.errors.push(error);
      return JSON.stringify({ exitCode: 70, stderr: `the build on this machine has failed: ${error}\n` });
    }
  }
}
