/** Size of an upright photo in pixels. */
export interface PhotoSize {
  readonly width: number;
  readonly height: number;
}
