/** Drawings that are put together to few elements: a browser lays out and paints one long path faster than many boxes. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** No screen shows a hundredth of a pixel. */
const short = (position: number): number => Math.round(position * 100) / 100;

/** Boxes from left to right as a path's `d`: neighbours that touch are one outline, which has fewer corners than they. */
export function outlines(boxes: readonly Box[]): string {
  let path = '';
  let first = 0;
  boxes.forEach(({ x, width }, index) => {
    if (boxes[index + 1]?.x === x + width) return;
    path += outline(boxes.slice(first, index + 1));
    first = index + 1;
  });
  return path;
}

/** Along the upper edges to the right, and along the lower ones back. */
function outline(boxes: readonly Box[]): string {
  const there = boxes.map(({ x, y, width }) => `V${short(y)}H${short(x + width)}`);
  const back = boxes.map(({ x, y, height }) => `V${short(y + height)}H${short(x)}`).reverse();
  const [first] = boxes;
  return first === undefined ? '' : `M${short(first.x)} ${short(first.y)}${there.join('')}${back.join('')}z`;
}

/** A box as a part of a path's `d`. */
export const boxPath = ({ x, y, width, height }: Box): string =>
  `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${-short(width)}z`;
