package dev.sluice.catalog;

import java.util.Optional;

/** A number of 64 bits, which protobuf's JSON writes as text or as a number. */
final class RawNumber {
    private RawNumber() {}

    static Optional<Long> of(Node node) {
        return node.json().canConvertToExactIntegral() && node.json().canConvertToLong()
                ? Optional.of(node.json().longValue())
                : node.text().filter(text -> text.matches("[0-9]{1,18}")).map(Long::parseLong);
    }
}
