/** The browser may bring back the very page it had left, with its lamps dark and its line closed. */
export function startAfresh({ persisted }: PageTransitionEvent): void {
  if (persisted) location.reload();
}
