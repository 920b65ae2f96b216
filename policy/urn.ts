/** The type of the resource that stands for a stack as a whole. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** The parts of `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`. */
export function parseUrn(urn: string): { stack: string; project: string; type: string; name: string } {
  const [stack = "", project = "", types = "", ...name] = urn.replace("urn:pulumi:", "").split("::");
  return { stack, project, type: types.split("$").at(-1) ?? "", name: name.join("::") };
}
