package dev.sluice.callback;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A block of addresses, such as {@code 10.0.0.0/8}.
 *
 * @param first its first address, 4 or 16 bytes
 * @param length of the prefix in bits
 * @param name what it is for
 */
record Block(byte[] first, int length, String name) {
    /** Reads {@code ADDRESS/LENGTH}. */
    static Block of(String cidr, String name) {
        String[] parts = cidr.split("/");
        try {
            // a literal: nothing is looked up
            return new Block(InetAddress.getByName(parts[0]).getAddress(), Integer.parseInt(parts[1]), name);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no block of addresses: " + cidr, e);
        }
    }

    /** Whether an address of 4 or 16 bytes is in it. */
    boolean contains(byte[] address) {
        if (address.length != first.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (first[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
