// Figures: what is measured, what the machine can do at most, and whether that is good enough.
import { cpus, totalmem } from 'node:os';

/**
 * @typedef {object} Figure
 * @property {string} figure
 * @property {number} value
 * @property {string} unit
 * @property {number | null} limit what the same is alone, measured in the same run, in the unit of `value`
 * @property {number | null} ratio of the value to its limit
 * @property {string} goal such as `≥ 0.3`: of the ratio, or of the value where there is none; '' where there is none
 * @property {string} [growthGoal] such as `≤ 2`: of the value at ten times the rows to that at one
 */

/** @typedef {Figure & { scale: number }} ScaledFigure */

/**
 * @param {string} figure @param {number} value @param {string} unit
 * @param {{ limit?: number, goal?: string, growthGoal?: string }} [against]
 * @returns {Figure}
 */
export function figureOf(figure, value, unit, { limit, goal = '', growthGoal } = {}) {
  const ratio = limit === undefined ? null : value / limit;
  const growth = growthGoal === undefined ? {} : { growthGoal };
  return { figure, value, unit, limit: limit ?? null, ratio, goal, ...growth };
}

/** Whether a number is within a goal; '' where there is none. @param {number} number @param {string} goal */
export function isReached(number, goal) {
  const [, sign, bound] = /^([≤≥]) ([\d.]+)$/.exec(goal) ?? [];
  if (sign === undefined) return '';
  return (sign === '≤' ? number <= Number(bound) : number >= Number(bound)) ? 'yes' : 'NO';
}

/** The machine, as every table begins. */
export const machine = () =>
  `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}`;

/** @param {readonly Figure[]} figures @returns {string} */
export function tableOf(figures) {
  const rows = figures.map(({ figure, value, unit, limit, ratio, goal }) => [
    figure,
    `${rounded(value)} ${unit}`,
    limit === null ? '' : `${rounded(limit)} ${unit}`,
    ratio === null ? '' : ratio.toFixed(2),
    goal,
    isReached(ratio ?? value, goal),
  ]);
  return aligned([['figure', 'Bursar', 'limit', 'ratio', 'goal', 'reached'], ...rows]);
}

/**
 * The same figures at three sizes, and how the last compares with the first.
 *
 * @param {readonly ScaledFigure[]} figures of all sizes, each figure at each @param {readonly number[]} scales smallest first
 * @returns {string}
 */
export function growthTableOf(figures, scales) {
  const names = [...new Set(figures.map(({ figure }) => figure))];
  const rows = names.map((name) => {
    const values = scales.map((scale) => figures.find((one) => one.figure === name && one.scale === scale));
    const growth = (values.at(-1)?.value ?? NaN) / (values[0]?.value ?? NaN);
    const goal = values[0]?.growthGoal ?? '';
    const cells = values.map((one) => (one === undefined ? '' : `${rounded(one.value)} ${one.unit}`));
    return [name, ...cells, Number.isFinite(growth) ? growth.toFixed(2) : '', goal, isReached(growth, goal)];
  });
  const header = [
    'figure',
    ...scales.map((scale) => `${rounded(scale / (scales[0] ?? scale))}×`),
    'growth',
    'goal',
    '',
  ];
  return aligned([header, ...rows]);
}

/** Three digits that count, and all those before the point. @param {number} value */
function rounded(value) {
  const decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: decimals });
}

/** The first column to the left, the others to the right. @param {readonly (readonly string[])[]} rows */
function aligned(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const cell = (/** @type {string} */ text, /** @type {number} */ column) =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}
