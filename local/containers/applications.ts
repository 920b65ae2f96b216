import type { IncomingMessage, ServerResponse } from "node:http";
import { imageName } from "./image";

/** What a web application does with a request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** What an application has around it in its container. */
export interface Surroundings {
  /** Reference of the container's image. */
  image: string;
  environment: Readonly<Record<string, string>>;
  /** At least 0 and less than 1. */
  random: () => number;
  /** Milliseconds. */
  now: () => number;
  /** The value of a parameter in Parameter Store, as the task's role may read it. */
  readParameter: (name: string) => Promise<string>;
  /** What the image was built from, where the account's own pipeline has built it. */
  files?: Readonly<Record<string, string>>;
  /** What the task metadata endpoint of the container answers. */
  metadata: Record<string, unknown>;
}

/** The address of the metadata endpoint of a container that runs here. Nobody is asked there: {@link Surroundings} answer. */
const METADATA = "http://169.254.170.2/v4/container";

/**
 * The real code of the workshop's applications, as it is in their images. They are loaded when the first of them starts:
 * they are ES modules, and most runs need none. What an image of somebody else's does is not known; it answers with its name.
 */
export async function startApplication(around: Surroundings): Promise<Handler> {
  const { name, tag } = imageName(around.image);
  const cats = versionOf(tag, ["v1", "v2", "v3"]);
  if (name === "cats" && cats) return startCats(around, cats);
  const dogs = versionOf(tag, ["v1", "v2"]);
  if (name === "dogs" && (around.files || dogs)) {
    const { createDogs } = await import("../../apps/dogs/serve.mjs");
    return createDogs(around.files ? { files: around.files } : { version: dogs ?? "v1" });
  }
  if (name === "simplehomepage") {
    const { createHomepage } = await import("../../apps/simplehomepage/homepage.mjs");
    return createHomepage({ env: around.environment });
  }
  return (_, response) => {
    response.writeHead(200, { "content-type": "text/plain; charset=utf-8" }).end(`${around.image}\n`);
  };
}

async function startCats(around: Surroundings, version: "v1" | "v2" | "v3"): Promise<Handler> {
  const { createCats } = await import("../../apps/cats/cats.mjs");
  const { environment, random, now, readParameter, metadata } = around;
  const cats = createCats({
    version,
    env: { ...environment, ECS_CONTAINER_METADATA_URI_V4: METADATA },
    random,
    now,
    readParameter,
    fetch: async () => ({ ok: true, status: 200, json: async () => metadata }),
    // Its log belongs to its container.
    log: () => {},
  });
  await cats.start();
  return cats.handle;
}

/** The version that a tag stands for, or undefined where apps/ has none of that name. */
function versionOf<T extends string>(tag: string, versions: readonly T[]): T | undefined {
  return versions.find((one) => one === tag);
}
