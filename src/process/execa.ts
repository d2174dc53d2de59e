/** What docknet uses of execa. The build bundles it into one file, which loads in a third of the time. */
export { execa, execaNode } from 'execa';
