/** What the self check prints before its result, to tell it from whatever else a library prints. */
export const selfCheckMarker = 'arcface-self-check ';

/** What loading the binding and computing with it showed. */
export interface SelfCheck {
  readonly tensorflow: string;
  readonly devices: readonly string[];
}
