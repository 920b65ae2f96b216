import { limitsTags } from "./conditions";
import { isEveryAction, isEveryResource, type Place, type Statement, shown, type Texts } from "./document";

/** What makes administrators: actions, and the resources that they are allowed on. */
export interface AdminGrant {
  actions: Place;
  resources: Place;
}

/** The actions of a statement where they are all there are, or all but some. */
function everyAction({ property, action, notAction }: Statement): Place | undefined {
  return (
    action.places.find(({ text }) => isEveryAction(text)) ?? allBut(`${property}.NotAction`, notAction, isEveryAction)
  );
}

/** What is left out of everything, where that is known and is not everything. */
function allBut(property: string, leftOut: Texts, isEvery: (text: string) => boolean): Place | undefined {
  const leaves = leftOut.given && !leftOut.partial && !leftOut.places.some(({ text }) => isEvery(text));
  return leaves ? { property, text: shown(leftOut) || "[]" } : undefined;
}

/** The resources of a statement where they are all there are, or all but some. */
export function everyResource({ property, resource, notResource }: Statement): Place | undefined {
  const every = resource.places.find(({ text }) => isEveryResource(text));
  return every ?? allBut(`${property}.NotResource`, notResource, isEveryResource);
}

/** Tells what makes administrators of those to whom a statement allows something; undefined where nothing does. */
export function adminGrant(statement: Statement): AdminGrant | undefined {
  const [actions, resources] = [everyAction(statement), everyResource(statement)];
  return actions && resources && !limitsTags(statement) ? { actions, resources } : undefined;
}
