import type { Events } from "../events";

type Listener<K extends keyof Events> = (event: Events[K]) => void;

/** Tells those who asked for it what has happened, at once and in the order in which they asked. */
export class Bus {
  private readonly listeners: { [K in keyof Events]?: Listener<K>[] } = {};

  subscribe<K extends keyof Events>(kind: K, listener: Listener<K>): void {
    const known: Listener<K>[] = this.listeners[kind] ?? [];
    known.push(listener);
    (this.listeners as Record<K, Listener<K>[]>)[kind] = known;
  }

  publish<K extends keyof Events>(kind: K, event: Events[K]): void {
    for (const listener of this.listeners[kind] ?? []) listener(event);
  }
}
