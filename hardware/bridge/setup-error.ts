/** A reason not to start that the person at the terminal can mend; its message is one line for them. */
export class SetupError extends Error {
  override name = 'SetupError';
}
