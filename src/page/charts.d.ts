/** The charts of all parts, laid out when the page was built. */
declare module 'virtual:charts' {
  const charts: Readonly<Record<string, import('../chart/scene.ts').PartCharts>>;
  export default charts;
}
