/** Nothing beyond what Svelte does by itself. */
export default {};
