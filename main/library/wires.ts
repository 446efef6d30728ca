/**
 * [Note: Wires]
 * Parts of the library need each other in circles: the queue of work needs an embedder, which stops the work when it does
 * not start. So no part calls one that is made after it. It tells what happened by a wire with a name, and what follows
 * from that stands in one table, which is connected when all parts are made; what is told before waits for that.
 */
export function createWires<Told extends object>() {
  let table: Wiring<Told> | undefined;
  const early: (() => void)[] = [];
  return {
    tell<Name extends keyof Told>(name: Name, value: Told[Name]): void {
      if (table === undefined) early.push(() => table?.[name](value));
      else table[name](value);
    },
    connect(made: Wiring<Told>): void {
      table = made;
      for (const told of early.splice(0)) told();
    },
  };
}

export type Wiring<Told extends object> = { readonly [Name in keyof Told]: (value: Told[Name]) => void };
