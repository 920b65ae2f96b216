/** An image's reference, taken apart. */
export interface ImageName {
  /** Without registry and path: `cats` of `registry.example.com/workshop/cats:v1`. */
  name: string;
  /** Default: `latest`, as Docker has it. */
  tag: string;
}

/** Takes an image's reference apart. A digest counts as a tag: it stands for one thing, too. */
export function imageName(reference: string): ImageName {
  const last = reference.split("/").pop() ?? "";
  const [, name = last, , tag = "latest"] = /^([^:@]*)([:@](.+))?$/.exec(last) ?? [];
  return { name, tag };
}
