/**
 * Pieces of text of which a line of conntrack's has one if its flow has an address in one of these IPv4 networks (CIDR, or an
 * address), for grep -F: `=172.17.`, `=172.17.0.2 `. Of a network that does not end between two numbers the next wider one is meant.
 */
export function flowPatterns(networks: readonly string[]): string[] {
  return [
    ...new Set(
      networks.map((network) => {
        const [address = '', length = '32'] = network.split('/');
        const numbers = address.split('.').slice(0, Math.floor(Number(length) / 8));
        return numbers.length === 4 ? `=${address} ` : `=${numbers.map((number) => `${number}.`).join('')}`;
      }),
    ),
  ];
}
