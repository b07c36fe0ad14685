/** Drawings that are put together to few elements: a browser lays out and paints one long path faster than many boxes. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** No screen shows a hundredth of a pixel. */
const short = (position: number): number => Math.round(position * 100) / 100;

/** A box as a part of a path's `d`. */
export const boxPath = ({ x, y, width, height }: Box): string =>
  `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${-short(width)}z`;
