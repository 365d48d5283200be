/** The charts of all parts, laid out when the page was built. */
declare module 'virtual:charts' {
  const charts: Readonly<
    Record<string, Readonly<Record<'wide' | 'tall', import('../build/chart/scene.ts').Scene>>>
  >;
  export default charts;
}
