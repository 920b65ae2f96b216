/**
 * Writes one JSON file a resource type beside this one: which inputs the provider takes, of which type, which are
 * required, and what it reports. They are read from the type declarations of the installed @pulumi/aws, so that the
 * account refuses what the provider would refuse. Run with `npm run shapes` after a type was added or the SDK updated.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import type { ResourceShape, Shape } from "../model";
import { PROVIDER } from "../provider";
import { shapeFile } from "../shapes";
import { types } from "../types";

const sdk = dirname(require.resolve("@pulumi/aws/package.json"));

/** Parses a declaration file, without type checking. */
function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(sdk, file), "utf8"), ts.ScriptTarget.ES2022, true);
}

/** Reads nested input types (`inputs.ec2.VpcOptions`) by their qualified names. */
function nestedInputs(): Map<string, ts.InterfaceDeclaration> {
  const found = new Map<string, ts.InterfaceDeclaration>();
  const visit = (node: ts.Node, prefix: string): void => {
    if (ts.isInterfaceDeclaration(node)) found.set(`${prefix}${node.name.text}`, node);
    else if (ts.isModuleDeclaration(node) && node.body) {
      const inner = `${prefix}${node.name.text}.`;
      ts.forEachChild(node.body, (child) => visit(child, inner));
    }
  };
  ts.forEachChild(parse("types/input.d.ts"), (node) => visit(node, ""));
  return found;
}

class Reader {
  private readonly nested = nestedInputs();

  /** The shape of a whole resource, by its Pulumi token. */
  resource(token: string): ResourceShape {
    const { file, name } = declarationOf(token);
    const source = parse(file);
    let args: ts.InterfaceDeclaration | undefined;
    let resource: ts.ClassDeclaration | undefined;
    ts.forEachChild(source, (node) => {
      if (ts.isInterfaceDeclaration(node) && node.name.text === `${name}Args`) args = node;
      if (ts.isClassDeclaration(node) && node.name?.text === name) resource = node;
    });
    if (!args || !resource) throw new Error(`${file} declares no ${name} and ${name}Args`);
    const { object, required } = this.members(args, []);
    const outputs = resource.members
      .filter(ts.isPropertyDeclaration)
      .filter((member) => !member.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword))
      .map((member) => member.name.getText());
    return { inputs: object, required, outputs };
  }

  private members(
    declaration: ts.InterfaceDeclaration,
    within: string[],
  ): { object: Record<string, Shape>; required: string[] } {
    const object: Record<string, Shape> = {};
    const required: string[] = [];
    for (const member of declaration.members.filter(ts.isPropertySignature)) {
      const name = member.name.getText();
      if (!member.questionToken) required.push(name);
      object[name] = member.type ? this.shape(member.type, within) : "any";
    }
    return { object, required };
  }

  private shape(node: ts.TypeNode, within: string[]): Shape {
    if (ts.isUnionTypeNode(node)) {
      const shapes = node.types
        .filter((type) => type.kind !== ts.SyntaxKind.UndefinedKeyword)
        .map((type) => this.shape(type, within));
      // `string | SomeEnum` and `string | Role` take the string on the wire.
      return shapes.find((shape) => shape === "string") ?? shapes[0] ?? "any";
    }
    if (ts.isArrayTypeNode(node)) return { list: this.shape(node.elementType, within) };
    if (ts.isTypeLiteralNode(node)) {
      const index = node.members.find(ts.isIndexSignatureDeclaration);
      return { map: index ? this.shape(index.type, within) : "any" };
    }
    if (ts.isTypeReferenceNode(node)) return this.reference(node, within);
    if (node.kind === ts.SyntaxKind.StringKeyword) return "string";
    if (node.kind === ts.SyntaxKind.NumberKeyword) return "number";
    if (node.kind === ts.SyntaxKind.BooleanKeyword) return "boolean";
    return "any";
  }

  private reference(node: ts.TypeReferenceNode, within: string[]): Shape {
    const name = node.typeName.getText();
    const argument = node.typeArguments?.[0];
    if (name === "pulumi.Input" && argument) return this.shape(argument, within);
    if (name === "pulumi.asset.Asset") return "asset";
    if (name === "pulumi.asset.Archive") return "archive";
    if (name.startsWith("inputs.")) {
      const key = name.slice("inputs.".length);
      const declaration = this.nested.get(key);
      // A type that contains itself is taken as it comes below its first level.
      if (!declaration || within.includes(key)) return "any";
      return this.members(declaration, [...within, key]);
    }
    // Enums (`ec2.InstanceType`) and aliases (`ARN`, `PolicyDocument`) are strings on the wire.
    return "string";
  }
}

/** Where the SDK declares a type: `aws:ec2/vpc:Vpc` is `Vpc` in ec2/vpc.d.ts. */
function declarationOf(token: string): { file: string; name: string } {
  if (token === "pulumi:providers:aws") return { file: "provider.d.ts", name: "Provider" };
  const [, path = "", name = ""] = token.split(":");
  const [module, ...rest] = path.split("/");
  return { file: `${module === "index" ? "" : `${module}/`}${rest.join("/")}.d.ts`, name };
}

/** The shapes of all types of the account, by file name. */
export function generateShapes(): Map<string, string> {
  const reader = new Reader();
  const files = new Map<string, string>();
  for (const type of [PROVIDER, ...types.map((definition) => definition.type)]) {
    files.set(shapeFile(type), `${JSON.stringify(reader.resource(type))}\n`);
  }
  return files;
}

if (require.main === module) {
  mkdirSync(__dirname, { recursive: true });
  const files = generateShapes();
  for (const [file, text] of files) writeFileSync(join(__dirname, file), text);
  console.log(`${files.size} shapes written from @pulumi/aws`);
}
