/** `@facet/studies/figures`: drawings of what was measured. Who only measures need not load fonts. */
export { attributionPanelsSvg } from './attribution-panels.ts';
export { compositionPlate, type JudgedComposition, type PlateRow } from './composition-plate.ts';
export { evaluationFigures } from './evaluation-figures.ts';
export { judgesWhoSee, seenWord, verdictLines } from './verdict-lines.ts';
