/** The charts of all parts, laid out when the page was built. */
declare module 'virtual:charts' {
  const charts: Readonly<Record<string, import('../chart/scene.ts').PartCharts>>;
  export default charts;
}

/** The stories of the 42 codes, each three ways, played when the page was built. */
declare module 'virtual:comparisons' {
  const comparisons: readonly import('../tour/compare.ts').Comparison[];
  export default comparisons;
}
