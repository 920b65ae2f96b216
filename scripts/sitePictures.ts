import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { type Handler, startApplication } from "../local/containers/applications";
import { openServed, type View } from "../test/browser/chromium";

const LOCATION = "unicorns.example.com";
const WINDOW: View = { width: 1000, height: 900 };

/** A page of an application, as it is to be seen. */
interface Picture {
  image: string;
  path: string;
  /** What the application's chance comes to, always. */
  chance?: number;
  /** Pictures of cats that somebody has deleted. */
  deleted?: readonly number[];
}

/** By file. */
const PICTURES: Record<string, Picture> = {
  "site-homepage.png": { image: "simplehomepage:latest", path: "/" },
  "site-cats-v1.png": { image: "cats:v1", path: "/cats/", chance: 0.25 },
  "site-cats-v2.png": { image: "cats:v2", path: "/cats/", chance: 0.65 },
  "site-cats-v3.png": { image: "cats:v3", path: "/cats/", chance: 0.45 },
  "site-unicorn.png": { image: "cats:v2", path: "/cats/", chance: 0.05 },
  "site-missing.png": { image: "cats:v2", path: "/cats/", chance: 0.25, deleted: [3] },
  "site-dogs-v1.png": { image: "dogs:v1", path: "/dogs/" },
  "site-dogs-v2.png": { image: "dogs:v2", path: "/dogs/" },
};

/** Takes pictures of the applications' pages. @param folder Where they go. */
export async function takeSitePictures(folder: string): Promise<void> {
  for (const [name, { image, path, chance = 0, deleted = [] }] of Object.entries(PICTURES)) {
    const handler = await startApplication({
      image: `registry.example.com/${image}`,
      environment: { PARAMETER_STORE_NAME: "/workshop/UnicornLocation", REGION: "us-west-2" },
      random: () => chance,
      now: () => 0,
      readParameter: async () => LOCATION,
      metadata: {
        DockerId: "cd189a933e5849daa93386466019ab50-2495160603",
        Labels: {
          "com.amazonaws.ecs.task-arn":
            "arn:aws:ecs:us-west-2:123456789012:task/workshop/cd189a933e5849daa93386466019ab50",
        },
      },
    });
    await served(handler, async (url) => {
      for (const number of deleted) await fetch(`${url}/cats/api/delete-pictures/${number}`, { method: "POST" });
      await openServed(`${url}${path}`, WINDOW, `--screenshot=${join(folder, name)}`);
    });
  }
}

async function served(handler: Handler, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
