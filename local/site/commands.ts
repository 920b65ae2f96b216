import { join } from "node:path";
import { imageName } from "../containers/image";
import type { Command } from "./containerProcess";

const APPS = join(__dirname, "..", "..", "apps");

/** How a container is run, and how one can tell that it listens. */
export interface ContainerCommand extends Command {
  /** The port that it listens on, if a line of its output says so. */
  portIn: (line: string) => number | undefined;
}

/** What a container is run with that its task definition does not say. */
export interface CommandOptions {
  image: string;
  /** Of the container, what ECS adds included. */
  environment: Readonly<Record<string, string>>;
}

/**
 * How the image of a container is run without Docker: what the Dockerfile's CMD and ENV say, on a port that is free. It prints
 * `{"message":"listening","port":N}` among its lines once it answers, if it answers at all.
 *
 * @returns undefined for an image that is none of the workshop's
 */
export function commandFor({ image, environment }: CommandOptions): ContainerCommand | undefined {
  const { name, tag } = imageName(image);
  const node = (file: string, more: Record<string, string> = {}): ContainerCommand => ({
    portIn,
    file: process.execPath,
    args: [join(APPS, name, file)],
    environment: { ...environment, NODE_ENV: "production", PORT: "0", ...more },
  });
  switch (name) {
    case "cats":
      return node("main.mjs", { CATS_VERSION: tag });
    case "dogs":
      return node("main.mjs", { DOGS_VERSION: tag });
    case "simplehomepage":
    case "image-assessor":
    case "mxnet":
      return node("main.mjs");
    default:
      return undefined;
  }
}

/** The port in a line of an application's log that says that it listens. */
function portIn(line: string): number | undefined {
  try {
    const { message, port } = JSON.parse(line) as { message?: unknown; port?: unknown };
    return message === "listening" && typeof port === "number" ? port : undefined;
  } catch {
    return undefined;
  }
}
