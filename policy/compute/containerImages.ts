import { containersOf } from "../ecs/containers";
import { type ConfigOf, on, type ResourceContext, resourceRule } from "../rule";
import { codebuildProject, lambdaFunction, taskDefinition } from "../types";
import { isKnown } from "../values";

const settings = {
  movingTags: {
    type: "array",
    description: "Tags of images that are given to one image after another. An image without a tag is `latest`.",
    default: ["latest"],
    // A tag has at most 128 characters (OCI distribution specification).
    items: { type: "string", minLength: 1, maxLength: 128 },
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;

/** The tag of an image, `latest` where it has none, or undefined where a digest says which it is. */
export function tagOf(image: string): string | undefined {
  if (image.includes("@")) return undefined;
  // The colon of `host:5000/name` is in a part before the last one.
  const name = image.slice(image.lastIndexOf("/") + 1);
  const [, tag = "latest"] = name.split(":");
  return tag;
}

function judge(property: string, image: unknown, { config, refuse }: Context): void {
  if (typeof image !== "string" || image === "") return;
  const tag = tagOf(image);
  if (tag === undefined || !config.movingTags.includes(tag)) return;
  refuse({
    property,
    given: image,
    so: `${image.endsWith(`:${tag}`) ? "which" : `which means ${tag} and`} may be another image tomorrow`,
    allowed: `a tag other than ${config.movingTags.join(", ")}, or a digest, is required`,
    fix: "Name the version that was tested.",
  });
}

/** Advises against images that are not the same each time that they are pulled. */
export const containerImagePinned = resourceRule(
  {
    name: "container-image-pinned",
    area: "compute",
    description: "Checks that containers run an image with a version, and not whatever is the latest.",
    why:
      "Tasks of one service that start at different times run different images under the name `latest`, and a roll back " +
      "to the last task definition brings back nothing.",
    severity: "low",
    level: "advisory",
    remediationSteps:
      "Give each image that is built a tag of its own, for example its commit, and deploy by that or by digest.",
    settings,
  },
  [
    on(taskDefinition, (task, context) => {
      for (const { property, definition } of containersOf(task.containerDefinitions)) {
        judge(`${property}.image`, definition.image, context);
      }
    }),
    on(codebuildProject, (project, context) => {
      const { environment } = project;
      if (isKnown(environment)) judge("environment.image", environment.image, context);
    }),
    on(lambdaFunction, (lambda, context) => judge("imageUri", lambda.imageUri, context)),
  ],
);
