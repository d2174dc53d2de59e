/** dockerode. The build bundles it with what `testcontainers.ts` loads: together they are some 700 modules. */
export { default as Docker } from 'dockerode';
