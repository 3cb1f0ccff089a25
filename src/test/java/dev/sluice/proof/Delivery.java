package dev.sluice.proof;

import java.util.function.Consumer;

/**
 * Something that is sent until it is answered.
 *
 * @param repeated whether its sender sends it again where it was not answered
 */
record Delivery(String words, Consumer<Service> message, boolean repeated) {}
