import { type ConfigOf, on, onEvery, type ResourceContext, resourceRule } from "../rule";
import { autoscalingGroup } from "../types";
import { isKnown, isMissing, items, type Seen, UNKNOWN } from "../values";
import { taggableTypes } from "./taggable";

const settings = {
  requiredTags: {
    type: "array",
    description: "Keys of the tags that every resource needs, each with a value that is not empty.",
    default: ["Project", "Stack", "Owner", "Lab"],
    // AWS's own limits: 50 tags a resource, 128 characters a key.
    items: { type: "string", minLength: 1, maxLength: 128 },
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
  },
} as const;

type Context = ResourceContext<ConfigOf<typeof settings>>;
type Tag = Seen<string> | null | undefined;

let taggable: ReadonlySet<string> | undefined;

/** True for the AWS types whose `tags` are a map. */
function isTaggable(type: string): boolean {
  if (!type.startsWith("aws:")) return false;
  taggable ??= taggableTypes();
  return taggable.has(type);
}

function judge(valueOfTag: (key: string) => Tag, { config, refuse }: Context, fix: string): void {
  for (const key of config.requiredTags) {
    const value = valueOfTag(key);
    const absent = value === undefined || value === null;
    if (!absent && (value === UNKNOWN || value.trim() !== "")) continue;
    refuse({
      property: `tags.${key}`,
      given: absent ? undefined : JSON.stringify(value),
      allowed: "a value that is not empty is required",
      fix,
    });
  }
}

/** Refuses what nobody could attribute: a resource that takes tags and lacks one of those required. */
export const requiredTags = resourceRule(
  {
    name: "required-tags",
    area: "tags",
    description: "Checks that everything that takes tags has the required ones.",
    why:
      "In an account that many people share, tags alone say whose a resource is, what it costs them, and whether it may " +
      "be deleted when the workshop is over.",
    severity: "medium",
    remediationSteps:
      "Set the tags once as `defaultTags` of the AWS provider and pass that provider to every resource, or set them on " +
      "the resource. An Auto Scaling group does not take default tags: list them in its `tags`, with `propagateAtLaunch`.",
    settings,
  },
  [
    onEvery("every AWS type that takes the provider's default tags", isTaggable, (props, context) => {
      const tags = props.tags;
      if (tags === UNKNOWN) return;
      const map = isMissing(tags) ? {} : (tags as Readonly<Record<string, Tag>>);
      judge((key) => map[key], context, "Set it on the resource, or as a default tag of its provider.");
    }),
    on(autoscalingGroup, (group, context) => {
      const tags = group.tags;
      // A tag whose key is not known may be any of the required ones.
      if (tags === UNKNOWN || tags?.some((one) => !isKnown(one) || one.key === UNKNOWN)) return;
      const valueOfTag = (key: string) => items(tags).find(([, one]) => one.key === key)?.[1].value;
      judge(valueOfTag, context, "List it in tags; the provider's default tags do not reach an Auto Scaling group.");
    }),
  ],
);
