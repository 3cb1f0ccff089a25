package dev.sluice.catalog;

import java.util.Optional;

/**
 * What a template that says nothing gets.
 *
 * @param region where its jobs run
 * @param bootDisk of its machines
 */
public record Defaults(Optional<String> region, BootDisk bootDisk) {}
