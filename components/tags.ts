/** Whose stack it is. */
export interface StackIdentity {
  /** The `Project` tag. */
  project: string;
  /** The `Stack` tag. */
  stack: string;
  /** The `Owner` tag: whom to ask about what is running. */
  owner: string;
}

/** The tags that everything in a stack has; {@link labTag} adds the one that differs. */
export function stackTags({ project, stack, owner }: StackIdentity): Record<string, string> {
  return { Project: project, Stack: stack, Owner: owner };
}
