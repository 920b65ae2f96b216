import { type BehaviourOf, webServer } from "../services/ecs/behaviour";
import type { Quality } from "../services/elb/quality";
import { type Built, dogsAnswer } from "./built";
import { imageName } from "./image";

/** What the assessor's program is given for `fetch`. */
export type Fetch = (input: string, init?: RequestInit) => Promise<Response>;

/** Says what is wrong with an image, by its reference; undefined where nothing is. */
export type FaultsOf = (image: string) => Quality | undefined;

/**
 * What the tasks' images do. The image assessor's real program runs, in virtual time, and ends; mxnet stays up and answers
 * nobody; dogs that a pipeline built answer if they were built so; every other image is a web server.
 *
 * @param fetch The way from a container to the site.
 * @param built What is known of an image's own build.
 * @param faults Which images answer worse than they should. Default: none.
 */
export function behaviourOfImages(
  fetch: Fetch,
  built: (image: string) => Built,
  faults: FaultsOf = () => undefined,
): BehaviourOf {
  return (spec, overrides) => {
    const image = spec.containers.find(({ essential }) => essential)?.image ?? "";
    const usual = { ...webServer(spec, overrides), ...faults(image) };
    const { name } = imageName(image);
    const found = built(image);
    // A task whose image cannot be pulled never runs; what counts is that it ends.
    if (found.kind === "missing") return { ...usual, answers: false, exits: { afterSeconds: 0, code: 1 } };
    if (found.kind === "built" && name === "dogs") return { ...usual, answers: dogsAnswer(found.files) };
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
