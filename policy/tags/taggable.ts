import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const LIST = join(__dirname, "taggable.txt");

/**
 * The tokens of all AWS resource types that take the provider's default tags, one a line in taggable.txt. The list is
 * kept beside the pack because the provider's own declarations are too slow to read at every start.
 */
export function taggableTypes(): ReadonlySet<string> {
  return new Set(readFileSync(LIST, "utf8").trimEnd().split("\n"));
}

/** Reads the same tokens from the installed @pulumi/aws: the types with both an input `tags` and an output `tagsAll`. */
export function taggableTypesOfSdk(): string[] {
  const sdk = dirname(require.resolve("@pulumi/aws/package.json"));
  const modules = readdirSync(sdk, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const tokens = modules.flatMap(({ name }) => {
    const folder = join(sdk, name);
    const sources = readdirSync(folder).filter((file) => file.endsWith(".d.ts"));
    return sources.flatMap((source) => {
      const declaration = readFileSync(join(folder, source), "utf8");
      const takesTags = /^ {4}tags\?: pulumi\.Input<\{/m.test(declaration) && /\breadonly tagsAll\b/.test(declaration);
      if (!takesTags) return [];
      const code = readFileSync(join(folder, source.replace(/\.d\.ts$/, ".js")), "utf8");
      return /__pulumiType = '([^']+)'/.exec(code)?.[1] ?? [];
    });
  });
  return tokens.sort();
}

// `npx tsx policy/tags/taggable.ts` writes the list anew after @pulumi/aws was updated.
if (require.main === module) writeFileSync(LIST, `${taggableTypesOfSdk().join("\n")}\n`);
