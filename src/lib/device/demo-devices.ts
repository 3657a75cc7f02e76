/** Addresses of kiosks as they look, with the devices of the demo. */
export const demoDevices = [
  '/kiosk/gate?device=gate-north',
  '/kiosk/gate?device=gate-south',
  '/kiosk/sales?device=sales-1',
] as const;
