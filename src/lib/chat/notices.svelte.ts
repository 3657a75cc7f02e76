import type { Notification } from '#contract/chat';

/** Words from the operation that stand on the screen until they are waved away. */
export interface Notices {
  /** Reactive. The oldest first. */
  readonly all: readonly Notification[];
  add(notice: Notification): void;
  dismiss(id: string): void;
}

/** More would hide what one came for. */
const KEPT = 3;

export function createNotices(): Notices {
  let all = $state.raw<readonly Notification[]>([]);
  return {
    get all() {
      return all;
    },
    add: (notice) => void (all = [...all.filter(({ id }) => id !== notice.id), notice].slice(-KEPT)),
    dismiss: (id) => void (all = all.filter((notice) => notice.id !== id)),
  };
}
