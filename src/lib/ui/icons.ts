/** The outlines of our icons on a 24 by 24 grid, drawn with a stroke of 2. */
export const icons = {
  arrow: 'M5 12h14M13 6l6 6-6 6',
  card: 'M3 6.5h18v11H3zM3 10.5h18M6.5 14.5h4',
  chat: 'M4 5h16v11h-9l-5 4v-4H4z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 7.5V12l3 2',
  cross: 'M6 6l12 12M18 6L6 18',
  gate: 'M5 21V5M5 8h14M5 12h14M3 21h4M19 6v8',
  info: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 11v5M12 7.5v.5',
  monitor: 'M3 12h4l3-7 4 14 3-7h4',
  muted: 'M4 9.5v5h4l5 4v-13l-5 4zM16.5 9.5l5 5M21.5 9.5l-5 5',
  offline:
    'M3 4l18 16M5 12a10 10 0 0 1 3.5-2.3M2 8.5A14 14 0 0 1 5 6.4M11 5a14 14 0 0 1 11 3.5M15.5 10A10 10 0 0 1 19 12M12 17.5v.5',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 5l12 7-12 7z',
  ticket: 'M3 7h18v3.5a1.5 1.5 0 0 0 0 3V17H3v-3.5a1.5 1.5 0 0 0 0-3zM14 7v10',
} as const;

export type IconName = keyof typeof icons;
