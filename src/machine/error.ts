/** A kernel cannot be used, or a virtual machine did not start. */
export class MachineError extends Error {
  override readonly name: string = 'MachineError';
}

/** There is no kernel of that name. */
export class UnknownKernelError extends MachineError {
  override readonly name = 'UnknownKernelError';
}
