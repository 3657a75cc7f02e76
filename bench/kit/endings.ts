type Ending = () => void | Promise<void>;

const endings = new Set<Ending>();

/** Something that must be stopped, whatever happens. The function given stops it now. */
export function atEnd(stop: Ending): () => Promise<void> {
  const ending = async (): Promise<void> => {
    if (endings.delete(ending)) await stop();
  };
  endings.add(ending);
  return ending;
}

/** Stops whatever is left, the latest first. */
export async function endAll(): Promise<void> {
  for (const ending of [...endings].reverse()) await Promise.resolve(ending()).catch(told);
}

const told = (error: unknown): void => console.error(error);
