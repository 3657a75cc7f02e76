/** Port: speaks to the person in front of the kiosk. A new prompt cuts the one that is being spoken. */
export interface Speaker {
  say(prompt: string, options?: { tone?: string }): void;
}
