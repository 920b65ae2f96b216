import * as pulumi from "@pulumi/pulumi";

/** Types whose `tags` is a list of objects instead of a map; the component that makes one tags it itself. */
const LIST_TAGGED = new Set(["aws:autoscaling/group:Group"]);

/**
 * Marks every taggable AWS resource below a component with `Lab`, the lab that introduces it. The other tags are the
 * same for the whole stack and come from the provider; this one differs, and stays as it is when the attendee goes on
 * to a later lab. A resource's own `Lab` tag wins.
 *
 * Remote components (`awsx`) make their children where no transformation of the program reaches; they are given the
 * tag themselves and hand it on.
 *
 * @param lab number of the lab, 0 to 7
 */
export function labTag(lab: number): pulumi.ResourceTransformation {
  return ({ type, props, opts }) => {
    // Pulumi's classes set the key `tags`, if only to undefined, exactly where the type can be tagged.
    if (!/^awsx?:/.test(type) || !("tags" in props) || LIST_TAGGED.has(type)) {
      return undefined;
    }
    return { props: { ...props, tags: withLab(props.tags, String(lab)) }, opts };
  };
}

type Tags = Record<string, pulumi.Input<string>>;

function withLab(tags: pulumi.Input<Tags> | undefined, lab: string): pulumi.Input<Tags> {
  if (pulumi.Output.isInstance(tags) || tags instanceof Promise) {
    return pulumi.output(tags).apply((known) => ({ Lab: lab, ...known }));
  }
  return { Lab: lab, ...tags };
}
