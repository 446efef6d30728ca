/** One line of a plot: what it is called, and its points. */
export interface Series {
  readonly name: string;
  readonly colour: string;
  readonly points: readonly {
    readonly x: number;
    readonly y: number;
    /** Standard error. */ readonly error?: number;
  }[];
  readonly isDashed?: boolean;
}

export interface Axis {
  readonly title: string;
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
}

/** A plot as SVG, readable on light and dark ground. Axes go from the first tick to the last. */
export function plot(title: string, x: Axis, y: Axis, series: readonly Series[]): string {
  const [left, top, width, height] = [64, 40, 480, 320];
  const place = (axis: Axis, value: number, length: number) => {
    const first = axis.ticks[0]?.at ?? 0;
    const last = axis.ticks.at(-1)?.at ?? 1;
    return ((value - first) / (last - first)) * length;
  };
  const at = (point: { x: number; y: number }) => ({
    x: round(left + place(x, point.x, width)),
    y: round(top + height - place(y, point.y, height)),
  });
  const lines = [
    ...x.ticks.map((tick) => {
      const { x: across } = at({ x: tick.at, y: 0 });
      return `<line x1="${across}" y1="${top}" x2="${across}" y2="${top + height}" class="grid"/><text x="${across}" y="${top + height + 18}" text-anchor="middle">${tick.text}</text>`;
    }),
    ...y.ticks.map((tick) => {
      const { y: down } = at({ x: x.ticks[0]?.at ?? 0, y: tick.at });
      return `<line x1="${left}" y1="${down}" x2="${left + width}" y2="${down}" class="grid"/><text x="${left - 8}" y="${down + 4}" text-anchor="end">${tick.text}</text>`;
    }),
    ...series.flatMap(({ points, colour, isDashed, name }, index) => {
      const placed = points.map((point) => ({
        ...at(point),
        error: place(y, (y.ticks[0]?.at ?? 0) + (point.error ?? 0), height),
      }));
      const down = top + 18 + 18 * index;
      return [
        `<polyline fill="none" stroke="${colour}" stroke-width="2"${isDashed === true ? ' stroke-dasharray="5 4"' : ''} points="${placed.map((it) => `${it.x},${it.y}`).join(' ')}"/>`,
        ...(isDashed === true
          ? []
          : placed.map(
              (it) =>
                `<path d="M${it.x} ${round(it.y - it.error)}V${round(it.y + it.error)}" stroke="${colour}"/><circle cx="${it.x}" cy="${it.y}" r="3.5" fill="${colour}"/>`,
            )),
        `<line x1="${left + 12}" y1="${down - 4}" x2="${left + 34}" y2="${down - 4}" stroke="${colour}" stroke-width="2"${isDashed === true ? ' stroke-dasharray="5 4"' : ''}/><text x="${left + 40}" y="${down}">${name}</text>`,
      ];
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 580 420" width="580" height="420" role="img" aria-label="${title}">
<style>text{font:12px sans-serif;fill:#555}.grid{stroke:#8884}rect{fill:#fff}@media (prefers-color-scheme:dark){rect{fill:#1c1c1e}text{fill:#bbb}}</style>
<rect width="580" height="420"/>
<text x="${left}" y="24" style="font-weight:bold">${title}</text>
${lines.join('\n')}
<text x="${left + width / 2}" y="${top + height + 42}" text-anchor="middle">${x.title}</text>
<text transform="translate(16 ${top + height / 2}) rotate(-90)" text-anchor="middle">${y.title}</text>
</svg>
`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
