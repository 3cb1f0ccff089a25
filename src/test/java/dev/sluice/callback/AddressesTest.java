package dev.sluice.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.255.255.255",
                "10.0.0.0",
                "10.255.255.255",
                "100.64.0.0",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.0.1",
                "169.254.169.254",
                "172.16.0.0",
                "172.31.255.255",
                "192.0.0.8",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.0",
                "192.168.255.255",
                "198.18.0.0",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.7",
                "224.0.0.1",
                "239.255.255.255",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::7f00:1",
                "::a9fe:a9fe",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:53aa:64c:0:0:5601:5601",
                "2001:2::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "3fff::1",
                "4000::1",
                "5f00::1",
                "fc00::1",
                "fd20:ce::254",
                "fdff::1",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "feff::1",
                "ff02::1"
            })
    void addressesThatAreNobodysOnTheInternetAreSpecial(String literal) throws UnknownHostException {
        assertThat(Addresses.special(InetAddress.getByName(literal).getAddress()))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "203.0.112.255",
                "203.0.114.0",
                "223.255.255.255",
                "2001:200::1",
                "2001:4860:4860::8888",
                "2001:db7::1",
                "2001:db9::1",
                "2003::1",
                "2606:4700::1111",
                "3ffe::1"
            })
    void theirNeighboursAreNot(String literal) throws UnknownHostException {
        assertThat(Addresses.special(InetAddress.getByName(literal).getAddress()))
                .isEmpty();
    }

    @Test
    void anIpv4AddressWrittenAsAnIpv6OneIsSpecialThoughJavaHidesIt() throws UnknownHostException {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 8, 8, 8, 8};

        assertThat(Addresses.special(mapped)).isPresent();
        assertThat(Addresses.special(
                        InetAddress.getByName("::ffff:169.254.169.254").getAddress()))
                .hasValueSatisfying(why -> assertThat(why).contains("metadata"));
    }

    @Test
    void onlyTheLoopbackIsTheLoopback() throws UnknownHostException {
        assertThat(Addresses.isLoopback(InetAddress.getByName("127.9.9.9"))).isTrue();
        assertThat(Addresses.isLoopback(InetAddress.getByName("::1"))).isTrue();
        assertThat(Addresses.isLoopback(InetAddress.getByName("::ffff:127.0.0.1")))
                .isTrue();
        assertThat(Addresses.isLoopback(InetAddress.getByName("0.0.0.0"))).isFalse();
        assertThat(Addresses.isLoopback(InetAddress.getByName("128.0.0.1"))).isFalse();
        assertThat(Addresses.isLoopback(InetAddress.getByName("::2"))).isFalse();
    }
}
