import type { Board, BoardStatus } from '#hardware/drivers/board/board';

/** Watches a board; `current` is reactive. */
export function watchBoard(board: Pick<Board, 'status' | 'onStatus'> | null) {
  let current = $state.raw<BoardStatus | null>(board?.status ?? null);
  const stop = board?.onStatus((status) => (current = status)) ?? (() => undefined);
  return {
    get current() {
      return current;
    },
    stop,
  };
}
