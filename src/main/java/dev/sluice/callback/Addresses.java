package dev.sluice.callback;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses are nobody's on the Internet: a name that leads to one would let a catalog, or whoever holds the name, reach what only
 * this service can. From the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890; as of 2025-10-09) all that is not globally
 * reachable; and what embeds an IPv4 address in an IPv6 one, which would be a second way to write the first.
 */
final class Addresses {
    private static final Block LOOPBACK_4 = Block.of("127.0.0.0/8", "a loopback address");
    private static final Block LOOPBACK_6 = Block.of("::1/128", "a loopback address");

    static final List<Block> SPECIAL = List.of(
            LOOPBACK_4,
            LOOPBACK_6,
            Block.of("0.0.0.0/8", "an address of this network"),
            Block.of("10.0.0.0/8", "a private address"),
            Block.of("100.64.0.0/10", "a shared address of a carrier's NAT"),
            Block.of("169.254.0.0/16", "a link-local address, as a cloud's metadata server has"),
            Block.of("172.16.0.0/12", "a private address"),
            Block.of("192.0.0.0/24", "an address for protocols"),
            Block.of("192.0.2.0/24", "an address for documentation"),
            Block.of("192.88.99.0/24", "an address of 6to4 relays"),
            Block.of("192.168.0.0/16", "a private address"),
            Block.of("198.18.0.0/15", "an address for benchmarks"),
            Block.of("198.51.100.0/24", "an address for documentation"),
            Block.of("203.0.113.0/24", "an address for documentation"),
            Block.of("224.0.0.0/4", "a multicast address"),
            Block.of("240.0.0.0/4", "a reserved or broadcast address"),
            mapped(),
            Block.of("::/96", "an IPv4 address in an IPv6 one, or none"),
            Block.of("64:ff9b::/96", "an IPv4 address behind NAT64"),
            Block.of("64:ff9b:1::/48", "an IPv4 address behind NAT64"),
            Block.of("100::/64", "an address that discards"),
            Block.of("2001::/23", "an address for protocols, such as Teredo"),
            Block.of("2001:db8::/32", "an address for documentation"),
            Block.of("2002::/16", "an IPv4 address behind 6to4"),
            Block.of("3fff::/20", "an address for documentation"),
            Block.of("fc00::/7", "a private address"),
            Block.of("fe80::/10", "a link-local address"),
            Block.of("fec0::/10", "a site-local address"),
            Block.of("ff00::/8", "a multicast address"));

    /** All that IANA has given out for hosts so far. */
    private static final Block GLOBAL_6 = Block.of("2000::/3", "a global address");

    private Addresses() {}

    /** {@code ::ffff:0:0/96}, which Java, asked for an address, would turn into the IPv4 one. */
    private static Block mapped() {
        byte[] first = new byte[16];
        first[10] = (byte) 0xff;
        first[11] = (byte) 0xff;
        return new Block(first, 96, "an IPv4 address in an IPv6 one");
    }

    static boolean isLoopback(InetAddress address) {
        return LOOPBACK_4.contains(address.getAddress()) || LOOPBACK_6.contains(address.getAddress());
    }

    /** What is special about an address; empty for one of the Internet. */
    static Optional<String> special(byte[] address) {
        return SPECIAL.stream()
                .filter(block -> block.contains(address))
                .map(Block::name)
                .findFirst()
                .or(() -> address.length == GLOBAL_6.first().length && !GLOBAL_6.contains(address)
                        ? Optional.of("an address that IANA has given to nobody")
                        : Optional.empty());
    }
}
