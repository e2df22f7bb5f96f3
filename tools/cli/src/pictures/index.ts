export { chart, chartHead } from './chart.ts';
export { niceCeiling } from './loss-curve.ts';
export { linear, plotArea, round, ticks, type Box } from './plot-area.ts';
export { seriesStyles } from './series-style.ts';
export { line, svgDocument, text } from './svg.ts';
export { writeDrawing } from './write-drawing.ts';
