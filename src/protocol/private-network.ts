/** IPv4 ranges that do not lead to the public Internet (RFC 6890): first address, and bits that must match. */
const PRIVATE_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
];

/** Names that by convention stay inside (RFC 6761, RFC 6762, RFC 9476). */
const PRIVATE_NAMES = ['localhost', 'local', 'internal', 'home.arpa', 'intranet', 'lan', 'alt'];

/** True for a host, as `URL` spells it, that is not on the public Internet as far as its spelling tells. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  if (host.startsWith('[')) return isPrivateIpv6(host.slice(1, -1));
  const address = ipv4Number(host);
  if (address !== undefined) return isPrivateIpv4(address);
  return PRIVATE_NAMES.some((name) => host === name || host.endsWith(`.${name}`)) || !host.includes('.');
}

function ipv4Number(host: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return undefined;
  return host.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function isPrivateIpv4(address: number): boolean {
  return PRIVATE_IPV4.some(([first, bits]) => {
    const size = 2 ** (32 - bits);
    return Math.floor(address / size) === Math.floor((ipv4Number(first) ?? 0) / size);
  });
}

function isPrivateIpv6(address: string): boolean {
  // URL writes an IPv4 address inside IPv6 in hexadecimal: ::ffff:7f00:1, and 64:ff9b::7f00:1 for NAT64.
  const mapped = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (mapped?.[1] !== undefined && mapped[2] !== undefined) {
    return isPrivateIpv4(Number.parseInt(mapped[1], 16) * 65536 + Number.parseInt(mapped[2], 16));
  }
  // Global unicast is 2000::/3 alone; all else is loopback, link-local, unique local, multicast or unassigned.
  return !/^[23][0-9a-f]{3}:/.test(address);
}
