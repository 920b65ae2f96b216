import type { PolicyResource } from "@pulumi/policy";
import type { Reference } from "../references";
import { isKnown, isMissing, type Seen, type UNKNOWN } from "../values";

type Text = Seen<string> | null | undefined;

/** What all specifications of a launch template look like, under the two spellings that the provider has. */
export interface TemplateSpecification {
  readonly id?: Text;
  readonly name?: Text;
  readonly launchTemplateId?: Text;
  readonly launchTemplateName?: Text;
}

export type Specifications = readonly (TemplateSpecification | typeof UNKNOWN | undefined)[];

/** What a specification calls its launch template, by id or by name. */
export function templateIdOf(one: TemplateSpecification): Text {
  const spellings: readonly Text[] = [one.id, one.launchTemplateId, one.name, one.launchTemplateName];
  // The provider reports what was left out as empty.
  return spellings.find((value) => !isMissing(value));
}

/** The launch templates that a property of a resource names. */
export function templateReference(
  resource: PolicyResource,
  property: string,
  specifications: Specifications,
): Reference {
  return { resource, property, values: specifications.filter(isKnown).map(templateIdOf) };
}
