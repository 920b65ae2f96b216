// @ts-check
import { reasonOf } from "./types.mjs";

/** ECS's agent answers on the same host; after so many milliseconds it is not going to. */
const PATIENCE = 2000;

/**
 * Who this container is.
 *
 * @typedef {object} Identity
 * @property {string} container Docker's id, or why it is not known.
 * @property {string} task The last part of the task's ARN, or why it is not known.
 */

/** @type {Identity} */
export const NOT_ON_ECS = { container: "not on ECS", task: "not on ECS" };

/**
 * Asks the task metadata endpoint, version 4; never rejects.
 * See https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4.html
 *
 * @param {Pick<import("./types.mjs").CatsOptions, "env" | "fetch" | "log">} options
 * @returns {Promise<Identity>}
 */
export async function identify({ env, fetch, log }) {
  const url = env.ECS_CONTAINER_METADATA_URI_V4;
  if (!url) return NOT_ON_ECS;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) });
    if (!answer.ok) throw new Error(`the task metadata endpoint answers ${answer.status}`);
    return identityIn(await answer.json());
  } catch (error) {
    const reason = reasonOf(error);
    log({ level: "warn", message: "container not identified", reason, url });
    return { container: `unknown (${reason})`, task: `unknown (${reason})` };
  }
}

/** @param {unknown} metadata @returns {Identity} */
function identityIn(metadata) {
  const { DockerId, Labels } = /** @type {{ DockerId?: unknown, Labels?: Record<string, unknown> }} */ (metadata ?? {});
  const arn = Labels?.["com.amazonaws.ecs.task-arn"];
  return {
    container: typeof DockerId === "string" ? DockerId : "unknown (no DockerId in the metadata)",
    task: typeof arn === "string" ? arn.slice(arn.lastIndexOf("/") + 1) : "unknown (no task ARN in the metadata)",
  };
}
