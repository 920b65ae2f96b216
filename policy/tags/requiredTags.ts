import { type RemedyContext, remedy, remedyEvery } from "../remedy";
import { type ConfigOf, on, onEvery, type ResourceContext, resourceRule } from "../rule";
import { autoscalingGroup } from "../types";
import { isKnown, isMissing, items, peek, type Seen, UNKNOWN } from "../values";
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

type Config = ConfigOf<typeof settings>;
type Tag = Seen<string> | null | undefined;
type Tags = Readonly<Record<string, Tag>>;

let taggable: ReadonlySet<string> | undefined;

/** True for the AWS types whose `tags` are a map. */
function isTaggable(type: string): boolean {
  if (!type.startsWith("aws:")) return false;
  taggable ??= taggableTypes();
  return taggable.has(type);
}

/** The required keys that have no value. One that is not known yet is a value too. */
function missingKeys(valueOfTag: (key: string) => Tag, { requiredTags }: Config): string[] {
  return requiredTags.filter((key) => {
    const value = valueOfTag(key);
    return isMissing(value) || (typeof value === "string" && value.trim() === "");
  });
}

function judge(valueOfTag: (key: string) => Tag, { config, refuse }: ResourceContext<Config>, fix: string): void {
  for (const key of missingKeys(valueOfTag, config)) {
    const value = valueOfTag(key);
    refuse({
      property: `tags.${key}`,
      given: value === undefined || value === null ? undefined : JSON.stringify(value),
      allowed: "a value that is not empty is required",
      fix,
    });
  }
}

/** The tag of that key in a map; undefined where there is none. */
const inMap = (tags: unknown) => (key: string) =>
  typeof tags === "object" && tags !== null ? peek(tags as Tags, key) : undefined;

interface ListedTag {
  readonly key: Seen<string>;
  readonly value: Seen<string>;
}

type TagList = Seen<readonly Seen<ListedTag>[]> | null | undefined;

/** True where a tag of the list may be any of the required ones, for its key is not known. */
function mayHoldAny(tags: TagList): boolean {
  return tags === UNKNOWN || (Array.isArray(tags) && tags.some((one) => !isKnown(one) || one.key === UNKNOWN));
}

/** The tag of that key in a list; undefined where there is none. */
function inList(tags: TagList): (key: string) => Tag {
  return (key) => {
    const tag = items(tags).find(([, one]) => one.key === key)?.[1];
    return tag && typeof tag === "object" ? peek(tag, "value") : undefined;
  };
}

/** The values of missing tags that can be only one; who adds to a lab knows which, the rule does not. */
function knownValues(missing: readonly string[], { project, stack }: RemedyContext<Config>): [string, string][] {
  // Whoever has a stack is its owner, unless somebody says otherwise.
  const values: Readonly<Record<string, string>> = { Project: project, Stack: stack, Owner: stack };
  return missing.flatMap((key): [string, string][] => {
    const value = values[key];
    return value === undefined ? [] : [[key, value]];
  });
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
      const { tags } = props;
      if (tags === UNKNOWN) return;
      judge(inMap(tags), context, "Set it on the resource, or as a default tag of its provider.");
    }),
    on(autoscalingGroup, (group, context) => {
      const { tags } = group;
      if (mayHoldAny(tags)) return;
      judge(inList(tags), context, "List it in tags; the provider's default tags do not reach an Auto Scaling group.");
    }),
  ],
  [
    remedyEvery(isTaggable, ({ tags }, context) => {
      if (tags === UNKNOWN) return [];
      const missing = missingKeys(inMap(tags), context.config);
      return knownValues(missing, context).map(([key, value]) => ({ path: ["tags", key], value }));
    }),
    remedy(autoscalingGroup, ({ tags }, context) => {
      // The list is set as a whole, so all of it has to be known.
      const given = Array.isArray(tags) ? (tags as readonly Seen<ListedTag>[]) : [];
      if (mayHoldAny(tags) || given.some((one) => isKnown(one) && Object.values(one).includes(UNKNOWN))) return [];
      const added = knownValues(missingKeys(inList(tags), context.config), context);
      if (added.length === 0) return [];
      const kept = given.filter((one) => !added.some(([key]) => isKnown(one) && one.key === key));
      const tagged = added.map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
      return [{ path: ["tags"], value: [...kept, ...tagged] }];
    }),
  ],
);
