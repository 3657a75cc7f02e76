/** What one process asks of another over its IPC channel: a method by name, with arguments that JSON can carry. */
export interface Question {
  id: number;
  method: string;
  args: unknown[];
}

export type Answer = { id: number; value: unknown } | { id: number; error: string };

export type Methods = Record<string, (...args: never[]) => unknown>;

/** Answers the parent's questions by these methods; several sets add up. */
export function answer(methods: Methods): void {
  process.on('message', (message: unknown) => {
    const { id, method, args } = message as Question;
    const run = methods[method] as ((...args: unknown[]) => unknown) | undefined;
    if (!run) return;
    Promise.resolve()
      .then(() => run(...args))
      .then(
        (value) => reply({ id, value }),
        (error: unknown) => reply({ id, error: String(error instanceof Error ? error.stack : error) }),
      );
  });
}

const reply = (message: Answer): boolean | undefined => process.send?.(message);
