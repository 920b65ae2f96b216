import { type BehaviourOf, webServer } from "../services/ecs/behaviour";
import { imageName } from "./image";

/** What the assessor's program is given for `fetch`. */
export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/**
 * What the tasks' images do. The image assessor's real program runs, in virtual time, and ends; mxnet stays up and answers
 * nobody; every other image is a web server.
 *
 * @param fetch The way from a container to the site.
 */
export function behaviourOfImages(fetch: Fetch): BehaviourOf {
  return (spec, overrides) => {
    const usual = webServer(spec, overrides);
    const { name } = imageName(spec.containers.find(({ essential }) => essential)?.image ?? "");
    if (name === "mxnet") return { ...usual, answers: false };
    if (name !== "image-assessor") return usual;
    return {
      ...usual,
      answers: false,
      program: async ({ environment, random, now, sleep }) => {
        const { assess } = await import("../../apps/image-assessor/assessor.mjs");
        // Its log belongs to its container.
        return assess({ env: environment, fetch, random, now, sleep, log: () => {} });
      },
    };
  };
}
