import { join } from "node:path";
import type { Props } from "../../local/account/model";
import { type Deployment, Workspace } from "./cli";

const WEST = { provider: { region: "us-west-2" } };

/** The stack that the attic's program runs in. */
export const STACK = "bob";

/** What the program adopts: makes its own, by the option `import`. Without an id it makes it. */
export interface Adopted {
  /** As the program writes it, for example `ec2.Vpc`. */
  type: string;
  name: string;
  args: object;
  id?: string;
}

/** What the program looks up and leaves to others; its ARN becomes an output. */
export type LookedUp = Required<Omit<Adopted, "args">>;

/** An account in which somebody has made things, and a stack whose program takes them over. */
export class Attic extends Workspace {
  /** @param main Folder of the program. Default: one that takes over what {@link wants} says. */
  constructor(main: string = join(__dirname, "attic")) {
    super({ main });
  }

  /** Makes something that no stack knows. Returns its id. */
  leave(type: string, inputs: Props): string {
    let id = "";
    this.behindPulumi((account) => {
      const checked = account.check(type, inputs, WEST);
      if (checked.failures.length > 0) throw new Error(JSON.stringify(checked.failures));
      ({ id } = account.create(type, checked.inputs, WEST));
    });
    return id;
  }

  /** What the program takes over from now on. */
  wants(wanted: { adopt?: Adopted[]; lookUp?: LookedUp[] }): void {
    this.configure(STACK, { ...wanted });
  }

  /** What the stack knows of AWS, by name. */
  async inState(): Promise<Record<string, Deployment["resources"][number]>> {
    const { resources = [] } = (await this.export(STACK)).deployment;
    const ours = resources.filter(({ type }) => String(type).startsWith("aws:"));
    return Object.fromEntries(ours.map((resource) => [String(resource.urn).split("::").pop(), resource]));
  }

  /** Everything in the account, as `TYPE ID`. */
  inAccount(): string[] {
    return this.account()
      .records()
      .map(({ type, id }) => `${type.split(":").pop()} ${id}`)
      .sort();
  }
}
