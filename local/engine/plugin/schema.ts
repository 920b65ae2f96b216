import type { Shape, TypeDefinition } from "../../account/model";
import { shapeOf } from "../../account/shapes";

/** A type in Pulumi's schema language. */
export interface PropertySpec {
  type?: "string" | "number" | "boolean" | "array" | "object";
  items?: PropertySpec;
  additionalProperties?: PropertySpec;
  $ref?: string;
  secret?: true;
}

/** An object with properties, nested in a resource. */
export interface ObjectSpec {
  type: "object";
  properties: Record<string, PropertySpec>;
  required: string[];
}

export interface ResourceSpec {
  inputProperties: Record<string, PropertySpec>;
  requiredInputs: string[];
  properties: Record<string, PropertySpec>;
}

/** A package in Pulumi's schema language: https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/ */
export interface PackageSpec {
  name: string;
  version: string;
  meta: { moduleFormat: string };
  types: Record<string, ObjectSpec>;
  resources: Record<string, ResourceSpec>;
}

const ANY: PropertySpec = { $ref: "pulumi.json#/Any" };

/**
 * The schema of the package `aws`, as far as the account knows its types; the engine asks for it where it writes a
 * program, as `pulumi import` does. A type nested in a resource is named after the resource and the path to it.
 */
export function packageSchema(definitions: readonly TypeDefinition[], version: string): PackageSpec {
  const types: Record<string, ObjectSpec> = {};
  const resources = Object.fromEntries(
    definitions.map((definition) => [definition.type, resourceSpec(definition, types)]),
  );
  // The provider's own: a token's module is what stands before its last slash, `ec2` in `aws:ec2/vpc:Vpc`.
  return { name: "aws", version, meta: { moduleFormat: "(.*)(?:/[^/]*)" }, types, resources };
}

function resourceSpec({ type, secrets = [] }: TypeDefinition, types: Record<string, ObjectSpec>): ResourceSpec {
  const { inputs, required, outputs } = shapeOf(type);
  const [, path = "", name = ""] = type.split(":");
  const module = path.split("/")[0] ?? path;
  const specs = (names: readonly string[]): Record<string, PropertySpec> =>
    Object.fromEntries(
      names.map((property) => {
        const shape = inputs[property] ?? reported(property);
        const spec = propertySpec(shape, { module, name: name + capital(property), types });
        return [property, secrets.includes(property) ? { ...spec, secret: true } : spec];
      }),
    );
  return { inputProperties: specs(Object.keys(inputs)), requiredInputs: required, properties: specs(outputs) };
}

/** The shape of what is no input: of that, the account's shapes have the name only. */
function reported(property: string): Shape {
  if (property === "tagsAll") return { map: "string" };
  return /(arn|Arn|Id)$/.test(property) ? "string" : "any";
}

/** Where a nested type is put. */
interface Place {
  module: string;
  name: string;
  types: Record<string, ObjectSpec>;
}

function propertySpec(shape: Shape, place: Place): PropertySpec {
  if (shape === "any") return ANY;
  if (shape === "asset") return { $ref: "pulumi.json#/Asset" };
  if (shape === "archive") return { $ref: "pulumi.json#/Archive" };
  if (typeof shape === "string") return { type: shape };
  if ("list" in shape) return { type: "array", items: propertySpec(shape.list, place) };
  if ("map" in shape) return { type: "object", additionalProperties: propertySpec(shape.map, place) };
  const { module, name, types } = place;
  const properties = Object.entries(shape.object).map(([property, inner]) => [
    property,
    propertySpec(inner, { ...place, name: name + capital(property) }),
  ]);
  const token = `aws:${module}/${name}:${name}`;
  types[token] = { type: "object", properties: Object.fromEntries(properties), required: shape.required };
  return { $ref: `#/types/${token}` };
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
