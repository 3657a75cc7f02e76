/** The outlines of our icons on a 24 by 24 grid, drawn with a stroke of 2. */
export const icons = {
  alert: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  arrow: 'M5 12h14M13 6l6 6-6 6',
  back: 'M19 12H5M11 6l-6 6 6 6',
  card: 'M3 6.5h18v11H3zM3 10.5h18M6.5 14.5h4',
  chat: 'M4 5h16v11h-9l-5 4v-4H4z',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 7.5V12l3 2',
  cross: 'M6 6l12 12M18 6L6 18',
  door: 'M6 21V3h11v18M3 21h18M13.5 12v.5',
  down: 'M12 5v14M6 13l6 6 6-6',
  gate: 'M5 21V5M5 8h14M5 12h14M3 21h4M19 6v8',
  hash: 'M9.5 4l-2 16M16.5 4l-2 16M4.5 9h16M3.5 15h16',
  info: 'M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM12 11v5M12 7.5v.5',
  install: 'M7 3h10v18H7zM12 7.5v6.5M9.5 11.5L12 14l2.5-2.5',
  invite:
    'M10 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5ZM3 20c.4-3.6 3.2-5.5 7-5.5 1.3 0 2.5.2 3.5.7M18 14v6M15 17h6',
  leave: 'M14 4H5v16h9M10 12h11M17 8l4 4-4 4',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  monitor: 'M3 12h4l3-7 4 14 3-7h4',
  muted: 'M4 9.5v5h4l5 4v-13l-5 4zM16.5 9.5l5 5M21.5 9.5l-5 5',
  offline:
    'M3 4l18 16M5 12a10 10 0 0 1 3.5-2.3M2 8.5A14 14 0 0 1 5 6.4M11 5a14 14 0 0 1 11 3.5M15.5 10A10 10 0 0 1 19 12M12 17.5v.5',
  pause: 'M8 5v14M16 5v14',
  pencil: 'M4 20l1-4L16 5l3 3L8 19zM13.5 7.5l3 3',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  play: 'M7 5l12 7-12 7z',
  plus: 'M12 5v14M5 12h14',
  send: 'M4 12l16-8-5 16-4-6.5zM11 13.5L20 4',
  ticket: 'M3 7h18v3.5a1.5 1.5 0 0 0 0 3V17H3v-3.5a1.5 1.5 0 0 0 0-3zM14 7v10',
} as const;

export type IconName = keyof typeof icons;
