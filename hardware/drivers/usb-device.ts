/** What is needed of WebUSB (https://wicg.github.io/webusb), of which TypeScript's own library knows nothing. */
export interface UsbHost {
  getDevices(): Promise<UsbDevice[]>;
  addEventListener(type: 'connect' | 'disconnect', listener: (event: UsbEvent) => void): void;
  removeEventListener(type: 'connect' | 'disconnect', listener: (event: UsbEvent) => void): void;
}

/** `navigator.usb` in a page, where people can choose a device. */
export interface ChoosingUsbHost extends UsbHost {
  /** Must be called in a click. Rejects with `NotFoundError` when nothing is chosen. */
  requestDevice(options: { filters: { classCode: number }[] }): Promise<UsbDevice>;
}

export interface UsbEvent {
  readonly device: UsbDevice;
}

export interface UsbDevice {
  readonly opened: boolean;
  readonly configuration: UsbConfiguration | null;
  readonly configurations: readonly UsbConfiguration[];
  open(): Promise<void>;
  close(): Promise<void>;
  selectConfiguration(configurationValue: number): Promise<void>;
  claimInterface(interfaceNumber: number): Promise<void>;
  selectAlternateInterface(interfaceNumber: number, alternateSetting: number): Promise<void>;
  clearHalt(direction: UsbDirection, endpointNumber: number): Promise<void>;
  controlTransferIn(setup: UsbControlSetup, length: number): Promise<UsbInResult>;
  transferIn(endpointNumber: number, length: number): Promise<UsbInResult>;
  transferOut(endpointNumber: number, data: Uint8Array<ArrayBuffer>): Promise<UsbOutResult>;
}

export interface UsbConfiguration {
  readonly configurationValue: number;
  readonly interfaces: readonly {
    readonly interfaceNumber: number;
    readonly alternates: readonly UsbAlternate[];
  }[];
}

export interface UsbAlternate {
  readonly alternateSetting: number;
  readonly interfaceClass: number;
  readonly endpoints: readonly UsbEndpoint[];
}

export interface UsbEndpoint {
  readonly endpointNumber: number;
  readonly direction: UsbDirection;
  readonly type: 'bulk' | 'interrupt' | 'isochronous';
}

type UsbDirection = 'in' | 'out';

export interface UsbControlSetup {
  requestType: 'standard' | 'class' | 'vendor';
  recipient: 'device' | 'interface' | 'endpoint' | 'other';
  request: number;
  value: number;
  index: number;
}

type UsbStatus = 'ok' | 'stall' | 'babble';

export interface UsbInResult {
  readonly status: UsbStatus;
  readonly data?: DataView | undefined;
}

export interface UsbOutResult {
  readonly status: UsbStatus;
  readonly bytesWritten: number;
}
