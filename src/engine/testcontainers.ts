/** What docknet uses of testcontainers, bundled as `dockerode.ts` is. DOCKER_HOST must be set when it is imported. */
export { GenericContainer, Wait } from 'testcontainers';
