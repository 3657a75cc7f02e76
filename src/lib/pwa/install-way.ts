/**
 * How the app gets onto this device: the browser asks when it is told to, or its own menu has to be used. Null: there is
 * no way, or it is there already.
 */
export type InstallWay = 'prompt' | 'ios-share' | 'mac-dock' | 'android-menu' | null;

export interface Browser {
  userAgent: string;
  /** Fingers at once; an iPad says it is a Mac, but no Mac has a touch screen. */
  maxTouchPoints: number;
  /** Runs as an app of its own. */
  installed: boolean;
  /** Has offered to ask (`beforeinstallprompt`). */
  canPrompt: boolean;
}

export function installWay({ userAgent, maxTouchPoints, installed, canPrompt }: Browser): InstallWay {
  if (installed) return null;
  if (canPrompt) return 'prompt';
  const isMac = userAgent.includes('Macintosh');
  if (/iPhone|iPad|iPod/.test(userAgent) || (isMac && maxTouchPoints > 1)) return 'ios-share';
  // Others on a Mac bear Safari's name as well, and one of their own.
  if (isMac && /Version\/\S+ Safari\//.test(userAgent)) return 'mac-dock';
  if (/Android.*Firefox\//.test(userAgent)) return 'android-menu';
  return null;
}
