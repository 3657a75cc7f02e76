/** A newer version of the app, from when it waits until this page runs it. */
export interface Update {
  /** Reactive. `waiting`: there is one. `held`: it comes as soon as nothing would be lost by it. Null: there is none. */
  readonly state: 'waiting' | 'held' | null;
  /** Loads the page anew with it, as soon as nothing would be lost by that. */
  accept(): void;
  stop(): void;
}

/** What is used of workbox-window's Workbox. */
export interface Installer {
  addEventListener(type: 'waiting' | 'controlling', listener: () => void): void;
  /** Lets the newer version take over all pages of this browser. */
  messageSkipWaiting(): void;
}

export interface UpdateParts {
  installer: Installer;
  /** Whether some version was in charge of this page when it was loaded. */
  controlled: boolean;
  /** Whether the page must stay as it is. `asked`: its user wants the newer version, and knows what is kept. */
  isHeld: (asked: boolean) => boolean;
  /** Whether nobody is there to ask: the newer version is taken when nothing holds the page. */
  unattended: () => boolean;
  reload: () => void;
}

const LOOK_AGAIN_MS = 250;
/** A kiosk that has just come to rest may be met by the next rider. */
const CALM_MS = 10_000;

export function createUpdate({ installer, controlled, isHeld, unattended, reload }: UpdateParts): Update {
  let stage = $state<'none' | 'waiting' | 'accepted' | 'overtaken' | 'done'>('none');
  /** Whether the user of this page has asked for it; else another page of this browser has. */
  let asked = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  let calmSince: number | null = null;

  function look(): void {
    if (isHeld(asked)) calmSince = null;
    else if (stage === 'overtaken') finish();
    else if (stage === 'accepted' || (unattended() && isCalm())) installer.messageSkipWaiting();
  }

  function isCalm(): boolean {
    calmSince ??= Date.now();
    return Date.now() - calmSince >= CALM_MS;
  }

  function finish(): void {
    stage = 'done';
    clearInterval(timer);
    reload();
  }

  function become(next: typeof stage): void {
    if (stage === 'done') return;
    stage = next;
    timer ??= setInterval(look, LOOK_AGAIN_MS);
    look();
  }

  installer.addEventListener('waiting', () => become(asked ? 'accepted' : 'waiting'));
  installer.addEventListener('controlling', () => {
    // The first version ever takes charge of pages that run it already.
    if (controlled) become('overtaken');
    controlled = true;
  });

  return {
    get state() {
      if (stage === 'none' || stage === 'done') return null;
      return stage === 'waiting' ? 'waiting' : 'held';
    },
    accept() {
      asked = true;
      become(stage === 'overtaken' ? stage : 'accepted');
    },
    stop: () => clearInterval(timer),
  };
}
