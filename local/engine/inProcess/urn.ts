/** Type of a stack's root resource; the one type that does not appear in its children's URNs. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** The parts of a URN that make it what it is. */
export interface UrnParts {
  stack: string;
  project: string;
  /** Types of the parents and of the resource itself, joined by `$`. */
  qualifiedType: string;
  /** The resource's own type token. */
  type: string;
  /** Its logical name, as given to its constructor. */
  name: string;
}

/** Splits a URN; throws where the text is none. */
export function parseUrn(urn: string): UrnParts {
  const match = /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.*)$/s.exec(urn);
  if (!match) throw new Error(`"${urn}" is not a URN; expected urn:pulumi:STACK::PROJECT::TYPE::NAME`);
  const [, stack = "", project = "", qualifiedType = "", name = ""] = match;
  return { stack, project, qualifiedType, type: qualifiedType.split("$").pop() ?? "", name };
}

/** A resource's URN as Pulumi's engine makes it: the parents' types lead to it, except the stack's own. */
export function makeUrn(
  stack: string,
  project: string,
  parent: string | undefined,
  type: string,
  name: string,
): string {
  const above = parent ? parseUrn(parent).qualifiedType : STACK_TYPE;
  const qualifiedType = above === STACK_TYPE ? type : `${above}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualifiedType}::${name}`;
}

/** A resource as a person calls it: `aws:ec2/vpc:Vpc "net"`. */
export function describe(urn: string): string {
  const { type, name } = parseUrn(urn);
  return `${type} "${name}"`;
}

/** Package of a type or function token: `aws` of `aws:ec2/vpc:Vpc`; of a provider, the package it provides. */
export function packageOf(token: string): string {
  const [first = "", second, third] = token.split(":");
  return first === "pulumi" && second === "providers" && third ? third : first;
}

/** Whether the type is that of a provider. */
export function isProviderType(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

/** Splits a provider reference, `URN::ID`. */
export function parseReference(reference: string): { urn: string; id: string } {
  const at = reference.lastIndexOf("::");
  return { urn: reference.slice(0, at), id: reference.slice(at + 2) };
}
