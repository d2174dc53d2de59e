/** Kernel settings by the names that sysctl(8) knows them by: `{ 'net.ipv4.ip_forward': 0 }`. */
export type Sysctls = Readonly<Record<string, string | number>>;

/** The file of a kernel setting (proc_sys(5)): "net.ipv4.ip_forward" is /proc/sys/net/ipv4/ip_forward. What is below net is of the reader's network namespace. */
export const sysctlFile = (name: string): string => `/proc/sys/${name.replaceAll('.', '/')}`;
