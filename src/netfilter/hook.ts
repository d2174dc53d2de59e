/** A netfilter hook, in the words of nft. */
export type Hook = 'prerouting' | 'input' | 'forward' | 'output' | 'postrouting';
